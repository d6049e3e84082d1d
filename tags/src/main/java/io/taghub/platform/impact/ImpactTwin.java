package io.taghub.platform.impact;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * impact.com's API for brands: what is right is queued, and only the submission says later what became of it: an OrderId
 * counts once per event type, a reversal takes it back. What it has queued is behind its own lock.
 *
 * @see <a href="https://integrations.impact.com/brand-api-reference">the vendor's page</a>
 */
final class ImpactTwin implements Twin {
    private static final Pattern PATH =
            Pattern.compile("/Advertisers/([A-Za-z0-9]+)/(Conversions|Actions|APISubmissions/([\\w-]+))");
    private static final int MAX_SUBMISSIONS = 20_000;

    private record Submission(
            Instant due, String type, @Nullable String reason) {}

    private final TwinSetup setup;
    private final Map<String, Submission> submissions = new LinkedHashMap<>();

    ImpactTwin(TwinSetup setup) {
        this.setup = setup;
    }

    @Override
    public Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return error(404, "Resource not found", Map.of(), List.of("there is no such resource"));
        }
        String proof = proof(call);
        if (!proof.startsWith(path.group(1) + ":") || proof.contains(setup.badWord())) {
            return badToken(call);
        }
        String resource = path.group(2);
        if (path.group(3) != null && call.method().equals("GET")) {
            return submission(call, path.group(3));
        }
        return switch (resource + " " + call.method()) {
            case "Conversions POST" -> conversion(call);
            case "Actions PUT" -> modification(call, false);
            case "Actions DELETE" -> modification(call, true);
            default -> error(405, "Method not allowed", Map.of(), List.of(call.method() + " is not for this resource"));
        };
    }

    private static String proof(Call call) {
        String header = call.header("authorization");
        if (header == null || !header.startsWith("Basic ")) {
            return "";
        }
        try {
            return new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    @Override
    public Answer badToken(Call call) {
        return error(401, "Authentication failed", Map.of(), List.of("AccountSID and AuthToken are not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        return error(400, "Validation Failed", Map.of("OrderId", "is not valid"), List.of("rehearsed: not taken"));
    }

    private Answer conversion(Call call) {
        ImpactTwinForm form = ImpactTwinForm.conversion(call);
        if (!form.errors().isEmpty()) {
            return error(400, "Validation Failed", form.errors(), problems(form));
        }
        String type = type(form);
        String click = form.value("ClickId");
        boolean foreign = click != null && Shape.isUnfilled(click);
        Conversion conversion = Conversion.of(call, "impact", type, form.value("OrderId"))
                .worth(form.worth(), form.value("CurrencyCode"))
                .click(click)
                .due(call.at().plus(setup.processingTime()))
                .uncounted(foreign ? "ACTION_REF_NOT_FOUND" : null);
        boolean first = setup.ledger().add(key(type, form), Ledger.FOREVER, conversion);
        return queue(call, form, "Conversion", foreign ? "ACTION_REF_NOT_FOUND" : first ? null : "CONV_DUPLICATE");
    }

    private Answer modification(Call call, boolean reversal) {
        ImpactTwinForm form = ImpactTwinForm.modification(call, reversal);
        if (!form.errors().isEmpty()) {
            return error(400, "Validation Failed", form.errors(), problems(form));
        }
        String type = form.values().getOrDefault("ActionTrackerId", "");
        Conversion unknown = Conversion.of(call, "impact", type, form.value("OrderId"))
                .status("unknown action")
                .uncounted("ACTION_REF_NOT_FOUND");
        boolean reversed = reversal || (form.worth() != null && form.worth().signum() == 0);
        boolean none = !setup.ledger()
                .change(
                        one -> one.platform().equals("impact")
                                && one.event().equals(type)
                                && Objects.equals(one.id(), form.value("OrderId"))
                                && !Objects.equals(one.status(), unknown.status()),
                        known -> reversed
                                ? known.status("REVERSED").uncounted("reversed")
                                : known.worth(form.worth(), known.currency()).status("ORDER_UPDATE"));
        if (none) {
            setup.ledger().add(null, Ledger.FOREVER, unknown);
        }
        return queue(call, form, reversal ? "Reversal" : "Modification", none ? "ACTION_REF_NOT_FOUND" : null);
    }

    private static String type(ImpactTwinForm form) {
        String id = form.value("EventTypeId");
        String tracker = id == null ? form.value("ActionTrackerId") : id;
        return tracker == null ? form.values().getOrDefault("EventTypeCode", "") : tracker;
    }

    private static String key(String type, ImpactTwinForm form) {
        return "impact|" + type + "|" + form.value("OrderId");
    }

    /** @param reason why it will not count; null where it will */
    private Answer queue(Call call, ImpactTwinForm form, String type, @Nullable String reason) {
        String id = "A-sandbox-" + Long.toString(call.seq(), 36);
        synchronized (submissions) {
            submissions.put(id, new Submission(call.at().plus(setup.processingTime()), type, reason));
            if (submissions.size() > MAX_SUBMISSIONS) {
                submissions.remove(submissions.keySet().iterator().next());
            }
        }
        String account = call.path().substring(0, call.path().lastIndexOf('/'));
        return Answer.json(
                200,
                StrictJson.object().put("Status", "QUEUED").put("QueuedUri", account + "/APISubmissions/" + id),
                form.problems());
    }

    private Answer submission(Call call, String id) {
        Submission found;
        synchronized (submissions) {
            found = submissions.get(id);
        }
        if (found == null) {
            return error(404, "Resource not found", Map.of(), List.of("no such submission"));
        }
        boolean done = !call.at().isBefore(found.due());
        ObjectNode body = StrictJson.object()
                .put("BatchId", id)
                .put("Type", found.type())
                .put("Status", done ? "Complete" : "Queued");
        if (done) {
            body.put("ErrorType", found.reason() == null ? null : "Validation").put("ErrorReason", found.reason());
        }
        return Answer.json(200, body, List.of());
    }

    private static List<String> problems(ImpactTwinForm form) {
        List<String> problems = new ArrayList<>(form.problems());
        form.errors().forEach((field, wrong) -> problems.add(field + " " + wrong));
        return problems;
    }

    private static Answer error(int status, String message, Map<String, String> errors, List<String> problems) {
        ObjectNode body = StrictJson.object().put("Status", "ERROR").put("Message", message);
        ArrayNode list = body.putArray("Errors");
        errors.forEach((field, wrong) -> list.addObject().put("Field", field).put("Message", wrong));
        return Answer.json(status, body, problems);
    }
}
