package io.taghub.postback.twin;

import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a {@code twin.yaml}; a mistake in it is found and worded like one in the config. */
final class TwinReader {
    private static final Form<TwinFile> FORM = Form.of(TwinFile.class);

    private TwinReader() {}

    static Bound<TwinFile> read(String network, String yaml) {
        Object loaded;
        try {
            loaded = new Load(LoadSettings.builder().setLabel(network).build()).loadFromString(yaml);
        } catch (YamlEngineException wrong) {
            return new Bound.Invalid<>(List.of(new Problem("", "not YAML: " + wrong.getMessage())));
        }
        if (!(loaded instanceof Map)) {
            return new Bound.Invalid<>(List.of(new Problem("", "a twin is a group of keys, such as 'at' and 'click'")));
        }
        Map<String, @Nullable Object> file = map(loaded);
        file.putIfAbsent("required", file.get("click") == null ? List.of() : file.get("click"));
        for (String list : List.of("at", "required", "uncounted")) {
            file.put(list, list(file.getOrDefault(list, List.of())));
        }
        for (String map : List.of("forms", "cut", "moves", "replies")) {
            file.putIfAbsent(map, Map.of());
        }
        if (file.get("repeat") instanceof Map<?, ?> written) {
            Map<String, @Nullable Object> repeat = map(written);
            repeat.computeIfPresent("by", (key, by) -> list(by));
            file.put("repeat", repeat);
        }
        return FORM.bind(file);
    }

    /** One may be written without brackets. */
    private static @Nullable Object list(@Nullable Object written) {
        return written instanceof String one ? List.of(one) : written;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object written) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }
}
