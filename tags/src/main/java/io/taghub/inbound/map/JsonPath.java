package io.taghub.inbound.map;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * A place in a JSON body: {@code .name}, {@code ['a name']}, {@code [0]}, {@code [-1]} for the last, {@code [*]} for all,
 * {@code [key=value]} for those elements of which a field has this value.
 *
 * @param steps from the outside in
 */
record JsonPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile(
            "\\.(?<name>[\\w-]+)|\\[(?:'(?<quoted>[^']+)'|(?<index>-?\\d{1,6})|(?<all>\\*)|(?<key>[\\w.-]+)=(?<value>[^\\]]*))]");

    sealed interface Step {
        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record All() implements Step {}

        record Where(String key, String value) implements Step {}
    }

    /** Null where it is not written so. */
    static @Nullable JsonPath of(String written) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(written);
        int at = 0;
        while (at < written.length()) {
            if (!step.find(at) || step.start() != at) {
                return null;
            }
            steps.add(step(step));
            at = step.end();
        }
        return new JsonPath(List.copyOf(steps));
    }

    private static Step step(Matcher step) {
        if (step.group("name") != null || step.group("quoted") != null) {
            return new Step.Name(step.group("name") != null ? step.group("name") : step.group("quoted"));
        }
        if (step.group("index") != null) {
            return new Step.Index(Integer.parseInt(step.group("index")));
        }
        return step.group("all") != null
                ? new Step.All()
                : new Step.Where(step.group("key"), step.group("value").replaceAll("^'|'$", ""));
    }

    /** What is there: missing where nothing is, a list where the path leads to several. */
    JsonNode in(JsonNode whole) {
        List<JsonNode> here = List.of(whole);
        boolean several = false;
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : here) {
                follow(step, node, next);
            }
            several |= step instanceof Step.All;
            here = next;
        }
        if (!several) {
            return here.isEmpty() ? MissingNode.getInstance() : here.getFirst();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        here.forEach(list::add);
        return list;
    }

    private static void follow(Step step, JsonNode node, List<JsonNode> found) {
        switch (step) {
            case Step.Name(String name) -> add(node.path(name), found);
            case Step.Index(int index) -> add(node.path(index < 0 ? node.size() + index : index), found);
            case Step.All all -> node.valueStream().forEach(each -> add(each, found));
            case Step.Where(String key, String value) ->
                node.valueStream().filter(each -> value.equals(text(each, key))).forEach(each -> add(each, found));
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        JsonNode at = node;
        for (String name : key.split("\\.", -1)) {
            at = at.path(name);
        }
        return at.isMissingNode() ? null : at.asString("");
    }

    private static void add(JsonNode node, List<JsonNode> found) {
        if (!node.isMissingNode() && !node.isNull()) {
            found.add(node);
        }
    }
}
