package io.taghub.intake;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Recognises callers that say of themselves that they are no person: crawlers, monitoring, previews, HTTP libraries. Two
 * kept data sets say which ({@code crawlers.txt}, {@code isbot.txt}), and {@code ours.txt} what they leave out. Browsers under
 * automation ({@code automated.txt}) are marked apart where a page notices. Safe for many threads: what was asked lately is in a concurrent cache.
 */
final class Bots {
    /** Also in the browsers inside these apps, and a Pixel's build. */
    private static final Set<String> PEOPLE_TOO = Set.of(
            "Viber", "Notion/", "PayPal/", "Tumblr/", "Asana/", "Bluesky/", "Instapaper/", "AP3A\\.240617\\.008");

    /** Tests drive them, and a page notices; see the script's {@code wd}. */
    private static final Set<String> AUTOMATED = Set.of("headless", "playwright", "cypress/", "selenium", "phantomjs");

    /** Judges a whole text by its form, {@code Name/1.2}, which apps have too. */
    private static final Pattern FORM =
            Pattern.compile("\\^(?:\\[|\\\\[wd]|mozilla).*|[;@].*|\\\\[(|.].*|\\\\b\\\\w.*");

    private static final int REMEMBERED = 10_000;

    private static final LoadingCache<String, Boolean> KNOWN =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build(Bots::says);

    private static final LoadingCache<String, Boolean> AUTOMATIC = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .build(userAgent -> Lists.AUTOMATION.in(userAgent.strip().toLowerCase(Locale.ROOT)));

    private Bots() {}

    /** Read when first asked for. */
    private static final class Lists {
        static final Names CRAWLERS = new Names(lines("crawlers.txt", line -> !PEOPLE_TOO.contains(line)));
        /** In lower case. */
        static final Names WORDS = new Names(lines("isbot.txt", line -> !AUTOMATED.contains(line) && !isForm(line)));
        /** In lower case. */
        static final Names OURS = new Names(lines("ours.txt", _ -> true));
        /** In lower case. */
        static final Names AUTOMATION = new Names(lines("automated.txt", _ -> true));

        private static List<String> lines(String name, Predicate<String> which) {
            try (InputStream in = Bots.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is missing from the jar");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .filter(which)
                        .toList();
            } catch (IOException brokenJar) {
                throw new UncheckedIOException(brokenJar);
            }
        }
    }

    static boolean isForm(String expression) {
        return FORM.matcher(expression).matches();
    }

    static boolean isBot(String userAgent) {
        return KNOWN.get(userAgent);
    }

    /** Also under automation: an event that a back end reports has no page to notice it. */
    static boolean isBotElsewhere(String userAgent) {
        return AUTOMATIC.get(userAgent) || isBot(userAgent);
    }

    private static boolean says(String userAgent) {
        String lower = userAgent.strip().toLowerCase(Locale.ROOT);
        return lower.equals("-") || Lists.OURS.in(lower) || Lists.CRAWLERS.in(userAgent) || Lists.WORDS.in(lower);
    }
}
