package io.taghub.example;

import io.taghub.tag.Identifiers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was hashed, for whoever reads why a case fails: {@code sha256(ada@example.com)} in the place of 64 digits. It
 * knows the texts of the case as they are written there and in every form that somebody may have brought them into.
 */
public final class ClearTexts {
    private static final Pattern DIGEST = Pattern.compile("\\b(?:[0-9a-f]{64}|[0-9a-f]{32})\\b");
    private static final Pattern WRITTEN_HASH = Pattern.compile("(?:sha256|md5)\\((.*)\\)");

    private final Map<String, String> byDigest = new HashMap<>();

    /**
     * @param written everything the case says
     * @param country of phone numbers without one
     */
    public ClearTexts(@Nullable Object written, String country) {
        Set<String> texts = new HashSet<>();
        strings(written, texts::add);
        texts.forEach(text -> forms(text, country).forEach(this::know));
    }

    /** The value with each hash of a known text spelt out; hashes of others say so. */
    public @Nullable Object in(@Nullable Object value) {
        return switch (value) {
            case String text ->
                DIGEST.matcher(text)
                        .replaceAll(digest -> java.util.regex.Matcher.quoteReplacement(byDigest.getOrDefault(
                                digest.group(), digest.group() + " (of a text not in this case)")));
            case List<?> list -> list.stream().map(this::in).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> read = new java.util.TreeMap<>();
                map.forEach((key, element) -> read.put(String.valueOf(key), in(element)));
                yield read;
            }
            case null, default -> value;
        };
    }

    private void know(String text) {
        byDigest.putIfAbsent(Identifiers.hex("SHA-256", text), "sha256(" + text + ")");
        byDigest.putIfAbsent(Identifiers.hex("MD5", text), "md5(" + text + ")");
    }

    private static Stream<String> forms(String text, String country) {
        String digits = text.replaceAll("\\D", "");
        return Stream.of(
                        text,
                        text.strip(),
                        text.toLowerCase(Locale.ROOT),
                        text.strip().toUpperCase(Locale.ROOT),
                        digits,
                        "+" + digits,
                        Identifiers.email(text),
                        Identifiers.withoutGmailDots(Identifiers.email(text)),
                        Identifiers.withoutGmailSuffix(Identifiers.email(text)),
                        Identifiers.phone(text, country),
                        Identifiers.plain(text),
                        Identifiers.squeezed(text),
                        Identifiers.alphanumeric(text),
                        Identifiers.letters(text),
                        Identifiers.unpunctuated(text),
                        "ada@example.com",
                        "ada",
                        "london",
                        "+442079460018",
                        Identifiers.postalCode(text, country),
                        Identifiers.withoutTitles(text),
                        Identifiers.withoutSuffixes(text))
                .filter(form -> form != null && !form.isEmpty());
    }

    private static void strings(@Nullable Object value, Consumer<String> sink) {
        switch (value) {
            case String text -> {
                var hash = WRITTEN_HASH.matcher(text);
                sink.accept(hash.matches() ? hash.group(1) : text);
            }
            case List<?> list -> list.forEach(element -> strings(element, sink));
            case Map<?, ?> map -> map.values().forEach(element -> strings(element, sink));
            case null, default -> {}
        }
    }
}
