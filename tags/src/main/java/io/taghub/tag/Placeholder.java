package io.taghub.tag;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people and shop systems write where they have no e-mail address and no phone number: {@code test@test.com},
 * {@code (000) 000-0000}. Hashed, it would make one person of all of them. Safe for many threads: it never changes.
 */
final class Placeholder {
    private static final Pattern ADDRESS = Pattern.compile("([^@+]*)(?:\\+[^@]*)?@([^.@]*)\\.(?:.*\\.)?([^.]*)");
    private static final Pattern SEPARATORS = Pattern.compile("[._-]");

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

    private static final Set<String> NOWHERE =
            Set.of("test", "email", "domain", "yourdomain", "company", "yourcompany", "site", "website", "yoursite");

    /** Reserved by RFC 2606: no mail ever goes there. {@code .example} is left to those who show how it is done. */
    private static final Set<String> RESERVED = Set.of("test", "invalid", "localhost");

    private static final String UP = "01234567890";
    private static final String DOWN = "09876543210";
    private static final int SHORTEST_RUN = 7;

    private Placeholder() {}

    /** @param email in lower case */
    static boolean email(String email) {
        Matcher address = ADDRESS.matcher(email);
        if (!address.matches()) {
            return false;
        }
        String who = SEPARATORS.matcher(address.group(1)).replaceAll("");
        String where = SEPARATORS.matcher(address.group(2)).replaceAll("");
        boolean twice = who.equals(where) && (ANYBODY.contains(who) || who.length() < 3 || isOneDigitOrLetter(who));
        return RESERVED.contains(address.group(3))
                || NOBODY.contains(who)
                || twice
                || (who.equals(where) && UP.contains(who))
                || (ANYBODY.contains(who) && NOWHERE.contains(where));
    }

    /**
     * One digit again and again, or all of them in their order.
     *
     * @param national digits without the country's code
     */
    static boolean phone(String national) {
        return isOneDigitOrLetter(national)
                || (national.length() >= SHORTEST_RUN && (UP.contains(national) || DOWN.contains(national)));
    }

    private static boolean isOneDigitOrLetter(String text) {
        return !text.isEmpty() && text.chars().allMatch(one -> one == text.charAt(0));
    }
}
