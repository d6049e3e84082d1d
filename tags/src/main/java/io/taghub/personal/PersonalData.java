package io.taghub.personal;

import io.taghub.event.App;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Person;
import io.taghub.personal.PersonalKeys.Kind;
import io.taghub.personal.PersonalKeys.Within;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.text.UnresolvedMacro;
import io.taghub.text.WebAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Keeps what is personal out of what is sent in clear: page addresses, free properties, texts of errors. Every platform
 * forbids it there, and a form that is submitted with GET puts it there. What is personal is listed in one place for all:
 * by key in {@link PersonalKeys}, by form in {@link PersonalForms}; {@link Mask} hides the same from people. The fields
 * that a platform's contract asks for, hashed or in clear, are its tag's own business.
 */
public final class PersonalData {
    /** What stands in a path in the place of what was personal. */
    public static final String REMOVED = "removed";

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

    /** As {@link #strippedFrom(String, Event)}, about nobody in particular. */
    public static @Nullable String strippedFrom(@Nullable String url) {
        return stripped(url, Own.NOBODY);
    }

    /**
     * The address without what is personal in it, by key, by form or because it is the event's person's own: parameters go,
     * a part of the path becomes {@link #REMOVED}; null stays null.
     */
    public static @Nullable String strippedFrom(@Nullable String url, Event about) {
        return url == null ? null : stripped(url, Own.of(about));
    }

    private static @Nullable String stripped(@Nullable String written, Own own) {
        if (written == null) {
            return null;
        }
        String url = WebAddress.valid(Escapes.html(written));
        int fragment = url.indexOf('#');
        String tail = fragment < 0 ? "" : url.substring(fragment);
        String page = fragment < 0 ? url : url.substring(0, fragment);
        String kept = tail.isEmpty() || tells(tail, own) ? "" : tail;
        int question = page.indexOf('?');
        if (question < 0) {
            return path(page, own) + kept;
        }
        String[] parameters = page.substring(question + 1).split("&", -1);
        boolean besideAPlace = false;
        for (String parameter : parameters) {
            besideAPlace |= PersonalKeys.saysWhere(key(parameter));
        }
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (String parameter : parameters) {
            if (!isPersonal(parameter, besideAPlace, own) && !isUnfilled(parameter)) {
                query.add(parameter);
            }
        }
        return path(page.substring(0, question), own) + (query.length() > 1 ? query.toString() : "") + kept;
    }

    /** Digits mean nothing in a path: products and orders have numbers. */
    private static String path(String page, Own own) {
        int host = page.indexOf("//") + 2;
        int start = host < 2 ? 0 : page.indexOf('/', host);
        String authority = start < 0 ? page : page.substring(0, start);
        int user = authority.lastIndexOf('@');
        String site = user < 0 || host < 2 ? authority : authority.substring(0, host) + authority.substring(user + 1);
        if (start < 0) {
            return site;
        }
        String path = page.substring(start);
        if (own == Own.NOBODY && path.indexOf('@') < 0 && path.indexOf('%') < 0 && path.indexOf('+') < 0) {
            return site + path;
        }
        StringJoiner parts = new StringJoiner("/", site, "");
        for (String part : path.split("/", -1)) {
            parts.add(isTelling(Escapes.none(part), own) ? REMOVED : part);
        }
        return parts.toString();
    }

    private static boolean isTelling(String part, Own own) {
        return PersonalForms.in(part, part.startsWith("+")) || own.is(part);
    }

    private static boolean tells(String fragment, Own own) {
        return Arrays.stream(fragment.split("[#?&;/]")).anyMatch(parameter -> isPersonal(parameter, false, own))
                || PersonalForms.in(Escapes.inQuery(fragment), false);
    }

    private static String key(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? "" : Escapes.inQuery(parameter.substring(0, equals));
    }

    /** By the same list as a property; what a campaign is called is not a person's. A value may be an address itself. */
    private static boolean isPersonal(String parameter, boolean besideAPlace, Own own) {
        String key = key(parameter);
        String value = Escapes.inQuery(parameter.substring(parameter.indexOf('=') + 1));
        boolean campaign = key.toLowerCase(Locale.ROOT).startsWith("utm_");
        return (!campaign && PersonalKeys.personal(key, value, Within.TOP, besideAPlace))
                || (value.indexOf('=') > 0 && value.indexOf('?') >= 0 && !value.equals(stripped(value, own)))
                || isPersonal(key, value, own);
    }

    /** Whether a tool left its macro where a value should be, which says the same of everybody. */
    private static boolean isUnfilled(String parameter) {
        String value = Escapes.inQuery(parameter.substring(parameter.indexOf('=') + 1));
        boolean marked = value.length() > 2 && !Character.isLetterOrDigit(value.charAt(value.length() - 1));
        return marked && UnresolvedMacro.isUnfilled(value);
    }

