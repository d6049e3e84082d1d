package io.taghub.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A test's events and what had become of them at one moment, as the console's API tells. What it says of one event it says
 * of all: none that had come in by then is missing, and none is older than another.
 */
final class Look {
    private static final Set<String> TAKEN = Set.of("delivered", "duplicate", "accepted");

    private final Server server;
    private final JsonNode latest;
    private final List<JsonNode> rows;
    private final Map<JsonNode, JsonNode> traces = new HashMap<>();
    private @Nullable List<JsonNode> received;

    private Look(Server server, JsonNode latest) {
        this.server = server;
        this.latest = latest;
        this.rows = latest.path("events").valueStream().toList();
    }

    static Look of(Server server, String run) {
        return new Look(server, server.http.json(server.console() + "/api/events?limit=500&run=" + Http.escaped(run)));
    }

    /** The events of every test on the hub. */
    static Look ofAll(Server server) {
        return new Look(server, server.http.json(server.console() + "/api/events?limit=500"));
    }

    /** Newest first. */
    List<JsonNode> rows() {
        return rows;
    }

    /** Whether the test has more events than one look shows. */
    boolean cut() {
        return latest.path("more").asBoolean(false);
    }

    /** What the hub could do without anybody's help and has not done yet, at any tag. */
    List<Seen> underWay() {
        return rows.stream()
                .flatMap(Look::everywhere)
                .filter(seen -> seen.waitsFor().equals("hub"))
                .toList();
    }

    /** When the first of them stops waiting for the clock, null if none does before that moment. */
    @Nullable
    Instant nextEnd(Instant before) {
        return rows.stream()
                .flatMap(Look::everywhere)
                .filter(seen -> seen.waitsFor().equals("time"))
                .map(Seen::until)
                .filter(until -> until != null && until.isBefore(before))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    List<Seen> at(String tag) {
        return rows.stream()
                .flatMap(Look::everywhere)
                .filter(seen -> seen.tag().equals(tag))
                .toList();
    }

    private static Stream<Seen> everywhere(JsonNode row) {
        return row.path("tags").valueStream().map(one -> new Seen(row, one));
    }

    /** Those our name for the event or the platform's own name fits; of what was never sent only ours is known. */
    List<Seen> at(String tag, String event) {
        return at(tag).stream()
                .filter(seen -> same(seen.name(), event) || names(seen).anyMatch(name -> same(name, event)))
                .toList();
    }

    List<Seen> unsettled(String tag) {
        return at(tag).stream().filter(seen -> !seen.settled()).toList();
    }

    /** What waits, until when, and what would end it. */
    String waiting(List<Seen> waiting) {
        Set<String> advice = new TreeSet<>();
        Instant now = Instant.parse(latest.path("now").asString(""));
        Instant last = now;
        for (Seen seen : waiting) {
            Instant next = seen.until();
            if (seen.waitsFor().equals("person")) {
                advice.add("a tag that cannot go on has to be put right: see the trace");
            } else if (seen.waitsFor().equals("hub")) {
                advice.add("if the hub is only slow, a longer .patience(...) helps");
            } else if (next != null && next.isAfter(last)) {
                last = next;
            }
        }
        if (last.isAfter(now)) {
            advice.add("the hub's clock shows " + now + ", hub.advance(Duration.ofSeconds("
                    + (Duration.between(now, last).toSeconds() + 1) + ")) ends the wait");
        }
        return list(waiting) + "; " + String.join("; ", advice);
    }

    static String list(List<Seen> seen) {
        return seen.stream().map(Seen::toString).collect(Collectors.joining("; "));
    }

    /** What each event that was sent looked like to the platform. */
    List<Sent> sent(List<Seen> events) {
        return events.stream().filter(Seen::sent).map(this::sent).toList();
    }

    private Sent sent(Seen seen) {
        List<JsonNode> attempts = attempts(seen).toList();
        if (attempts.isEmpty()) {
            throw new Hopeless(
                    seen.tag() + " has " + seen + ", but the hub no longer has the request, so nothing can be"
                            + " said of it; it may have been erased meanwhile");
        }
        // An attempt's result is that of the first event in it, so the last one may have to do.
        JsonNode taken = attempts.stream()
                .filter(attempt -> TAKEN.contains(attempt.path("result").asString("")))
                .findFirst()
                .orElse(attempts.getLast());
        return as(seen, taken);
    }

    private Sent as(Seen seen, JsonNode attempt) {
        boolean withoutBody = attempt.path("events").asInt(1) > 1
                && !attempt.path("request_json").isContainer();
        return withoutBody ? Sent.ofBatch(seen.row(), attempt, received()) : new Sent(seen.row(), attempt);
    }

    private Stream<String> names(Seen seen) {
        return seen.triggered()
                ? attempts(seen).map(attempt -> as(seen, attempt).name())
                : Stream.empty();
    }

    private Stream<JsonNode> attempts(Seen seen) {
        return trace(seen.row())
                .path("tags")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(seen.tag()))
                .flatMap(one -> one.path("attempts").valueStream());
    }

    /** Each with its verdict, and with the platform's name for it where it was sent. */
    String named(List<Seen> events) {
        return events.stream()
                .map(seen -> seen
                        + names(seen)
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .map(name -> " as '" + name + "'")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }

    /** Missing where the event was erased since. */
    private JsonNode trace(JsonNode row) {
        return traces.computeIfAbsent(row, one -> server.http.jsonIfThere(address(one)));
    }

    private String address(JsonNode row) {
        return server.console() + "/api/events/"
                + Http.escaped(row.path("id").asString("")) + "?name="
                + Http.escaped(row.path("name").asString(""));
    }

    /** What {@code taghub explain} prints. */
    String explain(JsonNode row) {
        String text = server.http.textIfThere(address(row) + "&format=text&width=120");
        return text != null
                ? text
                : row.path("name").asString("") + " " + row.path("id").asString("") + ": the hub no longer has it\n";
    }

    /** What came at the sandbox, oldest first. */
    List<JsonNode> received() {
        List<JsonNode> known = received;
        if (known == null) {
            known = server.http
                    .json(server.sandbox() + "/_sandbox/requests")
                    .valueStream()
                    .toList();
            received = known;
        }
        return known;
    }

    /** {@code Purchase}, {@code purchase}; {@code AddToCart}, {@code add_to_cart}. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", "");
    }
}
