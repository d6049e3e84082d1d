package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.skip;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Marks;
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

/** Calls of their own for an event or a status, and what is taken back. */
class CallsTest {
    private static Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = url("https://net.example/conv?c={{ click.id | required }}&t={{ txn.id }}");
        settings.putAll(more);
        return settings;
    }

    private static EventBuilder named(String name) {
        return Event.named(name, name + "-1", NOON).clickIds(ClickIds.of(new ClickId("clickid", "c-1", NOON)));
    }

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

    @Test
    void whatIsTakenBackIsToldWhereTheRequestSaysSo() {
        Event refund = named("refund").money("50", "EUR").build();
        Map<String, Object> silent = settings(Map.of());
        Map<String, Object> status = settings(Map.of("query", Map.of("s", "{{ status }}", "v", "{{ value | money }}")));
        Map<String, Object> name = settings(Map.of("query", Map.of("e", "{{ event.name }}")));
        Map<String, Object> said =
                settings(Map.of("query", Map.of("e", "{{ event.name }}"), "reversal", "resend_status"));

        assertThat(skip(silent, refund)).isEqualTo(Reason.NO_REVERSAL);
        assertThat(skip(silent, ftd("c-1").status("reversed").build())).isEqualTo(Reason.NO_REVERSAL);
        assertThat(request(status, refund).url().getQuery()).contains("s=reversed", "v=50.00");
        assertThat(skip(name, refund)).as("it would count as one more").isEqualTo(Reason.NO_REVERSAL);
        assertThat(request(said, refund).url().getQuery()).contains("e=refund");
        assertThat(skip(said, ftd("c-1").status("reversed").build())).isEqualTo(Reason.NO_REVERSAL);
    }

    @Test
    void aNetworkWithoutAStyleIsToldNothing() {
        Map<String, Object> none =
                settings(Map.of("reversal", "none", "query", Map.of("s", "{{ status }}", "e", "{{ event.name }}")));

        assertThat(skip(none, named("chargeback").build())).isEqualTo(Reason.NO_REVERSAL);
        Map<String, Object> goal = new HashMap<>(none);
        goal.put("goals", Map.of("chargeback", "cb"));
        goal.put("query", Map.of("g", "{{ goal }}"));
        assertThat(request(goal, named("chargeback").build()).url().getQuery())
                .as("an event of its own to the operator")
                .contains("g=cb");
    }

    /** Where the status says what the goal would, a refund needs none. */
    @Test
    void aStatusStandsInForAGoal() {
        Map<String, Object> keitaro =
                new HashMap<>(Map.of("preset", "keitaro", "domain", "t.example.com", "key", new Secret("k3y")));
        Event refund = Event.named("refund", "r-1", NOON)
                .clickIds(ClickIds.of(new ClickId("subid", "s-1", NOON)))
                .orderId("dep-1")
                .money("50", "EUR")
                .build();

        assertThat(request(keitaro, refund).url().getQuery())
                .isEqualTo("subid=s-1&status=rejected&payout=50.00&currency=EUR&tid=dep-1");
        keitaro.put("goals", Map.of("refund", "cashback"));
        assertThat(request(keitaro, refund).url().getQuery()).contains("status=cashback");

        Map<String, Object> scaleo = new HashMap<>(Map.of(
                "preset",
                "scaleo",
                "domain",
                "t.example.com",
                "token",
                new Secret("k3y"),
                "goals",
                Map.of("ftd", "1")));
        Event unnamed = refund.toBuilder()
                .clickIds(ClickIds.of(new ClickId("click_id", "s-1", NOON)))
                .build();
        assertThat(skip(scaleo, unnamed))
                .as("another goal's conversion would be hit")
                .isEqualTo(Reason.NO_MAPPING);
        Event named = unnamed.toBuilder()
                .original(new Event.Original("ftd", null, null, null))
                .build();
        assertThat(request(scaleo, named).url().toString())
                .startsWith("https://t.example.com/track/conv-change?click_id=s-1&goal_alias=1&conv_status=rejected");
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

    private static Event said(String status) {
        return Event.named("purchase", "p-1", NOON)
                .clickIds(ClickIds.of(new ClickId("subid", "s-1", NOON), new ClickId("clickid", "c-1", NOON)))
                .status(status)
                .build();
    }

    private static String word(Map<String, Object> settings, String status) {
        return request(settings, said(status)).url().getQuery();
    }

    /** What is cancelled while it is pending was none; the hub knows, and notes it for the lanes. */
    @Test
    void whatWasPendingIsRejectedAndWhatWasApprovedTakenBack() {
        Map<String, Object> affise = new HashMap<>(
                Map.of("preset", "affise", "domain", "offers-x.affise.com", "goals", Map.of("purchase", "1")));
        Event cancelled = said("cancelled");
        Event pending = cancelled.toBuilder()
                .properties(Map.of(Marks.STATE, "rejected"))
                .build();

        assertThat(request(affise, pending).url().getQuery()).contains("status=3");
        assertThat(skip(affise, cancelled)).isEqualTo(Reason.NO_REVERSAL);
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

    /** A refund that is asked for and not given yet says nothing of the conversion, and one that says it was given does. */
    @Test
    void aRefundHasAStatusToo() {
        Map<String, Object> status = settings(Map.of("query", Map.of("s", "{{ status }}")));

        assertThat(skip(status, named("refund").status("pending").build())).isEqualTo(Reason.STATUS_NOT_MAPPED);
        assertThat(skip(status, named("refund").status("declined").build())).isEqualTo(Reason.STATUS_NOT_MAPPED);
        assertThat(request(status, named("refund").status("approved").build())
                        .url()
                        .getQuery())
                .contains("s=reversed");
    }

    /** A goal that conversions have too says nothing of what is taken back. */
    @Test
    void aWordThatAConversionHasTooIsNoneOfItsOwn() {
        Map<String, Object> affise = new HashMap<>(Map.of(
                "preset",
                "affise",
                "domain",
                "offers-x.affise.com",
                "goals",
                Map.of("purchase", "2", "chargeback", "2")));

        assertThat(skip(affise, named("chargeback").build())).isEqualTo(Reason.NO_REVERSAL);
        affise.put("goals", Map.of("purchase", "2", "chargeback", "7"));
        assertThat(request(affise, named("chargeback").build()).url().getQuery())
                .contains("goal=7");
        affise.put("goals", Map.of("chargeback", ""));
        assertThat(skip(affise, named("chargeback").build()))
                .as("their base conversion is none")
                .isEqualTo(Reason.NO_REVERSAL);
    }

    @Test
    void aPartIsNoWhole() {
        Map<String, Object> status = settings(Map.of("query", Map.of("s", "{{ status }}")));
        EventBuilder part = named("refund").money("10", "EUR").properties(Map.of("original_value", 50));

        assertThat(skip(status, part.build())).isEqualTo(Reason.NO_REVERSAL);
        assertThat(request(status, part.money("50", "EUR").build()).url().getQuery())
                .contains("s=reversed");
        EventBuilder last = named("refund").money("10", "EUR");
        assertThat(request(
                                status,
                                last.properties(Map.of("original_value", 50, "remaining_value", 0L))
                                        .build())
                        .url()
                        .getQuery())
                .as("the last part of it: nothing is left")
                .contains("s=reversed");
        assertThat(skip(status, last.properties(Map.of("remaining_value", 40L)).build()))
                .isEqualTo(Reason.NO_REVERSAL);
    }

    @Test
    void aSignedAmountIsWhatGoesBack() {
        Map<String, Object> signed =
                settings(Map.of("reversal", "signed_amount", "query", Map.of("v", "{{ value | money }}")));

        assertThat(request(signed, named("refund").money("10", "EUR").build())
                        .url()
                        .getQuery())
                .contains("v=-10.00");
        assertThat(request(signed, named("refund").money("-10", "EUR").build())
                        .url()
                        .getQuery())
                .contains("v=-10.00");
        assertThat(skip(signed, ftd("c-1").money("-10", "EUR").build())).isEqualTo(Reason.INVALID_FIELD);
    }

    /** The refund's own id is not what the network knows. */
    @Test
    void whatIsTakenBackHasTheNameOfWhatWasTold() {
        Map<String, Object> status =
                settings(Map.of("query", Map.of("s", "{{ status }}", "g", "{{ goal }}"), "goals", Map.of("ftd", "7")));
        Event refund = named("refund")
                .original(new Event.Original("ftd", "dep-9", null, null))
                .build();

        assertThat(request(status, refund).url().getQuery()).contains("t=dep-9", "g=7", "s=reversed");
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
