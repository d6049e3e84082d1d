package io.taghub.tag;

import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.example.Hashes;
import io.taghub.platform.Platform;
import io.taghub.postback.PostbackTagType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * One hand-written example of a tag at work: events and settings in, a request or a skip out, answers and what they
 * mean. {@code docs/golden-cases.md} says how they are written.
 */
record Golden(String title, Map<String, Object> spec, ClassLoader platforms) {
    /** What "now" is for every case: an event without a time happened then, and so did a click without one. */
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SECRET = Pattern.compile("\\$\\{secret:(.*)}", Pattern.DOTALL);

    /** Beside a network's preset; what it is about is said by its folder. */
    static final String OF_A_NETWORK = "golden.yaml";

    /** Every case of one file, of what came with the hub. */
    static Stream<Golden> in(Path file) {
        return in(file, Platform.class.getClassLoader());
    }

    /**
     * Every case of one file; a case's own keys win over the file's, and its settings are laid over the file's.
     *
     * @param platforms where the platform is found
     */
    static Stream<Golden> in(Path file, ClassLoader platforms) {
        Map<String, Object> head = map(yaml(file));
        Path preset = file.resolveSibling("preset.yaml");
        if (Files.exists(preset)) {
            Map<String, Object> settings = map(head.get("settings"));
            String network = String.valueOf(preset.getParent().getFileName());
            settings.putIfAbsent("preset", network);
            head.put("settings", settings);
            head.put("type", new PostbackTagType(Map.of(network, text(preset))));
        }
        List<?> cases = (List<?>) head.remove("cases");
        return cases.stream().map(element -> {
            Map<String, Object> spec = new LinkedHashMap<>(head);
            spec.putAll(map(element));
            Map<String, Object> settings = new LinkedHashMap<>(map(head.get("settings")));
            settings.putAll(map(map(element).get("settings")));
            settings.values().removeIf("none"::equals);
            spec.put("settings", settings);
            return new Golden(String.valueOf(spec.get("title")), spec, platforms);
        });
    }

    /** A fresh tag of this case, made the way the hub makes it. */
    Tag tag() {
        TagType<?> type = spec.get("type") instanceof TagType<?> known
                ? known
                : type(String.valueOf(spec.get("type")), platforms);
        return make(type);
    }

    private <F> Tag make(TagType<F> type) {
        Map<String, Object> settings = map(withSecrets(spec.get("settings")));
        Map<String, String> names = new HashMap<>(type.eventNames());
        map(spec.get("event_names")).forEach((ours, theirs) -> names.put(ours, String.valueOf(theirs)));
        Setup setup = new Setup(
                names, text("default_country"), URI.create(spec.getOrDefault("site", "https://shop.example.com") + ""));
        return switch (type.form(settings).bind(settings)) {
            case Form.Bound.Filled<F> filled -> type.create(filled.value(), setup);
            case Form.Bound.Invalid<F> invalid ->
                throw new AssertionError(title + ": the settings do not fit the form: " + invalid.problems());
        };
    }

    static TagType<?> type(String name, ClassLoader platforms) {
        return Platform.in(platforms).stream()
                .<TagType<?>>map(Platform::type)
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag type is called " + name));
    }

    /** The events of {@code events}, or the one of {@code event}. */
    List<Event> events() {
        List<?> written = spec.get("events") instanceof List<?> several ? several : List.of(map(spec.get("event")));
        List<Event> events = new ArrayList<>();
        for (Object element : written) {
            switch (EventJson.parse(JSON.valueToTree(element), NOW, name -> name + "-1")) {
                case EventJson.Parsed.Ok ok -> events.add(ok.event());
                case EventJson.Parsed.Bad bad -> throw new AssertionError(title + ": " + bad.reason());
            }
        }
        return events;
    }

    /** What is expected under this key of {@code expect}, hashes worked out; null where nothing is. */
    @Nullable
    Object expected(String key) {
        return Hashes.workedOut(map(spec.get("expect")).get(key));
    }

    List<Map<String, Object>> answers() {
        return spec.get("answers") instanceof List<?> answers
                ? answers.stream().map(Golden::map).toList()
                : List.of();
    }

    /** The texts of a list such as {@code clear: [phone]}. */
    List<String> list(String key) {
        return spec.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Every secret in the settings, as it would be in clear. */
    List<String> secrets() {
        List<String> found = new ArrayList<>();
        collectSecrets(withSecrets(spec.get("settings")), found);
        return found;
    }

    private @Nullable String text(String key) {
        return spec.get(key) == null ? null : String.valueOf(spec.get(key));
    }

    static Map<String, Object> map(@Nullable Object written) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private static Object yaml(Path file) {
        return new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static @Nullable Object withSecrets(@Nullable Object written) {
        return Hashes.inTexts(written, text -> {
            var secret = SECRET.matcher(text);
            return secret.matches() ? new Secret(secret.group(1)) : text;
        });
    }

    private static void collectSecrets(@Nullable Object settings, List<String> found) {
        switch (settings) {
            case Secret secret -> found.add(secret.reveal());
            case List<?> list -> list.forEach(element -> collectSecrets(element, found));
            case Map<?, ?> entries -> entries.values().forEach(element -> collectSecrets(element, found));
            case null, default -> {}
        }
    }
}
