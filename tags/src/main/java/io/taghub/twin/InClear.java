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
    /** Begins where a run of such letters does and gives none of them back, or a long text would take its square. */
    private static final Pattern EMAIL =
            Pattern.compile("(?i)(?<![\\w.+-])[\\w.+-]++@[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}");

    private static final Pattern PHONE = Pattern.compile("(?<!\\w)\\+\\d[\\d ().-]{7,17}\\d(?!\\w)");
    private static final Pattern KEY = Pattern.compile(
            "(?:.*[_.-])?(?:e_?mail(?:_address)?|phone(?:_number)?|mobile"
                    + "|(?:first|last|full|given|family)_?name|fname|lname|street(?:_address)?|date_of_birth|birth_?date|dob"
                    + "|ip(?:_?addr(?:ess)?)?|iban|(?:billing|shipping|customer|user|home)_(?:city|zip|zip_?code|post(?:al)?_?code|state|region))");
    private static final Pattern IBAN = Pattern.compile("(?i)(?<!\\w)[a-z]{2}\\d{2}(?: ?[a-z0-9]){11,30}(?!\\w)");
    private static final Pattern CARD =
            Pattern.compile("(?<!\\w)(?:3[47]|[45]|2[2-7]|6[05])(?:[ -]?\\d){13,15}(?!\\w)");
    /** Such numbers are somebody's own counting, and one in ten looks like a card. */
    private static final Pattern COUNTED =
            Pattern.compile("(?i).*(?:id|ids|sku|gtin|ean|upc|number|ref|timestamp|time)");

    private static final Pattern MACRO = Pattern.compile(
            "\\{\\{?[\\w.:| -]+}}?|\\$\\{[\\w.]+}|__[A-Z][A-Z0-9_]*__|%%[A-Z_]+%%|##\\w+(?:\\([\\w, ]*\\))?##");
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
            node.properties().forEach(field -> {
                String name = field.getKey();
                if (EMAIL.matcher(decoded(name)).find()) {
                    problems.add(
                            "a key of " + (path.isEmpty() ? "the request" : path) + " is an e-mail address in clear");
                    name = "…";
                }
                look(path.isEmpty() ? name : path + "." + name, name, field.getValue(), problems);
            });
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
        } else if (isIban(plain)) {
            problems.add(path + " holds an account number in clear");
        } else if (isCard(key, plain)) {
            problems.add(path + " holds a card number in clear");
        } else if (isPersonal(key, text)) {
            problems.add(path + " is personal by its name and not hashed");
        }
        if (ADDRESS.matcher(text).matches()) {
            address(path, text, problems);
        }
    }

    private static void address(String path, String address, List<String> problems) {
        boolean unfilled = MACRO.matcher(decoded(address)).find();
        int question = address.indexOf('?');
        for (String parameter :
                question < 0 ? new String[0] : address.substring(question + 1).split("[&#]")) {
            int equals = parameter.indexOf('=');
            unfilled |= equals > 0 && Shape.isMacro(decoded(parameter.substring(equals + 1)));
            if (equals > 0 && isPersonal(decoded(parameter.substring(0, equals)), parameter.substring(equals + 1))) {
                problems.add(path + " has the parameter '" + decoded(parameter.substring(0, equals))
                        + "', which is personal by its name");
            }
        }
        if (unfilled) {
            problems.add(path + " holds a placeholder that nobody filled in");
        }
    }

    /** Its check digits are right: the rest after 97 is one. */
    private static boolean isIban(String text) {
        return IBAN.matcher(text).results().anyMatch(found -> {
            String iban = found.group().replace(" ", "").toUpperCase(Locale.ROOT);
            int rest = 0;
            for (char one : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
                int number = Character.digit(one, 36);
                rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
            }
            return rest == 1;
        });
    }

    /** Its last digit is right, as Luhn has it. */
    private static boolean isCard(String key, String text) {
        return !COUNTED.matcher(key).matches()
                && CARD.matcher(text).results().anyMatch(found -> {
                    String digits = found.group().replaceAll("\\D", "");
                    int sum = 0;
                    for (int i = 0; i < digits.length(); i++) {
                        int digit = digits.charAt(digits.length() - 1 - i) - '0';
                        sum += i % 2 == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
                    }
                    return digits.length() > 14 && digits.length() < 17 && sum % 10 == 0;
                });
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
