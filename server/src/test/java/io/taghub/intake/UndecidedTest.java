package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.identity.PlainAddress;
import io.taghub.store.IdentityStore.Known;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of visitors who have not decided, who decided against it, and who go back on it. */
class UndecidedTest {
    private static final String GRANTED = "\"c\":{\"ad_storage\":\"granted\"},";
    private static final String DENIED = "\"c\":{\"ad_storage\":\"denied\"},";
    private static final String ADA = "\"g\":{\"id\":\"ada\"},";

    @TempDir
    Path folder;

    private @Nullable RunningIntake running;
    private int posts;

    private RunningIntake intake(String more) {
        running = RunningIntake.in(folder, more);
        return running;
    }

    private RunningIntake askingFirst() {
        return intake("consent: { default: denied }\n");
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private String post(String more) {
        return "{\"v\":1,\"l\":\"https://shop.example/?fbclid=IwAR0\"," + more
                + "\"e\":[{\"n\":\"page_view\",\"i\":\"m1x9k2v0aaa" + posts++
                + "\",\"u\":\"https://shop.example/?fbclid=IwAR0&utm_source=ads\"}]}";
    }

    private static Known ada(RunningIntake intake) {
        return intake.known(Event.named("ftd", "d-1", intake.now.get())
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("ada"))
                .build());
    }

