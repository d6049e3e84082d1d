package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.Mode;
import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the hub adds to a tag's request, and where it goes on to when the platform asks for it. */
class OutboundTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private final ChaosSink sink = ChaosSink.start();

    @AfterEach
    void close() {
        sink.close();
    }

    private Exchange send(Auth auth, Set<String> redirects, String url) {
        var played = new Outbound.Played(sink.url(""), "beacon", Set.of());
        try (Outbound outbound = new Outbound(auth, redirects, played, List.of(), 1, () -> NOW)) {
            byte[] body = "{\"id\":\"o-1\"}".getBytes(StandardCharsets.UTF_8);
            return outbound.send(
                    new Request("POST", URI.create(url), Map.of("Content-Type", "application/json"), body));
        }
    }

    @Test
    void oneRequestMayBeProvenInSeveralWays() {
        Auth auth = new Auth.All(
                new Auth.Header("Developer-Token", "", new Secret("dev")),
                new Auth.Query("key", new Secret("a b")),
                new Auth.Field("access_token", new Secret("tok\"en")));
        send(auth, Set.of(), "https://api.beacon.example/a?x=1");
        ChaosSink.Received received = sink.received().getFirst();
        assertThat(received.path()).isEqualTo("/api.beacon.example/a?x=1&key=a+b");
        assertThat(received.headers()).containsEntry("developer-token", "dev");
        assertThat(received.body()).isEqualTo("{\"id\":\"o-1\",\"access_token\":\"tok\\\"en\"}");
    }

    /** The key and the signature of the specification's own example; the second was reckoned with another implementation. */
    @Test
    void aWebhookIsSignedAtTheMomentItIsSent() {
        var played = new Outbound.Played(sink.url(""), "beacon", Set.of());
        Auth auth = new Auth.StandardWebhooks(
                new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"));
        Instant[] now = {Instant.ofEpochSecond(1614265330)};
        Request request = new Request(
                "POST",
                URI.create("https://partner.example/hook"),
                Map.of("Content-Type", "application/json", "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        try (Outbound outbound = new Outbound(auth, Set.of(), played, List.of(), 1, () -> now[0])) {
            outbound.send(request);
            now[0] = now[0].plusSeconds(60);
            outbound.send(request);
        }
        Map<String, String> first = sink.received().get(0).headers();
        Map<String, String> second = sink.received().get(1).headers();
        assertThat(first)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry(
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,y8THLnvw7WHb6Ntmo8Z5lcuHwtheVPNi67nbLqfmmDI=");
        assertThat(second)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265390");
        assertThat(second.get("webhook-signature")).isNotEqualTo(first.get("webhook-signature"));
    }

    /** What is added when a request is sent is shown as being there, and never as what it is. */
    @Test
    void whoLooksAtAWebhookSeesThatItIsSigned() {
        Request hook = Request.get("https://partner.example/hook").header("webhook-id", "msg-1");
        assertThat(new Redactor(Set.of(), new Auth.StandardWebhooks(new Secret("whsec_x"))).request(hook, List.of()))
                .contains("webhook-id: msg-1\n", "webhook-timestamp: ***\n", "webhook-signature: ***\n")
                .doesNotContain("whsec_");
    }

    /** A tag has several calls to one host, and each is shown and proven by what it takes itself. */
    @Test
    void aRequestMayHaveAProofOfItsOwn() {
        Auth tags = new Auth.Header("Authorization", "Bearer ", new Secret("first"));
        Request none = Request.get("https://beacon.example/refund").provenBy(new Auth.None());
        Request other = none.provenBy(new Auth.Header("X-K", "", new Secret("second")));
        var played = new Outbound.Played(sink.url(""), "beacon", Set.of());
        try (Outbound outbound = new Outbound(tags, Set.of(), played, List.of(), 1, () -> NOW)) {
            outbound.send(Request.get("https://beacon.example/sale"));
            outbound.send(none);
            outbound.send(other);
        }
        assertThat(sink.received().get(0).headers()).containsEntry("authorization", "Bearer first");
        assertThat(sink.received().get(1).headers()).doesNotContainKeys("authorization", "x-k");
        assertThat(sink.received().get(2).headers())
                .containsEntry("x-k", "second")
                .doesNotContainKey("authorization");
        Redactor redactor = new Redactor(Set.of(), tags);
        assertThat(redactor.request(none, List.of())).doesNotContain("Authorization");
        assertThat(redactor.request(other, List.of())).contains("X-K: ***").doesNotContain("Authorization");
    }

    @Test
    void aHostIsShownWhatIsMeantForItAlone() {
        Auth auth = new Auth.ByHost(Map.of("one.beacon.example", new Auth.Header("Token", "", new Secret("first"))));
        send(auth, Set.of(), "https://one.beacon.example/");
        send(auth, Set.of(), "https://two.beacon.example/");
        assertThat(sink.received().get(0).headers()).containsEntry("token", "first");
        assertThat(sink.received().get(1).headers()).doesNotContainKey("token");
    }

    @Test
    void aRequestIsSentOnToHostsThatItsTagNames() {
        sink.next(to(307, "https://eu.beacon.example/b?x=2"), to(308, "/c"));
        Exchange exchange = send(new Auth.None(), Set.of("eu.beacon.example"), "https://api.beacon.example/a");
        assertThat(((Exchange.Answered) exchange).response().status()).isEqualTo(200);
        assertThat(sink.received())
                .extracting(ChaosSink.Received::path)
                .containsExactly("/api.beacon.example/a", "/eu.beacon.example/b?x=2", "/eu.beacon.example/c");
        assertThat(sink.received()).allSatisfy(each -> {
            assertThat(each.method()).isEqualTo("POST");
            assertThat(each.body()).isEqualTo("{\"id\":\"o-1\"}");
        });
    }

    @Test
    void andNowhereElse() {
        for (Mode.Answer elsewhere : List.of(
                to(307, "https://beacon.attacker.example/"),
                to(307, "http://eu.beacon.example/"),
                to(307, "https://eu.beacon.example:8443/"),
                to(302, "https://eu.beacon.example/"),
                to(307, "https://eu.beacon.example@attacker.example/"),
                to(307, "::not an address"))) {
            sink.next(elsewhere);
            Exchange exchange = send(new Auth.None(), Set.of("eu.beacon.example"), "https://api.beacon.example/a");
            assertThat(((Exchange.Answered) exchange).response().status()).isEqualTo(elsewhere.status());
        }
        assertThat(sink.received()).hasSize(6);
    }

    @Test
    void whereItWasSentOnToTheNextOneGoesAtOnceUntilItFailsThere() {
        sink.next(to(307, "https://eu.beacon.example/a"), ChaosSink.ok(), ChaosSink.ok(), ChaosSink.status(503));
        var played = new Outbound.Played(sink.url(""), "beacon", Set.of());
        try (Outbound outbound =
                new Outbound(new Auth.None(), Set.of("eu.beacon.example"), played, List.of(), 1, () -> NOW)) {
            Request request = Request.get("https://api.beacon.example/a");
            for (int i = 0; i < 4; i++) {
                outbound.send(request);
            }
        }
        assertThat(sink.received())
                .extracting(ChaosSink.Received::path)
                .containsExactly(
                        "/api.beacon.example/a",
                        "/eu.beacon.example/a",
                        "/eu.beacon.example/a",
                        "/eu.beacon.example/a",
                        "/api.beacon.example/a");
    }

    @Test
    void norOnAndOn() {
        Mode.Answer again = to(307, "https://eu.beacon.example/again");
        sink.next(again, again, again, again);
        Exchange exchange = send(new Auth.None(), Set.of("eu.beacon.example"), "https://api.beacon.example/a");
        assertThat(((Exchange.Answered) exchange).response().status()).isEqualTo(307);
        assertThat(sink.received()).hasSize(3);
    }

    private static Mode.Answer to(int status, String location) {
        return ChaosSink.status(status).header("Location", location);
    }
}
