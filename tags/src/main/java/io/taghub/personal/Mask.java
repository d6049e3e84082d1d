package io.taghub.personal;

import io.taghub.event.Event;
import io.taghub.personal.PersonalForms.Look;
import io.taghub.personal.PersonalKeys.Kind;
import io.taghub.personal.PersonalKeys.Within;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hides personal data in what people see and what is kept for them to see: by key ({@link PersonalKeys}), by form
 * ({@link PersonalForms}), and what is known of the persons it is about wherever it is repeated. Hashes stay: they are
 * what one looks for. Of an e-mail address the first letters stay, of an IP address the network. What goes to a platform
 * is none of its business; see {@link PersonalData#freeProperties}.
 */
public final class Mask {
    public static final String HIDDEN = "***";

    /** For texts that are about nobody in particular. */
    public static final Mask OF_NOBODY = new Mask(Set.of(), Set.of(), Set.of());

    /** A shorter value is hidden where it is a word only, or it would be found everywhere. */
    private static final int LONG = 8;

    /** May and Roe are words of other people's too; under its key a short one is hidden anyway, and so is the full name. */
    private static final int TELLING = 5;

    private static final String APART = "(?:(?<![\\p{L}\\p{N}])|(?<=%[0-9A-Fa-f]{2}))";
    private static final Pattern AT = Pattern.compile("@|%40|&[^;]*;");
    private static final Pattern HASH =
            Pattern.compile("(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{128})");
    private static final Pattern PARAMETER =
            Pattern.compile("(?<=^|[?&#;\\s])([^=&#;?\\s\"'<>{}]{1,128})=([^&#;\\s\"'<>{}]+)", Pattern.MULTILINE);

    /** For JSON that is cut short or stands in a sentence. */
    private static final Pattern PAIR = Pattern.compile(
            "\"([^\"\\\\]{1,128})\"(\\s*:\\s*)" + "(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"?|(-?\\d[\\d.eE+-]*))");

    /** The forms in which something known may be repeated; the longest first, so that no part of one is left over. */
    private final List<Known> known;

    private final Set<String> open;

    private record Known(String form, String lower) {}

    /** May stand where a person's name would. */
    private final Set<String> words;

    private Mask(Set<String> known, Set<String> open, Set<String> words) {
        this.open = open;
        this.words = words;
        Set<String> forms = new HashSet<>();
        for (String value : known) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            forms.addAll(List.of(value, encoded, encoded.replace("+", "%20")));
        }
        this.known = forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(form -> new Known(form, form.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** A mask that knows these events: what of them is personal, and which of their ids only look so. */
    public static Mask of(Collection<Event> about) {
        return of(about, Set.of());
    }

    /** @param words what stands under {@code name} without being a person's, beside the names of these events */
    public static Mask of(Collection<Event> about, Set<String> words) {
        Set<String> persons =
                collect(about.stream().flatMap(PersonalData::known).map(text -> text.toLowerCase(Locale.ROOT)));
        return new Mask(
                collect(about.stream().flatMap(Mask::personal).filter(text -> text.length() >= TELLING)),
                collect(about.stream().flatMap(Mask::ids)),
                collect(Stream.concat(words.stream(), about.stream().map(Event::name))
                        .filter(word -> !persons.contains(word.toLowerCase(Locale.ROOT)))));
    }

    /** A mask for a sentence that is kept in clear: of these events' own texts nothing is left in it. */
    public static Mask sentence(Event about) {
        Set<String> ids = collect(ids(about));
        Stream<String> texts = Stream.concat(personal(about), PersonalData.texts(about));
        return new Mask(collect(texts.filter(text -> !ids.contains(text))), ids, Set.of());
    }

    private static Set<String> collect(Stream<String> texts) {
        Set<String> set = new HashSet<>();
        texts.filter(text -> !text.isBlank()).forEach(set::add);
        return set;
    }

    private static Stream<String> personal(Event event) {
        Set<String> plain = new HashSet<>(List.of(event.name().toLowerCase(Locale.ROOT)));
        ids(event).forEach(id -> plain.add(id.toLowerCase(Locale.ROOT)));
        return PersonalData.known(event).filter(text -> !plain.contains(text.toLowerCase(Locale.ROOT)));
    }

    private static Stream<String> ids(Event event) {
        List<String> ids = new ArrayList<>(List.of(event.id()));
        event.clickIds().forEach(click -> ids.add(click.value()));
        if (event.orderId() != null) {
            ids.add(event.orderId());
        }
        if (event.visitor() != null) {
            ids.add(event.visitor());
        }
        event.items().forEach(item -> ids.add(item.id() == null ? "" : item.id()));
        return ids.stream();
    }

    /** Any case, because platforms want it lowered. */
    private static Pattern pattern(String form) {
        String quoted = Pattern.quote(form);
        boolean anywhere = form.length() >= LONG && !form.chars().allMatch(Character::isDigit);
        return Pattern.compile(
                anywhere ? quoted : APART + quoted + "(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** A request or an answer, an address, a sentence: as JSON where it is JSON, else with its parameters. */
    public String text(String text) {
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            try {
                JsonNode json = Fields.JSON.readTree(text);
                if (json.isContainer()) {
                    return Fields.JSON.writeValueAsString(tree(json));
                }
            } catch (JacksonException cutShort) {
                // as a text then
            }
        }
        return text.contains("\":") || text.contains("\" :")
                ? between(PAIR, text, this::pair)
                : between(PARAMETER, text, this::parameter);
    }

    /** What matches by the function, and what stands between as a text. */
    private String between(Pattern pattern, String text, Function<MatchResult, String> matched) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = pattern.matcher(text);
        int done = 0;
        while (matcher.find()) {
            String gap = text.substring(done, matcher.start());
            out.append(pattern == PAIR ? between(PARAMETER, gap, this::parameter) : plain(gap, true))
                    .append(matched.apply(matcher));
            done = matcher.end();
        }
        String rest = text.substring(done);
        return out.append(pattern == PAIR ? between(PARAMETER, rest, this::parameter) : plain(rest, true))
                .toString();
    }

    private String pair(MatchResult pair) {
        String key = pair.group(1);
        String value = pair.group(3) == null ? pair.group(4) : pair.group(3);
        String masked = leaf(key, value, Within.ELSEWHERE, false);
        boolean closed = pair.group().endsWith("\"");
        return masked.equals(value)
                ? pair.group()
                : '"' + key + '"' + pair.group(2) + '"' + masked + (closed || pair.group(4) != null ? "\"" : "");
    }

    private String parameter(MatchResult parameter) {
        String value = decoded(parameter.group(2));
        String masked = leaf(decoded(parameter.group(1)), value, Within.TOP, false);
        return masked.equals(value) ? parameter.group() : parameter.group(1) + "=" + oneParameter(masked);
    }

    /** Readable, and still one parameter. */
    private static String oneParameter(String masked) {
        return masked.replaceAll("[&#;\\s\"'<>{}=]+", "+");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** What stands under this key in a flat list, a query for instance. */
    public String value(String key, List<String> values) {
        return values.stream().map(value -> leaf(key, value, Within.TOP, false)).collect(Collectors.joining(", "));
    }

    /** An id, in which digits mean nothing. */
    public String id(String id) {
        return id.startsWith("+") ? plain(id, true) : PersonalForms.replace(id, false, Mask::shown);
    }

    /** The body of a request or an answer. */
    public JsonNode tree(JsonNode json) {
        return node("", json, Within.ELSEWHERE, false);
    }

    /** The properties of an event, where a name that stands alone is a person's. */
    public JsonNode properties(JsonNode properties) {
        return node("", properties, Within.TOP, false);
    }

    private JsonNode node(String key, JsonNode node, Within within, boolean besideAPlace) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode masked = JsonNodeFactory.instance.objectNode();
                boolean place = PersonalKeys.besideAPlace(object.propertyNames());
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    String name = field.getKey();
                    JsonNode value = field.getValue();
                    Within there = value.isObject() || holdsObjects(value) ? PersonalKeys.below(name, within) : within;
                    masked.set(plain(name, false), node(name, value, there, place));
                }
                yield masked;
            }
            case ArrayNode array -> {
                ArrayNode masked = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> masked.add(node(key, element, within, besideAPlace)));
                yield masked;
            }
            default -> scalar(key, node, within, besideAPlace);
        };
    }

    private static boolean holdsObjects(JsonNode node) {
        return node.isArray() && !node.isEmpty() && node.get(0).isContainer();
    }

    private JsonNode scalar(String key, JsonNode node, Within within, boolean besideAPlace) {
        if (!node.isString() && !node.isNumber()) {
            return node;
        }
        String value = node.isNumber() ? node.decimalValue().toPlainString() : node.stringValue();
        String masked = leaf(key, value, within, besideAPlace);
        return masked.equals(value) ? node : JsonNodeFactory.instance.stringNode(masked);
    }

    private String leaf(String key, String value, Within within, boolean besideAPlace) {
        Kind kind = PersonalKeys.kind(key);
        // HilltopAds calls its click a token.
        boolean word = (kind == Kind.NAME && words.contains(value)) || (kind == Kind.TOKEN && open.contains(value));
        if (!word && PersonalKeys.personal(key, value, within, besideAPlace)) {
            boolean secret = kind == Kind.SECRET || kind == Kind.TOKEN;
            return secret ? HIDDEN : HASH.matcher(value).matches() ? value : partly(value);
        }
        if (open.contains(value)) {
            return id(value);
        }
        return kind == Kind.ID ? plain(value, false) : nested(value);
    }

    /** A value may be an address with parameters of its own, or JSON in a string. */
    private String nested(String value) {
        return value.indexOf('=') < 0 && value.indexOf('{') < 0 ? plain(value, true) : text(value);
    }

    /** Of what is hidden anyway so much as tells two of them apart. */
    private static String partly(String value) {
        boolean[] whole = {false};
        String shown = PersonalForms.replace(value.strip(), true, (form, found) -> {
            whole[0] = found.length() == value.strip().length();
            return shown(form, found);
        });
        return whole[0] ? shown : HIDDEN;
    }

    private String plain(String text, boolean numbers) {
        if (text.isBlank()) {
            return text;
        }
        String masked = text;
        if (!known.isEmpty()) {
            String lower = text.toLowerCase(Locale.ROOT);
            for (Known one : known) {
                if (lower.contains(one.lower)) {
                    masked = pattern(one.form).matcher(masked).replaceAll(HIDDEN);
                }
            }
        }
        return PersonalForms.replace(masked, numbers, Mask::shown);
    }

    private static String shown(Look form, String found) {
        return switch (form) {
            case EMAIL -> email(found);
            case IP -> network(found);
            case IBAN, CARD, SSN, PHONE, POSITION -> HIDDEN;
        };
    }

    /** {@code a***@e***.com}. */
    private static String email(String email) {
        String domain = AT.split(email, 2)[1];
        return email.substring(0, email.offsetByCodePoints(0, 1)) + HIDDEN + "@"
                + domain.substring(0, domain.offsetByCodePoints(0, 1)) + HIDDEN
                + domain.substring(domain.lastIndexOf('.'));
    }

    /** The network of an IP address: {@code 203.0.113.0}, {@code 2001:db8:85a3::}. */
    public static String network(String ip) {
        if (Identifiers.ip(ip) == null) {
            return HIDDEN;
        }
        if (!ip.contains(":")) {
            return ip.substring(0, ip.lastIndexOf('.')) + ".0";
        }
        String[] groups = ip.split("::", 2)[0].split(":");
        return String.join(":", List.of(groups).subList(0, Math.min(3, groups.length))) + "::";
    }
}
