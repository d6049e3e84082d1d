package io.taghub.cli.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What became of received requests of which events were made anew, as text. */
public final class ReceivedReport {
    private ReceivedReport() {}

    /** @param answer of {@code POST /api/received/replay} */
    public static String of(JsonNode answer, boolean dryRun) {
        int looked = answer.path("looked").asInt(0);
        if (looked == 0) {
            return "nothing matches; without --code only those that nothing was made of are looked at";
        }
        int left = answer.path("left").asInt(0);
        return (looked == 1 ? "1 request was " : looked + " requests were ") + counts(answer.path("before")) + "\n"
                + (dryRun ? "by the config as it is now they would be " : "by the config as it is now they are ")
                + counts(answer.path("after"))
                + (left == 0
                        ? ""
                        : "\n" + left + " cannot be judged: their source is gone, or only a part of the body was kept");
    }

    private static String counts(JsonNode counts) {
        List<String> each = new ArrayList<>();
        counts.properties()
                .forEach(one -> each.add(one.getKey() + " " + one.getValue().asInt(0)));
        return each.isEmpty() ? "nothing" : String.join(", ", each);
    }
}
