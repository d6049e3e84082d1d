package io.taghub.postback;

import io.taghub.platform.Platform;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.HashSet;
import java.util.Set;

/**
 * What platforms call their own, as their types say it: ids that a postback may pass on beside its network's, and those of
 * them that are no clicks.
 */
final class PlatformIds {
    private final Set<String> clicks = new HashSet<>();
    private final Set<String> browsers = new HashSet<>();

    private PlatformIds() {
        for (Platform platform : Platform.in(Platform.class.getClassLoader())) {
            TagType<?> type = platform.type();
            type.clickIdRules().forEach(this::click);
            type.othersClickIdRules().forEach(this::click);
            type.browserIdRules().stream().map(BrowserIdRule::name).forEach(browsers::add);
            type.othersBrowserIdRules().stream().map(BrowserIdRule::name).forEach(browsers::add);
        }
        // A platform's cookie may keep its click.
        browsers.removeAll(clicks);
    }

    /** Read when first asked for: the postback type is one of the platforms. */
    private static final class Known {
        private static final PlatformIds IDS = new PlatformIds();
    }

    private void click(ClickIdRule rule) {
        if (rule.exclusive()) {
            clicks.add(rule.name());
        }
    }

    /** Click ids and browser ids. */
    static boolean contains(String name) {
        return Known.IDS.clicks.contains(name) || isNoClick(name);
    }

    /** Go along with the click ids, and are no clicks: cookies by which a platform's own pixel knows the browser. */
    static boolean isNoClick(String name) {
        return Known.IDS.browsers.contains(name);
    }

    static Set<String> all() {
        Set<String> all = new HashSet<>(Known.IDS.clicks);
        all.addAll(Known.IDS.browsers);
        return all;
    }
}
