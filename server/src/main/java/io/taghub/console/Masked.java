package io.taghub.console;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Hides personal data from whoever looks: one place, used by everything that is shown. */
final class Masked {
    private static final String HIDDEN = "***";

    /** user@host.tld, also with the @ percent-encoded as it stands in addresses. */
    private static final Pattern EMAIL = Pattern.compile(
            "([\\p{L}\\p{N}._+%-]{0,63}?[\\p{L}\\p{N}_+-])(@|%40)([\\p{L}\\p{N}-]{1,63})((?:\\.[\\p{L}\\p{N}-]{1,63}){1,4})");

    /** Keys whose value is personal or secret whatever it looks like. */
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "(?i).*(e_?mail|phone|mobile|(first|last|full|sur|given|family)_?name|street|address|birth|passw|secret|token|iban|card|ssn|passport).*");

    /** The same keys in the query of an address. */
    private static final Pattern PRIVATE_PARAMETER =
            Pattern.compile("(?i)([?&#;](?:[a-z_]*(?:e_?mail|phone|mobile|(?:first|last|full|sur)_?name"
                    + "|street|address|birth|passw|secret|token)[a-z_]*)=)[^&#;\\s]*");

    private Masked() {}

    /** The event under the names of {@code /v1/events}, personal data masked; see {@link EventTrace} for the keys. */
    static Map<String, Object> event(Event event) {
        ObjectNode json = EventJson.write(event);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", event.name());
        shown.put("id", event.id());
        shown.put("time", event.time().toString());
        shown.put("received", event.received().toString());
        shown.put("channels", channels(event));
        shown.put("visitor", event.visitor());
        shown.put("user_id", event.user().id());
        if (event.user().hasDetails()) {
            shown.put("user", person(event.user()));
        }
        for (String key : List.of(
                "value", "currency", "order_id", "items", "page", "client", "consent", "status", "properties")) {
            if (json.has(key)) {
                shown.put(key, tree(key, json.get(key)));
            }
        }
        return shown;
    }

    static List<String> channels(Event event) {
        return new TreeSet<>(event.channels()).stream().map(Masked::word).toList();
    }

    private static String word(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> person(Person user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        EventJson.write(user).properties().forEach(field -> {
            String key = field.getKey();
            String value = field.getValue().asString();
            if (key.equals("email")) {
                shown.put(key, text(value).equals(value) ? HIDDEN : text(value));
            } else if (key.equals("country") && value.length() == 2) {
                shown.put(key, value);
            } else if (!key.equals("id")) {
                shown.put(key, HIDDEN);
            }
        });
        return shown;
    }

    private static @Nullable Object tree(String key, JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            node.properties().forEach(field -> shown.put(text(field.getKey()), tree(field.getKey(), field.getValue())));
            return shown;
        }
        if (node.isArray()) {
            List<@Nullable Object> shown = new ArrayList<>();
            node.forEach(element -> shown.add(tree(key, element)));
            return shown;
        }
        if (PRIVATE_KEY.matcher(key).matches()) {
            return HIDDEN;
        }
        if (!node.isString()) {
            return node.isNumber() ? node.decimalValue() : node.isBoolean() ? (Object) node.booleanValue() : null;
        }
        return key.equals("ip") ? ip(node.stringValue()) : text(node.stringValue());
    }

    /** Free text with every e-mail address in it masked: {@code a***@e***.com}. */
    static String text(String text) {
        String masked = text.indexOf('@') < 0 && !text.contains("%40")
                ? text
                : EMAIL.matcher(text).replaceAll(Masked::email);
        return PRIVATE_PARAMETER.matcher(masked).replaceAll("$1" + HIDDEN);
    }

    private static String email(java.util.regex.MatchResult match) {
        String domain = match.group(4);
        String masked = match.group(1).substring(0, 1) + HIDDEN + "@"
                + match.group(3).substring(0, 1) + HIDDEN + domain.substring(domain.lastIndexOf('.'));
        return Matcher.quoteReplacement(masked);
    }

    /** The network of an address: {@code 203.0.113.0}, {@code 2001:db8:85a3::}. */
    static String ip(String ip) {
        if (ip.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return ip.substring(0, ip.lastIndexOf('.')) + ".0";
        }
        if (ip.matches("[0-9a-fA-F:.]{2,45}") && ip.contains(":")) {
            String[] groups = ip.split("::", 2)[0].split(":");
            return String.join(":", List.of(groups).subList(0, Math.min(3, groups.length))) + "::";
        }
        return HIDDEN;
    }
}
