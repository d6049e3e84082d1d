package io.taghub.console.received;

import io.taghub.inbound.hook.Hook;
import io.taghub.personal.Mask;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells by its name what may open a door, wherever a sender put it: a token in the address of who expects it in a header is kept,
 * sealed, because a mapping may read it, and is shown to nobody.
 */
final class SecretNames {
    private static final Pattern SECRET = Pattern.compile(
            "(?:.*[^a-z])?(?:key|auth|sig|pass|pwd|secure|hash)\\]?|.*(?:token|secret|password|passwd|signature|credentials?|api[-_ ]?key"
                    + "|access[-_ ]?key|private[-_ ]?key|write[-_ ]?key|authorization)\\]?",
            Pattern.CASE_INSENSITIVE);

    private SecretNames() {}

    static boolean has(String name) {
        return SECRET.matcher(name.strip()).matches();
    }

    /** An address without the values of such parameters. */
    static String address(String url) {
        int question = url.indexOf('?');
        return question < 0
                ? url
                : url.substring(0, question + 1)
                        + Stream.of(url.substring(question + 1).split("&", -1))
                                .map(SecretNames::pair)
                                .collect(Collectors.joining("&"));
    }

    private static String pair(String pair) {
        int equals = pair.indexOf('=');
        return equals > 0 && has(Hook.decoded(pair.substring(0, equals)))
                ? pair.substring(0, equals + 1) + Mask.HIDDEN
                : pair;
    }

    /** Changes the tree: without what stands under such names, however deep. In a list of names and values a key is a name. */
    static void hide(JsonNode json) {
        if (json instanceof ObjectNode object) {
            boolean named = object.has("key") && object.has("value");
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                if (value.isValueNode() && !value.isNull() && has(name) && !(named && name.equals("key"))) {
                    object.put(name, Mask.HIDDEN);
                }
            }
            if (named
                    && has(object.path("key").asString(""))
                    && object.get("value").isValueNode()) {
                object.put("value", Mask.HIDDEN);
            }
        }
        json.forEach(SecretNames::hide);
    }
}