    private static boolean isPersonal(String key, String text, Own own) {
        boolean id = PersonalKeys.kind(key) == Kind.ID;
        return PersonalForms.in(text, !id || text.startsWith("+"))
                || (!id && own.is(text))
                // A form without names puts what was typed in front of the sign.
                || PersonalForms.in(key, false);
    }

    /**
     * The operator's own properties that may go to a platform as they are, in a fixed order: texts, numbers and booleans
     * under names that mean nothing special ({@link SpecialNames}), without personal data.
     *
     * @param taken names that the platform or the handler uses for something else
     */
    public static Map<String, Object> freeProperties(Event event, Set<String> taken) {
        Map<String, Object> free = free(event.properties(), event, taken);
        free.keySet().removeAll(SpecialNames.OF_EVENTS);
        return free;
    }

    /** The same of other properties, the user's or an item's. */
    public static Map<String, Object> free(Map<String, Object> properties, Event about, Set<String> taken) {
        Map<String, Object> free = new TreeMap<>();
        boolean besideAPlace = PersonalKeys.besideAPlace(properties.keySet());
        Own own = Own.of(about);
        properties.forEach((key, value) -> {
            if (isScalar(value) && !taken.contains(key) && !isPersonal(key, value, besideAPlace, own)) {
                free.put(key, value);
            }
        });
        return free;
    }

