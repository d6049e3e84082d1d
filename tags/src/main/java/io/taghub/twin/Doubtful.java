package io.taghub.twin;

import io.taghub.text.PublicAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds what vendors take and can make nothing of: placeholders, hashes of nothing, private addresses, less than nothing. */
public final class Doubtful {
    /** SHA-256 of the empty text, of {@code undefined}, {@code null} and {@code none}. */
    private static final Set<String> OF_NOTHING = Set.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c",
            "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b",
            "140bedbf9c3f6d56a9846d2ba7088798683f4da0c248231336e6a05679e4fdfe");

    private static final Set<String> COUNTED = Set.of("quantity", "price", "item_price", "unitprice");

    private Doubtful() {}

    /** One sentence for each, with its path. */
    public static List<String> problems(String path, JsonNode value) {
        List<String> problems = new ArrayList<>();
        look(path, path.substring(path.lastIndexOf('.') + 1), value, problems);
        return problems;
    }

    /** Of these parts of an object, without what is known already, with whatever before its path. */
    public static List<String> others(List<String> known, JsonNode object, String... keys) {
        return Stream.of(keys)
                .flatMap(key -> problems(key, object.path(key)).stream())
                .filter(found -> known.stream().noneMatch(problem -> problem.endsWith(found)))
                .toList();
    }

    private static void look(String path, String key, JsonNode value, List<String> problems) {
        value.properties()
                .forEach(field -> look(path + "." + field.getKey(), field.getKey(), field.getValue(), problems));
        if (value.isArray()) {
            value.forEach(element -> look(path, key, element, problems));
        } else if (value.isString()) {
            String wrong = wrong(key.toLowerCase(Locale.ROOT), value.stringValue());
            if (!wrong.isEmpty() && !problems.contains(path + wrong)) {
                problems.add(path + wrong);
            }
        } else if (value.isNumber()
                && COUNTED.contains(key.toLowerCase(Locale.ROOT))
                && value.decimalValue().signum() < 0) {
            String wrong = path + " is less than nothing";
            if (!problems.contains(wrong)) {
                problems.add(wrong);
            }
        }
    }

    private static String wrong(String key, String text) {
        if (key.endsWith("id") ? Shape.isUnfilled(text) : Shape.isMacro(text)) {
            return " is a placeholder nobody filled in";
        }
        if (OF_NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
            return " is the hash of nothing";
        }
        boolean address = key.equals("ip") || key.endsWith("ip_address") || key.equals("ipaddress");
        if (address && Shape.isIp(text) && !PublicAddress.isPublic(InetAddress.ofLiteral(text))) {
            return " is an address of a private network";
        }
        return key.endsWith("clid") && text.chars().anyMatch(Character::isWhitespace) ? " holds a blank" : "";
    }
}
