package io.taghub.text;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what forms call the two genders that platforms know, titles too. */
public final class Gender {
    private static final Set<String> FEMALE =
            Set.of("f", "female", "woman", "w", "girl", "lady", "mrs", "ms", "miss", "mme", "madam", "she", "frau");
    private static final Set<String> MALE = Set.of("m", "male", "man", "boy", "gentleman", "mr", "sir", "he", "herr");

    private Gender() {}

    /** {@code f} or {@code m}, null for anything else. */
    public static @Nullable String read(String written) {
        String word = written.strip().toLowerCase(Locale.ROOT);
        String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        return FEMALE.contains(bare) ? "f" : MALE.contains(bare) ? "m" : null;
    }
}
