package io.taghub.intake.snippet;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises callers that say of themselves that they are no person. Browsers under automation are marked apart. */
final class Bots {
    private static final Pattern SAYS_SO = Pattern.compile(
            // Cubot makes phones.
            "(?<!cu)bot\\b|crawl|spider|slurp|preview|externalhit|monitor|lighthouse|pingdom|curl/|wget/|python-|"
                    + "java/|okhttp|go-http-client",
            Pattern.CASE_INSENSITIVE);

    private Bots() {}

    static boolean isBot(@Nullable String userAgent) {
        return userAgent == null
                || userAgent.isBlank()
                || SAYS_SO.matcher(userAgent).find();
    }
}
