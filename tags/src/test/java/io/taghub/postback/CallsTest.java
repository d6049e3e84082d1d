package io.taghub.postback;

import static io.taghub.postback.Conversions.named;
import static io.taghub.postback.Conversions.said;
import static io.taghub.postback.Conversions.settings;
import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.skip;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.tag.Auth;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Calls of their own for an event or a status, and the words of a status. */
class CallsTest {

    @Test
    void anEventHasACallOfItsOwn() {
        Map<String, Object> settings = settings(Map.of(
                "by_event",
                Map.of(
                        "registration",
                        Map.of("url", "https://net.example/signup?c={{ click.id | required }}"),
                        "deposit",
                        Map.of("query", Map.of("kind", "again")))));

        assertThat(request(settings, ftd("c-1").build()).url()).hasToString("https://net.example/conv?c=c-1&t=dep-1");
        assertThat(request(settings, named("registration").build()).url())
                .as("another address begins anew")
                .hasToString("https://net.example/signup?c=c-1");
        assertThat(request(settings, named("deposit").build()).url())
                .as("else what is said goes over the main call")
                .hasToString("https://net.example/conv?c=c-1&t=deposit-1&kind=again");
    }

    @Test
    void aStatusGoesBeforeAnEventAndReadsItsOwnAnswers() {
        Map<String, Object> settings = settings(Map.of(
                "answers",
                Map.of("delivered", "^200 OK"),
                "by_event",
                Map.of("ftd", Map.of("query", Map.of("e", "ftd"))),
                "by_status",
                Map.of(
                        "reversed",
                        Map.of(
                                "url",
                                "https://api.net.example/cancel",
                                "body",
                                Map.of(
                                        "order",
                                        "{{ txn.id }}",
                                        "why",
                                        "{{ reason }}",
                                        "who",
                                        "{{ click.id | required }}"),
                                "auth",
                                Map.of("bearer", new Secret("hush")),
                                "answers",
                                Map.of("duplicate", "^200 gone already", "delivered", "^200 cancelled")))));
        Tag tag = Postbacks.tag(settings);
        Event reversed = ftd("c-1")
                .status("reversed")
                .properties(Map.of("reason", "fraud"))
                .build();

        assertThat(request(settings, ftd("c-1").build()).url())
                .hasToString("https://net.example/conv?c=c-1&t=dep-1&e=ftd");
        assertThat(request(settings, reversed).url()).hasToString("https://api.net.example/cancel");
        assertThat(request(settings, reversed).bodyText())
                .contains("\"order\":\"dep-1\"", "\"why\":\"fraud\"", "\"who\":\"c-1\"");
        assertThat(read(tag, reversed, "gone already")).isEqualTo(Outcome.DUPLICATE);
        assertThat(read(tag, reversed, "cancelled")).isEqualTo(Outcome.DELIVERED);
        assertThat(read(tag, reversed, "OK")).isInstanceOf(Outcome.Unknown.class);
        assertThat(read(tag, ftd("c-1").build(), "OK")).isEqualTo(Outcome.DELIVERED);
        assertThat(proofs(settings, ftd("c-1").build())).isEmpty();
        assertThat(proofs(settings, reversed))
                .containsExactly(new Auth.Header("Authorization", "Bearer ", new Secret("hush")));
    }

    private static List<Auth> proofs(Map<String, Object> settings, Event event) {
        return request(settings, event).proofs(Postbacks.tag(settings).auth());
    }

    /** Two calls to one host, each with what proves the sender of it and nothing of the other's. */
    @Test
    void eachCallHasAProofOfItsOwn() {
        Secret first = new Secret("first-hush");
        Secret second = new Secret("second-hush");
        Event sale = ftd("c-1").build();
        Event reversed = ftd("c-1").status("reversed").build();
        Map<String, Object> taken = new HashMap<>(Map.of("url", "https://net.example/refund?t={{ txn.id }}"));
        Map<String, Object> settings =
                settings(Map.of("auth", Map.of("bearer", first), "by_status", Map.of("reversed", taken)));
        Auth bearer = new Auth.Header("Authorization", "Bearer ", first);
        assertThat(proofs(settings, sale)).containsExactly(bearer);
        assertThat(proofs(settings, reversed)).containsExactly(bearer);

        taken.put("auth", Map.of());
        assertThat(proofs(settings, sale)).containsExactly(bearer);
        assertThat(proofs(settings, reversed)).isEmpty();

        taken.put("auth", Map.of("header", Map.of("name", "X-K", "value", second)));
        assertThat(proofs(settings, sale)).containsExactly(bearer);
        assertThat(proofs(settings, reversed)).containsExactly(new Auth.Header("X-K", "", second));
    }

    @Test
    void aSlipInAPresetsStatusIsAsked() {
        var type = new PostbackTagType(Map.of("own", """
                about: x
                capture: [cid]
                url: https://n.example/c
                query: {id: "{{ click.id | required }}", s: "{{ status }}"}
                statuses: {lost: l, approved: a}
                by_status: {revresed: {query: {s: no}}}
                """));
        var filled =
                (Form.Bound.Filled<Postback>) type.form(Map.of("preset", "own")).bind(Map.of("preset", "own"));
        assertThat(type.doubts(filled.value()))
                .containsExactly(new Problem(
                        "preset",
                        "the preset own at 'by_status.revresed': 'revresed' is no status that the hub knows; did you"
                                + " mean 'reversed'?"));
    }

