package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads configs written in a test. */
final class Configs {
    static final Map<String, String> ENV = Map.of(
            "META_TOKEN", "EAAB-secret-token-of-meta",
            "TAGHUB_SERVER_KEY", "0123456789abcdef0123456789abcdef",
            "SHORT", "abc",
            "BLANK", "");

    private Configs() {}

    static Loaded load(String yaml) {
        return load(yaml, Path.of("/nowhere"));
    }

    static Loaded load(String yaml, Path folder) {
        return ConfigReader.parse(yaml, "taghub.yaml", folder, ENV::get, TestTypes.ALL);
    }

    static HubConfig valid(String yaml) {
        Loaded loaded = load(yaml);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }

    static List<String> problems(String yaml) {
        return switch (load(yaml)) {
            case Loaded.Valid valid -> List.of();
            case Loaded.Invalid invalid ->
                invalid.problems().stream().map(ConfigProblem::toString).toList();
        };
    }

    static List<String> warnings(String yaml) {
        Loaded loaded = load(yaml);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded)
                .warnings().stream().map(ConfigProblem::toString).toList();
    }
}
