package io.taghub.postback;

import io.taghub.platform.Platform;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ids that the types say there are, which a postback may pass on beside its network's: what platforms call their own,
 * and those of networks. And where the platforms are.
 *
 * @param networks are somebody's: a postback that reads one takes the click for its own
 * @param browsers go along with the click ids, and are no clicks: cookies by which a platform's own pixel knows the browser
 * @param hosts host to the type that is found there
 */
record PlatformIds(Set<String> clicks, Set<String> networks, Set<String> browsers, Map<String, String> hosts) {

    static PlatformIds of(Collection<? extends TagType<?>> types) {
        Set<String> clicks = clicks(types, ClickIdRule::exclusive);
        Set<String> networks = clicks(types, rule -> !clicks.contains(rule.name()));
        // A platform's cookie may keep its click.
        Set<String> browsers = types.stream()
                .flatMap(type -> Stream.concat(type.browserIdRules().stream(), type.othersBrowserIdRules().stream()))
                .map(BrowserIdRule::name)
                .filter(name -> !clicks.contains(name))
                .collect(Collectors.toUnmodifiableSet());
        Map<String, String> hosts = new HashMap<>();
        types.forEach(type -> type.hosts().forEach(host -> hosts.put(host, type.name())));
        return new PlatformIds(clicks, networks, browsers, Map.copyOf(hosts));
    }

    private static Set<String> clicks(Collection<? extends TagType<?>> types, Predicate<ClickIdRule> which) {
        return types.stream()
                .flatMap(type -> Stream.concat(type.clickIdRules().stream(), type.othersClickIdRules().stream()))
                .filter(which)
                .map(ClickIdRule::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of the platforms that come with the hub. */
    static PlatformIds shipped() {
        return Shipped.IDS;
    }

    /** Read when first asked for: the postback type is one of the platforms. */
    private static final class Shipped {
        private static final PlatformIds IDS = of(Platform.in(Platform.class.getClassLoader()).stream()
                .<TagType<?>>map(Platform::type)
                .toList());
    }

    /** Whether it is a platform's. */
    boolean contains(String name) {
        return clicks.contains(name) || browsers.contains(name);
    }

    List<String> all() {
        return Stream.of(clicks, networks, browsers).flatMap(Set::stream).toList();
    }
}
