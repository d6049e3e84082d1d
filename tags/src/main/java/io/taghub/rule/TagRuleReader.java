package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Secret;
import io.taghub.text.MacroSigns;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a tag's rule out of the keys that every tag may have for it. */
public final class TagRuleReader {
    public static final String VALUE = "value";
    public static final String PARAMS = "params";
    public static final String ALLOW = "allow";
    public static final String DENY = "deny";
    public static final String ANONYMISE = "anonymise";
    public static final String DELAY = "delay";

    /** The keys, beside {@code when}. */
    public static final List<Form.Field> FIELDS = List.of(
            field(
                    VALUE,
                    Kind.OBJECT,
                    "what an event is worth to this receiver, where it is not what the event says: of, net_of, percent, fixed,"
                            + " by_event, by_product, currency, rates",
                    ""),
            field(
                    PARAMS,
                    Kind.OBJECT,
                    "parameters beside those the event has, by what the platform calls them: from a field, properties.vertical;"
                            + " a constant, { const: casino }; or reckoned as 'value' is, { percent: 30 }",
                    ""),
            field(
                    ALLOW,
                    Kind.TEXT_LIST,
                    "the fields and groups of fields that this receiver may know, and no others; all without it",
                    "order_id"),
            field(
                    DENY,
                    Kind.TEXT_LIST,
                    "fields and groups of fields that this receiver does not get to know",
                    "user.phone"),
            new Form.Field(
                    ANONYMISE,
                    Kind.TEXT_LIST,
                    false,
                    "what is blurred first: ip to its network, user_agent to browser and version, query takes query and fragment off"
                            + " page addresses",
                    "ip",
                    "ip|user_agent|query",
                    "",
                    List.of()),
            field(DELAY, Kind.DURATION, "how long after the event it is sent at the earliest", "10m"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}(\\.[A-Za-z0-9_-]{1,64}){0,3}");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** What usually has no value, and goes out without one. */
    private static final Set<String> FREE = Set.of(
            "page_view", "view_item", "view_list", "search", "login", "registration", "sign_up", "kyc_completed");

    private final Findings findings;

    public TagRuleReader(Findings findings) {
        this.findings = findings;
    }

    /** The names of all fields of an event but those that senders choose. */
    public static Set<String> fieldNames() {
        return EventFields.names();
    }

    private static Form.Field field(String name, Kind kind, String description, String example) {
        return new Form.Field(name, kind, false, description, example, "", "", List.of());
    }

    /**
     * The rule; what is wrong with it the findings say.
     *
     * @param written what stands under {@code when}
     * @param settings what is written under {@link #FIELDS}
     */
    public TagRule read(@Nullable Object written, Map<String, @Nullable Object> settings) {
        Trigger trigger = Trigger.read(written, "when", findings);
        List<?> when = written instanceof List<?> list ? list : List.of();
        ValueRule value =
                settings.get(VALUE) == null ? null : new ValueRuleReader(findings).read(settings.get(VALUE), VALUE);
        List<Param> params = settings.get(PARAMS) == null ? List.of() : params(settings.get(PARAMS));
        FieldFilter fields = fields(settings);
        Object anonymise = settings.get(ANONYMISE);
        Set<Anonymiser.What> blurred = anonymise == null ? Set.of() : Anonymiser.read(anonymise, ANONYMISE, findings);
        if (value != null && fields != null && !fields.keeps("value")) {
            findings.error(VALUE, "this reckons a value that 'allow' or 'deny' keeps from the receiver");
        }
        if (value != null) {
            tables(value, when);
            reckoned(params, value);
        }
        boolean gross = "gross".equals(settings.get(VALUE));
        boolean nothing = !gross
                && trigger == Trigger.ALWAYS
                && value == null
                && params.isEmpty()
                && fields == null
                && blurred.isEmpty();
        return nothing ? TagRule.NONE : new TagRule(trigger, gross, value, fields, blurred, params);
    }

    /** How long after the event, null where nothing is said. */
    public @Nullable Duration delay(Map<String, @Nullable Object> settings) {
        Object written = settings.get(DELAY);
        Duration delay = written == null ? null : Form.duration(written);
        if (written != null && delay == null) {
            findings.error(DELAY, "'delay' must be a duration such as 30s, 15m, 6h or 90d");
        }
        return delay;
    }

    /** What is reckoned for a parameter goes out in the value's currency, also beside an amount that needs no rates. */
    private void reckoned(List<Param> params, ValueRule value) {
        String currency = value.currency();
        boolean asked = value.base() instanceof ValueRule.Base.Said
                || value.base() instanceof ValueRule.Base.Of
                || ValueRuleReader.isPartly(value.base());
        if (currency == null || asked || !value.rates().isEmpty()) {
            return;
        }
        params.stream()
                .filter(param ->
                        param.source() instanceof Param.Source.Computed(ValueRule rule) && rule.currency() == null)
                .forEach(param -> findings.warning(
                        PARAMS + "." + String.join(".", param.path()),
                        "this goes out in the currency of 'value', and there "
                                + ValueRuleReader.unconverted(currency)));
    }

    private void tables(ValueRule value, List<?> when) {
        if (value.base() instanceof ValueRule.Base.ByEvent(var table, var otherwise)) {
            List<String> names =
                    when.stream().map(Trigger::nameOf).filter(Objects::nonNull).toList();
            Set<String> misspelt = new TreeSet<>();
            table.keySet().stream().filter(name -> !names.contains(name)).forEach(name -> {
                String meant = Suggestion.nearest(names, name);
                findings.warning(
                        VALUE + ".by_event." + name,
                        "'when' does not list '" + name + "'" + Suggestion.among(names, name));
                if (meant != null) {
                    misspelt.add(meant);
                }
            });
            String without = names.stream()
                    .filter(name -> !table.containsKey(name) && !FREE.contains(name) && !misspelt.contains(name))
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (otherwise == null && !without.isEmpty()) {
                findings.warning(
                        VALUE + ".by_event",
                        "there is no amount for " + without
                                + ", which is not sent where it has a value; add it, or default: 100% for what the event says");
            }
        }
    }

    private @Nullable FieldFilter fields(Map<String, @Nullable Object> settings) {
        Object allow = settings.get(ALLOW);
        Object deny = settings.get(DENY);
        Set<String> allowed = allow == null ? null : FieldFilter.read(allow, ALLOW, findings);
        Set<String> denied = deny == null ? Set.of() : FieldFilter.read(deny, DENY, findings);
        if (allowed != null) {
            allowed.stream()
                    .filter(denied::contains)
                    .forEach(name -> findings.error(DENY, "'" + name + "' is allowed and denied at once"));
        }
        return allowed == null && denied.isEmpty() ? null : new FieldFilter(allowed, denied);
    }

    private List<Param> params(@Nullable Object written) {
        List<Param> params = new ArrayList<>();
        findings.group(
                        written,
                        PARAMS,
                        "'params' is a group of parameters, such as { content_category: properties.vertical }")
                .forEach((key, value) -> {
                    String name = String.valueOf(key);
                    String place = PARAMS + "." + name;
                    String wrong = wrong(name);
                    Param.Source source = source(value, place);
                    if (wrong != null) {
                        findings.error(place, wrong);
                    } else if (source != null) {
                        params.add(new Param(Arrays.asList(name.split("\\.")), source));
                    }
                });
        return params;
    }

    private static @Nullable String wrong(String name) {
        if (name.startsWith("properties.") || name.startsWith("params.")) {
            return "a parameter is called what the platform calls it; write '" + name.substring(name.indexOf('.') + 1)
                    + "'";
        }
        if (!NAME.matcher(name).matches()) {
            return "a parameter's name is letters, digits and _, and begins with a letter";
        }
        String first = name.split("\\.")[0];
        if (first.equals("value")) {
            return "the value has a rule of its own: value: { of: properties.ngr } beside 'params'";
        }
        if (Param.OWN.contains(first)) {
            return "'" + first + "' is a field of the event itself, and not a parameter";
        }
        Event nobody = Event.named("probe", "probe", NOON).build();
        return PersonalData.free(Map.of(first, "x"), nobody, Set.of()).isEmpty() && !TREES.contains(first)
                ? "'" + first
                        + "' is a name for what is personal or the hub's own, so no platform gets it as a parameter"
                : null;
    }

    /** What people write for {@code const}. */
    private static final Set<String> CONSTANTS =
            Set.of("const", "constant", "literal", "static", "text", "string", "is", "val", "value", "=");

    /** Names under which a platform takes further ones. */
    private static final Set<String> TREES = Set.of("custom_variables");

    private Param.@Nullable Source source(@Nullable Object written, String path) {
        return switch (written) {
            case Boolean flag -> new Param.Source.Constant(flag);
            case Number number -> new Param.Source.Constant(number.longValue());
            case String text
            when text.matches("-?\\d{1,15}(\\.\\d{1,18})?") -> new Param.Source.Constant(new BigDecimal(text));
            case String text -> field(text, path);
            case Map<?, ?> map when map.containsKey("const") -> constant(map, path);
            case Map<?, ?> map
            when map.keySet().stream().anyMatch(TagRuleReader::isConstant) -> {
                findings.error(path, "a constant is written { const: casino }");
                yield null;
            }
            case Map<?, ?> map -> {
                ValueRule rule = new ValueRuleReader(findings).read(map, path);
                yield rule == null ? null : new Param.Source.Computed(rule);
            }
            case Secret secret -> {
                findings.error(
                        path, "a parameter goes out in clear, and a reference is for secrets; write { const: ... }");
                yield null;
            }
            case null, default -> {
                findings.error(
                        path, "a field belongs here, such as properties.vertical, or a constant, { const: casino }");
                yield null;
            }
        };
    }

    /** Another tool's word for a constant, or ours with a letter wrong. */
    private static boolean isConstant(@Nullable Object key) {
        String word = String.valueOf(key).toLowerCase(Locale.ROOT);
        return CONSTANTS.contains(word)
                || Suggestion.nearest(Set.of("const", "constant"), word) != null && word.startsWith("con");
    }

    private Param.@Nullable Source field(String name, String path) {
        if (name.contains("{{")) {
            String bare = name.replaceAll("[{}]|\\|.*", "").strip().replaceFirst("^property\\.", "properties.");
            findings.error(
                    path,
                    "a parameter names its field without braces"
                            + (EventFields.find(bare) == null ? EventFields.meant(bare) : "; write " + bare));
            return null;
        }
        EventField field = EventFields.find(name);
        if (field == null) {
            String constant = name.matches("[\\w -]{1,40}") ? "; a constant is written { const: " + name + " }" : "";
            findings.error(path, "there is no field '" + name + "'" + EventFields.meant(name) + constant);
            return null;
        }
        if (field.personal()) {
            findings.error(
                    path, "'" + name + "' is personal, and goes out as a hash where the platform has a place for it");
            return null;
        }
        return new Param.Source.FromField(field);
    }

    private Param.@Nullable Source constant(Map<?, ?> map, String path) {
        Object constant = map.get("const");
        if (map.size() > 1) {
            findings.error(path, "beside 'const' there is nothing else to say");
            return null;
        }
        return switch (constant) {
            case Boolean flag -> new Param.Source.Constant(flag);
            case Integer number -> new Param.Source.Constant(number.longValue());
            case String text
            when text.matches("-?(0|[1-9]\\d{0,14})\\.\\d{1,18}") -> new Param.Source.Constant(new BigDecimal(text));
            case String text
            when MacroSigns.isIn(text) -> {
                findings.error(
                        path + ".const",
                        "a constant goes out as it stands, so a macro does nothing; a field is named without 'const', such as"
                                + " properties.vertical");
                yield null;
            }
            case String text when !text.isBlank() -> new Param.Source.Constant(text);
            case null, default -> {
                findings.error(path + ".const", "a text, a number, true or false belongs here");
                yield null;
            }
        };
    }
}
