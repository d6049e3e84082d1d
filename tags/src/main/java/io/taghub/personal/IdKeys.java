package io.taghub.personal;

import io.taghub.platform.Platform;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which keys hold an id, a number or a version: what stands there is no telephone number, whatever it looks like. */
final class IdKeys {
    private static final Set<String> WORDS = PersonalKeys.words("""
            id ids uuid guid sku ean upc gtin isbn asin ref reference timestamp time ts version build release revision firmware
            os browser callback""");

    private static final Pattern FORM =
            Pattern.compile("\\p{L}{0,12}(?:clid|click|ref)|(?:s|sub|affsub|subid|p|var|c|cs)\\d{1,2}|\\p{L}{1,10}id");

    private IdKeys() {}

    /** Read when first asked for: a platform's own class may be the first to ask what is personal. */
    private static final class Platforms {
        static final Set<String> IDS = Platform.in(Platform.class.getClassLoader()).stream()
                .flatMap(platform -> names(platform.type()))
                .map(name -> String.join("", PersonalKeys.split(name)))
                .collect(Collectors.toUnmodifiableSet());

        private static Stream<String> names(TagType<?> type) {
            return Stream.of(
                            type.clickIdRules().stream().map(ClickIdRule::name),
                            type.othersClickIdRules().stream().map(ClickIdRule::name),
                            type.browserIdRules().stream().map(BrowserIdRule::name),
                            type.othersBrowserIdRules().stream().map(BrowserIdRule::name))
                    .flatMap(names -> names);
        }
    }

    /** Whether a key of these words is one. */
    static boolean contain(List<String> words) {
        String last = words.getLast();
        String whole = String.join("", words);
        return WORDS.contains(last)
                || FORM.matcher(whole).matches()
                || Platforms.IDS.contains(last)
                || Platforms.IDS.contains(whole);
    }
}
