package io.taghub.personal;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Identifiers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of one event's person tells who they are where it is repeated as it is: e-mail address, phone number, full name,
 * street, birth date, however they are written. Never a first name alone: May is also a product's word.
 */
final class Own {
    static final Own NOBODY = new Own(Set.of(), Set.of(), Set.of());

    /** Shorter ones are found in anything. */
    private static final int TELLING_DIGITS = 7;

    private static final int COUNTRY_DIGITS = 3;

    private final Set<String> words;
    private final Set<String> phones;
    private final Set<String> births;

    private Own(Set<String> words, Set<String> phones, Set<String> births) {
        this.words = words;
        this.phones = phones;
        this.births = births;
    }

    static Own of(Event event) {
        Person user = event.user();
        Set<String> words = new HashSet<>();
        Set<String> births = new HashSet<>();
        user.emails().forEach(email -> words.add(plain(email)));
        if (user.street() != null) {
            words.add(plain(user.street()));
        }
        if (user.firstName() != null && user.lastName() != null) {
            words.add(plain(user.firstName() + user.lastName()));
            words.add(plain(user.lastName() + user.firstName()));
        }
        event.properties().forEach((key, value) -> {
            if (value instanceof String text && text.length() >= TELLING_DIGITS && PersonalKeys.isStreet(key, text)) {
                words.add(plain(text));
            }
        });
        Set<String> phones = phones(user);
        String born = Identifiers.birthDate(user.birthDate());
        if (born != null) {
            String year = born.substring(0, 4);
            String month = born.substring(4, 6);
            String day = born.substring(6);
            births.addAll(List.of(born, day + month + year, month + day + year));
        }
        words.remove("");
        return words.isEmpty() && phones.isEmpty() && births.isEmpty() ? NOBODY : new Own(words, phones, births);
    }

    private static Set<String> phones(Person user) {
        Set<String> phones = new HashSet<>();
        for (String phone : user.phones()) {
            phones.add(withoutZeros(digits(phone)));
            String international = Identifiers.phone(phone, Identifiers.country(user.country()));
            if (international != null) {
                phones.add(international);
            }
        }
        phones.removeIf(phone -> phone.length() < TELLING_DIGITS);
        return phones;
    }

    /** Also without its country's number, or with the zeros of a trunk or of abroad before it. */
    private boolean isPhone(String digits) {
        String bare = withoutZeros(digits);
        return bare.length() >= TELLING_DIGITS
                && phones.stream()
                        .anyMatch(phone -> phone.endsWith(bare) && phone.length() - bare.length() <= COUNTRY_DIGITS);
    }

    private static String withoutZeros(String digits) {
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    /** Whether the text is one of these and nothing else. */
    boolean is(String text) {
        if (this == NOBODY || text.length() > 200) {
            return false;
        }
        if (words.contains(plain(text))) {
            return true;
        }
        String digits = isNumber(text) ? digits(text) : "";
        return births.contains(digits) || isPhone(digits);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i)) && " +-./()".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    /** Letters and digits in lower case: {@code Ada Lovelace}, {@code ada-lovelace}. */
    private static String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(lower.length());
        int point;
        for (int i = 0; i < lower.length(); i += Character.charCount(point)) {
            point = lower.codePointAt(i);
            if (Character.isLetterOrDigit(point)) {
                plain.appendCodePoint(point);
            }
        }
        return plain.toString();
    }
}
