package io.taghub.platform.ga4;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GA4's Measurement Protocol: it says 204 to everything and counts what it likes; only /debug explains itself.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">Reference</a>
 */
final class Ga4Twin implements Twin {
    private static final String COLLECT = "/mp/collect";
    private static final String DEBUG = "/debug/mp/collect";

    private final Ledger ledger;

    Ga4Twin(TwinSetup setup) {
        ledger = setup.ledger();
    }

    @Override
    public Answer answer(Call call) {
        boolean debug = call.path().equals(DEBUG);
        if (!debug && !call.path().equals(COLLECT)) {
            return new Answer(404, "text/plain", "", List.of("GA4 takes events at " + COLLECT + " only"));
        }
        List<String> problems = new ArrayList<>();
        boolean heard = addressed(call, problems);
        JsonNode body = StrictJson.parse(call.body());
        Ga4TwinRequest request = new Ga4TwinRequest(
                body == null ? StrictJson.MISSING : body,
                call.body().length(),
                call.query("firebase_app_id") != null,
                call.at());
        request.findings().forEach(finding -> problems.add(finding.path() + ": " + finding.says()));
        problems.addAll(request.remarks());
        if (debug) {
            problems.add("/debug validates and stores nothing");
            return Answer.json(200, validation(request.findings()), problems);
        }
        if (heard && body != null) {
            request.counted().forEach(event -> count(call, event));
        }
        return new Answer(204, "", "", problems);
    }

    /** GA4 tells nobody. */
    @Override
    public Answer badToken(Call call) {
        return new Answer(204, "", "", List.of("rehearsed: the api_secret is not taken, and nothing is counted"));
    }

    /** Nor this. */
    @Override
    public Answer refusal(Call call) {
        return new Answer(204, "", "", List.of("rehearsed: the events are not valid, and none is counted"));
    }

    /** Whether the request names a stream and a secret; GA4 tells nobody if it does not. */
    private static boolean addressed(Call call, List<String> problems) {
        if (!call.method().equals("POST")) {
            problems.add("GA4 takes POST only");
        }
        String stream = call.query("measurement_id");
        if (stream == null ? call.query("firebase_app_id") == null : !stream.matches("G-[A-Z0-9]{4,12}")) {
            problems.add("measurement_id is missing or does not look like G-XXXXXXX: nothing is counted");
        }
        if (call.query("api_secret") == null) {
            problems.add("api_secret is missing: nothing is counted");
        }
        return problems.isEmpty();
    }

    private void count(Call call, JsonNode event) {
        String name = event.path("name").stringValue();
        JsonNode params = event.path("params");
        boolean refund = name.equals("refund");
        @Nullable
        String transaction = refund || name.equals("purchase") ? StrictJson.text(params.path("transaction_id")) : null;
        Conversion conversion = Conversion.of(call, "ga4", name, transaction)
                .worth(StrictJson.number(params.path("value")), StrictJson.string(params.path("currency")))
                .click(StrictJson.string(params.path("gclid")));
        if (refund) {
            takeBack(conversion);
            return;
        }
        String key = transaction == null ? null : "ga4|" + call.query("measurement_id") + "|" + transaction;
        ledger.add(key, Ledger.FOREVER, conversion);
    }

    /** It is no conversion: the purchase is worth less by it. */
    private void takeBack(Conversion refund) {
        boolean known = ledger.change(
                one -> one.platform().equals("ga4")
                        && one.event().equals("purchase")
                        && one.id() != null
                        && one.id().equals(refund.id()),
                purchase -> purchase.less(refund.value()));
        ledger.add(null, Ledger.FOREVER, refund.uncounted(known ? "takes back" : "takes back what is not known"));
    }

    private static ObjectNode validation(List<Ga4TwinRequest.Finding> findings) {
        ObjectNode body = StrictJson.object();
        ArrayNode messages = body.putArray("validationMessages");
        for (Ga4TwinRequest.Finding finding : findings) {
            messages.addObject()
                    .put("fieldPath", finding.path())
                    .put("description", finding.says())
                    .put("validationCode", finding.code());
        }
        return body;
    }
}
