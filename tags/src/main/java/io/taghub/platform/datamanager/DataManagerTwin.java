package io.taghub.platform.datamanager;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's Data Manager API: an ingest is refused whole or received, and the verdict is asked for later.
 *
 * <p>What it has taken is behind its own lock. A click id may ask for its fate: {@code invalid_…}, {@code unknown_…}, {@code foreign_…}, {@code recent_…} (refused
 * while the event is younger than six hours).
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">events.ingest</a>
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/requestStatus/retrieve">retrieve</a>
 * @see <a href="https://developers.google.com/data-manager/api/devguides/concepts/understand-errors">Errors</a>
 */
final class DataManagerTwin implements Twin {
    static final String SCOPE = "https://www.googleapis.com/auth/datamanager";

    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final Map<Integer, String> STATUS =
            Map.of(400, "INVALID_ARGUMENT", 401, "UNAUTHENTICATED", 403, "PERMISSION_DENIED", 404, "NOT_FOUND");
    private static final Duration MAX_AGE = Duration.ofDays(90);
    private static final Duration CLICK_SETTLES = Duration.ofHours(6);
    private static final int MAX_REQUESTS = 20_000;
    private static final String REASON = "PROCESSING_ERROR_REASON_";

    /** One destination's share of a request: how many records, and which failed for what. */
    private record Share(JsonNode destination, int records, Map<String, List<Integer>> failed) {}

    private record Taken(Instant ready, List<Share> shares) {}

    private final Ledger ledger;
    private final Duration processingTime;
    private final TokenEndpoint tokens;
    private final Map<String, Taken> requests = new LinkedHashMap<>();

    /** Of what time the last upload of each transaction is. */
    private final Map<String, Instant> lastSaid = new LinkedHashMap<>();

    DataManagerTwin(TwinSetup setup, TokenEndpoint tokens) {
        ledger = setup.ledger();
        processingTime = setup.processingTime();
        this.tokens = tokens;
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
            return unauthenticated(call, objection);
        }
        if (!tokens.allows(authorization, SCOPE)) {
            String message = "Request had insufficient authentication scopes.";
            return error(call, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", message, List.of());
        }
        return ingest ? ingest(call) : retrieve(call);
    }

    private static Answer unauthenticated(Call call, String objection) {
        return error(
                call,
                401,
                "ACCESS_TOKEN_INVALID",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or"
                        + " other valid authentication credential (" + objection + ").",
                List.of());
    }

    @Override
    public Answer badToken(Call call) {
        return unauthenticated(call, "rehearsed");
    }

    @Override
    public Answer refusal(Call call) {
        var violation = new DataManagerTwinRequest.Violation(
                "events[0].transaction_id", "The value is not valid.", "INVALID_TRANSACTION_ID");
        return error(call, 400, "INVALID_ARGUMENT", "There was a problem with the request.", List.of(violation));
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
        List<String> problems = new ArrayList<>(request.problems());
        if (!body.path("validateOnly").asBoolean(false)) {
            problems.addAll(take(call, requestId, body));
        }
        return Answer.json(200, StrictJson.object().put("requestId", requestId), problems);
    }

    private Answer retrieve(Call call) {
        String requestId = call.query("requestId");
        ArrayNode destinations = requestId == null ? null : status(requestId, call.at());
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

    /** @return what would go wrong with it unseen */
    private synchronized List<String> take(Call call, String requestId, JsonNode body) {
        List<String> problems = restatements(body);
        Instant ready = call.at().plus(processingTime);
        List<Share> shares = new ArrayList<>();
        for (JsonNode destination : body.path("destinations")) {
            shares.add(share(call, destination, body, ready));
        }
        requests.put(requestId, new Taken(ready, shares));
        if (requests.size() > MAX_REQUESTS) {
            requests.remove(requests.keySet().iterator().next());
        }
        return problems;
    }

    /** The last upload of a transaction counts, whatever was said later: who sends an older value last has lost the newer one. */
    private List<String> restatements(JsonNode body) {
        List<String> problems = new ArrayList<>();
        Set<String> here = new HashSet<>();
        JsonNode events = body.path("events");
        for (JsonNode destination : body.path("destinations")) {
            for (int i = 0; i < events.size(); i++) {
                JsonNode event = events.get(i);
                String id = StrictJson.string(event.path("transactionId"));
                Instant updated = DataManagerTwinEvent.time(event.path("lastUpdatedTimestamp"));
                Instant said = updated == null ? DataManagerTwinEvent.time(event.path("eventTimestamp")) : updated;
                if (id == null || said == null || !addressed(event, destination)) {
                    continue;
                }
                String key = place(destination) + id;
                if (!here.add(key)) {
                    problems.add("events[" + i
                            + "] is a transaction of the same request again: which of them counts is not documented");
                }
                Instant before = lastSaid.get(key);
                if (before != null && said.isBefore(before)) {
                    problems.add("events[" + i + "] overwrites its transaction with what is older than what is there");
                }
                lastSaid.put(key, said);
                if (lastSaid.size() > MAX_REQUESTS) {
                    lastSaid.remove(lastSaid.keySet().iterator().next());
                }
            }
        }
        return problems;
    }

    private static String place(JsonNode destination) {
        return "dm|" + destination.path("operatingAccount").path("accountId").asString("") + "|"
                + destination.path("productDestinationId").asString("") + "|";
    }

    /** {@code requestStatusPerDestination}, or null for an unknown request. */
    private synchronized @Nullable ArrayNode status(String requestId, Instant now) {
        Taken taken = requests.get(requestId);
        if (taken == null) {
            return null;
        }
        ArrayNode list = StrictJson.array();
        taken.shares().forEach(share -> list.add(status(share, now.isBefore(taken.ready()))));
        return list;
    }

    private Share share(Call call, JsonNode destination, JsonNode body, Instant ready) {
        int records = 0;
        Map<String, List<Integer>> failed = new TreeMap<>();
        JsonNode events = body.path("events");
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            if (addressed(event, destination)) {
                records++;
                String reason = count(call, destination, event, refusal(call.at(), event, body), ready);
                if (reason != null) {
                    failed.computeIfAbsent(reason, none -> new ArrayList<>()).add(i);
                }
            }
        }
        return new Share(destination, records, failed);
    }

