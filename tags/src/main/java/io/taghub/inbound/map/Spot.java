package io.taghub.inbound.map;

import io.taghub.inbound.hook.Mistakes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** Where in a request a value stands. */
sealed interface Spot {
    JsonNode in(Scene scene);

    /** {@code $.a.b}: in the body. */
    record InBody(JsonPath path) implements Spot {
        @Override
        public JsonNode in(Scene scene) {
            return path.in(scene.whole());
        }
    }

    /** {@code @.a.b}: in the one of several events. */
    record Element(JsonPath path) implements Spot {
        @Override
        public JsonNode in(Scene scene) {
            return path.in(scene.element());
        }
    }

    /** {@code ?name}: a parameter of the query, or a field of the form. */
    record Parameter(String name) implements Spot {
        @Override
        public JsonNode in(Scene scene) {
            return node(scene.hook().parameter(name));
        }
    }

    /** {@code header:X-Topic}. */
    record Header(String name) implements Spot {
        @Override
        public JsonNode in(Scene scene) {
            return node(scene.hook().header(name));
        }
    }

    /** {@code 'word'}. */
    record Constant(String text) implements Spot {
        @Override
        public JsonNode in(Scene scene) {
            return node(text);
        }
    }

    Pattern HEADER = Pattern.compile("header:([\\w-]{1,64})");
    Pattern PARAMETER = Pattern.compile("\\?([\\w.\\[\\]-]{1,64})");
    Pattern CONSTANT = Pattern.compile("'([^']*)'");

    private static JsonNode node(@Nullable String text) {
        return text == null ? MissingNode.getInstance() : StringNode.valueOf(text);
    }

    /** Null and an error where it is no place. */
    static @Nullable Spot of(String written, Mistakes faults, String path) {
        Matcher header = HEADER.matcher(written);
        Matcher parameter = PARAMETER.matcher(written);
        Matcher constant = CONSTANT.matcher(written);
        if (header.matches()) {
            return new Header(header.group(1));
        }
        if (parameter.matches()) {
            return new Parameter(parameter.group(1));
        }
        if (constant.matches()) {
            return new Constant(constant.group(1));
        }
        if (written.startsWith("$") || written.startsWith("@")) {
            JsonPath inside = JsonPath.of(written.substring(1));
            if (inside == null) {
                faults.error(path, "this is no path: it goes on with .name, ['a name'], [0], [-1], [*] or [key=value]");
                return null;
            }
            return written.startsWith("$") ? new InBody(inside) : new Element(inside);
        }
        faults.error(path, "this is no place in a request: " + meant(written));
        return null;
    }

    private static String meant(String written) {
        if (written.contains("{{") || written.startsWith("{")) {
            return "places are written bare, $.data.id or ?clickid, without braces";
        }
        if (written.toLowerCase(java.util.Locale.ROOT).startsWith("header")) {
            return "a header is written header:X-Topic";
        }
        return "$.path in the body, ?name in the query or form, header:Name, or a constant in quotes: \"'" + written
                + "'\"";
    }

    static JsonNode number(java.math.BigDecimal number) {
        return JsonNodeFactory.instance.numberNode(number);
    }
}
