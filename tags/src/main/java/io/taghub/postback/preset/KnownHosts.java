package io.taghub.postback.preset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which network's a host is, as far as the presets that come with TagHub say it. */
public final class KnownHosts {
    private static final Pattern HOST = Pattern.compile("https?://([^/?{}]+)(?:[/?].*)?");

    /** A network and one of its hosts, {@code *} for any text without a dot. */
    private record Known(String network, Pattern host) {}

    private KnownHosts() {}

    /** The presets of networks that are found there; empty where none is. */
    public static Set<String> at(String host) {
        Set<String> networks = new TreeSet<>();
        Shipped.ALL.stream()
                .filter(known -> known.host().matcher(host).matches())
                .forEach(known -> networks.add(known.network()));
        return networks;
    }

    /** Read when first asked for. */
    private static final class Shipped {
        private static final List<Known> ALL = all();

        private static List<Known> all() {
            List<Known> known = new ArrayList<>();
            for (Preset preset : Presets.shipped().all()) {
                Matcher written = HOST.matcher(preset.url() == null ? "" : preset.url());
                Stream<String> own = written.matches() ? Stream.of(written.group(1)) : Stream.of();
                Stream.concat(own, preset.hosts().stream())
                        .forEach(host -> known.add(new Known(preset.name(), pattern(host))));
            }
            return known;
        }

        private static Pattern pattern(String host) {
            return Pattern.compile("(?i)" + Pattern.quote(host).replace("*", "\\E[^.]*\\Q"));
        }
    }
}