    @Test
    void beforeAWordNobodyIsRecognisedUnderADenyingDefault() {
        RunningIntake intake = askingFirst();
        RunningIntake.Answer answer = intake.snippet(post(""), "Cookie", "_fbp=fb.1.1795340000000.123");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.cookies()).isEmpty();
        Event event = intake.only();
        assertThat(event.visitor()).isNull();
        assertThat(event.clickIds()).isEmpty();
        assertThat(event.client().ip()).isNull();
        assertThat(event.page().url()).isEqualTo("https://shop.example/?utm_source=ads");
    }

    private static final String ADDRESSES = """
            "page_location":"https://shop.example/y?fbclid=TT&a=1","link":"/y?fbclid=TT","n":7,
            "deep":{"ref":["https://shop.example/#fbclid=TT",true]}""";

    private static void addressesArePlain(Event event) {
        assertThat(io.taghub.event.EventJson.write(event).toString()).doesNotContain("TT", "9.8.7");
        assertThat(event.properties())
                .containsEntry("page_location", "https://shop.example/y?a=1")
                .containsEntry("link", "/y")
                .containsEntry("n", 7L)
                .containsEntry("deep", java.util.Map.of("ref", java.util.List.of("https://shop.example/", true)));
    }

    /** Undecided or denied, in the event's own properties or in those of the page. */
    @ParameterizedTest
    @CsvSource({"denied, x", "denied, p", "granted, x", "granted, p"})
    void noAddressAnywhereKeepsAClickOfSomebodyWhoMayNotBeRecognised(String byDefault, String where) {
        RunningIntake intake = intake("consent: { default: " + byDefault + " }\n");
        intake.snippet(
                "{\"v\":1,\"l\":\"https://shop.example/?fbclid=TT\"," + (byDefault.equals("granted") ? DENIED : "")
                        + (where.equals("x") ? "\"x\":{" + ADDRESSES + "}," : "")
                        + "\"e\":[{\"n\":\"page_view\",\"i\":\"v-1\",\"u\":\"https://shop.example/?fbclid=TT\""
                        + (where.equals("p") ? ",\"p\":{" + ADDRESSES + "}" : "") + "}]}");

        addressesArePlain(intake.only());
    }

    @Test
    void whatABackEndSaysIsDeniedIsNotKeptEither() {
        RunningIntake intake = intake("");
        RunningIntake.Answer answer = intake.events("{\"name\":\"purchase\",\"id\":\"o-1\",\"user\":{\"id\":\"ada\"},"
                + "\"click_ids\":{\"fbclid\":\"TT\"},\"page\":{\"url\":\"https://shop.example/?fbclid=TT\"},"
                + "\"client\":{\"ip\":\"9.8.7.6\",\"user_agent\":\"Firefox\"},\"consent\":{\"ad_storage\":\"denied\"},"
                + "\"properties\":{" + ADDRESSES + "}}");

        assertThat(answer.body()).contains("\"accepted\":1", "click_ids.fbclid", "ad_storage is denied");
        addressesArePlain(intake.only());
        assertThat(intake.only().client().userAgent()).isEqualTo("Firefox");
        assertThat(ada(intake).touches()).isEmpty();
    }

    @Test
    void whatComesWithTheGrantNamesTheVisitorAndTheClick() {
        RunningIntake intake = askingFirst();
        intake.snippet(post(""));
        String cookie = intake.snippet(post(GRANTED)).cookie();
        assertThat(intake.newest().clickIds()).extracting(ClickId::value).containsExactly("IwAR0");

        // Another page that has not heard of it yet: the visitor said yes before.
        assertThat(intake.snippet(post(""), "Cookie", cookie).cookies()).isEmpty();
        assertThat(intake.newest().visitor()).isNotNull();
        assertThat(intake.newest().client().ip()).isNotNull();

        intake.snippet(post(DENIED), "Cookie", cookie);
        intake.snippet(post(""), "Cookie", cookie);
        assertThat(intake.newest().visitor()).isNull();
    }

    @Test
    void aWithdrawalReachesTheLinkedUser() {
        RunningIntake intake = intake("");
        String cookie = intake.snippet(post(GRANTED + ADA)).cookie();
        assertThat(ada(intake).consent().grants(Purpose.AD_STORAGE)).isTrue();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        intake.snippet(post(DENIED), "Cookie", cookie);
        assertThat(intake.newest().visitor()).isNull();
        assertThat(intake.newest().page().url()).doesNotContain("fbclid");
        assertThat(ada(intake).consent().denies(Purpose.AD_STORAGE)).isTrue();
    }

    @Test
    void aWithdrawalThatComesWithAnEventAlreadyKeptCountsToo() {
        RunningIntake intake = intake("");
        String cookie = intake.snippet(post(GRANTED + ADA)).cookie();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        posts--;
        intake.snippet(post(DENIED), "Cookie", cookie);
        assertThat(ada(intake).consent().denies(Purpose.AD_STORAGE)).isTrue();
    }

    /** What the snippet sends when the visitor decides and nothing is to be reported. */
    private static String word(String more) {
        return "{\"v\":1,\"l\":\"https://shop.example/?fbclid=IwAR0\"," + more + "\"e\":[]}";
    }

    @Test
    void aGrantWithoutAnEventKeepsTheClickThatBroughtTheVisitor() {
        RunningIntake intake = askingFirst();
        intake.snippet(post(""));
        RunningIntake.Answer answer = intake.snippet(word(GRANTED + ADA));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(intake.store.journal().head()).isEqualTo(1);
        assertThat(ada(intake).lock().touches()).extracting(ClickId::value).containsExactly("IwAR0");
        assertThat(ada(intake).consent().grants(Purpose.AD_STORAGE)).isTrue();

        intake.snippet(post(""), "Cookie", answer.cookie());
        assertThat(intake.newest().visitor()).isEqualTo(ada(intake).visitor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "granted"})
    void aWithdrawalWithoutAnEventReachesTheLinkedUser(String byDefault) {
        RunningIntake intake = intake("consent: { default: " + byDefault + " }\n");
        String cookie = intake.snippet(post(GRANTED + ADA)).cookie();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        assertThat(intake.snippet("{\"v\":1," + DENIED + "\"e\":[]}", "Cookie", cookie)
                        .cookies())
                .isEmpty();
        assertThat(ada(intake).consent().denies(Purpose.AD_STORAGE)).isTrue();
        assertThat(intake.store.journal().head()).isEqualTo(1);
    }

    @Test
    void ofSomebodyUnknownWhoRefusesNothingIsKept() {
        RunningIntake intake = askingFirst();
        assertThat(intake.snippet(word(DENIED)).cookies()).isEmpty();
        assertThat(intake.snippet(word("")).cookies()).isEmpty();
        assertThat(intake.snippet(word("\"c\":{\"ad_storage\":\"site_granted\"},"))
                        .cookies())
                .isEmpty();
        assertThat(intake.store.journal().head()).isZero();
    }

    @Test
    void anOptOutNeedsNoEvent() {
        RunningIntake intake = askingFirst();
        String cookie = intake.snippet(post(GRANTED + ADA)).cookie();
        assertThat(intake.snippet(
                                "{\"v\":1,\"l\":\"https://shop.example/?x7k2qd_optout=1\",\"e\":[]}", "Cookie", cookie)
                        .cookies())
                .anyMatch(set -> set.startsWith("_h_out=1"));
        assertThat(ada(intake).optedOut()).isTrue();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        intake.snippet("{\"v\":1,\"l\":\"https://shop.example/?x7k2qd_optout=0\",\"e\":[]}", "Cookie", cookie);
        assertThat(ada(intake).optedOut()).isFalse();
    }

    @Test
    void aPagesDefaultIsNobodysWord() {
        RunningIntake intake = intake("");
        String cookie = intake.snippet(post(GRANTED + ADA)).cookie();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        intake.snippet(post("\"c\":{\"ad_storage\":\"site_denied\"}," + ADA), "Cookie", cookie);
        assertThat(intake.newest().visitor()).as("who agreed before").isNotNull();
        assertThat(ada(intake).consent().grants(Purpose.AD_STORAGE)).isTrue();

        // Nothing is kept of somebody of whom nothing is known, although the hub's own default would grant.
        intake.snippet(post("\"c\":{\"ad_storage\":\"site_denied\"},"));
        assertThat(intake.newest().visitor()).isNull();
        assertThat(intake.newest().consent().states()).isEmpty();
        assertThat(Marks.siteDefault(intake.newest(), Purpose.AD_STORAGE)).isEqualTo(State.DENIED);
    }

    @Test
    void aPagesDefaultThatGrantsDoes() {
        RunningIntake intake = askingFirst();
        String cookie = intake.snippet(post("\"c\":{\"ad_storage\":\"site_granted\"}," + ADA))
                .cookie();
        assertThat(cookie).isNotEmpty();
        assertThat(ada(intake).consent().states()).isEmpty();
    }

    @Test
    void whoDeniesAtOnceAndSaysWhoTheyAreDeniesForTheUser() {
        RunningIntake intake = intake("");
        intake.snippet(post(DENIED + ADA));
        assertThat(ada(intake).consent().denies(Purpose.AD_STORAGE)).isTrue();
    }

    @Test
    void anOptOutReachesTheLinkedUserAndCanBeTakenBack() {
        RunningIntake intake = intake("");
        String cookie = intake.snippet(post(ADA)).cookie();
        intake.snippet(post("").replace("fbclid=IwAR0\",", "x7k2qd_optout=1\","), "Cookie", cookie);
        assertThat(ada(intake).optedOut()).isTrue();

        intake.now.set(RunningIntake.NOW.plusSeconds(60));
        intake.snippet(post(ADA).replace("fbclid=IwAR0\",", "x7k2qd_optout=0\","), "Cookie", "_h_out=1");
        assertThat(ada(intake).optedOut()).isFalse();
    }

    @Test
    void whatComesInOneRequestHappenedAtOnce() {
        RunningIntake intake = intake("");
        intake.tick = Duration.ofMillis(5);
        intake.snippet(post(ADA));
        assertThat(ada(intake).lock().touches()).extracting(ClickId::value).containsExactly("IwAR0");
        assertThat(ada(intake).lock().touches().getFirst().seen())
                .isEqualTo(ada(intake).lock().at());
    }

    @Test
    void onlyTheBackEndSaysWhoSomebodyIsWhereTheConfigSaysSo() {
        RunningIntake intake = intake("identify: { from: [server] }\n");
        String cookie = intake.snippet(post(ADA)).cookie();
        assertThat(ada(intake).linked()).isFalse();

        intake.events("{\"name\":\"login\",\"user\":{\"id\":\"ada\"},\"visitor\":\"" + cookie.substring(3) + "\"}");
        assertThat(ada(intake).linked()).isTrue();
    }

    @Test
    void aClickIdUnderItsOwnNameIsLeftOutToo() {
        Event event = Event.named("lead", "l-1", RunningIntake.NOW)
                .properties(Map.of("fbclid", "1", "plan", "gold", "from", Map.of("GCLID", "2", "page", "/?a=1")))
                .build();

        assertThat(new PlainAddress(RealPlatforms.CLICKS.clickIds()).of(event).properties())
                .isEqualTo(Map.of("plan", "gold", "from", Map.of("page", "/?a=1")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/?fbclid=1,                         https://a.example/",
        "https://a.example/?fbclid=1#top,                     https://a.example/#top",
        "https://a.example/?a=1&FBCLID=2&b=3,                 https://a.example/?a=1&b=3",
        "https://a.example/?gclid=1&a=2&gbraid=3,             https://a.example/?a=2",
        "https://a.example/?gclid=1&fbclid=2,                 https://a.example/",
        "https://a.example/?x=1&amp;gclid=2&amp;y=3,          https://a.example/?x=1&amp;y=3",
        "https://a.example/?g%63lid=1&a=1,                    https://a.example/?a=1",
        "https://a.example/#gclid=1,                          https://a.example/",
        "https://a.example/#/route?btag=1&q=2,                https://a.example/#/route?q=2",
        "https://a.example/?q=gclid%3D1,                      https://a.example/?q=gclid%3D1",
        "https://a.example/gclid=1/,                          https://a.example/gclid=1/",
        "https://a.example/?gclid,                            https://a.example/?gclid",
        "fbclid=1&x=2,                                        x=2",
        "/y;fbclid=1,                                         /y",
        "/login?next=%2Fy%3Ffbclid%3D1%26a%3D2,               /login?next=%2Fy%3Fa%3D2",
        "/login?next=%2Fy%3Fa%3D2,                            /login?next=%2Fy%3Fa%3D2",
        "https%3A%2F%2Fa.example%2F%3Ffbclid%3D1,             https://a.example/",
    })
    void anAddressWithoutItsClickIds(String address, String plain) {
        assertThat(new PlainAddress(RealPlatforms.CLICKS.clickIds()).of(address))
                .isEqualTo(plain);
    }
}
