package io.taghub.text;

import java.util.regex.Pattern;

/** Tells a text that holds a macro, in whatever tool's signs, from one that may go out as it stands. Safe for many threads. */
public final class MacroSigns {
    /** Signs around a word, as macros have them; of a whole value also those that stand in texts otherwise. */
    private static final Pattern SIGNS =
            Pattern.compile("(?s).*(\\{\\{?[^{}]+}|\\$\\{|%%\\w+%%|##\\w+##|<[%?]?=?\\s*[A-Za-z]\\w*\\s*[%?]?>).*"
                    + "|%[A-Za-z]\\w+%|#[A-Za-z]\\w+#|\\[[A-Za-z]\\w+]|__[A-Za-z]\\w*__|\\$[A-Za-z]\\w*");

    private MacroSigns() {}

    /** Whether a text that is sent as it stands has a macro in it, in whatever tool's way. */
    public static boolean isIn(String text) {
        return SIGNS.matcher(text).matches();
    }
}
