package io.taghub.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One test's events at one tag, as the console's API tells. */
final class Observed {
    private static final Set<String> SENT = Set.of("delivered", "duplicate");
    private static final Set<String> TAKEN = Set.of("delivered", "duplicate", "accepted");

    /** Waits that end by the hub's clock alone, or in which the platform has the event already. */
    private static final Set<String> QUIET = Set.of("MIN_DELAY", "PENDING_VERDICT");

    private final Server server;
    private final String run;

    /** An event at the tag: its line in the list, and its standing {@code {"tag","verdict","reason"}}. */
    record Seen(JsonNode row, JsonNode standing) {
        String name() {
            return row.path("name").asString("");
        }

        String verdict() {
            return standing.path("verdict").asString("");
        }

        String reason() {
            return standing.path("reason").asString("");
        }

        /** Delivered, or taken by a platform that decides later. */
        boolean sent() {
            return SENT.contains(verdict()) || (verdict().equals("waiting") && reason().equals("PENDING_VERDICT"));
        }

        boolean triggered() {
            return !reason().equals("NOT_TRIGGERED");
        }

        boolean settled() {
            return !verdict().equals("waiting") || QUIET.contains(reason());
        }

        @Override
        public String toString() {
            return name() + " " + row.path("id").asString("") + ": " + verdict()
                    + (reason().isEmpty() ? "" : ", " + reason());
        }
    }

    Observed(Server server, String run) {
        this.server = server;
        this.run = run;
    }

    List<JsonNode> rows() {
        return server.http
                .json(server.console() + "/api/events?limit=500&run=" + Http.escaped(run))
                .path("events")
                .valueStream()
                .toList();
    }

    List<Seen> at(String tag) {
        return rows().stream().flatMap(row -> at(tag, row)).toList();
    }

    private static Stream<Seen> at(String tag, JsonNode row) {
        return row.path("tags")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(tag))
                .map(one -> new Seen(row, one));
    }

    /** Those our name for the event or the platform's own name fits. */
    List<Seen> at(String tag, String event) {
        return at(tag).stream()
                .filter(seen -> same(seen.name(), event)
                        || (seen.sent() && sent(tag, seen).stream().anyMatch(sent -> same(sent.name(), event))))
                .toList();
    }

    List<Sent> sent(String tag, List<Seen> events) {
        List<Sent> sent = new ArrayList<>();
        events.stream().filter(Seen::sent).forEach(seen -> sent.addAll(sent(tag, seen)));
        return sent;
    }

    private List<Sent> sent(String tag, Seen seen) {
        return trace(seen.row)
                .path("tags")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(tag))
                .flatMap(one -> one.path("attempts")
                        .valueStream()
                        .filter(attempt -> TAKEN.contains(attempt.path("result").asString("")))
                        .limit(1))
                .map(attempt -> new Sent(seen.row, attempt))
                .toList();
    }

    /** Each with its verdict, and with the platform's name for it where it was sent. */
    String list(String tag, List<Seen> events) {
        return events.stream()
                .map(seen -> seen
                        + (seen.sent()
                                ? sent(tag, seen).stream()
                                        .map(sent -> sent.name().isEmpty() ? "" : " as '" + sent.name() + "'")
                                        .collect(Collectors.joining())
                                : ""))
                .collect(Collectors.joining("; "));
    }

    private JsonNode trace(JsonNode row) {
        return server.http.json(address(row));
    }

    private String address(JsonNode row) {
        return server.console() + "/api/events/"
                + Http.escaped(row.path("id").asString("")) + "?name="
                + Http.escaped(row.path("name").asString(""));
    }

    /** What {@code taghub explain} prints. */
    String explain(JsonNode row) {
        return server.http.text(address(row) + "&format=text&width=120");
    }

    /** What came at the sandbox, oldest first. */
    List<JsonNode> received() {
        return server.http
                .json(server.sandbox() + "/_sandbox/requests")
                .valueStream()
                .toList();
    }

    /** {@code Purchase}, {@code purchase}; {@code AddToCart}, {@code add_to_cart}. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", "");
    }
}
