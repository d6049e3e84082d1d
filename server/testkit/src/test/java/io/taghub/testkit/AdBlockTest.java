package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigReader;
import io.taghub.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public block lists have no rule for the paths the hub serves. Their thousands of rules are reduced, by hand, to what
 * was found to block the defaults of other tools on a first-party address: EasyPrivacy, EasyList and uBlock Origin's own
 * lists in the copies of 22 August 2026 (https://github.com/uBlockOrigin/uAssetsCDN). The last two rules are no list's: they
 * are stricter than the lists, so that a default that comes near one fails here first.
 */
final class AdBlockTest {
    private static final List<Pattern> RULES = List.of(
            // scripts by file name
            rule(
                    "/(plausible|umami|matomo|piwik|countly|snowplow|posthog-recorder|rudder-analytics)(\\.[a-z-]+)*\\.js"),
            rule("/(beacon|gtm|gtag|fbevents)\\.js"),
            rule("/gtag/js\\?"),
            // endpoints
            rule("/api/(collect|event)$"),
            rule("/api/events$"),
            rule("/(g/)?collect(\\?|$)"),
            rule("/analytics/event"),
            rule("/ahoy/(events|visits)"),
            rule("/(matomo|piwik)\\.php"),
            rule("/com\\.snowplowanalytics\\.snowplow/|/snowplow/"),
            rule("\\.com/hit(\\?|$)"),
            rule("/(view|ping|log|events?|stats|collect|beacon|pixel|analytics)\\.gif\\?"),
            // ours: words the lists look for, as a path segment
            rule("/(track|tracking|tracker|telemetry|beacon|pixel|metrics|stats|analytics|conversion)/"),
            // ours: click ids in the query of our own requests, which uBlock's removeparam rules would strip
            rule("[?&](gclid|gbraid|wbraid|fbclid|msclkid|ttclid|twclid)="));

    private static final List<String> SERVED = List.of("h.js", "h-0.1.0-1a2b3c4d.js", "l.js", "m.js", "d.js", "e");

    @TempDir
    private Path folder;

    private static Pattern rule(String regex) {
        return Pattern.compile(regex);
    }

    private static boolean blocked(String url) {
        return RULES.stream().anyMatch(rule -> rule.matcher(url).find());
    }

    @Test
    void noPathOfTwentyInstallsIsOnTheLists() throws IOException {
        SplittableRandom random = new SplittableRandom(20);
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String domain = "shop" + random.nextInt(1_000_000) + ".com";
            String prefix = prefix(domain);
            SERVED.forEach(file -> urls.add("https://" + domain + "/" + prefix + "/" + file));
        }
        SERVED.forEach(file -> urls.add("https://casino.example/x7k2qd/" + file));
        assertThat(urls).hasSize(126).noneMatch(AdBlockTest::blocked);
    }

    private String prefix(String domain) throws IOException {
        Path file = Files.writeString(
                folder.resolve(domain + ".yaml"), "site: { domain: " + domain + " }\nmode: sandbox\n");
        return switch (ConfigReader.read(file, name -> null, List.of())) {
            case Loaded.Valid valid -> valid.config().site().prefix();
            case Loaded.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    /** The rules can fail: what others use by default is caught. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/js/plausible.js",
                "/umami.js",
                "/matomo.php",
                "/g/collect?v=2",
                "/api/collect",
                "/api/events",
                "/com.snowplowanalytics.snowplow/tp2",
                "/ahoy/events",
                "/pixel.gif?x=1",
                "/track/e",
                "/x7k2qd/e?gclid=abc"
            })
    void theDefaultsOfOthersAre(String path) {
        assertThat(blocked("https://shop.com" + path)).isTrue();
    }
}
