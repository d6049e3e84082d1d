package io.taghub.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes addresses out of what surrounds them in forms, headers and exports: names, quotes, schemes, blanks, signs nobody sees. */
public final class Mailbox {
    private static final Pattern PLAIN = Pattern.compile("[\\w.+-]+@[\\w.-]+\\w");

    /** Zero-width blanks, marks of byte order and direction, soft hyphens; not what joins letters in Persian and Hindi. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}&&[^\\u200c\\u200d]]");

    /** {@code John Doe <john@example.com>}. */
    private static final Pattern NAMED = Pattern.compile("[^<>]*<([^<>]*@[^<>]*)>\\s*");

    private static final Pattern BETWEEN = Pattern.compile("\\s*[,;]\\s*");
    private static final Pattern AROUND = Pattern.compile("^[\\s\"'`´‘’“”«»<(\\[]+|[\\s\"'`´‘’“”«»>)\\].,;]+$");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");

    private Mailbox() {}

    /** Each address alone, in the case it was written in; what is none as it is. */
    public static List<String> addresses(String written) {
        if (PLAIN.matcher(written).matches()) {
            return List.of(written);
        }
        String text = seen(written);
        String[] parts = BETWEEN.split(text);
        boolean several = parts.length > 1 && Stream.of(parts).allMatch(part -> part.indexOf('@') > 0);
        return several ? Stream.of(parts).map(Mailbox::alone).toList() : List.of(alone(text));
    }

    /** Text without what nobody sees in it: copied along, it would change every hash. */
    public static String seen(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127)
                ? text
                : UNSEEN.matcher(text).replaceAll("").strip();
    }

    private static String alone(String part) {
        Matcher named = NAMED.matcher(part);
        String address = AROUND.matcher(named.matches() ? named.group(1) : part).replaceAll("");
        if (address.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
            address = address.substring(7);
            int query = address.indexOf('?');
            address = query < 0 ? address : address.substring(0, query);
        }
        // An address holds no blanks; with two signs it is two, and none that could be told.
        return BLANK.matcher(address).replaceAll("");
    }
}
