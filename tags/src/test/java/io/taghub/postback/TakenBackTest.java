package io.taghub.postback;

import static io.taghub.postback.Conversions.named;
import static io.taghub.postback.Conversions.said;
import static io.taghub.postback.Conversions.settings;
import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.skip;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Marks;
import io.taghub.tag.Reason;
import io.taghub.tag.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What takes a conversion back: told only where the receiver can be told so, as much of it as goes back. */
class TakenBackTest {

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
}
