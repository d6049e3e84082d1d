package io.taghub.inbound;

import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Mistakes;
import io.taghub.inbound.hook.Replies;
import io.taghub.inbound.map.Mapping;
import io.taghub.inbound.map.MappingReader;
import io.taghub.inbound.verify.Verifier;
import io.taghub.inbound.verify.VerifierReader;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one source: what the operator wrote, over what its ready source says. */
public final class SourceReader {
    public static final String SOURCE = "source";
    public static final String GENERIC = "generic";
    private static final String METHODS = "methods";
    private static final String VERIFY = "verify";
    private static final String RESPOND = "respond";
    private static final String PING = "ping";
    private static final String ORIGIN = "origin";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Set<String> REPLY = Set.of("status", "body", "type");

    public static final List<Field> FIELDS = List.of(
            field(
                    SOURCE,
                    Kind.TEXT,
                    "whose form it has: generic, or a ready source whose keys then stand under yours",
                    "keitaro",
                    GENERIC),
            field(METHODS, Kind.TEXT_LIST, "GET, POST or both; POST without it", "POST", ""),
            field(
                    VERIFY,
                    Kind.OBJECT,
                    "how a request proves whose it is: a type, a secret and what the type takes; without it the source does not start",
                    "",
                    ""),
            field(MappingReader.MAP, Kind.OBJECT, "the event's fields, and where in the request each stands", "", ""),
            field(MappingReader.BY_EVENT, Kind.OBJECT, "what is mapped otherwise, by the event's name", "", ""),
            field(
                    MappingReader.EACH,
                    Kind.TEXT_LIST,
                    "where the list stands if one request holds several events, or places of which the first that is there counts; @ is one of them then",
                    "$.events",
                    ""),
            field(
                    MappingReader.ONLY,
                    Kind.OBJECT,
                    "places and the values they must have; else the request is ignored",
                    "",
                    ""),
            field(MappingReader.BODY, Kind.TEXT, "where the JSON stands if it is not the body itself", "?payload", ""),
            new Field(
                    MappingReader.UNKNOWN,
                    Kind.TEXT,
                    false,
                    "what becomes of what the table of names does not have",
                    "",
                    "ignore|refuse",
                    "refuse",
                    List.of()),
            field(
                    RESPOND,
                    Kind.OBJECT,
                    "what is answered where it is ok, duplicate, ignored, refused or one code: status, body ('pixel' for a GIF, {{reason}} for the reason), type; 'echo' names a parameter whose value is the answer",
                    "",
                    ""),
            field(
                    PING,
                    Kind.TEXT,
                    "the one form field by which the sender asks, unsigned, whether anybody is there",
                    "webhook_id",
                    ""),
            field(
                    ORIGIN,
                    Kind.TEXT_LIST,
                    "tags, networks and hosts that are never told of what comes from here; the ready source's own network is one of them",
                    "trk.partner.example",
                    ""));

    private static final Set<String> KEYS = FIELDS.stream().map(Field::name).collect(Collectors.toSet());
    private static final Map<String, Code.Kind> KINDS = Map.of(
            "ok", Code.Kind.OK,
            "duplicate", Code.Kind.DUPLICATE,
            "ignored", Code.Kind.IGNORED,
            "refused", Code.Kind.REFUSED);

    /** What can be answered in a way of its own; what is kinds' own is above. */
    private static final Map<String, Code> CODES = Stream.of(Code.values())
            .filter(code -> code.kind() != Code.Kind.OURS && !KINDS.containsKey(code.word()))
            .collect(Collectors.toMap(Code::word, code -> code));

    private final Mistakes faults;
    private final Map<String, Map<String, @Nullable Object>> ready;

    /** @param ready the keys of each ready source */
    public SourceReader(Mistakes faults, Map<String, Map<String, @Nullable Object>> ready) {
        this.faults = faults;
        this.ready = ready;
    }

    private static Field field(String name, Kind kind, String description, String example, String byDefault) {
        return new Field(name, kind, false, description, example, "", byDefault, List.of());
    }

