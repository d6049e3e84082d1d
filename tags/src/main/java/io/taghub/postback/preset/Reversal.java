package io.taghub.postback.preset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a network is told that a conversion it knows is none any more. */
public enum Reversal {
    /** The same call again with another status. */
    RESEND_STATUS,
    /** Another path of the same interface. */
    VERB_PATH,
    /** An interface of its own. */
    SEPARATE_API,
    /** The amount that goes back, negative. */
    SIGNED_AMOUNT,
    /** Not by a postback. */
    NONE;

    /** Of the word in a preset or tag; null where nothing is said. */
    public static @Nullable Reversal of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(one -> one.key().equals(word))
                .findFirst()
                .orElse(null);
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words there are, as a pattern. */
    public static String words() {
        List<String> words = Arrays.stream(values()).map(Reversal::key).toList();
        return String.join("|", words);
    }
}
