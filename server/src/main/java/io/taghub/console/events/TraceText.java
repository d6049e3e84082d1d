package io.taghub.console.events;

import io.taghub.console.Show;
import io.taghub.store.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A trace as a table for the terminal: what {@code taghub explain} prints. */
public final class TraceText {
    private static final int NARROWEST = 60;
    private static final int VERDICT = 12;
    private static final int MAX_LINES = 60;

    private final Show show = new Show();
    private final int width;
    private final int tagWidth;
    private final StringBuilder out = new StringBuilder();

    private TraceText(EventTrace trace, int width) {
        this.width = Math.max(width, NARROWEST);
        this.tagWidth = Math.min(
                24,
                trace.tags().stream().mapToInt(tag -> tag.tag().length()).max().orElse(3) + 2);
    }

    /** @param width columns of the terminal; lines are folded to fit */
    public static String render(EventTrace trace, int width) {
        TraceText text = new TraceText(trace, width);
        text.head(trace);
        text.table(trace);
        return text.out.toString();
    }

    private void head(EventTrace trace) {
        Map<String, Object> event = trace.event();
        line(0, show.value(event.get("name")) + "  " + show.value(event.get("id")));
        List<String> facts = new ArrayList<>();
        facts.add(show.full(show.value(event.get("time"))));
        facts.add(show.value(event.get("channels")).replace(" · ", " + "));
        facts.add(show.money(event.get("value"), event.get("currency")));
        facts.add(event.get("user_id") == null ? "" : "user " + event.get("user_id"));
        facts.add(event.get("visitor") == null ? "" : "visitor " + event.get("visitor"));
        line(0, facts.stream().filter(fact -> !fact.isEmpty()).collect(Collectors.joining(" · ")));
        if (trace.gone()) {
            line(0, "what the event said is no longer kept ('retention: events'); what became of it is");
        }
        configs(trace);
        if (trace.claim()) {
            line(
                    0,
                    "its browser only claims to be this user's, who is known from another: its clicks do not count for the user");
        }
        for (EventTrace.Click click : trace.clickIds()) {
            line(
                    0,
                    "click " + click.name() + " " + click.value() + ", first seen " + show.full(click.firstSeen())
                            + " (" + show.apart(click.firstSeen(), show.value(event.get("time"))) + ")");
        }
        if (trace.conversion() != null) {
            line(0, "conversion " + trace.conversion() + ", whose life is at /conversions/ in the console");
        }
        if (trace.waitsUntil() != null) {
            line(0, "waits for its twin from the other channel until " + show.full(trace.waitsUntil()));
        }
        Instant late = trace.lateCopy();
        if (late != null) {
            line(
                    0,
                    "the copy from the " + show.value(trace.copies().getLast().get("channels")) + " came at "
                            + show.full(late)
                            + ", when the event had gone out; it is kept, what was sent stays as it was");
        }
        if (event.get("notes") instanceof List<?> notes) {
            notes.forEach(note -> line(0, note(note)));
        }
        out.append('\n');
    }

    /** By which config each tag decided; once where it is the same for all. */
    private void configs(EventTrace trace) {
        Map<String, List<String>> byHash = new LinkedHashMap<>();
        for (EventTrace.TagTrace tag : trace.tags()) {
            String hash = tag.config();
            if (hash != null) {
                byHash.computeIfAbsent(hash, config -> new ArrayList<>()).add(tag.tag());
            }
        }
        byHash.forEach((hash, tags) ->
                line(0, "decided by config " + hash + (byHash.size() > 1 ? " at " + String.join(", ", tags) : "")));
    }

    private String note(Object note) {
        if (!(note instanceof Map<?, ?> map)) {
            return "";
        }
        // No event goes on without its name.
        return "name".equals(map.get("field"))
                ? "noted: the name is " + show.value(map.get("why"))
                : "left out: " + show.value(map.get("field")) + " (" + show.value(map.get("given")) + "): "
                        + show.value(map.get("why"));
    }

    private void table(EventTrace trace) {
        if (trace.tags().isEmpty()) {
            line(0, "No tag is configured: add one under 'tags:' in taghub.yaml.");
            return;
        }
        row("TAG", "VERDICT", "WHY");
        out.append("─".repeat(width)).append('\n');
        trace.tags().stream().filter(tag -> !untriggered(tag)).forEach(this::tag);
        String folded = trace.tags().stream()
                .filter(TraceText::untriggered)
                .map(EventTrace.TagTrace::tag)
                .collect(Collectors.joining(", "));
        if (!folded.isEmpty()) {
            line(0, "not triggered by this event: " + folded);
        }
    }

