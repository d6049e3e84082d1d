package io.taghub.testkit;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event as a platform received it. Each check answers itself, so that they can be chained, and fails with the request.
 *
 * <p>A path names a field of the event within the request ({@code custom_data.value}, {@code user_data.em[0]}), else of
 * the request's body, else a parameter of its address or of a form.
 */
public final class Sent {
    private static final Set<String> VALUE =
            Set.of("value", "conversionvalue", "amount", "payout", "revenue", "sum", "sale", "saleamount", "monetary");

    /** What platforms call the field with an event's name, the surest first; one has ids of its own for names. */
    private static final List<String> NAMES = List.of(
            "event_name",
            "event",
            "name",
            "eventname",
            "conversionname",
            "conversion",
            "event_id",
            "eventtype",
            "eventid",
            "target",
            "type");

    /** Where it stands deeper: one's own name before the word for "one's own". */
    private static final List<String> DEEPER = List.of(
            "/custom_event_name",
            "/type/custom_event_name",
            "/type/tracking_type",
            "/event/event_id",
            "/data/attributes/metric/data/attributes/name");

    private static final Set<String> PARAMETER =
            Set.of("event_name", "event", "et", "goal", "type", "name", "e", "eventtypeid", "eventtypecode");
    private static final List<String> LISTS =
            List.of("data", "events", "conversions", "OfflineConversions", "elements", "actions", "orders");

    private static final Pattern CSV = Pattern.compile("Content-Type: text/csv\\s+(.*?)\\r?\\n--", Pattern.DOTALL);

    /** Its values are parameters like those of an address. */
    private static final Pattern FORM =
            Pattern.compile("(?i)Content-Type: application/x-www-form-urlencoded.*?\\r?\\n\\r?\\n(.*)", Pattern.DOTALL);

    /** One that is not within quotes. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private final String id;
    private final String request;
    private final JsonNode body;
    private final JsonNode item;
    private final Map<String, String> query;

    Sent(JsonNode row, JsonNode attempt) {
        this(row.path("id").asString(""), attempt.path("request").asString(""), attempt);
    }

    private Sent(String id, String request, JsonNode attempt) {
        this.id = id;
        this.request = request;
        this.query = query(request);
        JsonNode json = attempt.path("request_json");
        this.body = json.isContainer() ? json : table(request);
        this.item = item(
                body, attempt.path("events").asInt(1), attempt.path("place").asInt(0));
    }

    /** The hub does not keep the body of a large batch; the sandbox does. */
    static Sent ofBatch(JsonNode row, JsonNode attempt, List<JsonNode> received) {
        Sent bare = new Sent(row, attempt);
        int size = attempt.path("events").asInt(1);
        int place = attempt.path("place").asInt(0);
        return received.stream()
                .filter(request -> request.path("host").asString("").equals(bare.host()))
                .filter(request ->
                        item(request.path("json"), size, place).toString().contains('"' + bare.id + '"'))
                .reduce((earlier, later) -> later)
                .map(request -> new Sent(
                        bare.id,
                        bare.request + "\n" + request.path("body").asString(""),
                        Http.JSON
                                .createObjectNode()
                                .put("events", size)
                                .put("place", place)
                                .set("request_json", request.path("json"))))
                .orElse(bare);
    }

