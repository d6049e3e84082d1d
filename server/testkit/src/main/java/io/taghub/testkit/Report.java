package io.taghub.testkit;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a failed expectation shows: the traces of the test's events and what the platforms received meanwhile. */
final class Report {
    private static final String ADDRESS = "\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}";

    private static final int EVENTS = 8;
    private static final int REQUESTS = 10;
    private static final int BODY = 600;

    private Report() {}

    static String of(Look look, String run) {
        return "What this test (run " + run + ") reported, and what became of it\n\n" + events(look)
                + "\nWhat the platforms received last, of any test\n\n" + requests(look.received());
    }

    static String events(Look look) {
        List<JsonNode> rows = look.rows();
        if (rows.isEmpty()) {
            return "Nothing is there: nothing came in, or it was erased since. Does the page carry the script tag, the browser context this test's run"
                    + " (hub.join(context)), the back end the header TagHub-Run?\n";
        }
        String shown = rows.stream().limit(EVENTS).map(look::explain).collect(Collectors.joining("\n"));
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

    /** How often the platform received and took this very event, alone or among others. */
    static long arrivals(Sent sent, List<JsonNode> received) {
        return received.stream()
                .filter(request -> request.path("status").asInt() / 100 == 2)
                .filter(request -> request.path("host").asString("").equals(sent.host()))
                .mapToLong(request -> sent.body().isContainer()
                        ? arrivals(sent, request.path("json"))
                        : alike(sent.query(), request.path("query")) ? 1 : 0)
                .sum();
    }

    private static long arrivals(Sent sent, JsonNode body) {
        return alike(Sent.around(sent.body()), Sent.around(body))
                ? Sent.items(body).filter(item -> alike(sent.json(), item)).count()
                : 0;
    }

    /** Whether a platform could not tell the two apart. */
    static boolean alike(Sent one, Sent other) {
        return one.host().equals(other.host())
                && one.query().equals(other.query())
                && alike(Sent.around(one.body()), Sent.around(other.body()))
                && alike(one.json(), other.json());
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
        return one.equals(other)
                || one.contains("***")
                || other.contains("***")
                // The hub shows the network of an address only.
                || (one.matches(ADDRESS) && other.matches(ADDRESS));
    }
}
