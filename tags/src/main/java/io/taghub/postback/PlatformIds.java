package io.taghub.postback;

import io.taghub.platform.Platform;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What platforms call their own, as their types say it: ids that a postback may pass on beside its network's, and those of
 * them that are no clicks.
 *
 * @param browsers go along with the click ids, and are no clicks: cookies by which a platform's own pixel knows the browser
 */
record PlatformIds(Set<String> clicks, Set<String> browsers) {

    static PlatformIds of(Collection<? extends TagType<?>> types) {
        Set<String> clicks = types.stream()
                .flatMap(type -> Stream.concat(type.clickIdRules().stream(), type.othersClickIdRules().stream()))
                .filter(ClickIdRule::exclusive)
                .map(ClickIdRule::name)
                .collect(Collectors.toUnmodifiableSet());
        // A platform's cookie may keep its click.
        Set<String> browsers = types.stream()
                .flatMap(type -> Stream.concat(type.browserIdRules().stream(), type.othersBrowserIdRules().stream()))
                .map(BrowserIdRule::name)
                .filter(name -> !clicks.contains(name))
                .collect(Collectors.toUnmodifiableSet());
        return new PlatformIds(clicks, browsers);
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

    boolean contains(String name) {
        return clicks.contains(name) || browsers.contains(name);
    }

    List<String> all() {
        return Stream.concat(clicks.stream(), browsers.stream()).toList();
    }
}
