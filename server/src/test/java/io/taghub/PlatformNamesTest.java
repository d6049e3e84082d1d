package io.taghub;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.twin.Ledger;
import io.taghub.twin.TwinSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The hub knows no ad platform by name, also not in a text: what is a platform's own, its click ids, cookies and hosts
 * included, stands in its folder. The demo and the bench are users of the hub.
 */
class PlatformNamesTest {
    private static final Path SOURCES = Path.of("src/main");

    /** Lists that others keep, taken as they are. */
    private static final Set<String> DATA = Set.of("crawlers.txt", "isbot.txt");

    /** Words of the house as well: an element of HTML and a table of the store, for one. */
    private static final Set<String> ALSO_WORDS =
            Set.of("meta", "x", "data", "manager", "ads", "the", "trade", "desk", "orders", "brand", "impact");

    @Test
    void noSourceOfTheServerNamesAPlatform() throws IOException {
        Set<String> names = names();
        assertThat(names)
                .contains(
                        "facebook", "fbclid", "_fbp", "google", "gclid", "tiktok", "ttclid", "ga4", "_ga", "snapchat");
        Pattern named = Pattern.compile(
                "(?i:(?<![a-z0-9_])(" + names.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                        + ")(?![a-z0-9_])|googleapis)|\"meta[\"-]|\\bMeta\\b(?!data)");

        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (named.matcher(withoutImports(lines.get(i))).find()) {
                    found.add(SOURCES.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("demo", "bench")
                            .noneMatch(user -> file.startsWith(SOURCES.resolve("java/io/taghub/" + user))))
                    .filter(file -> !DATA.contains(file.getFileName().toString()))
                    .toList();
        }
    }

    /** A library may be of a vendor who also has a platform. */
    private static String withoutImports(String line) {
        return line.startsWith("import ") ? "" : line;
    }

    /** Everything that the platforms, and those whose click ids the hub knows, are called by. */
    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        TwinSetup setup = new TwinSetup(new Ledger(1), "revoked", Duration.ZERO);
        for (Platform platform : Platform.in(Platform.class.getClassLoader())) {
            String room = platform.getClass().getPackageName();
            if (room.startsWith(Platform.class.getPackageName() + ".")) {
                names.add(room.substring(room.lastIndexOf('.') + 1));
                names.add(platform.type().name());
                names.addAll(Arrays.asList(platform.type().name().split("-")));
            }
            platform.twins(setup).keySet().forEach(host -> {
                names.add(host);
                // facebook of graph.facebook.com
                names.add(host.replaceFirst("\\.[a-z]+$", "").replaceFirst("^.*\\.", ""));
            });
        }
        // Some ad platforms are networks as well, which the sandbox plays.
        Set<String> networks = new PostbackTagType().presets();
        RealPlatforms.CLICKS.clickIds().stream()
                .filter(ClickIdRule::exclusive)
                .filter(rule -> !networks.contains(rule.platform()))
                .forEach(rule -> {
                    names.add(rule.name());
                    names.addAll(Arrays.asList(rule.platform().split("-")));
                });
        RealPlatforms.CLICKS.browserIds().stream()
                .map(BrowserIdRule::cookie)
                .forEach(cookie -> names.add(cookie.replace("*", "")));
        names.removeAll(ALSO_WORDS);
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }
}
