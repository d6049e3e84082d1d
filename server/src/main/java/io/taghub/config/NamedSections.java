package io.taghub.config;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.Resolution.OnMissing;
import io.taghub.config.address.Cidr;
import io.taghub.config.inbound.ReadySources;
import io.taghub.config.inbound.ReceiversTags;
import io.taghub.event.Channel;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.SourceReader;
import io.taghub.inbound.hook.Mistakes;
import io.taghub.rule.Contract;
import io.taghub.rule.ContractReader;
import io.taghub.rule.Findings;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Secret;
import io.taghub.text.Expression;
import io.taghub.text.PatternSlip;
import io.taghub.text.Suggestion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the groups whose keys are names of the operator's: server keys, event rules, click ids. */
final class NamedSections {
    private static final Pattern PARAMETER = Pattern.compile("[\\w.-]{1,64}");
    /** What a user does more than once. */
    private static final Set<String> OFTEN = Set.of(
            "page_view",
            "view_item",
            "add_to_cart",
            "search",
            "login",
            "deposit",
            "withdrawal",
            "bet_placed",
            "trade_closed");

    private static final int GOOD_KEY = 16;

    private final SectionReader reader;
    private final OnMissing onMissing;
    private final List<ClickIdRule> wellKnown;
    private final Map<String, String> derived = new LinkedHashMap<>();

    NamedSections(SectionReader reader, OnMissing onMissing, List<ClickIdRule> wellKnown) {
        this.reader = reader;
        this.onMissing = onMissing;
        this.wellKnown = wellKnown;
    }

    Map<String, Secret> serverKeys() {
        Map<String, Secret> keys = new LinkedHashMap<>();
        String section = ConfigKeys.SERVER_KEYS.name();
        Resolution resolution = reader.resolution(onMissing);
        reader.group(reader.root().get(section), section).forEach((name, written) -> {
            String path = section + "." + name;
            Object value = resolution.value(written, ConfigKeys.SERVER_KEYS.single(), path);
            if (!(value instanceof Secret key)) {
                reader.problems.error(
                        path,
                        "the key of '" + name
                                + "' must be a reference, ${env:NAME} or ${file:PATH}; secrets do not stand in the config");
                return;
            }
            if (key.reveal().length() < GOOD_KEY && !resolution.failed(path)) {
                reader.problems.warningInValue(
                        path,
                        "this key has fewer than " + GOOD_KEY + " characters; make one with: openssl rand -hex 24");
            }
            if (keys.containsValue(key) && !resolution.failed(path)) {
                reader.problems.warningInValue(path, "two back ends share this key, so they cannot be told apart");
            }
            keys.put(name, key);
        });
        return keys;
    }

    Map<String, EventRule> events() {
        Map<String, EventRule> rules = new LinkedHashMap<>();
        reader.entries(ConfigKeys.EVENTS).forEach((name, group) -> {
            String path = ConfigKeys.EVENTS.name() + "." + name;
            Resolution resolution = reader.resolution(onMissing);
            Map<String, @Nullable Object> plain = new LinkedHashMap<>(group);
            Map<String, @Nullable Object> agreed = new LinkedHashMap<>();
            ContractReader.FIELDS.forEach(field -> agreed.put(field.name(), plain.remove(field.name())));
            Findings findings = new Findings();
            Contract contract = new ContractReader(findings).read(resolution.group(agreed, List.of(), path));
            reader.report(findings, resolution, path);
            refuseUnknown(plain, path);
            ConfigKeys.Event event = reader.fill(ConfigKeys.EVENT, plain, resolution, path);
            if (event != null) {
                rules.put(name, rule(name, event, contract, group, path));
            }
        });
        return rules;
    }

    /** With the keys of a contract among those that may be meant. */
    private void refuseUnknown(Map<String, @Nullable Object> keys, String path) {
        List<String> known =
                ConfigKeys.EVENTS.fields().stream().map(Field::name).toList();
        keys.keySet().removeIf(key -> {
            if (!known.contains(key)) {
                reader.problems.error(path + "." + key, "unknown key '" + key + "'" + Suggestion.among(known, key));
            }
            return !known.contains(key);
        });
    }