    /**
     * @param settings with references resolved
     * @return null where something was wrong, and then it has been said
     */
    public @Nullable InboundSource read(String name, Map<String, @Nullable Object> settings) {
        if (!NAME.matcher(name).matches()) {
            faults.error("", "a source's name is part of its address: letters, digits, - and _, at most 64");
        }
        Map<String, @Nullable Object> own = new LinkedHashMap<>(settings);
        for (String key : settings.keySet()) {
            if (!KEYS.contains(key)) {
                faults.error(key, "unknown key '" + key + "'" + Mistakes.meant(KEYS, key));
                own.remove(key);
            }
        }
        String kind = settings.get(SOURCE) == null ? GENERIC : kind(settings.get(SOURCE));
        if (kind == null) {
            // What else it lacks the one that was meant may have.
            return null;
        }
        Map<String, @Nullable Object> whole = over(ready.getOrDefault(kind, Map.of()), own);
        Verifier verifier = VerifierReader.read(whole.get(VERIFY), faults);
        Mapping mapping = new MappingReader(faults).read(name, whole);
        Set<String> methods = methods(whole.get(METHODS));
        Replies replies = replies(whole.get(RESPOND));
        List<String> ips = whole.get(VERIFY) instanceof Map<?, ?> verify
                ? list(verify.get("allow_ips"), VERIFY + ".allow_ips")
                : List.of();
        Set<String> origins = new LinkedHashSet<>(list(whole.get(ORIGIN), ORIGIN));
        if (!kind.equals(GENERIC)) {
            origins.add(kind);
        }
        checkMethods(methods, whole);
        if (verifier != null && methods.contains("POST")) {
            checkSigned(verifier, whole.get(VERIFY));
        }
        return verifier == null || !faults.errors().isEmpty()
                ? null
                : new InboundSource(
                        name, kind, methods, verifier, ips, mapping, replies, Mistakes.text(whole.get(PING)), origins);
    }

    private @Nullable String kind(@Nullable Object written) {
        Set<String> known = new LinkedHashSet<>(ready.keySet());
        known.add(GENERIC);
        return faults.word(written, known, SOURCE);
    }

