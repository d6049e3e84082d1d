package io.taghub.store;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines that a receiver took of an order which it was told line by line and which came to something else as a whole. */
public final class TakenLines {
    private static final String TOOK = "; it took of the lines: ";

    /** The last ones in it: what stands before may be a receiver's own words, what follows is why something was left out. */
    private static final Pattern WORDS =
            Pattern.compile("(?s).*" + Pattern.quote(TOOK) + "(\\d{1,6}(?:, \\d{1,6})*)(?:;.*)?");

    private TakenLines() {}

    /**
     * To be added to why an order is none in the end; empty where none was taken.
     *
     * @param notes as a lane writes them while it is at the order, {@code 1 2! 4=}: taken, refused, known already
     */
    public static String words(String notes) {
        String taken = Arrays.stream(notes.split(" "))
                .filter(note -> !note.isEmpty() && !note.endsWith("!"))
                .map(note -> note.replace("=", ""))
                .collect(Collectors.joining(", "));
        return taken.isEmpty() ? "" : TOOK + taken;
    }

    /** Their numbers, from 1, out of the words for what became of the order; empty where there are none. */
    public static Set<Integer> of(String detail) {
        Matcher took = WORDS.matcher(detail);
        return took.matches()
                ? Arrays.stream(took.group(1).split(", "))
                        .map(Integer::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /** The same as a lane's notes: with these an order goes on where it was, and no line is told twice. */
    public static String notes(String detail) {
        return of(detail).stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