    private static Outcome read(Tag tag, Event event, String body) {
        Item item = ((Plan.Send) tag.plan(event)).item();
        return ((Reading.Each) tag.read(Response.of(200, body), List.of(item)))
                .outcomes()
                .getFirst();
    }

    @Test
    void aMistakeInABlockIsToldThere() {
        assertThat(problems(settings(Map.of(
                        "by_status", Map.of("reversed", Map.of("query", Map.of("s", "{{ statu }}")))))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("by_status.reversed.query.s");
                    assertThat(problem.message()).startsWith("unknown macro 'statu'");
                });
        assertThat(problems(settings(Map.of("by_event", Map.of("ftd", Map.of("ulr", "https://x.example/"))))))
                .extracting(Problem::path)
                .containsExactly("by_event.ftd.ulr");
    }

    /** A preset's calls and dedup: one that does not carry its key is not repeated unless it says that it may be. */
    @Test
    void aCallWithoutTheKeyTakesTheDedupAway() {
        String preset = """
                about: x
                capture: [cid]
                url: https://n.example/c
                query: {id: "{{ click.id | required }}", t: "{{ txn.id }}", s: "{{ status }}"}
                dedup: {by: [id, t], window: forever}
                reversal: separate_api
                by_status: {reversed: {url: "https://n.example/cancel?o={{ txn.id }}&c={{ click.id | required }}"REPEAT}}
                """;
        assertThat(window(preset.replace("REPEAT", ""))).isNull();
        assertThat(window(preset.replace("REPEAT", ", repeatable: true"))).isNotNull();
    }

    private static java.time.Duration window(String preset) {
        var type = new PostbackTagType(Map.of("own", preset));
        Map<String, Object> settings = Map.of("preset", "own");
        var filled =
                (io.taghub.tag.Form.Bound.Filled<Postback>) type.form(settings).bind(settings);
        return filled.value().dedupWindow();
    }

    /** Documented synonyms are looked up as what they are said as first, and then as what they mean. */
    @Test
    void aNetworkHasOneWordForAllThatMeanOneThing() {
        Map<String, Object> keitaro =
                new HashMap<>(Map.of("preset", "keitaro", "domain", "t.example.com", "key", new Secret("k3y")));
        Map<String, String> words = new TreeMap<>();
        for (String word : List.of(
                "approved",
                "confirmed",
                "Confirmed",
                "pending",
                "hold",
                "on_hold",
                "rejected",
                "declined",
                "cancelled",
                "canceled",
                "fraud",
                "test",
                "reversed",
                "refunded",
                "refund",
                "chargeback")) {
            words.put(word, word(keitaro, word).replaceAll(".*status=(\\w+).*", "$1"));
        }

        assertThat(words)
                .containsEntry("approved", "sale")
                .containsEntry("confirmed", "sale")
                .containsEntry("Confirmed", "sale")
                .containsEntry("pending", "lead")
                .containsEntry("hold", "lead")
                .containsEntry("on_hold", "lead");
        words.keySet().removeAll(List.of("approved", "confirmed", "Confirmed", "pending", "hold", "on_hold"));
        assertThat(words.values()).containsOnly("rejected");
        assertThat(skip(keitaro, said("kyc_done"))).isEqualTo(Reason.STATUS_NOT_MAPPED);

        keitaro.put("statuses", Map.of("fraud", "trash", "on_hold", "wait"));
        assertThat(word(keitaro, "fraud")).contains("status=trash");
        assertThat(word(keitaro, "test")).contains("status=rejected");
        assertThat(word(keitaro, "on_hold")).contains("status=wait");
        assertThat(word(keitaro, "hold")).contains("status=lead");
    }

    private static String word(Map<String, Object> settings, String status) {
        return request(settings, said(status)).url().getQuery();
    }

    @Test
    void aCallForOneStatusIsForAllThatMeanIt() {
        Map<String, Object> settings = settings(Map.of(
                "by_status",
                Map.of(
                        "reversed",
                        Map.of("url", "https://api.net.example/cancel?c={{ click.id | required }}&why={{ reason }}"))));

        assertThat(request(settings, said("refunded")).url())
                .hasToString("https://api.net.example/cancel?c=c-1&why=refunded");
        assertThat(request(settings, said("fraud")).url())
                .hasToString("https://api.net.example/cancel?c=c-1&why=fraud");
        assertThat(request(settings, said("confirmed")).url()).hasToString("https://net.example/conv?c=c-1&t=p-1");
        assertThat(Postbacks.tag(settings).plan(said("pending")))
                .isEqualTo(Plan.skip(
                        Reason.STATUS_NOT_MAPPED,
                        "generic-get is told of what is approved, reversed, and this is pending"));
    }

    /** Told again without a word of its own, where the network takes that for another value. */
    @Test
    void anotherValueIsToldToWhoCorrects() {
        Map<String, Object> settings = settings(Map.of());

        assertThat(skip(settings, said("adjusted"))).isEqualTo(Reason.STATUS_NOT_MAPPED);
        settings.put("corrects", true);
        assertThat(request(settings, said("adjusted")).url()).hasToString("https://net.example/conv?c=c-1&t=p-1");
    }

    @Test
    void aSegmentMayFallAway() {
        Map<String, Object> path =
                url("https://net.example/a/c:{{ click.id | required }}/cur:{{ currency | optional }}/e");

        assertThat(request(path, ftd("c/1").money("5", "EUR").build()).url())
                .hasToString("https://net.example/a/c:c%2F1/cur:EUR/e");
        assertThat(request(path, ftd("c/1").build()).url()).hasToString("https://net.example/a/c:c%2F1/e");
    }
}
