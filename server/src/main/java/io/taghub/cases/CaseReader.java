package io.taghub.cases;

import io.taghub.config.ConfigProblem;
import io.taghub.config.HubConfig;
import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.example.Comparison;
import io.taghub.identity.ClickValue;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.IdentityStore.Locked;
import io.taghub.tag.Reason;
import io.taghub.text.Moment;
import io.taghub.text.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of cases, and says of everything that is wrong with them where it stands. */
final class CaseReader {
    /** The time of a case that does not say when; an event without a time happens then. */
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static final List<String> KEYS = List.of("title", "profiles", "at", "from", "known", "event", "expect");
    private static final List<String> KNOWN =
            List.of("clicks", "user", "consent", "visitor", "client", "registered", "linked", "opted_out", "erased");
    private static final List<String> OUTCOMES = List.of("request", "skip", "wait");
    private static final List<String> REASONS =
            Arrays.stream(Reason.values()).map(Reason::name).toList();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final YamlTree tree;
    private final HubConfig config;
    private final KnownNames names;
    private final List<ConfigProblem> problems = new ArrayList<>();

    CaseReader(YamlTree tree, HubConfig config) {
        this.tree = tree;
        this.config = config;
        this.names = new KnownNames(config);
        tree.oddities().forEach((position, message) -> problems.add(at(position, message)));
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    /** Those that could be read. */
    List<OwnCase> cases() {
        unknown(tree.root.keySet(), List.of("cases"), "");
        List<OwnCase> cases = new ArrayList<>();
        if (!(tree.root.get("cases") instanceof List<?> written) || written.isEmpty()) {
            problem("cases", "'cases' is missing: a list of cases, each with title, event and expect");
            return cases;
        }
        for (int i = 0; i < written.size(); i++) {
            String path = "cases[" + i + "]";
            OwnCase read = written.get(i) instanceof Map<?, ?> map ? read(YamlTree.asMap(map), path) : null;
            if (read != null) {
                cases.add(read);
            } else if (!(written.get(i) instanceof Map)) {
                problem(path, "a case is a group of keys: " + String.join(", ", KEYS));
            }
        }
        return cases;
    }

    private @Nullable OwnCase read(Map<String, @Nullable Object> written, String path) {
        int before = problems.size();
        unknown(written.keySet(), KEYS, path + ".");
        Object title = written.get("title");
        if (title == null || title.toString().isBlank()) {
            problem(path, "the case has no title; it names the case where it fails");
        }
        Instant at = time(written.get("at"), path + ".at", NOON);
        Known known = known(written.get("known"), path + ".known", at, written);
        Event event = event(written, path, at);
        Map<String, ExpectedFate> expected = expected(written.get("expect"), path + ".expect");
        Set<String> profiles = profiles(written.get("profiles"), path + ".profiles");
        if (event == null || problems.size() > before) {
            return null;
        }
        Consent consent = event.consent().or(known.consent());
        return new OwnCase(
                String.valueOf(title),
                path,
                written,
                profiles,
                at,
                event,
                new Agreed(consent, known.optedOut(), true),
                known,
                expected);
    }

    private @Nullable Event event(Map<String, @Nullable Object> written, String path, Instant at) {
        if (!(written.get("event") instanceof Map<?, ?> event)) {
            problem(path, "the case has no event: event: { name: purchase, value: 49.99, currency: EUR }");
            return null;
        }
        Object from = written.get("from");
        if (from != null && !List.of("server", "browser").contains(from.toString())) {
            problem(path + ".from", "'from' is server (a back end, as without it) or browser");
        }
        Channel channel = "browser".equals(from) ? Channel.BROWSER : Channel.SERVER;
        // The script gives each event an id; a back end has to where it is a conversion.
        Event read = parse(
                event,
                path + ".event",
                at,
                name -> channel == Channel.SERVER && config.rule(name).conversion() ? null : name + "-1");
        if (read == null) {
            return null;
        }
        atTheIntake(read, path + ".event");
        return read.toBuilder().channels(Set.of(channel)).build();
    }

    /** What the intake says of an event beyond its form: a name that is nearly another's, click ids that are none. */
    private void atTheIntake(Event event, String path) {
        String unknown = names.event(event.name());
        if (unknown != null) {
            problem(path + ".name", unknown);
        }
        ClickValue values = new ClickValue(config.clickIds(), config.browserIds());
        event.clickIds().forEach(id -> {
            String objection = values.objection(id);
            if (objection != null) {
                problem(path + ".click_ids." + id.name(), "the hub leaves this click id out: " + objection);
            }
        });
    }

    /**
     * What a hub would leave out of it and go on is a mistake in a case.
     *
     * @param idFor as with {@link EventJson#parse}
     */
    private @Nullable Event parse(
            Map<?, ?> written, String path, Instant at, Function<String, @Nullable String> idFor) {
        var json = JSON.valueToTree(tree.withDecimals(written, path));
        return switch (EventJson.parse(json, at, idFor)) {
            case EventJson.Parsed.Bad(String field, String reason) -> {
                problem(path + "." + field, reason);
                yield null;
            }
            case EventJson.Parsed.Ok(Event event) -> {
                for (FieldNote note : event.notes()) {
                    // An event calls otherwise what is known as clicks.
                    String field =
                            path.endsWith(".known") ? note.field().replaceFirst("^click_ids", "clicks") : note.field();
                    problem(path + "." + field, "'" + field + "' is not right: " + note.why());
                }
                yield event;
            }
        };
    }

    /** As an event of the person from earlier on would say it. */
    private Known known(@Nullable Object written, String path, Instant at, Map<String, @Nullable Object> whole) {
        if (written == null) {
            return Known.NOTHING;
        }
        if (!(written instanceof Map<?, ?> map)) {
            problem(path, "what is known is a group of keys: " + String.join(", ", KNOWN));
            return Known.NOTHING;
        }
        Map<String, @Nullable Object> keys = YamlTree.asMap(map);
        unknown(keys.keySet(), KNOWN, path + ".");
        Map<String, @Nullable Object> earlier = new LinkedHashMap<>(Map.of("name", "known"));
        for (String key : List.of("user", "consent", "visitor", "client")) {
            if (keys.get(key) != null) {
                earlier.put(key, tree.withDecimals(keys.get(key), path + "." + key));
            }
        }
        if (keys.get("clicks") != null) {
            earlier.put("click_ids", keys.get("clicks"));
        }
        // A click without a time is one that counts.
        Instant registered =
                keys.get("registered") == null ? null : time(keys.get("registered"), path + ".registered", at);
        Event event = parse(earlier, path, at, name -> name + "-1");
        if (event == null) {
            return Known.NOTHING;
        }
        if (keys.get("clicks") instanceof Map<?, ?> clicks) {
            clicks.keySet().forEach(name -> {
                String unknown = names.click(String.valueOf(name));
                if (unknown != null) {
                    problem(path + ".clicks." + name, unknown);
                }
            });
        }
        List<ClickId> touches = new ArrayList<>();
        event.clickIds()
                .forEach(click -> touches.add(
                        registered != null && click.seen().equals(at)
                                ? new ClickId(click.name(), click.value(), registered, click.params(), click.owner())
                                : click));
        List<ClickId> counting = touches.stream()
                .filter(click -> registered == null || !click.seen().isAfter(registered))
                .toList();
        boolean ofUser = whole.get("event") instanceof Map<?, ?> sent
                && sent.get("user") instanceof Map<?, ?> user
                && user.get("id") != null;
        boolean linked = flag(keys.get("linked"), path + ".linked", ofUser);
        return new Known(
                event.visitor(),
                touches,
                linked ? new Locked(registered == null ? at : registered, counting, List.of()) : null,
                List.of(),
                linked,
                false,
                event.user(),
                event.consent(),
                event.consent(),
                flag(keys.get("opted_out"), path + ".opted_out", false),
                event.client(),
                flag(keys.get("erased"), path + ".erased", false));
    }

    private boolean flag(@Nullable Object written, String path, boolean otherwise) {
        if (written != null && !(written instanceof Boolean)) {
            problem(path, "this is true or false");
        }
        return written instanceof Boolean said ? said : otherwise;
    }

    private Instant time(@Nullable Object written, String path, Instant otherwise) {
        Moment.Read read = written == null ? null : Moment.read(written.toString());
        if (written != null && read == null) {
            problem(path, "a time is written 2026-11-22T12:00:00Z");
        }
        return read == null ? otherwise : read.instant();
    }

    private Set<String> profiles(@Nullable Object written, String path) {
        Set<String> profiles = new TreeSet<>();
        for (Object one : written == null ? List.of() : written instanceof List<?> list ? list : List.of(written)) {
            profiles.add(String.valueOf(one));
            if (!config.written().profiles().contains(String.valueOf(one))) {
                problem(
                        path,
                        "the config has no profile '" + one + "'"
                                + Suggestion.among(config.written().profiles(), String.valueOf(one)));
            }
        }
        return profiles;
    }

    private Map<String, ExpectedFate> expected(@Nullable Object written, String path) {
        Map<String, ExpectedFate> expected = new LinkedHashMap<>();
        if (!(written instanceof Map<?, ?> tags) || tags.isEmpty()) {
            problem(path, "the case expects nothing: write expect: { TAG: sent }, or a request or a reason for a tag");
            return expected;
        }
        YamlTree.asMap(tags).forEach((tag, outcome) -> {
            String place = path + "." + tag;
            if (!config.tags().containsKey(tag)) {
                problem(
                        place,
                        config.tagNames().contains(tag)
                                ? "the tag '" + tag + "' is switched off in the config"
                                : "there is no tag '" + tag + "' in the config"
                                        + Suggestion.among(config.tags().keySet(), tag));
                return;
            }
            ExpectedFate read = outcome(outcome, place);
            if (read != null) {
                expected.put(tag, read);
            }
        });
        return expected;
    }

    private @Nullable ExpectedFate outcome(@Nullable Object written, String path) {
        if (written instanceof Map<?, ?> map && map.size() == 1) {
            String key = String.valueOf(map.keySet().iterator().next());
            Object value = map.values().iterator().next();
            return switch (key) {
                case "request" -> request(value, path + ".request");
                case "skip" -> new ExpectedFate.NotSent(reason(value, path + ".skip"));
                case "wait" -> new ExpectedFate.Waits(reason(value, path + ".wait"));
                default -> {
                    problem(
                            path + "." + key,
                            "unknown key '" + key + "'" + Suggestion.among(OUTCOMES, key) + "; there are "
                                    + String.join(", ", OUTCOMES));
                    yield null;
                }
            };
        }
        if (written instanceof String text && text.equalsIgnoreCase("sent")) {
            return new ExpectedFate.Sent(Map.of());
        }
        if (written instanceof String text && text.equalsIgnoreCase("skipped")) {
            return new ExpectedFate.NotSent(null);
        }
        if (written instanceof String) {
            return new ExpectedFate.NotSent(reason(written, path));
        }
        problem(path, "expected of a tag is 'sent', a reason such as NO_CLICK_ID, or one of request:, skip:, wait:");
        return null;
    }

    private @Nullable ExpectedFate request(@Nullable Object written, String path) {
        if (!(written instanceof Map<?, ?> map) || map.isEmpty()) {
            problem(
                    path,
                    "the case expects nothing of the request; write 'sent' where only that counts, or one of "
                            + String.join(", ", Comparison.PARTS));
            return null;
        }
        Map<String, @Nullable Object> parts = YamlTree.asMap(map);
        unknown(parts.keySet(), Comparison.PARTS, path + ".");
        for (String part : List.of("query", "headers", "body")) {
            Object value = parts.get(part);
            boolean text = part.equals("body") && value instanceof String;
            if (parts.containsKey(part) && !text && !(value instanceof Map<?, ?> fields && !fields.isEmpty())) {
                problem(
                        path + "." + part,
                        "'" + part + "' is a group of what has to be in it: " + part + ": { NAME: VALUE }");
            }
        }
        return new ExpectedFate.Sent(parts);
    }

    private @Nullable Reason reason(@Nullable Object written, String path) {
        String name = String.valueOf(written).toUpperCase(Locale.ROOT);
        if (!REASONS.contains(name)) {
            problem(
                    path,
                    written == null
                            ? "a reason is missing, such as NO_CLICK_ID"
                            : "there is no reason '" + written + "'" + Suggestion.among(REASONS, name)
                                    + (Suggestion.among(REASONS, name).isEmpty()
                                            ? "; docs/reference.md lists them"
                                            : ""));
            return null;
        }
        return Reason.valueOf(name);
    }

    private void unknown(Collection<String> keys, Collection<String> allowed, String path) {
        for (String key : keys) {
            if (!allowed.contains(key)) {
                String similar = Suggestion.among(allowed, key);
                problem(
                        path + key,
                        "unknown key '" + key + "'"
                                + (similar.isEmpty() ? "; there are " + String.join(", ", allowed) : similar));
            }
        }
    }

    private void problem(String path, String message) {
        problems.add(at(tree.keyAt(path), message));
    }

    private static ConfigProblem at(TextPosition position, String message) {
        return new ConfigProblem(position.file(), position.line(), position.column(), message);
    }
}
