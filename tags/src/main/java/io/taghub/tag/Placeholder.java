package io.taghub.tag;

import io.taghub.event.Person;
import io.taghub.text.Letters;
import io.taghub.text.UnresolvedMacro;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people and shop systems write where they have no name, address or number: {@code test@test.com},
 * {@code (000) 000-0000}, {@code N/A}. Hashed, it would make one person of all of them. Safe for many threads: it never changes.
 */
public final class Placeholder {

    /** Alone before the at sign they say that there is no address, whatever follows. */
    private static final Set<String> NOBODY = Set.of(
            "none",
            "null",
            "undefined",
            "noemail",
            "nomail",
            "noreply",
            "donotreply",
            "notprovided",
            "notavailable",
            "unknown");

    /** They say nothing beside {@link #NOWHERE} or where the domain repeats them; elsewhere they may be somebody's. */
    private static final Set<String> ANYBODY = Set.of(
            "test",
            "tests",
            "testing",
            "tester",
            "testuser",
            "example",
            "sample",
            "demo",
            "na",
            "nil",
            "nan",
            "email",
            "mail",
            "user",
            "username",
            "name",
            "firstname",
            "lastname",
            "your",
            "yourname",
            "youremail",
            "you",
            "me",
            "someone",
            "somebody",
            "nobody",
            "noone",
            "no",
            "invalid",
            "customer",
            "guest",
            "anonymous",
            "admin",
            "info",
            "fake",
            "dummy",
            "foo",
            "bar",
            "foobar",
            "asdf",
            "qwerty",
            "abc",
            "abcd",
            "xyz",
            "temp",
            "placeholder");

    private static final Set<String> NOWHERE = Set.of(
            "test",
            "email",
            "domain",
            "yourdomain",
            "company",
            "yourcompany",
            "site",
            "website",
            "yoursite",
            "bar",
            "foo",
            "foobar",
            "fake");

    /** Domains that say the same whoever stands before them. */
    private static final Set<String> NO_DOMAIN = Set.of("noemail", "nomail", "none", "null", "undefined");

    /** Nobody's given name; some are somebody's family name. */
    private static final Set<String> NO_GIVEN_NAME = Set.of("guest", "guestuser", "customer", "visitor", "user");

