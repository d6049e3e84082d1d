package io.taghub.testkit;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a failed expectation shows: the traces of the test's events and what the platforms received meanwhile. */
final class Report {
    private static final int EVENTS = 8;
    private static final int REQUESTS = 10;
    private static final int BODY = 600;

    private Report() {}

    static String of(Observed observed, String run) {
        return "What this test (run " + run + ") reported, and what became of it\n\n" + events(observed)
                + "\nWhat the platforms received last, of any test\n\n" + requests(observed.received());
    }

    static String events(Observed observed) {
        List<JsonNode> rows = observed.rows();
        if (rows.isEmpty()) {
            return "Nothing has come in. Does the page carry the script tag, the browser context this test's run"
                    + " (hub.join(context)), the back end the header TagHub-Run?\n";
        }
        String shown = rows.stream().limit(EVENTS).map(observed::explain).collect(Collectors.joining("\n"));
        return shown + (rows.size() > EVENTS ? "\n… and " + (rows.size() - EVENTS) + " more events\n" : "");
    }

    private static String requests(List<JsonNode> received) {
        if (received.isEmpty()) {
            return "Nothing.\n";
        }
        return received.stream()
                .skip(Math.max(0, received.size() - REQUESTS))
                .map(Report::request)
                .collect(Collectors.joining());
    }

    private static String request(JsonNode request) {
        String body = request.path("body").asString("");
        String problems = request.path("problems")
                .valueStream()
                .map(one -> one.asString(""))
                .collect(Collectors.joining("; "));
        JsonNode query = request.path("query");
        return "#" + request.path("seq").asLong() + " " + request.path("method").asString("") + " "
                + request.path("host").asString("") + request.path("path").asString("")
                + (query.isEmpty() ? "" : " " + query) + " → "
                + request.path("status").asInt()
                + (problems.isEmpty() ? "" : " (" + problems + ")") + "\n"
                + (body.isEmpty() ? "" : "    " + (body.length() > BODY ? body.substring(0, BODY) + "…" : body) + "\n");
    }

    static String list(List<Observed.Seen> seen) {
        return seen.stream().map(Observed.Seen::toString).collect(Collectors.joining("; "));
    }

    /** How often the platform received and took this very request. */
    static long arrivals(Sent sent, List<JsonNode> received) {
        return received.stream()
                .filter(request -> request.path("status").asInt() / 100 == 2)
                .filter(request -> request.path("host").asString("").equals(sent.host()))
                .filter(request -> sent.body().isContainer()
                        ? alike(sent.body(), request.path("json"))
                        : alike(sent.query(), request.path("query")))
                .count();
    }

    private static boolean alike(Map<String, String> query, JsonNode received) {
        return query.size() == received.size()
                && query.entrySet().stream()
                        .allMatch(one ->
                                same(one.getValue(), received.path(one.getKey()).asString("")));
    }

    /** Equal but for what either side masks. */
    private static boolean alike(JsonNode one, JsonNode other) {
        if (one.isValueNode()) {
            return other.isValueNode() && same(one.asString(""), other.asString(""));
        }
        if (one.size() != other.size()) {
            return false;
        }
        if (one.isArray()) {
            Iterator<JsonNode> others = other.iterator();
            return one.valueStream().allMatch(each -> alike(each, others.next()));
        }
        return one.properties().stream().allMatch(field -> alike(field.getValue(), other.path(field.getKey())));
    }

    private static boolean same(String one, String other) {
        return one.equals(other) || one.contains("***") || other.contains("***");
    }
}
