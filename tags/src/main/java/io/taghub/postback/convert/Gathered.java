package io.taghub.postback.convert;

import io.taghub.postback.Macros;
import io.taghub.postback.convert.PastedUrl.Pair;
import io.taghub.postback.convert.PastedUrl.Part;
import io.taghub.text.Amount;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is gathered while a pasted request becomes a tag: what to look at, the secrets, and what was an amount. */
final class Gathered {
    private final String name;
    private final List<PastedTag.Note> notes = new ArrayList<>();
    private final Hidden hidden = new Hidden();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<Pair> currencies = new ArrayList<>();
    private boolean amount;

    Gathered(String name) {
        this.name = name;
    }

    List<PastedTag.Note> notes() {
        return notes;
    }

    Hidden hidden() {
        return hidden;
    }

    /** Environment variable by the name of the secret, for macros. */
    Map<String, String> secrets() {
        return secrets;
    }

    void note(int at, String message, boolean todo) {
        notes.add(new PastedTag.Note(at + 1, message, todo));
    }

    /** A value in our macros; what is not understood is noted. */
    String value(@Nullable String parameter, Part value) {
        Rewritten rewritten = Rewritten.of(parameter, value.text());
        String usual = parameter == null ? null : Rewritten.usual(parameter);
        for (Rewritten.Unknown one : rewritten.unknown()) {
            String meant = usual == null ? one.hint() : "; '" + parameter + "' usually takes " + usual;
            note(value.at() + one.at(), "unknown macro '" + one.written() + "'" + meant, true);
        }
        look(parameter, value, rewritten);
        return rewritten.text();
    }

    /** Notes what goes out as the same for every event although each has its own. */
    void look(@Nullable String parameter, Part value, Rewritten rewritten) {
        amount |= rewritten.text().contains("{{ value");
        if (String.valueOf(Rewritten.usualPath(parameter)).startsWith("click.id")
                && rewritten.text().matches(".*\\{\\{ (?:sub\\d+|click\\.param\\..*) .*")) {
            note(
                    value.at(),
                    "'" + parameter
                            + "' usually takes the click's id, and this is what stood beside it in the landing address;"
                            + " if the click's id stands there, name that parameter by 'click_id' and write {{ click.id | required }}",
                    false);
        }
        if (rewritten.hasMacros() || value.text().isEmpty()) {
            return;
        }
        if (parameter == null) {
            String segment = decoded(value.text());
            if (Macros.isDoubtful("", segment)) {
                doubtful(value.at(), "'" + segment + "' goes out in the path", segment);
            }
            return;
        }
        String usual = String.valueOf(Rewritten.usualPath(parameter));
        String word = decoded(value.text());
        if (Macros.isDoubtful(parameter, word)) {
            doubtful(value.at(), "'" + parameter + "' goes out as '" + word + "'", word);
        } else if (isCurrency(parameter, word)) {
            currencies.add(new Pair(new Part(parameter, value.at()), value, true));
        } else if (usual.startsWith("click.id") || usual.startsWith("txn.id")) {
            note(
                    value.at(),
                    "'" + parameter + "' is the same for every event here; it usually takes {{ " + usual + " }}",
                    false);
        } else if (usual.startsWith("value") && value.text().matches("\\d+(?:[.,]\\d+)?")) {
            note(
                    value.at(),
                    "'" + parameter + "' is " + value.text() + " for every event here; what the event says is {{ "
                            + usual + " }}, another amount a rule of the tag's 'value'",
                    false);
        }
    }

    private void doubtful(int at, String what, String word) {
        note(
                at,
                what + " with every event; if that is a macro"
                        + MacroWord.hint(word).replaceFirst("^;", ","),
                false);
    }

    /** The preset's own amount counts as one too. */
    void amount(boolean there) {
        amount |= there;
    }

    private static boolean isCurrency(String parameter, String value) {
        String code = value.strip().toUpperCase(Locale.ROOT);
        boolean named = parameter.matches(
                "(?i)(?:.*[_.-])?(?:cr|cur|curr|ccy|currency|coin|iso)(?:[_.-]?(?:code|id|iso))?|.*currency.*");
        boolean shouted = value.matches("[A-Z]{3}")
                && !parameter.matches("(?i).*(?:country|geo|lang|locale|region|goal|event|type|status|action).*");
        return code.matches("[A-Z]{3}") && Amount.isIso(code) && (named || shouted);
    }

    /** Says of each currency that is written out that the amounts beside it may be of another. */
    void currencies() {
        for (Pair one : currencies) {
            if (amount) {
                String code = decoded(one.value().text()).toUpperCase(Locale.ROOT);
                note(
                        one.value().at(),
                        "'" + one.name().text() + "' says " + code
                                + " of every amount, whatever the event's currency: write {{ currency }}"
                                + " if the network takes it; else let the tag reckon, value: { currency: " + code
                                + ", rates: {...} }, or tell it of such events only, when: [EVENT: { currency: " + code
                                + " }]",
                        false);
            }
        }
    }

    /** Whether the parameter holds a secret, or the place of one that is not filled in. */
    boolean secret(Pair pair) {
        String parameter = decoded(pair.name().text());
        String value = decoded(pair.value().text());
        boolean typed = SecretPlace.isTyped(parameter, value);
        boolean secret = typed || SecretPlace.isOpen(parameter, value);
        if (typed) {
            hidden.add(pair.value());
        }
        if (secret) {
            note(
                    pair.value().at(),
                    "'" + parameter + "' is a secret: put it into the environment variable " + env(parameter),
                    false);
        }
        return secret;
    }

    /** The macro of a secret, whose reference goes under 'secrets'. */
    String secretMacro(String called) {
        String key = called.toLowerCase(Locale.ROOT).replaceAll("\\W+", "_").replaceFirst("^(?=\\d)", "n");
        secrets.put(key, env(called));
        return "{{ secret." + key + " }}";
    }

    /** {@code PARTNER_NORTH_TOKEN}. */
    String env(String what) {
        return (name + "_" + what)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_")
                .replaceFirst("^(?=\\d)", "N");
    }

    static String group(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> key(entry.getKey()) + ": " + quoted(entry.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    static String key(String key) {
        return key.matches("[A-Za-z_][\\w.-]*") && !key.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? key
                : quoted(key);
    }

    static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }

    static String decoded(String text) {
        return URLDecoder.decode(
                text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    static String decodedOutside(String text) {
        return text.contains("{{") ? text : decoded(text);
    }
}