    /** Whole names and places. What is somebody's name as well is not among them: Na, Nan, Nil, Guest, Tester. */
    private static final Set<String> NO_NAME = Set.of(
            "n/a",
            "n.a",
            "null",
            "undefined",
            "undef",
            "none",
            "unknown",
            "anonymous",
            "test",
            "testing",
            "testuser",
            "testname",
            "testtest",
            "nullnull",
            "undefinedundefined",
            "objectobject",
            "notset",
            "notavailable",
            "notapplicable",
            "notprovided",
            "notgiven",
            "noname",
            "nofirstname",
            "nolastname",
            "firstname",
            "lastname",
            "fullname",
            "givenname",
            "familyname",
            "surname",
            "fname",
            "lname",
            "name",
            "yourname",
            "username",
            "zip",
            "zipcode",
            "postcode",
            "postalcode",
            "city",
            "yourcity",
            "xxx",
            "xxxx",
            "xxxxx",
            "asdf",
            "qwerty",
            "placeholder",
            "tbd");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s_-]+");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D");
    private static final Pattern ZEROS = Pattern.compile("0[0 -]*");

    /** What stands where there is no hash; those that tests make up are left alone. */
    private static final Pattern MADE_UP = Pattern.compile("0+");

    /** What programs hash where they have nothing, in the ways they write it. */
    private static final Set<String> HASHES = Stream.concat(
                    Stream.of(
                            "",
                            " ",
                            "-",
                            "0",
                            "NaN",
                            "[object Object]",
                            "{}",
                            "[]",
                            "test@test.com",
                            "noemail@noemail.com"),
                    Stream.of(
                                    "null",
                                    "undefined",
                                    "none",
                                    "nil",
                                    "nan",
                                    "n/a",
                                    "na",
                                    "unknown",
                                    "false",
                                    "true",
                                    "not set",
                                    "(not set)",
                                    "test")
                            .flatMap(word -> Stream.of(
                                    word,
                                    word.toUpperCase(Locale.ROOT),
                                    word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))))
            .map(word -> Identifiers.hex("SHA-256", word))
            .collect(Collectors.toUnmodifiableSet());

    /** Reserved by RFC 2606: no mail ever goes there. {@code .example} is left to those who show how it is done. */
    private static final Set<String> RESERVED = Set.of("test", "invalid", "localhost");

    private static final String UP = "01234567890";
    private static final String DOWN = "09876543210";
    private static final int SHORTEST_RUN = 6;

    /** So many of one digit at a number's end are nobody's. */
    private static final int ONE_AGAIN = 8;

    private Placeholder() {}

    /**
     * Whether this is nobody's name, address or number, or can be sent as none. Of a number written nationally only the
     * digits tell.
     *
     * @param field its name in an event's JSON, {@code first_name}
     */
    public static boolean is(Person person, String field, String value) {
        if (person.hashed(field, value)) {
            String hash = value.toLowerCase(Locale.ROOT);
            return HASHES.contains(hash) || MADE_UP.matcher(hash).matches();
        }
        return switch (field) {
            case "email" -> Identifiers.email(Identifiers.squeezed(value)) == null;
            case "phone" ->
                value.strip().startsWith("+")
                        ? Identifiers.phone(value, null) == null
                        : phone(NO_DIGIT.matcher(value).replaceAll(""));
            case "first_name" ->
                isNoName(value)
                        || NO_GIVEN_NAME.contains(BETWEEN_WORDS
                                .matcher(value.strip())
                                .replaceAll("")
                                .toLowerCase(Locale.ROOT));
            case "last_name", "street", "city", "region" -> isNoName(value);
            case "postal_code" ->
                isNoName(value) || ZEROS.matcher(value.strip()).matches();
            default -> false;
        };
    }

    private static boolean isNoName(String value) {
        String text = value.strip();
        String core = Letters.core(text);
        return UnresolvedMacro.isUnfilled(text)
                || NO_NAME.contains(BETWEEN_WORDS.matcher(core).replaceAll("").toLowerCase(Locale.ROOT));
    }

    /** @param email an address in lower case */
    static boolean email(String email) {
        int at = email.indexOf('@');
        int plus = email.indexOf('+');
        String who = unseparated(email.substring(0, plus < 0 || plus > at ? at : plus));
        String where = unseparated(email.substring(at + 1, email.indexOf('.', at)));
        boolean twice = who.equals(where) && (ANYBODY.contains(who) || who.length() < 3 || isOneDigitOrLetter(who));
        return RESERVED.contains(email.substring(email.lastIndexOf('.') + 1))
                || NOBODY.contains(who)
                || NO_DOMAIN.contains(where)
                || UnresolvedMacro.isUnfilled(email)
                || twice
                || (who.equals(where) && UP.contains(who))
                || (ANYBODY.contains(who) && NOWHERE.contains(where));
    }

    private static String unseparated(String text) {
        return text.replace(".", "").replace("_", "").replace("-", "");
    }

    /**
     * One digit again and again, also behind a first one or two, or all of them in their order.
     *
     * @param national digits without the country's code
     */
    static boolean phone(String national) {
        return isOneDigitOrLetter(national)
                || (national.length() > ONE_AGAIN
                        && isOneDigitOrLetter(national.substring(national.length() - ONE_AGAIN)))
                || (national.length() >= SHORTEST_RUN && (UP.contains(national) || DOWN.contains(national)));
    }

    private static boolean isOneDigitOrLetter(String text) {
        return !text.isEmpty() && text.chars().allMatch(one -> one == text.charAt(0));
    }
}