    private EventRule rule(
            String name, ConfigKeys.Event event, Contract contract, Map<String, @Nullable Object> group, String path) {
        Set<Channel> from = EnumSet.noneOf(Channel.class);
        List<String> written = event.from() == null ? List.of() : event.from();
        written.forEach(channel -> from.add(channel(channel)));
        if (from.isEmpty()) {
            if (group.get("from") instanceof List) {
                reader.problems.error(path + ".from", "with an empty 'from' nobody may report this event");
            }
            from.addAll(EnumSet.allOf(Channel.class));
        }
        String nobody = "no back end can report it, because there are no server_keys";
        if (from.equals(Set.of(Channel.SERVER)) && noKeys()) {
            reader.problems.warning(path + ".from", nobody);
        } else if (from.equals(Set.of(Channel.SERVER)) && name.equals("page_view")) {
            reader.problems.warning(
                    path + ".from",
                    "the script reports each page_view from the browser, and then none of them is taken");
        } else if (event.pair() != null && noKeys()) {
            reader.problems.warning(path + ".pair", "each waits for a second copy that never comes: " + nobody);
        }
        if (event.pair() != null && from.size() == 1) {
            reader.problems.error(
                    path + ".pair", "there is no twin to wait for: only one channel may report this event");
        }
        Duration dedup = event.dedup() != null
                ? event.dedup()
                : event.conversion()
                        ? Defaults.CONVERSION_DEDUP
                        : EventRule.ordinary(name).dedup();
        if (event.once() == EventRule.Once.USER && OFTEN.contains(name)) {
            reader.problems.warning(
                    path + ".once", "of each user only the first '" + name + "' ever is then sent, to any tag");
        }
        String source = derivedFrom(name, event, path);
        boolean conversion = event.conversion() || EventNames.CONVERSIONS.contains(name);
        EventRule.Once usually = source == null ? EventRule.Once.usually(name, conversion) : EventRule.Once.USER;
        return new EventRule(
                event.conversion() || source != null,
                Set.copyOf(from),
                event.pair(),
                dedup,
                event.once() == null ? usually : event.once(),
                contract,
                source);
    }

    private @Nullable String derivedFrom(String name, ConfigKeys.Event event, String path) {
        String source = event.derive() == null ? null : event.derive().from();
        if (source == null) {
            return null;
        }
        if (source.equals(name)) {
            reader.problems.error(path + ".derive.from", "'" + name + "' cannot be made of itself");
        }
        String meant = EventNames.COMMON.contains(source) ? "" : Suggestion.among(EventNames.COMMON, source);
        if (!meant.isEmpty()) {
            reader.problems.warning(path + ".derive.from", "nothing known is called '" + source + "'" + meant);
        }
        if (event.once() != null && event.once() != EventRule.Once.USER) {
            reader.problems.error(
                    path + ".once", "what is made of a user's first '" + source + "' is once a user; write once: user");
        }
        String other = derived.putIfAbsent(source, name);
        if (other != null) {
            reader.problems.error(
                    path + ".derive.from", "'" + other + "' is made of '" + source + "' already; one event can be");
        }
        return source;
    }

    private boolean noKeys() {
        return reader.root().get(ConfigKeys.SERVER_KEYS.name()) == null
                && reader.root().get(ConfigKeys.INBOUND.name()) == null;
    }

    private static Channel channel(String written) {
        return Channel.valueOf(written.toUpperCase(Locale.ROOT));
    }

