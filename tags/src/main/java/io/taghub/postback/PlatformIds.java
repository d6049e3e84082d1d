package io.taghub.postback;

import io.taghub.platform.Platform;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What platforms call their own: ids that a postback may pass on beside its network's, and those of them that are no clicks. Of
 * platforms that have a folder their types say it, also of those in a jar on the class path; the others are named here.
 */
final class PlatformIds {
    private static final Set<String> OTHER_CLICKS =
            Set.of("msclkid", "twclid", "li_fat_id", "epik", "rdt_cid", "sccid");

    private static final Set<String> OTHER_BROWSERS = Set.of("fbc", "scid", "uetvid", "rdt_uuid", "ym_uid", "obref");

    private PlatformIds() {}

    /** Read when first asked for: the postback type is one of the platforms. */
    private static final class Known {
        private static final Set<String> BROWSERS = Stream.concat(
                        types().stream()
                                .flatMap(type -> type.browserIdRules().stream())
                                .map(BrowserIdRule::name),
                        OTHER_BROWSERS.stream())
                .collect(Collectors.toUnmodifiableSet());

        private static final Set<String> ALL = Stream.of(
                        types().stream()
                                .flatMap(type -> type.clickIdRules().stream())
                                .map(ClickIdRule::name),
                        BROWSERS.stream(),
                        OTHER_CLICKS.stream())
                .flatMap(names -> names)
                .collect(Collectors.toUnmodifiableSet());

        private static List<TagType<?>> types() {
            return Platform.in(Platform.class.getClassLoader()).stream()
                    .filter(platform -> !(platform instanceof PostbackTagType))
                    .<TagType<?>>map(Platform::type)
                    .toList();
        }
    }

    /** Click ids and browser ids. */
    static Set<String> all() {
        return Known.ALL;
    }

    /** Go along with the click ids, and are no clicks: cookies by which a platform's own pixel knows the browser. */
    static boolean isNoClick(String name) {
        return Known.BROWSERS.contains(name);
    }
}