    /** The rows of a CSV file in a form, each by the names of its columns. */
    private static JsonNode table(String request) {
        Matcher file = CSV.matcher(request);
        if (!file.find()) {
            return MissingNode.getInstance();
        }
        List<String> lines =
                file.group(1).lines().filter(line -> !line.isEmpty()).toList();
        String[] names = lines.getFirst().split(",", -1);
        ArrayNode rows = Http.JSON.createArrayNode();
        lines.stream().skip(1).map(line -> COMMA.split(line, -1)).forEach(values -> {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < Math.min(names.length, values.length); i++) {
                row.put(names[i], values[i].replaceAll("^\"|\"$", "").replace("\"\"", "\""));
            }
        });
        return rows;
    }

    /** Several events may share a request: this one's part of it. */
    private static JsonNode item(JsonNode body, int size, int place) {
        if (body.isArray()) {
            return opened(body.path(place));
        }
        for (String list : LISTS) {
            JsonNode events = holder(body).path(list);
            if (events.isArray() && events.size() == size) {
                return opened(events.path(place));
            }
        }
        return opened(body);
    }

    /** With the objects in it that a platform wants as text (Kwai: {@code properties}). */
    private static JsonNode opened(JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            return item;
        }
        ObjectNode open = object.deepCopy();
        object.properties().forEach(field -> {
            String text = field.getValue().asString("");
            if (text.startsWith("{")) {
                try {
                    open.set(field.getKey(), Http.JSON.readTree(text));
                } catch (JacksonException onlyText) {
                    // Stays what it is.
                }
            }
        });
        return open;
    }

    /** What has the list of events: the body, or one wrapping in it. */
    private static JsonNode holder(JsonNode body) {
        return body.path("data").path("events").isArray() ? body.path("data") : body;
    }

    /** The events in a request's body, the body itself where it has one. */
    static Stream<JsonNode> items(JsonNode body) {
        if (body.isArray()) {
            return body.valueStream().map(Sent::opened);
        }
        return LISTS.stream()
                .map(holder(body)::path)
                .filter(JsonNode::isArray)
                .findFirst()
                .map(JsonNode::valueStream)
                .orElse(Stream.of(body))
                .map(Sent::opened);
    }

    /** What the request says of all its events. */
    static JsonNode around(JsonNode body) {
        return holder(body) instanceof ObjectNode holder ? holder.deepCopy().without(LISTS) : MissingNode.getInstance();
    }

    private static Map<String, String> query(String request) {
        String line = request.lines().findFirst().orElse("");
        String address = line.substring(line.indexOf(' ') + 1);
        String raw = address.indexOf('?') < 0 ? "" : address.substring(address.indexOf('?') + 1);
        Map<String, String> query = new LinkedHashMap<>();
        Matcher form = FORM.matcher(request);
        for (String pair : (form.find() ? raw + "&" + form.group(1).strip() : raw).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** The event's id at the hub. */
    public String id() {
        return id;
    }

    /** What the platform calls the event; empty where it has no word for it. */
    public String name() {
        for (String pointer : DEEPER) {
            String name = item.at(pointer).asString("");
            if (!name.isEmpty()) {
                return name;
            }
        }
        for (JsonNode in : List.of(item, body)) {
            for (String name : NAMES) {
                for (Map.Entry<String, JsonNode> field : in.properties()) {
                    if (name.equals(field.getKey().toLowerCase(Locale.ROOT))
                            && field.getValue().isString()) {
                        return field.getValue().stringValue();
                    }
                }
            }
        }
        return query.entrySet().stream()
                .filter(parameter -> PARAMETER.contains(parameter.getKey().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** Where it went: {@code graph.facebook.com}. */
    public String host() {
        return String.valueOf(URI.create(request.lines().findFirst().orElse("").replaceAll("^\\S+ ([^?\\s]*).*", "$1"))
                .getHost());
    }

    /** The event's part of a JSON body; missing where the body is not JSON. */
    public JsonNode json() {
        return item;
    }

    JsonNode body() {
        return body;
    }

    /** The parameters of the address, decoded. */
    public Map<String, String> query() {
        return query;
    }

    /** The whole request as the console shows it, secrets masked. */
    public String request() {
        return request;
    }

    /** The money it is worth, wherever this platform wants it: {@code "49.99"}. */
    public Sent value(String amount) {
        List<String> found = new ArrayList<>();
        leaves(item, "", (key, leaf) -> {
            if (VALUE.contains(key.toLowerCase(Locale.ROOT))) {
                found.add(leaf);
            }
        });
        query.forEach((key, text) -> {
            if (VALUE.contains(key.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))) {
                found.add(text);
            }
        });
        if (item.path("Price").isString()) {
            found.add(item.path("Price").stringValue());
        }
        if (found.isEmpty()) {
            // Affiliate networks call it as they like.
            query.values().stream().filter(text -> equal(text, amount)).forEach(found::add);
        }
        if (found.stream().noneMatch(text -> equal(text, amount))) {
            throw new AssertionError(
                    "the value should be " + amount + " but is " + (found.isEmpty() ? "not there" : found));
        }
        return this;
    }

    /** ISO 4217, wherever this platform wants it. */
    public Sent currency(String code) {
        List<String> found = new ArrayList<>();
        leaves(item, "", (key, leaf) -> {
            if (key.toLowerCase(Locale.ROOT).contains("currency")) {
                found.add(leaf);
            }
        });
        query.forEach((key, text) -> {
            if (key.toLowerCase(Locale.ROOT).contains("cur") || text.equals(code)) {
                found.add(text);
            }
        });
        if (!found.contains(code)) {
            throw new AssertionError(
                    "the currency should be " + code + " but is " + (found.isEmpty() ? "not there" : found));
        }
        return this;
    }

    /** The field at this path is (or, if it is a list, holds) this; numbers are compared as numbers. */
    public Sent has(String path, Object expected) {
        JsonNode found = find(path);
        String wanted = String.valueOf(expected);
        boolean holds = found.isArray()
                ? found.valueStream().anyMatch(one -> equal(one.asString(""), wanted))
                : found.isValueNode() && equal(found.asString(""), wanted);
        if (!holds) {
            throw new AssertionError(
                    path + " should be " + wanted + " but is " + (found.isMissingNode() ? "not there" : found));
        }
        return this;
    }

    /** The field is the SHA-256 of this plain value, lower case and trimmed, as most platforms want e-mail addresses. */
    public Sent hashed(String path, String plain) {
        return has(path, sha256(plain.strip().toLowerCase(Locale.ROOT)));
    }

    public Sent lacks(String path) {
        JsonNode found = find(path);
        if (!found.isMissingNode()) {
            throw new AssertionError(path + " should not be there but is " + found);
        }
        return this;
    }

    /** This text stands anywhere in the request. */
    public Sent contains(String text) {
        if (!request.contains(text) && !query.containsValue(text)) {
            throw new AssertionError("'" + text + "' should be in the request");
        }
        return this;
    }

    private JsonNode find(String path) {
        String pointer = "/" + path.replace("[", ".").replace("]", "").replace(".", "/");
        for (JsonNode in : List.of(item, body)) {
            JsonNode found = in.at(pointer);
            if (!found.isMissingNode() && !found.isNull()) {
                return found;
            }
        }
        String parameter = query.get(path);
        ObjectNode holder = Http.JSON.createObjectNode();
        return parameter == null
                ? MissingNode.getInstance()
                : holder.put("value", parameter).path("value");
    }

    private interface Leaf {
        void at(String key, String value);
    }

    private static void leaves(JsonNode node, String key, Leaf leaf) {
        if (node.isObject()) {
            node.properties().forEach(field -> leaves(field.getValue(), field.getKey(), leaf));
        } else if (node.isArray()) {
            node.forEach(one -> leaves(one, key, leaf));
        } else if (node.isValueNode()) {
            leaf.at(key, node.asString(""));
        }
    }

    private static boolean equal(String one, String other) {
        BigDecimal left = number(one);
        BigDecimal right = number(other);
        return one.equals(other) || (left != null && right != null && left.compareTo(right) == 0);
    }

    private static @Nullable BigDecimal number(String text) {
        return text.matches("-?\\d{1,18}(\\.\\d{1,9})?") ? new BigDecimal(text) : null;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return request;
    }
}
