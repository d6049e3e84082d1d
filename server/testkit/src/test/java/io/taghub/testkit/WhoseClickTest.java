package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose click a deposit weeks later is put down to, at a whole hub, for each way of attribution. */
final class WhoseClickTest {
    private static final String CONFIG = """
            site: { domain: casino.example, prefix: x7k2qd }
            events: { ftd: { conversion: true, from: [server] } }
            click_ids: { btag: { platform: partner } }
            tags:
            """;

    private static String tag(String name, String more) {
        return "  " + name + ": { type: postback, url: \"https://" + name
                + ".partner.example/c?cid={{ click.id | required }}\", click_id: btag, shared: true, when: [ftd]" + more
                + " }\n";
    }

    private static TestHub hub(String... tags) {
        return TestHub.start(TestConfig.text(CONFIG + String.join("", tags))
                .startingAt(Instant.parse("2026-03-01T10:00:00Z"))
                .patience(Duration.ofSeconds(20)));
    }

    /** A page view of the browser with this cookie; answers the cookie. */
    private static String lands(TestHub hub, String cookie, String query) {
        long now = hub.now().toEpochMilli();
        String url = "https://casino.example/" + query;
        HttpResponse<String> answer = hub.server()
                .http
                .send(HttpRequest.newBuilder(java.net.URI.create(hub.origin() + "/x7k2qd/e"))
                        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
                        .header("Content-Type", "text/plain;charset=UTF-8")
                        .header("TagHub-Run", hub.runId())
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"v\":1,\"st\":%d,\"l\":\"%s\",\"e\":[{\"n\":\"page_view\",\"i\":\"%s\",\"t\":%d,\"u\":\"%s\"}]}"
                                        .formatted(now, url, "m1x9k2v0" + now, now, url))));
        assertThat(answer.statusCode()).isEqualTo(204);
        return answer.headers()
                .firstValue("Set-Cookie")
                .map(set -> set.split(";")[0])
                .orElse(cookie);
    }

    private static List<String> considered(TestHub hub, String event, String tag) {
        return Afterwards.standing(hub, event, tag)
                .path("clicks")
                .valueStream()
                .map(click -> click.path("value").asString("") + " "
                        + toTheMinute(click.path("why").asString("")))
                .toList();
    }

    /** The hub's clock goes on while it is asked. */
    private static String toTheMinute(String text) {
        return text.replaceAll("(T\\d\\d:\\d\\d):\\d\\dZ", "$1");
    }

    private static String clickAThenBThenRegistrationThenC(TestHub hub) {
        String cookie = lands(hub, "_none=1", "?btag=click-A&aff=1");
        hub.advance(Duration.ofDays(1));
        lands(hub, cookie, "?btag=click-B&aff=2");
        hub.advance(Duration.ofDays(1));
        String visitor = cookie.substring(cookie.indexOf('=') + 1);
        hub.backend().send("""
                {"name":"registration","id":"r-1","user":{"id":"ada"},"visitor":"%s"}""".formatted(visitor));
        hub.advance(Duration.ofDays(1));
        lands(hub, cookie, "?btag=click-C&aff=3");
        return cookie;
    }

    @Test
    void aDepositThreeWeeksLaterOnADeviceWithoutACookie() {
        try (TestHub hub = hub(
                tag("first", ", attribution: first"),
                tag("last", ", attribution: last"),
                tag("paid", ", attribution: last_paid"),
                tag("locked", ""),
                tag("reactivated", ", overwrite: same_network"),
                tag("short", ", attribution: last, window: 7d"))) {
            String cookie = clickAThenBThenRegistrationThenC(hub);
            hub.advance(Duration.ofDays(21));
            hub.backend().send("""
                    {"name":"ftd","id":"d-1","user":{"id":"ada"},"value":50,"currency":"EUR"}""");
            hub.expectSent("first", "ftd", sent -> sent.has("cid", "click-A"));
            hub.expectSent("last", "ftd", sent -> sent.has("cid", "click-C"));
            hub.expectSent("paid", "ftd", sent -> sent.has("cid", "click-C"));
            hub.expectSent("locked", "ftd", sent -> sent.has("cid", "click-B"));
            hub.expectSent("reactivated", "ftd", sent -> sent.has("cid", "click-C"));
            hub.expectSkipped("short", "ftd", Reason.CLICK_TOO_OLD);
            assertThat(Afterwards.standing(hub, "d-1", "short").path("detail").asString(""))
                    .contains("21 days before the event", "counts clicks for 7 days");

            hub.advance(Duration.ofHours(1));
            lands(hub, cookie, "?btag=click-D");
            assertThat(considered(hub, "d-1", "locked"))
                    .containsExactly(
                            "click-A another counts by the lock",
                            "click-B lock",
                            "click-C later than the lock of 2026-03-03T10:00");
            assertThat(considered(hub, "d-1", "first"))
                    .containsExactly("click-A visitor", "click-B later than the first", "click-C later than the first");
            assertThat(considered(hub, "d-1", "short")).last().asString().startsWith("click-C too old: it was 21 days");
            assertThat(hub.server().http.textIfThere(hub.console() + "/api/events/d-1?format=text&width=120"))
                    .contains("by the btag click-B", "it was locked for the user")
                    .doesNotContain("click-D");
        }
    }

    @Test
    void aNetworkThatWantsTheLastClickOfAllChannelsIsToldOnlyThen() {
        try (TestHub hub = hub(tag("winner", ", send: only_if_winner"), tag("always", ""))) {
            String cookie = clickAThenBThenRegistrationThenC(hub);
            hub.backend().send("""
                    {"name":"ftd","id":"d-1","user":{"id":"ada"}}""");
            hub.expectSent("winner", "ftd", sent -> sent.has("cid", "click-B"));

            hub.advance(Duration.ofDays(1));
            lands(hub, cookie, "?gclid=Cj0KCQ_later");
            lands(hub, cookie, "?ttclid=mail&utm_medium=email");
            hub.backend().send("""
                    {"name":"ftd","id":"d-2","user":{"id":"ada"},"status":"rejected"}""");
            hub.expectSkipped("winner", "ftd", Reason.STATUS_NOT_MAPPED);
            hub.backend().send("""
                    [{"name":"registration","id":"r-2","user":{"id":"grace"},"visitor":"%s"},
                     {"name":"ftd","id":"d-3","user":{"id":"grace"}}]""".formatted(cookie.substring(cookie.indexOf('=') + 1)));
            hub.expectSkipped("winner", "ftd", Reason.NOT_LAST_CLICK);
            assertThat(toTheMinute(Afterwards.standing(hub, "d-3", "winner")
                            .path("detail")
                            .asString("")))
                    .isEqualTo("the gclid (google-data-manager) of 2026-03-05T10:00 came last");
            assertThat(considered(hub, "d-3", "winner")).last().asString().contains("another channel's, came last");
            hub.expectSent("always", "ftd", sent -> sent.has("cid", "click-C"));
        }
    }

    @Test
    void aClickAfterTheLockTakesTheUserOverWhereTheOperatorSaysSo() {
        try (TestHub hub = hub(tag("moving", ", overwrite: always"), tag("staying", ""))) {
            String cookie = clickAThenBThenRegistrationThenC(hub);
            hub.advance(Duration.ofDays(1));
            lands(hub, cookie, "?gclid=Cj0KCQ_later");
            hub.backend().send("""
                    {"name":"ftd","id":"d-1","user":{"id":"ada"}}""");
            hub.expectSkipped("moving", "ftd", Reason.NOT_LAST_CLICK);
            hub.expectSent("staying", "ftd", sent -> sent.has("cid", "click-B"));
        }
    }

    /** A tracker's own click id stands in a mail as well, for which nobody is paid. */
    @Test
    void theLastPaidClickPassesOverTheOperatorsOwnMail() {
        try (TestHub hub = hub(tag("paid", ", attribution: last_paid"), tag("last", ", attribution: last"))) {
            String cookie = lands(hub, "_none=1", "?btag=click-A&utm_medium=cpc");
            hub.advance(Duration.ofDays(1));
            lands(hub, cookie, "?btag=click-M&utm_medium=email");
            hub.backend().send("""
                    {"name":"ftd","id":"d-1","user":{"id":"ada"},"visitor":"%s"}""".formatted(cookie.substring(cookie.indexOf('=') + 1)));
            hub.expectSent("last", "ftd", sent -> sent.has("cid", "click-M"));
            hub.expectSent("paid", "ftd", sent -> sent.has("cid", "click-A"));
        }
    }
}
