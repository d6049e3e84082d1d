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
 * kept data sets say which ({@code crawlers.txt}, {@code isbot.txt}), and a few libraries are ours. Browsers under automation are
 * marked apart. Safe for many threads: what was asked lately is in a concurrent cache.
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

    private static final Pattern LIBRARIES = Pattern.compile(
            "^(?:undici|axios|ruby|insomnia|dart|reqwest|faraday|reactornetty|vert\\.x|deno|bun|okhttp|guzzlehttp|symfony"
                    + "|postmanruntime|prometheus|kube-probe|uptime-kuma|k6)\\b|powershell",
            Pattern.CASE_INSENSITIVE);

    private static final int REMEMBERED = 10_000;

    private static final LoadingCache<String, Boolean> KNOWN =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build(Bots::says);

    private Bots() {}

    /** Read when first asked for. */
    private static final class Lists {
        static final Names CRAWLERS = new Names(lines("crawlers.txt", line -> !PEOPLE_TOO.contains(line)));
        /** In lower case. */
        static final Names WORDS = new Names(lines("isbot.txt", line -> !AUTOMATED.contains(line) && !isForm(line)));

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

    private static boolean says(String userAgent) {
        return LIBRARIES.matcher(userAgent).find()
                || Lists.CRAWLERS.in(userAgent)
                || Lists.WORDS.in(userAgent.toLowerCase(Locale.ROOT));
    }
}