    /** The operator's own click ids, which replace all others of the same name. */
    Map<String, ClickIdRule> clickIds() {
        Map<String, ClickIdRule> rules = new LinkedHashMap<>();
        reader.entries(ConfigKeys.CLICK_IDS).forEach((written, group) -> {
            String path = ConfigKeys.CLICK_IDS.name() + "." + written;
            String name = written.toLowerCase(Locale.ROOT);
            if (!PARAMETER.matcher(name).matches()) {
                reader.problems.error(path, "a click id is named as its query parameter: letters, digits and _ . -");
            }
            String meant = ClickIdRegistry.nearly(
                    name, wellKnown.stream().map(ClickIdRule::name).toList());
            if (!meant.isEmpty()) {
                reader.problems.warning(path, "no landing is known to carry '" + written + "'" + meant);
            }
            ConfigKeys.ClickId id =
                    reader.fill(ConfigKeys.CLICK_ID, withKnown(name, group), reader.resolution(onMissing), path);
            if (id != null) {
                String pattern = id.pattern();
                if (pattern != null) {
                    checkPattern(pattern, path);
                }
                rules.put(
                        name,
                        new ClickIdRule(name, id.platform(), pattern == null ? "" : pattern, id.lifetime(), false));
            }
        });
        return rules;
    }

    /** What is not written of a well-known click id stays as it is. */
    private Map<String, @Nullable Object> withKnown(String name, Map<String, @Nullable Object> group) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        wellKnown.stream().filter(rule -> rule.name().equals(name)).forEach(rule -> {
            whole.put("platform", rule.platform());
            whole.put("pattern", rule.pattern().isEmpty() ? null : rule.pattern());
            whole.put("lifetime", rule.lifetime().toString());
        });
        whole.putAll(group);
        return whole;
    }

    /** Who reports by webhook or postback. */
    Map<String, InboundSource> inbound() {
        Map<String, InboundSource> sources = new LinkedHashMap<>();
        reader.entries(ConfigKeys.INBOUND).forEach((name, group) -> {
            String path = ConfigKeys.INBOUND.name() + "." + name;
            Resolution resolution = reader.resolution(onMissing);
            Mistakes faults = new Mistakes();
            InboundSource source = new SourceReader(faults, ReadySources.keys())
                    .read(name, resolution.group(group, ConfigKeys.INBOUND.fields(), path));
            if (source != null) {
                blocks(source, faults);
            }
            faults.errors().forEach(found -> {
                String where = found.path().isEmpty() ? path : path + "." + found.path();
                if (!resolution.failed(where)) {
                    reader.problems.error(where, resolution.masked(found.message()));
                }
            });
            faults.warnings()
                    .forEach(found ->
                            reader.problems.warning(path + "." + found.path(), resolution.masked(found.message())));
            if (source != null && faults.errors().isEmpty()) {
                boolean written = group.get("origin") != null;
                sources.put(
                        name,
                        source.with(ReceiversTags.of(
                                source.origins(), reader.entries(ConfigKeys.TAGS), (origin, doubt) -> {
                                    if (written && !origin.equals(source.kind())) {
                                        reader.problems.warning(path + ".origin", doubt);
                                    }
                                })));
            }
        });
        return sources;
    }

    private static void blocks(InboundSource source, Mistakes faults) {
        for (String block : source.allowIps()) {
            try {
                if (Cidr.written(block).bits() == 0) {
                    faults.warning("verify.allow_ips", "this is every address there is");
                }
            } catch (IllegalArgumentException noBlock) {
                faults.error(
                        "verify.allow_ips",
                        "'" + block + "' is no address and no block of addresses, such as 203.0.113.0/24");
            }
        }
    }

    private void checkPattern(String pattern, String path) {
        try {
            String meant = PatternSlip.meant(pattern, false);
            if (meant != null) {
                reader.problems.warning(
                        path + ".pattern",
                        "this is no regular expression as they are written here, and none of these clicks is taken; write '"
                                + meant + "'");
            }
            Expression.compile(pattern, 0);
        } catch (IllegalArgumentException refused) {
            reader.problems.error(path + ".pattern", String.valueOf(refused.getMessage()));
        }
    }
}
