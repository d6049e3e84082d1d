package io.taghub.twin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What every vendor forbids where it asks for free texts and addresses: personal data in clear, and placeholders that nobody
 * filled in. It goes by its own rules and not by those of the hub, so that the one finds what the other let pass.
 */
public final class InClear {
    private static final Pattern EMAIL = Pattern.compile("(?i)[\\w.+-]+@[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}");
    private static final Pattern PHONE = Pattern.compile("(?<!\\w)\\+\\d[\\d ().-]{7,17}\\d(?!\\w)");
    private static final Pattern KEY = Pattern.compile("(?:.*[_.-])?(?:e_?mail(?:_address)?|phone(?:_number)?|mobile"
            + "|(?:first|last|full|given|family)_?name|fname|lname|street(?:_address)?|date_of_birth|birth_?date|dob)");
    private static final Pattern MACRO =
            Pattern.compile("\\{\\{?[\\w.:| -]+}}?|\\$\\{[\\w.]+}|__[A-Z][A-Z0-9_]*__|%%[A-Z_]+%%|##\\w+##");
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);

    /** Who encodes an address and puts it into another one encodes it twice. */
    private static final int DECODED = 2;

    private InClear() {}

    /**
     * A sentence for each that is found, naming the place and never the value.
     *
     * @param path of the node, for the sentences
     */
    public static List<String> problems(String path, JsonNode node) {
        List<String> problems = new ArrayList<>();
        look(path, "", node, problems);
        return problems;
    }

    private static void look(String path, String key, JsonNode node, List<String> problems) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> look(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                            field.getKey(),
                            field.getValue(),
                            problems));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(path + "[" + i + "]", key, node.get(i), problems);
            }
        } else if (node.isString()) {
            text(path, key, node.stringValue(), problems);
        }
    }

    private static void text(String path, String key, String text, List<String> problems) {
        String plain = decoded(text);
        if (EMAIL.matcher(plain).find()) {
            problems.add(path + " holds an e-mail address in clear");
        } else if (PHONE.matcher(plain).find()) {
            problems.add(path + " holds a phone number in clear");
        } else if (isPersonal(key, text)) {
            problems.add(path + " is personal by its name and not hashed");
        }
        if (ADDRESS.matcher(text).matches()) {
            address(path, text, problems);
        }
    }

    private static void address(String path, String address, List<String> problems) {
        if (MACRO.matcher(decoded(address)).find()) {
            problems.add(path + " holds a placeholder that nobody filled in");
        }
        int question = address.indexOf('?');
        for (String parameter :
                question < 0 ? new String[0] : address.substring(question + 1).split("[&#]")) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && isPersonal(decoded(parameter.substring(0, equals)), parameter.substring(equals + 1))) {
                problems.add(path + " has the parameter '" + decoded(parameter.substring(0, equals))
                        + "', which is personal by its name");
            }
        }
    }

    private static boolean isPersonal(String key, String value) {
        return !value.isBlank()
                && !Shape.isSha256(value)
                && KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    private static String decoded(String text) {
        String plain = text;
        for (int i = 0; i < DECODED && plain.indexOf('%') >= 0; i++) {
            try {
                plain = URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                return plain;
            }
        }
        return plain;
    }
}
