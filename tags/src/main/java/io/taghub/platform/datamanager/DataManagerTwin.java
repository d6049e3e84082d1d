package io.taghub.platform.datamanager;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's Data Manager API: an ingest is refused whole or received, and the verdict is asked for later.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">events.ingest</a>
 * @see <a href="https://developers.google.com/data-manager/api/devguides/concepts/understand-errors">Errors</a>
 */
public final class DataManagerTwin implements Twin {
    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final Map<Integer, String> STATUS =
            Map.of(400, "INVALID_ARGUMENT", 401, "UNAUTHENTICATED", 403, "PERMISSION_DENIED", 404, "NOT_FOUND");

    private final TwinTokens tokens;
    private final DataManagerTwinJob processing;

    public DataManagerTwin(Ledger ledger, TwinTokens tokens, Duration processingTime) {
        this.tokens = tokens;
        this.processing = new DataManagerTwinJob(ledger, processingTime);
    }

    @Override
    public Answer answer(Call call) {
        String path = call.path().replaceFirst("(?i)%3a", ":");
        boolean ingest = call.method().equals("POST") && path.equals("/v1/events:ingest");
        boolean retrieve = call.method().equals("GET") && path.equals("/v1/requestStatus:retrieve");
        if (!ingest && !retrieve) {
            return error(call, 404, "NOT_FOUND", "Method not found.", List.of());
        }
        String authorization = call.header("authorization");
        @Nullable String objection = tokens.objection(authorization, call.at());
        if (objection != null) {
            return error(
                    call,
                    401,
                    "ACCESS_TOKEN_INVALID",
                    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or"
                            + " other valid authentication credential (" + objection + ").",
                    List.of());
        }
        if (!tokens.allows(authorization, TwinTokens.DATA_MANAGER)) {
            String message = "Request had insufficient authentication scopes.";
            return error(call, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", message, List.of());
        }
        return ingest ? ingest(call) : retrieve(call);
    }

    private Answer ingest(Call call) {
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return error(call, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.", List.of());
        }
        DataManagerTwinRequest request = new DataManagerTwinRequest(body, call.at());
        if (!request.violations().isEmpty()) {
            boolean unreadable = request.violations().getFirst().reason().isEmpty();
            String message = unreadable
                    ? request.violations().getFirst().description()
                    : "There was a problem with the request.";
            return error(call, 400, "INVALID_ARGUMENT", message, request.violations());
        }
        String requestId = "sandbox-" + Long.toString(call.seq(), 36);
        if (!body.path("validateOnly").asBoolean(false)) {
            processing.take(call, requestId, body);
        }
        return Answer.json(200, StrictJson.object().put("requestId", requestId), request.problems());
    }

    private Answer retrieve(Call call) {
        String requestId = call.query("requestId");
        ArrayNode destinations = requestId == null ? null : processing.status(requestId, call.at());
        if (destinations == null) {
            var violation = new DataManagerTwinRequest.Violation(
                    "request_id",
                    "The request ID is not valid or belongs to a request with validate_only.",
                    "INVALID_REQUEST_ID");
            return error(call, 400, "INVALID_ARGUMENT", "There was a problem with the request.", List.of(violation));
        }
        ObjectNode body = StrictJson.object();
        body.set("requestStatusPerDestination", destinations);
        return Answer.json(200, body, List.of());
    }

    private static Answer error(
            Call call, int code, String reason, String message, List<DataManagerTwinRequest.Violation> violations) {
        ObjectNode error = StrictJson.object();
        error.put("code", code).put("message", message).put("status", STATUS.getOrDefault(code, "UNKNOWN"));
        ArrayNode details = error.putArray("details");
        details.addObject()
                .put("@type", TYPE + "ErrorInfo")
                .put("reason", reason)
                .put("domain", "datamanager.googleapis.com");
        details.addObject()
                .put("@type", TYPE + "RequestInfo")
                .put("requestId", "sandbox-" + Long.toString(call.seq(), 36).toLowerCase(Locale.ROOT));
        if (!violations.isEmpty()) {
            ArrayNode fields =
                    details.addObject().put("@type", TYPE + "BadRequest").putArray("fieldViolations");
            violations.forEach(violation -> {
                ObjectNode field =
                        fields.addObject().put("field", violation.field()).put("description", violation.description());
                if (!violation.reason().isEmpty()) {
                    field.put("reason", violation.reason());
                }
            });
        }
        ObjectNode body = StrictJson.object();
        body.set("error", error);
        List<String> problems = violations.isEmpty()
                ? List.of(message)
                : violations.stream()
                        .map(each -> each.field() + ": " + each.description())
                        .toList();
        return Answer.json(code, body, problems);
    }
}
