package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.store.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors who allow analytics and no advertising: GA4 is told what happened, and nobody else of whom. */
class MeasuredTest {
    private static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: sandbox
            server_keys: { backend: "${env:KEY}", other: "${env:OTHER}" }
            consent: { default: denied }
            tags:
              ga4: { type: ga4, measurement_id: G-ABC123, api_secret: "${env:S}", when: [page_view, lead] }
              meta: { type: meta, pixel_id: "1", access_token: "${env:S}", when: [page_view, lead], consent: [] }
              network: { type: postback, url: "https://n.example/?c={{ click.id }}&ga={{ click.ga | default:'none' }}&e={{ event.id }}", when: [page_view, lead], consent: [analytics_storage] }
            """;

    private static final String ALONE =
            "'c':{'ad_storage':'denied','ad_user_data':'denied','ad_personalization':'denied','analytics_storage':'granted'},";

    @TempDir
    Path folder;

    private RunningIntake intake;
    private int views;

    @BeforeEach
    void start() {
        intake = RunningIntake.configured(folder, CONFIG);
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    private RunningIntake.Answer view(String consent, String... headers) {
        String post = "{'v':1,'l':'https://shop.example/?gclid=Cj0K'," + consent
                + "'g':{'id':'u-7','email':'ada@example.com'},"
                + "'e':[{'n':'page_view','i':'m1x9k2v0aaa" + views++ + "','u':'https://shop.example/'}]}";
        return intake.snippet(post.replace('\'', '"'), headers);
    }

    /** The request the tag would send for the newest event, or why it sends none. */
    private String told(String tag) {
        Event newest = intake.newest();
        Journal.Entry entry = intake.store
                .journal()
                .read(List.of(Objects.requireNonNull(
                        intake.store.journal().find(newest.id()).getFirst().seq())))
                .getFirst();
        TagConfig configured = Objects.requireNonNull(intake.config.tags().get(tag));
        Triage triage = new Triage(configured, intake.config);
        return switch (triage.call(entry.event(), entry.agreed(), intake.known(entry.event()), intake.now.get())) {
            case Judgement.Send(Event _, var item) -> {
                var request = configured.tag().request(List.of(item));
                yield request.url() + " " + request.bodyText();
            }
            case Judgement.Decide decide -> decide.reason() + " " + decide.detail();
            case Judgement.Wait wait -> wait.reason() + " " + wait.detail();
            case Judgement.Hold hold -> "held " + hold.detail();
        };
    }

    @Test
    void googlesOwnIdIsEnough() {
        RunningIntake.Answer answer =
                view(ALONE, "Cookie", "_ga=GA1.1.123456789.1795000000; _ga_ABC123=GS2.1.s1795340000$o3$g1");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.cookies()).isEmpty();
        assertThat(told("ga4"))
                .contains("\"client_id\":\"123456789.1795000000\"", "\"session_id\":\"1795340000\"")
                .contains("\"ad_user_data\":\"DENIED\"", "\"ad_personalization\":\"DENIED\"")
                .doesNotContain("ip_override", "user_data\":{", "Cj0K", "127.0.0.1");
    }

    @Test
    void withoutOneTheHubNamesTheBrowserForAnalyticsAlone() {
        RunningIntake.Answer first = view(ALONE);
        assertThat(first.cookies())
                .singleElement()
                .asString()
                .startsWith("_h_a=a.a-")
                .contains("HttpOnly");
        String cookie = first.cookies().getFirst().split(";", 2)[0];
        String told = told("ga4");
        assertThat(told).containsPattern("\"client_id\":\"\\d+\\.\\d+\"").contains("\"session_id\":\"");

        intake.now.set(RunningIntake.NOW.plus(Duration.ofMinutes(20)));
        assertThat(view(ALONE, "Cookie", cookie).cookies()).isEmpty();
        assertThat(clientId(told("ga4"))).isEqualTo(clientId(told));
        assertThat(view(ALONE).cookies()).hasSize(1);
        assertThat(clientId(told("ga4"))).isNotEqualTo(clientId(told));
    }

    @Test
    void aVisitEndsWithHalfAnHourOfSilence() {
        String all = "'c':{'ad_storage':'granted','ad_user_data':'granted','analytics_storage':'granted'},";
        String visitor = view(all).cookies().getFirst().split(";", 2)[0];
        String other = view(ALONE).cookies().getFirst().split(";", 2)[0];
        for (String kind : List.of(all, ALONE)) {
            String cookie = kind.equals(all) ? visitor : other;
            String first = sessionAt(0, kind, cookie);
            assertThat(sessionAt(29, kind, cookie)).isEqualTo(first);
            assertThat(sessionAt(58, kind, cookie)).isEqualTo(first);
            assertThat(sessionAt(89, kind, cookie)).isNotEqualTo(first);
        }
        // A back end's word in the same visit.
        String visit = sessionAt(95, all, visitor);
        intake.events("{\"name\":\"lead\",\"visitor\":\"%s\"}"
                .formatted(Objects.requireNonNull(intake.newest().visitor())));
        assertThat(session(told("ga4"))).isEqualTo(visit);
        assertThat(told("meta")).doesNotContain("session");
    }

    /** The visit of a user is that of the browser they were seen in last. */
    @Test
    void aBackEndThatKnowsTheUserAloneIsInTheirVisit() {
        view("'c':{'ad_storage':'granted','ad_user_data':'granted','analytics_storage':'granted'},");
        String visit = session(told("ga4"));
        intake.now.set(RunningIntake.NOW.plus(Duration.ofMinutes(20)));
        intake.events("""
                {"name":"lead","user":{"id":"u-7"},"consent":{"ad_storage":"granted","analytics_storage":"granted"}}""");

        assertThat(session(told("ga4"))).isEqualTo(visit);
    }

    @Test
    void anotherStreamsSessionIsNotOurs() {
        view(ALONE, "Cookie", "_ga=GA1.1.123456789.1795000000; _ga_ZZZ9999999=GS2.1.s1795340000$o3$g1");

        assertThat(told("ga4"))
                .contains("\"client_id\":\"123456789.1795000000\"")
                .doesNotContain("1795340000");
    }

    /** Whether more is allowed than before or less, and by whatever way it is said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'c':{'ad_storage':'denied','analytics_storage':'denied'},",
                "'c':{'ad_storage':'granted','ad_user_data':'granted','analytics_storage':'granted'},"
            })
    void theBrowsersNameForAnalyticsEndsWithItsReason(String consent) {
        String cookie = view(ALONE).cookies().getFirst().split(";", 2)[0];

        assertThat(view(consent, "Cookie", cookie).cookies())
                .anySatisfy(set -> assertThat(set).startsWith("_h_a=;").contains("Max-Age=0"));
    }

    @Test
    void theNameForAnalyticsIsNobodysVisitor() {
        String cookie = view(ALONE).cookies().getFirst().split(";", 2)[0];
        String value = cookie.substring("_h_a=".length());
        for (String given : List.of(value, value.substring(2, 26))) {
            intake.events("{\"name\":\"lead\",\"visitor\":\"%s\",\"user\":{\"id\":\"u-9\"}}".formatted(given));
            assertThat(intake.newest().visitor()).isNull();
            assertThat(intake.newest().notes()).hasSize(1);
        }
        String all = "'c':{'ad_storage':'granted','ad_user_data':'granted','analytics_storage':'granted'},";
        assertThat(view(all, "Cookie", "_h=" + value).cookies())
                .anySatisfy(set -> assertThat(set).startsWith("_h=1."));
    }

    private String sessionAt(int minute, String consent, String cookie) {
        intake.now.set(RunningIntake.NOW.plus(Duration.ofMinutes(minute)));
        view(consent, "Cookie", cookie);
        return session(told("ga4"));
    }

    private static String session(String request) {
        return request.replaceFirst("(?s).*\"session_id\":\"?(\\d+).*", "$1");
    }

    private static String clientId(String request) {
        return request.replaceFirst("(?s).*\"client_id\":\"([^\"]*)\".*", "$1");
    }

    /** Also where the operator asks no consent, or that for analytics, of a tag that is none. */
    @Test
    void nobodyElseSeesThoseIds() {
        view(ALONE, "Cookie", "_ga=GA1.1.123456789.1795000000; _fbp=fb.1.1795340000000.1098115397");

        Event event = intake.only();
        assertThat(event.visitor()).isNull();
        assertThat(event.clickIds()).isEmpty();
        assertThat(intake.known(event).touches()).isEmpty();
        assertThat(told("meta")).doesNotContain("123456789", "1098115397");
        assertThat(told("network")).doesNotContain("123456789");
        assertThat(EventJson.write(event).toString()).doesNotContain("1098115397", "Cj0K");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'c':{'ad_storage':'denied'},",
                "'c':{'ad_storage':'denied','analytics_storage':'denied'},",
                "'c':{'analytics_storage':'site_denied'},",
                "'cl':1,'c':{'analytics_storage':'granted'},"
            })
    void whoHasNotAllowedItIsNotMeasured(String consent) {
        RunningIntake.Answer answer = view(consent, "Cookie", "_ga=GA1.1.123456789.1795000000");

        assertThat(answer.cookies()).isEmpty();
        assertThat(EventJson.write(intake.only()).toString()).doesNotContain("123456789");
    }

    @Test
    void whoAllowsAdvertisingIsKnownByTheVisitorsCookie() {
        RunningIntake.Answer answer =
                view("'c':{'ad_storage':'granted','ad_user_data':'granted','analytics_storage':'granted'},");

        assertThat(answer.cookies()).singleElement().asString().startsWith("_h=1.");
        assertThat(told("ga4")).contains("\"ad_user_data\":\"GRANTED\"", "user_data\":{");
    }

    @Test
    void aBackEndMaySayItToo() {
        intake.events("""
                {"name":"lead","user":{"id":"u-7","email":"ada@example.com"},
                 "click_ids":{"_ga":"GA1.1.123456789.1795000000","gclid":"Cj0K"},
                 "client":{"ip":"203.0.113.9","user_agent":"Mozilla/5.0"},
                 "consent":{"ad_storage":"denied","analytics_storage":"granted"}}""");

        assertThat(intake.only().clickIds()).isEmpty();
        assertThat(told("ga4"))
                .contains("\"client_id\":\"123456789.1795000000\"", "\"ad_user_data\":\"DENIED\"")
                .doesNotContain("203.0.113.9", "user_data\":{");
        assertThat(told("network")).doesNotContain("123456789");
    }
}