    /** An event without references goes to all destinations. */
    private static boolean addressed(JsonNode event, JsonNode destination) {
        JsonNode references = event.path("destinationReferences");
        return references.isEmpty()
                || references
                        .valueStream()
                        .anyMatch(each -> each.asString("")
                                .equals(destination.path("reference").asString("")));
    }

    private static @Nullable String refusal(Instant now, JsonNode event, JsonNode body) {
        JsonNode own = event.path("consent").path("adUserData");
        JsonNode consent = StrictJson.absent(own) ? body.path("consent").path("adUserData") : own;
        Instant at = DataManagerTwinEvent.time(event.path("eventTimestamp"));
        String click = click(event);
        if ("CONSENT_DENIED".equals(StrictJson.string(consent))) {
            return "DENIED_CONSENT";
        }
        if (at == null || at.isBefore(now.minus(MAX_AGE))) {
            return "EVENT_TOO_OLD";
        }
        if (click == null) {
            return null;
        }
        if (click.startsWith("invalid_") || Shape.isUnfilled(click)) {
            JsonNode ids = event.path("adIdentifiers");
            return ids.has("gclid") ? "INVALID_GCLID" : ids.has("gbraid") ? "INVALID_GBRAID" : "INVALID_WBRAID";
        }
        if (click.startsWith("unknown_")) {
            return "CLICK_NOT_FOUND";
        }
        if (click.startsWith("foreign_")) {
            return "INVALID_OPERATING_ACCOUNT_FOR_CLICK";
        }
        return click.startsWith("recent_") && at.isAfter(now.minus(CLICK_SETTLES)) ? "TOO_RECENT_CLICK" : null;
    }

    private static @Nullable String click(JsonNode event) {
        JsonNode ids = event.path("adIdentifiers");
        return Arrays.asList("gclid", "gbraid", "wbraid").stream()
                .map(name -> StrictJson.string(ids.path(name)))
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    /** The same transaction again is an adjustment: value and currency are overwritten, the rest stays. */
    private @Nullable String count(
            Call call, JsonNode destination, JsonNode event, @Nullable String refusal, Instant ready) {
        String action = destination.path("productDestinationId").asString("");
        String place = place(destination);
        String id = StrictJson.string(event.path("transactionId"));
        Conversion conversion = Conversion.of(call, "google-data-manager", action, id)
                .worth(StrictJson.number(event.path("conversionValue")), StrictJson.string(event.path("currency")))
                .click(click(event))
                .uncounted(refusal)
                .due(ready);
        if (refusal != null) {
            ledger.add(null, Ledger.FOREVER, conversion);
            return refusal;
        }
        if (id != null) {
            ledger.merge(
                    place + id,
                    Ledger.FOREVER,
                    conversion,
                    known -> known.worth(
                                    conversion.value() == null ? known.value() : conversion.value(),
                                    conversion.currency() == null ? known.currency() : conversion.currency())
                            .again());
            return null;
        }
        String click = click(event);
        String time = event.path("eventTimestamp").asString("");
        String key = click == null ? null : place + "click|" + click + "|" + time;
        return ledger.add(key, Ledger.FOREVER, conversion) ? null : "DUPLICATE_GCLID";
    }

    private static ObjectNode status(Share share, boolean processing) {
        ObjectNode status = StrictJson.object();
        status.set("destination", share.destination());
        int failures = share.failed().values().stream().mapToInt(List::size).sum();
        status.put(
                "requestStatus",
                processing
                        ? "PROCESSING"
                        : failures == 0 ? "SUCCESS" : failures == share.records() ? "FAILED" : "PARTIAL_SUCCESS");
        if (!processing && failures > 0) {
            ArrayNode counts = status.putObject("errorInfo").putArray("errorCounts");
            share.failed().forEach((reason, indices) -> {
                // int64 is text in Google's JSON.
                ObjectNode count = counts.addObject().put("recordCount", String.valueOf(indices.size()));
                ArrayNode records = count.put("reason", REASON + reason).putArray("recordIndices");
                indices.forEach(records::add);
            });
        }
        if (!processing) {
            status.putObject("eventsIngestionStatus").put("recordCount", String.valueOf(share.records()));
        }
        return status;
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
