package io.taghub.postback.preset;

import io.taghub.postback.encode.Digest;
import io.taghub.postback.encode.Spelling;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.TypedSecrets;
import io.taghub.text.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a preset file. A preset is itself a filled form, so a mistake in it is found and worded like one in the config. */
public final class PresetReader {
    /** Longer than any conversion is retried. */
    private static final Duration FOREVER = Duration.ofDays(3650);

    private static final String ONE_PER = "of what the network keeps one conversion, whatever the order";

    private PresetReader() {}

    public static Bound<Preset> read(String name, String yaml) {
        Object loaded;
        try {
            loaded = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml);
        } catch (DuplicateKeyException twice) {
            return new Bound.Invalid<>(List.of(new Problem("", "a key stands twice in one group; leave one out")));
        } catch (YamlEngineException wrong) {
            return new Bound.Invalid<>(List.of(new Problem("", "not YAML: " + wrong.getMessage())));
        }
        if (!(loaded instanceof Map<?, ?> map)) {
            return new Bound.Invalid<>(List.of(new Problem("", "a preset is a group of keys, at least 'about'")));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        map.forEach((key, value) -> file.put(String.valueOf(key), value));
        return Form.checked(fields(file), values -> preset(name, values)).bind(file);
    }

    public static List<Field> fields(Map<String, ?> file) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field(
                        "about", Kind.TEXT, true, "one sentence: which network, whose postback", "", "", "", List.of()),
                new Field(
                        "tier",
                        Kind.TEXT,
                        false,
                        "A, B or C and what was checked",
                        "A, from the documentation",
                        "(?s)[ABC](?:,.*)?",
                        "",
                        List.of()),
                text("docs", "the network's page about it"),
                text("needs", "what the operator has to ask for before this works"),
                OpenFields.field("hosts", Kind.TEXT_LIST, "where it is found beside what url says", List.of()),
                capture(file.get("capture")),
                OpenFields.field("settings", Kind.OBJECT, "what the operator fills in", settings(file.get("settings"))),
                text("url", "with macros"),
                OpenFields.field("goals", Kind.TEXT_MAP, "our event to the network's goal", List.of()),
                OpenFields.field("statuses", Kind.TEXT_MAP, "our status to the network's word", List.of()),
                OpenFields.field("maps", Kind.OBJECT, "word lists", maps(file.get("maps"))),
                new Field(
                        "currency",
                        Kind.TEXT,
                        false,
                        "in which the network takes every amount to be",
                        "settings.currency",
                        "[A-Z]{3}|settings\\.[a-z][a-z0-9_]*( or [A-Z]{3})?",
                        "",
                        List.of()),
                OpenFields.field(
                        "dedup",
                        Kind.OBJECT,
                        "how the network recognises a repeat",
                        List.of(
                                new Field("by", Kind.TEXT_LIST, true, "parameters", "", "", "", List.of()),
                                new Field(
                                        "window", Kind.TEXT, true, "forever or a duration", "24h", "", "", List.of()))),
                OpenFields.field("max_click_age", Kind.DURATION, "oldest click taken", List.of()),
                new Field("one_per", Kind.TEXT, false, ONE_PER, "click", "click(\\+goal)?", "", List.of()),
                OpenFields.field("signed", Kind.FLAG, "whether negative amounts are taken", List.of()),
                OpenFields.field(
                        "corrects",
                        Kind.FLAG,
                        "whether an order told again corrects the one that is there",
                        List.of())));
        fields.addAll(WrittenCall.fields(file));
        fields.addAll(special(file));
        return fields;
    }

    /** What presets and tags alike say of calls that are not like the others. */
    public static List<Field> special(Map<String, ?> written) {
        return List.of(
                WrittenCall.blocks("by_event", "another call for an event of ours", written.get("by_event")),
                WrittenCall.blocks("by_status", "another call for a status", written.get("by_status")),
                OpenFields.field(
                        "signature",
                        Kind.OBJECT,
                        "texts hashed or signed as a whole, by name, for the macro signature.NAME",
                        named(written.get("signature"), (name, one) -> signature(name, one))),
                new Field(
                        "fan_out",
                        Kind.TEXT,
                        false,
                        "items: a call for each line of an order",
                        "items",
                        "items",
                        "",
                        List.of()),
                new Field(
                        "lines",
                        Kind.TEXT,
                        false,
                        "adding_up: an order whose lines do not come to its value has none",
                        "adding_up",
                        "adding_up",
                        "",
                        List.of()),
                new Field(
                        "reversal",
                        Kind.TEXT,
                        false,
                        "how the network is told that a conversion is none any more",
                        "resend_status",
                        Reversal.words(),
                        "",
                        List.of()));
    }

    private static Field signature(String name, Map<?, ?> written) {
        return OpenFields.field(
                name,
                Kind.OBJECT,
                "a signature",
                List.of(
                        new Field("of", Kind.TEXT, true, "text with macros, or url or body", "url", "", "", List.of()),
                        new Field(
                                "by",
                                Kind.TEXT,
                                true,
                                String.join(", ", Digest.names()),
                                "md5",
                                String.join("|", Digest.names()),
                                "",
                                List.of()),
                        OpenFields.element("key", written.get("key"), false),
                        new Field(
                                "as",
                                Kind.TEXT,
                                false,
                                "how it is written",
                                "hex",
                                String.join("|", Spelling.names()),
                                "hex",
                                List.of())));
    }

    /** A list of names, or what is known of each by its name. */
    private static Field capture(@Nullable Object written) {
        return OpenFields.field(
                "capture",
                written instanceof Map ? Kind.OBJECT : Kind.TEXT_LIST,
                "landing parameters with the click id",
                named(
                        written,
                        name -> OpenFields.field(
                                name,
                                Kind.OBJECT,
                                "a landing parameter",
                                List.of(
                                        OpenFields.field(
                                                "lifetime", Kind.DURATION, "how long the click counts", List.of()),
                                        text("pattern", "regular expression the value must match as a whole"),
                                        OpenFields.field(
                                                "exclusive",
                                                Kind.FLAG,
                                                "whether no other receiver's click id is called so",
                                                List.of())))));
    }

    private static List<Field> settings(@Nullable Object written) {
        return named(
                written,
                name -> OpenFields.field(
                        name,
                        Kind.OBJECT,
                        "a setting",
                        List.of(
                                new Field(
                                        "type",
                                        Kind.TEXT,
                                        false,
                                        "host, text or secret",
                                        "host",
                                        "host|text|secret",
                                        "text",
                                        List.of()),
                                new Field("required", Kind.FLAG, false, "true or false", "", "", "true", List.of()),
                                new Field("description", Kind.TEXT, true, "what to fill in", "", "", "", List.of()),
                                new Field("example", Kind.TEXT, false, "an example", "", "", "", List.of()))));
    }

    public static List<Field> maps(@Nullable Object written) {
        return named(written, name -> OpenFields.field(name, Kind.TEXT_MAP, "from: to", List.of()));
    }

    private static List<Field> named(@Nullable Object written, Function<String, Field> field) {
        return named(written, (name, inside) -> field.apply(name));
    }

    private static List<Field> named(@Nullable Object written, BiFunction<String, Map<?, ?>, Field> field) {
        return written instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> field.apply(
                                String.valueOf(entry.getKey()),
                                entry.getValue() instanceof Map<?, ?> inside ? inside : Map.of()))
                        .toList()
                : List.of();
    }

    private static Field text(String name, String description) {
        return OpenFields.field(name, Kind.TEXT, description, List.of());
    }

    /** A preset is handed around; what is secret is the operator's to fill in. */
    private static void typedSecrets(WrittenCall call, String where, List<Problem> problems) {
        String message = " is typed out; make it a setting of type secret";
        TypedSecrets.inAddress(call.url() == null ? "" : call.url())
                .forEach(found -> problems.add(new Problem(where + "url", "'" + found.name() + "'" + message)));
        call.parts()
                .forEach((key, values) -> values.forEach((name, value) -> {
                    if (value instanceof String text && TypedSecrets.in(name, text)) {
                        problems.add(new Problem(where + key + "." + name, "'" + name + "'" + message));
                    }
                }));
        call.auth().forEach((kind, value) -> {
            Object proof =
                    value instanceof Map<?, ?> inside ? inside.get(kind.equals("basic") ? "password" : "value") : value;
            if (proof != null && !String.valueOf(proof).contains("{{")) {
                problems.add(new Problem(where + "auth." + kind, "the secret" + message));
            }
        });
    }

    /** The blocks under {@code by_event} or {@code by_status} of a filled form. */
    public static Map<String, WrittenCall> blocks(Map<String, @Nullable Object> values, String key) {
        Map<String, WrittenCall> blocks = new LinkedHashMap<>();
        Map<String, @Nullable Object> written = Values.map(values, key);
        written.keySet().forEach(name -> blocks.put(name, WrittenCall.of(Values.map(written, name))));
        return blocks;
    }

    /** What is said of taking back and what the request can say must be one. */
    private static void reversals(Preset preset, List<Problem> problems) {
        boolean word =
                preset.statuses().containsKey("reversed") || preset.byStatus().containsKey("reversed");
        if (preset.reversal() == Reversal.NONE && word) {
            problems.add(new Problem("reversal", "'none', and there is a word or a call for 'reversed'"));
        } else if (preset.reversal() == Reversal.SEPARATE_API
                && preset.byStatus().isEmpty()) {
            problems.add(new Problem("reversal", "'separate_api' needs the call under by_status, for 'reversed'"));
        }
    }

    private static List<String> captured(Map<String, @Nullable Object> values) {
        Collection<String> names = values.get("capture") instanceof List
                ? Values.texts(values, "capture")
                : Values.map(values, "capture").keySet();
        return names.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<ClickIdRule> clickIdRules(
            String preset, Map<String, @Nullable Object> values, List<Problem> problems) {
        // A folder may be for one side of a network: track360-affiliate.
        String whose = preset.split("-", 2)[0];
        List<ClickIdRule> rules = new ArrayList<>();
        Map<String, @Nullable Object> capture = Values.map(values, "capture");
        capture.keySet().forEach(name -> {
            String path = "capture." + name;
            Map<String, @Nullable Object> known = Values.map(capture, name);
            String pattern = known.get("pattern") instanceof String written ? written : null;
            boolean exclusive = Boolean.TRUE.equals(known.get("exclusive"));
            if (pattern != null) {
                try {
                    Expression.compile(pattern, 0);
                } catch (IllegalArgumentException refused) {
                    problems.add(new Problem(path + ".pattern", String.valueOf(refused.getMessage())));
                }
            }
            if (!(known.get("lifetime") instanceof Duration lifetime)) {
                if (pattern != null || exclusive) {
                    problems.add(new Problem(
                            path,
                            "'pattern' and 'exclusive' need 'lifetime' beside them, how long the click counts, for"
                                    + " example lifetime: 30d"));
                }
            } else if (lifetime.isZero()) {
                problems.add(new Problem(path + ".lifetime", "with a lifetime of 0 no click would ever count"));
            } else {
                rules.add(new ClickIdRule(
                        name.toLowerCase(Locale.ROOT), whose, pattern == null ? "" : pattern, lifetime, exclusive));
            }
        });
        return rules;
    }

    private static Bound<Preset> preset(String name, Map<String, @Nullable Object> values) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> dedup = Values.map(values, "dedup");
        String window = Values.text(dedup, "window");
        Duration dedupWindow = window == null || window.equals("forever") ? FOREVER : Form.duration(window);
        if (dedupWindow == null) {
            problems.add(
                    new Problem("dedup.window", "'" + window + "' is neither 'forever' nor a duration such as 24h"));
        }
        List<Preset.Setting> settings = new ArrayList<>();
        Values.map(values, "settings").forEach((key, value) -> {
            if (Preset.COMMON.contains(key)) {
                problems.add(new Problem("settings." + key, "every postback has a setting of this name already"));
            } else if (!key.matches("[a-z][a-z0-9_]*")) {
                problems.add(new Problem("settings." + key, "a setting's name is lower_case"));
            } else {
                Map<String, @Nullable Object> setting = Values.map(Values.map(values, "settings"), key);
                settings.add(new Preset.Setting(
                        key,
                        Preset.Type.valueOf(
                                Values.textOr(setting, "type", "text").toUpperCase(Locale.ROOT)),
                        Boolean.TRUE.equals(setting.get("required")),
                        Values.textOr(setting, "description", ""),
                        Values.textOr(setting, "example", "")));
            }
        });
        WrittenCall call = WrittenCall.of(values);
        typedSecrets(call, "", problems);
        Map<String, WrittenCall> byEvent = blocks(values, "by_event");
        Map<String, WrittenCall> byStatus = blocks(values, "by_status");
        byEvent.forEach((event, block) -> typedSecrets(block, "by_event." + event + ".", problems));
        byStatus.forEach((status, block) -> typedSecrets(block, "by_status." + status + ".", problems));
        Preset preset = new Preset(
                name,
                Values.textOr(values, "about", ""),
                Values.textOr(values, "tier", ""),
                Values.textOr(values, "docs", ""),
                Values.textOr(values, "needs", ""),
                Values.texts(values, "hosts"),
                captured(values),
                clickIdRules(name, values, problems),
                settings,
                call,
                byEvent,
                byStatus,
                Values.map(values, "signature"),
                values.get("fan_out") != null,
                values.get("lines") != null,
                Values.textMap(values, "goals"),
                Values.textMap(values, "statuses"),
                Values.maps(values, "maps"),
                Values.text(values, "currency"),
                Values.texts(dedup, "by"),
                dedup.isEmpty() ? null : dedupWindow,
                values.get("max_click_age") instanceof Duration age ? age : null,
                Boolean.TRUE.equals(values.get("signed")),
                Boolean.TRUE.equals(values.get("corrects")),
                Reversal.of(Values.text(values, "reversal")),
                Values.text(values, "one_per"));
        reversals(preset, problems);
        Set<String> parameters = new TreeSet<>(call.query().keySet());
        parameters.addAll(call.body().keySet());
        preset.dedupBy().stream()
                .filter(parameter -> !parameters.contains(parameter))
                .forEach(parameter ->
                        problems.add(new Problem("dedup.by", "'" + parameter + "' is not among the parameters")));
        return problems.isEmpty() ? new Bound.Filled<>(preset) : new Bound.Invalid<>(problems);
    }
}
