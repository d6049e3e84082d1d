package io.taghub.postback.preset;

import io.taghub.postback.folder.NetworkFolders;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import io.taghub.text.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The presets there are: those that come with TagHub, and the operator's own, which win. Safe for many threads. */
public final class Presets {
    /** Those that come with TagHub, read once however many ask. */
    private static final Presets SHIPPED = new Presets(Map.of());

    private final Map<String, String> own;
    private final Map<String, Bound<Preset>> read = new ConcurrentHashMap<>();

    /** @param own preset name to the content of its file */
    public Presets(Map<String, String> own) {
        this.own = Map.copyOf(own);
    }

    public Set<String> names() {
        Set<String> names = NetworkFolders.with(NetworkFolders.PRESET);
        names.addAll(own.keySet());
        return names;
    }

    /** Those that come with TagHub. */
    public static Presets shipped() {
        return SHIPPED;
    }

    /** What the presets that come with TagHub say of how long a click counts: every hub goes by it. */
    public static List<ClickIdRule> shippedClickIds() {
        // Most say nothing of it, and to read them all would take a tenth of a second of every start.
        return SHIPPED.all(
                        name -> NetworkFolders.read(name, NetworkFolders.PRESET).contains("lifetime:"))
                .flatMap(preset -> preset.clickIdRules().stream())
                .toList();
    }

    /** All that are right; what is wrong with another is told where it is chosen. */
    public List<Preset> all() {
        return all(name -> true).toList();
    }

    private Stream<Preset> all(Predicate<String> which) {
        return names().stream()
                .filter(which)
                .flatMap(name -> known(name) instanceof Bound.Filled<Preset>(Preset preset)
                        ? Stream.of(preset)
                        : Stream.<Preset>of());
    }

    /** What the operator's own file says; empty where the preset came with TagHub, which no edit changes. */
    public String own(String name) {
        return own.getOrDefault(name, "");
    }

    public Bound<Preset> get(String name) {
        Set<String> names = names();
        return names.contains(name)
                ? known(name)
                : new Bound.Invalid<>(List.of(
                        new Problem("preset", "there is no preset '" + name + "'" + Suggestion.among(names, name))));
    }

    private Bound<Preset> known(String name) {
        Presets whose = own.containsKey(name) ? this : SHIPPED;
        return whose.read.computeIfAbsent(name, whose::read);
    }

    private Bound<Preset> read(String name) {
        String mine = own.get(name);
        String yaml = mine == null ? NetworkFolders.read(name, NetworkFolders.PRESET) : mine;
        return switch (PresetReader.read(name, yaml)) {
            case Bound.Filled<Preset> filled -> filled;
            case Bound.Invalid<Preset>(List<Problem> problems) ->
                new Bound.Invalid<>(problems.stream()
                        .map(problem -> new Problem(
                                "preset",
                                "the preset " + name + " is wrong"
                                        + (problem.path().isEmpty() ? "" : " at '" + problem.path() + "'") + ": "
                                        + problem.message()))
                        .toList());
        };
    }
}