    private static boolean untriggered(EventTrace.TagTrace tag) {
        return tag.untriggered();
    }

    private void tag(EventTrace.TagTrace tag) {
        row(tag.tag(), tag.verdict(), why(tag));
        for (EventTrace.TagClick click : tag.clicks()) {
            line(
                    tagWidth,
                    (click.used() ? "by the " : "not by the ") + click.name() + " " + click.value() + " of "
                            + show.full(click.firstSeen()) + ": " + words(click));
        }
        for (EventTrace.AttemptTrace attempt : tag.attempts()) {
            boolean another = attempt.config() != null && !attempt.config().equals(tag.config());
            line(
                    tagWidth,
                    show.time(attempt.at()) + " " + attempt.result() + answered(attempt)
                            + (another ? " (config " + attempt.config() + ")" : ""));
            block("→ ", attempt.request());
            if (attempt.status() != 0) {
                block("← ", attempt.response().isBlank() ? "(empty body)" : attempt.response());
            }
        }
        out.append('\n');
    }

    private String why(EventTrace.TagTrace tag) {
        List<String> parts = new ArrayList<>();
        if (tag.reason() != null) {
            parts.add(tag.reason() + ": " + tag.reasonText());
        }
        if (!tag.detail().isBlank()) {
            parts.add(tag.detail());
        }
        @Nullable Instant next = tag.nextAttempt();
        if (next != null) {
            parts.add("next attempt " + show.full(next));
        }
        if (tag.verdict().equals("held")) {
            parts.add("decide with taghub held --tag " + tag.tag());
        }
        if (parts.isEmpty()) {
            int attempts = tag.attempts().size();
            return attempts == 0
                    ? "its attempts are no longer kept"
                    : attempts == 1 ? "at the first attempt" : "after " + attempts + " attempts";
        }
        return String.join("; ", parts);
    }

    private static String words(EventTrace.TagClick click) {
        if (!click.used()) {
            return click.why();
        }
        return switch (click.why()) {
            case "event" -> "the back end named it in the event";
            case "lock" -> "it was locked for the user";
            default -> "the visitor came by it";
        };
    }

    private static String answered(EventTrace.AttemptTrace attempt) {
        if (attempt.result().equals(Attempt.SHADOW)) {
            return ", not sent";
        }
        return (attempt.status() == 0 ? ", no answer" : ", HTTP " + attempt.status()) + " after " + attempt.tookMs()
                + " ms"
                + (attempt.events() > 1
                        ? ", with " + (attempt.events() - 1) + (attempt.events() == 2 ? " more event" : " more events")
                        : "")
                + (attempt.detail().isBlank() || attempt.detail().equals("HTTP " + attempt.status())
                        ? ""
                        : ": " + attempt.detail());
    }

    private void row(String tag, String verdict, String why) {
        String first = pad(shorten(clean(tag), tagWidth - 2), tagWidth) + pad(verdict, VERDICT);
        int indent = tagWidth + VERDICT;
        List<String> lines = fold(clean(why), width - indent);
        out.append((first + (lines.isEmpty() ? "" : lines.getFirst())).stripTrailing())
                .append('\n');
        lines.stream()
                .skip(1)
                .forEach(line -> out.append(" ".repeat(indent)).append(line).append('\n'));
    }

    private void block(String arrow, String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), MAX_LINES); i++) {
            line(tagWidth, (i == 0 ? arrow : "  ") + lines.get(i));
        }
        if (lines.size() > MAX_LINES) {
            line(tagWidth, "  … " + (lines.size() - MAX_LINES) + " more lines; the console shows them");
        }
    }

    private void line(int indent, String text) {
        for (String part : fold(clean(text), width - indent)) {
            out.append((" ".repeat(indent) + part).stripTrailing()).append('\n');
        }
    }

    /** Breaks at a space where there is one, else hard, but never an address: it is there to be copied. */
    private static List<String> fold(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            boolean soft = space > width / 2 && !rest.substring(0, space).isBlank();
            int end = soft ? space : width;
            int next = rest.indexOf(' ', width);
            int wordEnd = next < 0 ? rest.length() : next;
            if (!soft && rest.substring(space + 1, wordEnd).contains("://")) {
                end = wordEnd;
            }
            lines.add(rest.substring(0, end));
            rest = rest.startsWith(" ", end) ? rest.substring(end + 1) : rest.substring(end);
        }
        if (!rest.isEmpty() || lines.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** What came from outside must not move the cursor, change colours or write from right to left. */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "�");
    }

    private static String shorten(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
