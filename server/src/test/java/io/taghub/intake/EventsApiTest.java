package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a back end may say, and what it is told. */
class EventsApiTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic " + RunningIntake.KEY,
                RunningIntake.KEY,
                "Bearer 0123456789abcdef0123456789abcdeF",
                "Bearer 0123456789abcdef0123456789abcdef0"
            })
    void withoutAKeyNothingIsTaken(String authorization) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.send(HttpRequest.newBuilder(intake.uri("/v1/events"))
                    .header("Authorization", authorization)
                    .POST(BodyPublishers.ofString("{\"name\":\"lead\"}")));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.body()).contains("a server key is needed").doesNotContain(RunningIntake.KEY);
            assertThat(intake.store.journal().head()).isZero();
        }
    }

    @Test
    void anyOfTheKeysWillDo() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            assertThat(intake.send(HttpRequest.newBuilder(intake.uri("/v1/events"))
                                    .header("Authorization", "bearer another-key-of-another-back-end-1")
                                    .POST(BodyPublishers.ofString("{\"name\":\"lead\"}")))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** A back end passes on what the visitor's browser said; one that says nothing is no bot for that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"user_agent":"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"} | true
            {"user_agent":"Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"}   | true
            {"user_agent":"python-requests/2.31.0"}                                                  | true
            {"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0"}     | false
            {"ip":"203.0.113.7"}                                                                     | false
            {"user_agent":""}                                                                        | false
            {}                                                                                       | false
            """)
    void crawlersAreMarkedInABackEndsEventsToo(String client, boolean bot) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            intake.events("{\"name\":\"page_view\",\"client\":" + client + "}");
            assertThat(Marks.bot(intake.only())).isEqualTo(bot);
        }
    }

    @Test
    void aNameThatIsAKnownOneButForItsCaseIsTakenAndNoted() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            assertThat(intake.events("{\"name\":\"Page_View\",\"id\":\"a-1\"}").body())
                    .isEqualTo(
                            "{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[],\"warnings\":[{\"index\":0,"
                                    + "\"field\":\"name\",\"reason\":\"taken as it is, which is another event than 'page_view':"
                                    + " upper and lower case count\",\"given\":\"text of 9 characters\"}]}");
            assertThat(intake.only().name()).isEqualTo("Page_View");

            assertThat(intake.events("{\"name\":\"page_view\",\"id\":\"a-2\"}").body())
                    .doesNotContain("warnings");
        }
    }

    @Test
    void aWholeEventIsKeptAsItWasSaid() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            assertThat(intake.events("""
                            {"name":"purchase","id":"o-1001","time":"2026-11-22T11:45:00+01:00",
                             "user":{"id":"u1","email":"ada@example.com","phone":"+44 20 7946 0018","country":"GB"},
                             "visitor":"1.AAAAAAAAAAAAAAAAAAAAAA.20000",
                             "click_ids":{"GCLID":"Cj0KCQ","fbclid":{"value":"IwAR0","seen":"2026-11-01T10:00:00Z"},
                                          "clickid":"{clickid}"},
                             "value":"49.99","currency":"eur","order_id":"1001",
                             "items":[{"id":7,"quantity":2,"price":24.995}],
                             "consent":{"ad_storage":"granted","ad_user_data":null},
                             "properties":{"_bot":true,"_gpc":1,"plan":"gold"}}""").body())
                    .isEqualTo(
                            "{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[],\"warnings\":[{\"index\":0,"
                                    + "\"field\":\"click_ids.clickid\",\"reason\":\"it is a placeholder that nobody filled in, and"
                                    + " every visitor has the same\",\"given\":\"text of 9 characters\"}]}");

            Event event = intake.only();
            assertThat(event.time()).isEqualTo(Instant.parse("2026-11-22T10:45:00Z"));
            assertThat(event.received()).isEqualTo(RunningIntake.NOW);
            assertThat(event.visitor()).isEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
            assertThat(event.clickIds())
                    .containsExactlyInAnyOrder(
                            new ClickId("gclid", "Cj0KCQ", event.time()),
                            new ClickId("fbclid", "IwAR0", Instant.parse("2026-11-01T10:00:00Z")));
            assertThat(intake.meters.get("taghub.unresolved.macros").counter().count())
                    .isEqualTo(1);
            assertThat(Marks.shown(event).properties()).containsOnlyKeys("plan");
            assertThat(event.items().getFirst().id()).isEqualTo("7");
            assertThat(event.money()).hasToString("Money[amount=49.99, currency=EUR]");
        }
    }

    @Test
    void copiesAreCountedAndNotTakenTwice() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            String body =
                    "[{\"name\":\"ftd\",\"id\":\"d1\"},{\"name\":\"ftd\",\"id\":\"d1\"},{\"name\":\"lead\",\"id\":\"d1\"}]";

            assertThat(intake.events(body).body())
                    .isEqualTo("{\"accepted\":2,\"paired\":0,\"duplicates\":1,\"rejected\":[]}");
            assertThat(intake.events(body).body())
                    .isEqualTo("{\"accepted\":0,\"paired\":0,\"duplicates\":3,\"rejected\":[]}");
        }
    }

    @Test
    void whenTheStoreCannotWriteTheSenderIsToldToComeBack() {
        Journal full = fake(Journal.class);
        Store store = new Store() {
            @Override
            public Journal journal() {
                return full;
            }

            @Override
            public LaneStore lanes() {
                return fake(LaneStore.class);
            }

            @Override
            public IdentityStore identity() {
                return fake(IdentityStore.class);
            }

            @Override
            public ScriptStore scripts() {
                return fake(ScriptStore.class);
            }

            @Override
            public boolean shared() {
                return false;
            }

            @Override
            public boolean healthy() {
                return false;
            }

            @Override
            public void close() {}
        };
        try (RunningIntake intake = RunningIntake.with(store)) {
            RunningIntake.Answer events = intake.events("{\"name\":\"lead\"}");
            RunningIntake.Answer snippet = intake.snippet("{\"e\":[{\"n\":\"a\",\"i\":\"aaaaaaaa\"}]}");
            RunningIntake.Answer health =
                    intake.send(HttpRequest.newBuilder(intake.uri("/health")).GET());

            assertThat(List.of(events.status(), snippet.status(), health.status()))
                    .containsOnly(503);
            assertThat(events.header("Retry-After")).isEqualTo("5");
            assertThat(snippet.header("Retry-After")).isEqualTo("5");
            assertThat(snippet.cookies()).isEmpty();
            assertThat(events.body()).isEqualTo("{\"error\":\"nothing of this request was kept; send it again\"}");
        }
    }

    /** A store whose disk is full, whatever it is asked. */
    private static <T> T fake(Class<T> side) {
        return side.cast(Proxy.newProxyInstance(side.getClassLoader(), new Class<?>[] {side}, (self, method, args) -> {
            throw new StoreUnavailableException("the disk is full", new IllegalStateException());
        }));
    }

    /** A click id has the form its platform gives it, by whichever way it comes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            gclid      | Cj0K <b>                              | -
            gclid      | Cj0K%20x                              | -
            fbclid     | IwAR0%20abc                           | -
            fbclid     | fb.1.1795340000000.IwAR0              | fb.1.1795340000000.IwAR0
            fbc        | IwAR0                                 | -
            fbc        | fb.1.1795340000000.IwAR0              | fb.1.1795340000000.IwAR0
            fbp        | 1098115397                            | -
            fbp        | fb.1.1795340000000.1098115397         | fb.1.1795340000000.1098115397
            ga         | GA1.1.123456789.1795000000            | 123456789.1795000000
            ga         | 123456789.1795000000                  | 123456789.1795000000
            ga         | nobody                                | -
            _fbp       | fb.1.1795340000000.1098115397         | fb.1.1795340000000.1098115397
            _fbp       | 1098115397                            | -
            _ga        | GA1.1.123456789.1795000000            | 123456789.1795000000
            _ga_ABC123 | GS2.1.s1795340000$o3$g1               | 1795340000
            ga_session | GS2.1.s1795340000$o3$g1$t1795340100   | 1795340000
            ga_session | 1795340000                            | 1795340000
            cjevent    | not-an-event                          | -
            msclkid    | 1234567890abcdef1234567890abcdef      | 1234567890abcdef1234567890abcdef
            """)
    void aClickIdOfAnotherFormIsLeftOutAndNamed(String name, String value, @Nullable String kept) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.events("""
                    {"name":"lead","click_ids":{"%s":"%s"}}""".formatted(name, value));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().contains("\"field\":\"click_ids." + name + "\""))
                    .isEqualTo(kept == null);
            assertThat(intake.only().clickIds())
                    .extracting(ClickId::value)
                    .isEqualTo(kept == null ? List.of() : List.of(kept));
        }
    }

    @Test
    void aClickIsNoLaterThanTheEventItBrought() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            intake.events("""
                    {"name":"lead","time":"2026-11-20T12:00:00Z",
                     "click_ids":{"gclid":"Cj0K","fbclid":{"value":"IwAR0","seen":"2026-11-22T11:00:00Z"}}}""");

            assertThat(intake.only().clickIds())
                    .extracting(ClickId::seen)
                    .containsOnly(Instant.parse("2026-11-20T12:00:00Z"));
        }
    }

    @Test
    void clickIdsInThePagesAddressCount() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            intake.events("""
                    {"name":"lead","time":"2026-11-22T11:00:00Z","click_ids":{"gclid":"NAMED"},
                     "page":{"url":"https://shop.example/#/thanks?gclid=PAGE&fbclid={fbclid}&fbclid=IwAR0"}}""");

            assertThat(intake.only().clickIds())
                    .extracting(ClickId::name, ClickId::value, ClickId::seen)
                    .containsExactlyInAnyOrder(
                            tuple("gclid", "NAMED", Instant.parse("2026-11-22T11:00:00Z")),
                            tuple("fbclid", "IwAR0", Instant.parse("2026-11-22T11:00:00Z")));
        }
    }

    /** Whatever is wrong with a click id never costs the event. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A\\ud83d           | it holds a broken character
            A\\u0000           | it holds a control character or a line break
            A\\r\\nX: y        | it holds a control character or a line break
            A\\u2028B          | it holds a control character or a line break
            A B                | it holds a blank
            A\\u200bB          | it holds an invisible character
            {{click_id}}       | it is a placeholder that nobody filled in, and every visitor has the same
            %257Bclickid%257D  | it is a placeholder that nobody filled in, and every visitor has the same
            YOUR_CLICK_ID      | it is a placeholder that nobody filled in, and every visitor has the same
            clickid            | it is a placeholder that nobody filled in, and every visitor has the same
            """)
    void aClickIdThatIsNoneIsLeftOutAndNamed(String value, String reason) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.events("""
                    {"name":"ftd","id":"d1","click_ids":{"clickid":"%s","btag":" b_1 "}}""".formatted(value));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith(
                            "{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[],\"warnings\":[{\"index\":0,\"field\":"
                                    + "\"click_ids.clickid\",\"reason\":\"" + reason + "\",\"given\":\"text of ");
            assertThat(intake.only().clickIds()).extracting(ClickId::value).containsExactly("b_1");
            assertThat(intake.meters.get("taghub.unresolved.macros").counter().count())
                    .isEqualTo(1);
        }
    }

    /** What could be matched with strangers only is left out, and the sender is told so. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email      | {email}
            email      | john@@x.com
            email      | user@localhost
            email      | noreply@shop.example
            phone      | 123456
            phone      | 1234567890
            first_name | Unknown
            last_name  | N/A
            postal_code | 00000
            """)
    void aPlaceholderInThePersonIsLeftOutAndNamed(String field, String value) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.events("""
                    {"name":"ftd","id":"d1","user":{"id":"u","city":"Berlin","%s":"%s"}}""".formatted(field, value));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"warnings\":[{\"index\":0,\"field\":\"user." + field + "\"")
                    .doesNotContain(value);
            assertThat(intake.only().user())
                    .isEqualTo(new Person("u", null, null, null, null, "Berlin", null, null, null, null, null));
        }
    }

    @Test
    void aClickIdInThePagesAddressThatIsNoneIsNamed() {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.events("""
                    {"name":"ftd","id":"d1","page":{"url":"https://shop.example/?gclid=Cj0%20KC&btag=b_1"}}""");

            assertThat(answer.body())
                    .contains("\"warnings\":[{\"index\":0,\"field\":\"page.url\",\"reason\":\"it holds a blank\","
                            + "\"given\":\"its gclid\"}]");
            assertThat(intake.only().clickIds()).extracting(ClickId::value).containsExactly("b_1");
        }
    }

    /** What is wrong with a click id costs the click id, or a part of it, and not the deposit. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7                                        | 7                    |                         |
            12345678901234567890                     | 12345678901234567890 |                         |
            {"value":10}                             | 10                   |                         |
            {"value":0}                              |                      | click_ids.clickid       | it is a placeholder that nobody filled in, and every visitor has the same
            {"value":"A","for":7}                    | A                    | click_ids.clickid.for   | there is no tag and no network '7' in the config
            {"value":"A","for":["a"]}                | A                    | click_ids.clickid.for   | it must be text
            {"value":"A","at":1}                     | A                    | click_ids.clickid.at    | unknown key
            {"value":true}                           |                      | click_ids.clickid.value | an id must be text or a whole number
            {"value":1.5}                            |                      | click_ids.clickid.value | an id must be text or a whole number
            []                                       |                      | click_ids.clickid       | an id must be text or a whole number
            1e999999999                              |                      | click_ids.clickid       | an id must be text or a whole number
            null                                     |                      |                         |
            """)
    void whatIsWrongWithAClickIdDoesNotCostTheEvent(
            String said, @Nullable String value, @Nullable String field, @Nullable String reason) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            RunningIntake.Answer answer = intake.events("""
                    {"name":"ftd","id":"d1","click_ids":{"clickid":%s}}""".formatted(said));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[]"
                            + (field == null
                                    ? "}"
                                    : ",\"warnings\":[{\"index\":0,\"field\":\"" + field + "\",\"reason\":\"" + reason
                                            + "\",\"given\":\""));
            ClickId kept = intake.only().clickIds().get("clickid");
            assertThat(kept == null ? null : kept.value()).isEqualTo(value);
            assertThat(kept == null ? null : kept.owner()).isNull();
        }
    }
}