    /** As {@link #freeProperties}, with the lists of such values, for platforms that take lists too. */
    public static Map<String, Object> freeLists(Event event, Set<String> taken) {
        if (event.properties().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> free = freeProperties(event, taken);
        boolean besideAPlace = PersonalKeys.besideAPlace(event.properties().keySet());
        Own own = Own.of(event);
        event.properties().forEach((key, value) -> {
            if (value instanceof List<?> list && !taken.contains(key) && !SpecialNames.OF_EVENTS.contains(key)) {
                List<Object> kept = list.stream()
                        .filter(element -> isScalar(element) && !isPersonal(key, element, besideAPlace, own))
                        .<Object>map(element -> element)
                        .toList();
                if (!kept.isEmpty()) {
                    free.put(key, kept);
                }
            }
        });
        return free;
    }

    private static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static boolean isPersonal(String key, Object value, boolean besideAPlace, Own own) {
        String text = Escapes.none(text(value));
        return PersonalKeys.personal(key, text, Within.TOP, besideAPlace) || hides(key, text, own);
    }

    /** By its form, as an address with something personal in it, or as the person's own. */
    private static boolean hides(String key, String text, Own own) {
        boolean address = (text.indexOf('?') >= 0 && text.indexOf('=') > 0) || text.contains("://");
        return (address && !WebAddress.valid(Escapes.html(text)).equals(stripped(text, own)))
                || isPersonal(key, text, own)
                || isForm(text, own);
    }

    /** Whether it is what somebody filled in, written as JSON. */
    private static boolean isForm(String text, Own own) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return false;
        }
        try {
            Object json = Fields.JSON.readValue(text, Object.class);
            List<String> personal = new ArrayList<>();
            gather("", json, Within.TOP, false, personal);
            List<String> texts = new ArrayList<>();
            gatherTexts(json, texts);
            return !personal.isEmpty() || texts.stream().anyMatch(own::is);
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** The text of a property that a platform has a field for, a search for instance; null where it is personal. */
    public static @Nullable String impersonal(@Nullable String text) {
        return text == null || PersonalForms.in(Escapes.none(text), true) ? null : text;
    }

    /** The same, null also where it is the event's person's own name, street or number. */
    public static @Nullable String impersonal(@Nullable String text, Event about) {
        return text == null || Own.of(about).is(Escapes.none(text)) ? null : impersonal(text);
    }

    /** The event's items without texts that are personal, of whatever kind they are. */
    public static List<LineItem> items(Event event) {
        if (event.items().isEmpty()) {
            return event.items();
        }
        Own own = Own.of(event);
        return event.items().stream()
                .map(item -> item.texts(text -> text == null || own.is(Escapes.none(text)) ? null : impersonal(text)))
                .toList();
    }

    /**
     * What stands under this key, a property's or a landing parameter's, as it may go out in clear: null where it is personal
     * by its key, by its form or as the event's person's own, of a list what is not. A token is an id here.
     */
    public static @Nullable Object impersonal(String key, Object value, Event about) {
        boolean named = PersonalKeys.kind(key) != Kind.TOKEN
                && (value instanceof List<?> list ? list.stream() : Stream.of(value))
                        .anyMatch(one -> PersonalKeys.personal(key, Escapes.none(text(one)), Within.TOP, false));
        return named ? null : unpersonal(key, value, Own.of(about));
    }

    /** The same where the key may say that it is personal: then that is what was asked for. */
    public static @Nullable Object impersonalUnder(String key, Object value, Event about) {
        boolean named = PersonalKeys.personal(key, Escapes.none(text(value)), Within.TOP, false);
        return named ? value : unpersonal(key, value, Own.of(about));
    }

    private static @Nullable Object unpersonal(String key, Object value, Own own) {
        if (value instanceof List<?> list) {
            List<?> kept = list.stream()
                    .filter(one -> !hides(key, Escapes.none(text(one)), own))
                    .toList();
            return kept.isEmpty() ? null : kept;
        }
        return hides(key, Escapes.none(text(value)), own) ? null : value;
    }

    /** An id that the platform asks for as it is; null where an address or a phone number was taken for one. */
    public static @Nullable String impersonalId(@Nullable String id) {
        return id == null || PersonalForms.in(Escapes.none(id), id.startsWith("+")) ? null : id;
    }

    /** What a platform says about an error, short and without what it may have quoted. */
    public static String masked(String text) {
        String masked =
                PersonalForms.replace(text, true, (form, found) -> Mask.HIDDEN).strip();
        return masked.length() > 200 ? cut(masked, 200) + "…" : masked;
    }

    /** Everything personal that an event holds, as it is and as platforms write it; too short for a match is left out. */
    static Stream<String> known(Event event) {
        Person user = event.user();
        Client client = event.client();
        Stream.Builder<@Nullable String> known = Stream.builder();
        user.emails().forEach(known::add);
        for (String phone : user.phones()) {
            known.add(phone).add(digits(phone)).add(Identifiers.phone(phone, Identifiers.country(user.country())));
        }
        known.add(user.street());
        for (App id : List.of(App.ADVERTISING_ID, App.VENDOR_ID, App.ANONYMOUS_ID)) {
            known.add(event.app().get(id));
        }
        for (String name : new @Nullable String[] {user.firstName(), user.lastName()}) {
            known.add(name).add(Identifiers.alphanumeric(name)).add(Identifiers.letters(name));
        }
        if (user.firstName() != null && user.lastName() != null) {
            known.add(user.firstName() + " " + user.lastName()).add(user.lastName() + " " + user.firstName());
            known.add(user.lastName() + ", " + user.firstName());
        }
        known.add(user.birthDate()).add(Identifiers.birthDate(user.birthDate()));
        Stream.Builder<@Nullable String> places = Stream.builder();
        for (String place : new @Nullable String[] {user.city(), user.region(), user.postalCode()}) {
            places.add(place).add(Identifiers.alphanumeric(place)).add(Identifiers.letters(place));
        }
        known.add(client == null ? null : client.ip());
        List<String> own = new ArrayList<>();
        gather("", event.properties(), Within.TOP, false, own);
        gather("", user.properties(), Within.TOP, false, own);
        event.items().forEach(item -> gather("", item.properties(), Within.TOP, false, own));
        return Stream.of(
                        known.build(),
                        places.build().filter(PersonalData::isTelling),
                        own.stream().filter(PersonalData::isTelling))
                .flatMap(each -> each)
                .<String>mapMulti((text, sink) -> {
                    if (text != null && !text.isBlank()) {
                        sink.accept(text);
                    }
                });
    }

    /** A postal code of four digits or {@code CA} would be found in amounts and words; under its key it is hidden anyway. */
    private static boolean isTelling(@Nullable String text) {
        return text != null && text.length() >= (text.chars().allMatch(Character::isDigit) ? 6 : 4);
    }

    private static String digits(String phone) {
        return phone.replaceAll("\\D", "");
    }

    private static void gather(String key, Object value, Within within, boolean besideAPlace, List<String> into) {
        switch (value) {
            case Map<?, ?> map -> {
                List<String> names = map.keySet().stream().map(String::valueOf).toList();
                boolean place = PersonalKeys.besideAPlace(names);
                map.forEach((name, inner) -> {
                    String below = String.valueOf(name);
                    boolean nested = inner instanceof Map
                            || (inner instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance));
                    gather(below, inner, nested ? PersonalKeys.below(below, within) : within, place, into);
                });
            }
            case List<?> list -> list.forEach(element -> gather(key, element, within, besideAPlace, into));
            case String text when PersonalKeys.personal(key, text, within, besideAPlace) -> into.add(text);
            case Number number
            when PersonalKeys.personal(key, text(number), within, besideAPlace) -> into.add(text(number));
            default -> {}
        }
    }

    /** The event's own words: what a sender may write as it likes. */
    static Stream<String> texts(Event event) {
        List<String> texts = new ArrayList<>();
        gatherTexts(event.properties(), texts);
        gatherTexts(event.user().properties(), texts);
        event.items().forEach(item -> gatherTexts(item.properties(), texts));
        if (event.status() != null) {
            texts.add(event.status());
        }
        event.items().forEach(item -> texts.add(item.name() == null ? "" : item.name()));
        if (event.page() != null) {
            texts.add(event.page().url() == null ? "" : event.page().url());
            texts.add(event.page().referrer() == null ? "" : event.page().referrer());
        }
        return texts.stream().filter(text -> isTelling(text) && !PersonalKeys.isProgress(text));
    }

    private static void gatherTexts(Object value, List<String> into) {
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(inner -> gatherTexts(inner, into));
            case List<?> list -> list.forEach(element -> gatherTexts(element, into));
            case String text -> into.add(text);
            default -> {}
        }
    }
}
