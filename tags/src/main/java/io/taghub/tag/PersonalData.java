package io.taghub.tag;

import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps e-mail addresses, phone numbers and names out of what is sent in clear: page addresses, free properties, texts of
 * errors. Every platform forbids them there, and a form that is submitted with GET puts them there.
 */
public final class PersonalData {
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@=&?/:;,\"'<>]+@[^\\s@=&?/:;,\"'<>]+\\.[^\\s@=&?/:;,\"'<>]+");
    private static final Pattern PHONE = Pattern.compile("\\+[\\d\\s().-]{8,}");
    private static final Set<String> KEYS = Set.of(
            "email",
            "e_mail",
            "mail",
            "phone",
            "phone_number",
            "tel",
            "mobile",
            "name",
            "first_name",
            "firstname",
            "last_name",
            "lastname",
            "full_name",
            "password",
            "birth_date",
            "birthday");

    private PersonalData() {}

    /** The person as far as an ad platform may know them: nobody where the visitor denied that. */
    public static Person shareable(Event event) {
        return event.consent().denies(Consent.Purpose.AD_USER_DATA) ? Person.UNKNOWN : event.user();
    }

    /** The beginning of a text, at most so many UTF-16 units; a character is kept whole or not at all. */
    public static @Nullable String cut(@Nullable String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** The address without the query parameters that hold personal data; null stays null. */
    public static @Nullable String strippedFrom(@Nullable String url) {
        if (url == null) {
            return null;
        }
        int fragment = url.indexOf('#');
        String tail = fragment < 0 ? "" : url.substring(fragment);
        String page = fragment < 0 ? url : url.substring(0, fragment);
        String kept = EMAIL.matcher(decoded(tail)).find() ? "" : tail;
        int question = page.indexOf('?');
        if (question < 0) {
            return page + kept;
        }
        String query = Arrays.stream(page.substring(question + 1).split("&", -1))
                .filter(parameter -> !isPersonal(parameter))
                .collect(Collectors.joining("&"));
        return page.substring(0, question) + (query.isEmpty() ? "" : "?" + query) + kept;
    }

    private static boolean isPersonal(String parameter) {
        int equals = parameter.indexOf('=');
        String key = equals < 0 ? parameter : parameter.substring(0, equals);
        return isPersonalKey(key) || isPersonalText(decoded(parameter.substring(equals + 1)));
    }

    /**
     * The operator's own properties that may go to a platform as they are, in a fixed order: texts, numbers and booleans
     * under names that mean nothing special, without personal data.
     *
     * @param taken names that the platform or the handler uses for something else
     */
    public static Map<String, Object> freeProperties(Event event, Set<String> taken) {
        Map<String, Object> free = new TreeMap<>();
        event.properties().forEach((key, value) -> {
            boolean scalar = value instanceof String || value instanceof Number || value instanceof Boolean;
            boolean personal = isPersonalKey(key) || (value instanceof String text && isPersonalText(text));
            if (scalar && !personal && !taken.contains(key)) {
                free.put(key, value);
            }
        });
        return free;
    }

    /** What a platform says about an error, short and without addresses it may have quoted. */
    public static String masked(String text) {
        String masked = EMAIL.matcher(text).replaceAll("***").strip();
        return masked.length() > 200 ? cut(masked, 200) + "…" : masked;
    }

    private static boolean isPersonalText(String text) {
        return EMAIL.matcher(text).find() || PHONE.matcher(text.strip()).matches();
    }

    private static boolean isPersonalKey(String key) {
        return KEYS.contains(key.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