    /** The operator's over the ready one's; groups go together, but a verifier of another type stands alone, and so does what fields come from. */
    private static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> ready, Map<String, @Nullable Object> own) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(ready);
        own.forEach((key, value) -> {
            Object below = ready.get(key);
            whole.put(
                    key,
                    below instanceof Map<?, ?> base && value instanceof Map<?, ?> mine
                            ? together(key, base, mine)
                            : value);
        });
        return whole;
    }

    private static Map<String, @Nullable Object> together(String key, Map<?, ?> base, Map<?, ?> mine) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        boolean another = key.equals(VERIFY)
                && mine.get("type") != null
                && !mine.get("type").equals(base.get("type"));
        if (!another) {
            base.forEach((name, value) -> both.put(String.valueOf(name), value));
        }
        mine.forEach((name, value) -> {
            Object below = base.get(name);
            both.put(
                    String.valueOf(name),
                    switch (key) {
                        case MappingReader.MAP -> extract(below, value);
                        case MappingReader.BY_EVENT, RESPOND ->
                            below instanceof Map<?, ?> inner && value instanceof Map<?, ?> over
                                    ? together(key.equals(RESPOND) ? "" : MappingReader.MAP, inner, over)
                                    : value;
                        default -> value;
                    });
        });
        return both;
    }

    /** Who says only what more a word can mean, {@code values: {14: deposit}}, means the ready source's place and table with these. */
    private static @Nullable Object extract(@Nullable Object below, @Nullable Object mine) {
        if (below == null
                || !(mine instanceof Map<?, ?> group)
                || group.containsKey("from")
                || group.containsKey("const")) {
            return mine;
        }
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        if (below instanceof Map<?, ?> base) {
            base.forEach((name, value) -> both.put(String.valueOf(name), value));
        } else {
            both.put("from", below);
        }
        group.forEach((name, value) -> both.put(
                String.valueOf(name),
                both.get(String.valueOf(name)) instanceof Map<?, ?> words && value instanceof Map<?, ?> more
                        ? together("", words, more)
                        : value));
        return both;
    }

    private Set<String> methods(@Nullable Object written) {
        Set<String> methods = new LinkedHashSet<>();
        list(written, METHODS).forEach(method -> {
            String word = faults.word(method.toUpperCase(Locale.ROOT), List.of("GET", "POST"), METHODS);
            if (word != null) {
                methods.add(word);
            }
        });
        return methods.isEmpty() ? Set.of("POST") : methods;
    }

    /** A key that opens doors does not belong into an address, and a GET has nothing else. */
    private void checkMethods(Set<String> methods, Map<String, @Nullable Object> whole) {
        if (methods.contains("GET")
                && whole.get(VERIFY) instanceof Map<?, ?> verify
                && "bearer".equals(verify.get("type"))) {
            faults.error(
                    METHODS,
                    "a bearer key is for POST; a postback by GET has a 'query_token' or a signature in its address");
        }
    }

    private void checkSigned(Verifier verifier, @Nullable Object written) {
        if (verifier.lowTrust() && written instanceof Map<?, ?> verify && "hmac".equals(verify.get("type"))) {
            faults.warning(
                    VERIFY + ".over",
                    "the body is not signed, so whoever saw one request can send any other with its signature;"
                            + " what comes from here has low trust");
        }
    }

    private List<String> list(@Nullable Object written, String path) {
        List<String> texts = new ArrayList<>();
        for (Object one : Mistakes.several(written)) {
            String text = Mistakes.text(one);
            if (text == null) {
                faults.error(path, "a list of texts belongs here");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private Replies replies(@Nullable Object written) {
        if (written == null) {
            return Replies.USUAL;
        }
        Map<Code.Kind, Replies.Wording> byKind = new EnumMap<>(Code.Kind.class);
        Map<Code, Replies.Wording> byCode = new EnumMap<>(Code.class);
        String echo = null;
        for (Map.Entry<String, @Nullable Object> entry : faults.group(
                        written, RESPOND, "'respond' is a group: respond: { ok: { status: 200, body: OK } }")
                .entrySet()) {
            String path = RESPOND + "." + entry.getKey();
            Code.Kind kind = KINDS.get(entry.getKey());
            if (entry.getKey().equals("echo")) {
                echo = Mistakes.text(entry.getValue());
            } else if (CODES.containsKey(entry.getKey())) {
                Code code = Objects.requireNonNull(CODES.get(entry.getKey()));
                byCode.put(code, template(code.kind(), entry.getValue(), path));
            } else if (kind == null) {
                Set<String> known = new LinkedHashSet<>(KINDS.keySet());
                known.addAll(CODES.keySet());
                known.add("echo");
                faults.error(path, "unknown key '" + entry.getKey() + "'" + Mistakes.meant(known, entry.getKey()));
            } else {
                byKind.put(kind, template(kind, entry.getValue(), path));
            }
        }
        return new Replies(byKind, byCode, echo);
    }

    private Replies.Wording template(Code.Kind kind, @Nullable Object written, String path) {
        Map<String, @Nullable Object> group =
                faults.group(written, path, "an answer is a group: { status: 200, body: OK }");
        faults.onlyKeys(group, REPLY, path);
        Integer status = null;
        if (group.get("status") != null) {
            String text = String.valueOf(Mistakes.text(group.get("status")));
            status = text.matches("[2-5]\\d\\d") ? Integer.valueOf(text) : null;
            if (status == null) {
                faults.error(path + ".status", "a status is a number from 200 to 599");
            } else if (kind != Code.Kind.REFUSED && status >= 300) {
                faults.warning(
                        path + ".status", "a sender takes this for a failure and sends it again, or gives up for good");
            } else if (kind == Code.Kind.REFUSED && status >= 500) {
                faults.warning(path + ".status", "senders repeat what is answered 5xx, and it would be refused again");
            }
        }
        return new Replies.Wording(status, Mistakes.text(group.get("body")), Mistakes.text(group.get("type")));
    }
}
