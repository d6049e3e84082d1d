package io.taghub.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of an {@link Event}: what a back end posts to {@code /v1/events}, what golden cases are written in, and,
 * with the hub's own additions, what the journal keeps.
 */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What a sender may put into an event. */
    static final Set<String> KEYS = Set.of(
            "name",
            "id",
            "time",
            "user",
            "click_ids",
            "visitor",
            "value",
            "currency",
            "order_id",
            "items",
            "page",
            "client",
            "consent",
            "status",
            "properties");

    /** What {@link #write(Event)} writes: the hub adds some. */
    private static final Set<String> WRITTEN =
            Stream.concat(KEYS.stream(), Stream.of("received", "channels")).collect(Collectors.toUnmodifiableSet());

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_.: /-]{0,63}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern CURRENCY = Pattern.compile("(?i)[a-z]{3}|USD[TC]");
    private static final Pattern CLICK_ID_NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,64}");
    private static final int MAX_ITEMS = 500;

    /** Before this nobody tracked clicks; a time such as 1970 is somebody's missing value. */
    private static final Instant EARLIEST_CLICK = Instant.parse("2000-01-01T00:00:00Z");

    /** Clocks differ; nothing happens later than this after the hub heard of it. */
    public static final Duration MAX_FUTURE = Duration.ofMinutes(10);

    /** What is older is refused. A click may be older: it has a lifetime of its own. */
    public static final Duration MAX_AGE = Duration.ofDays(90);

    private EventJson() {}

    /** An event, or what is wrong with it in one sentence for the sender. */
    public sealed interface Parsed {
        /** @param leftOut what was wrong and could be done without */
        record Ok(Event event, List<LeftOut> leftOut) implements Parsed {}

        record Bad(String reason) implements Parsed {}
    }

    /** A field that was left out, by its path, {@code click_ids.clickid.for}, and why. */
    public record LeftOut(String field, String reason) {}

    /**
     * Reads what a sender wrote. Strict: an unknown key is a problem, because a misspelled {@code value} is money lost;
     * but of a click id what cannot be understood is left out, for the event is worth more.
     *
     * @param now for the time where none is given, and for judging the one that is
     * @param idFor the id for an event of this name without one, or null where it must have its own
     */
    public static Parsed parse(JsonNode json, Instant now, Function<String, @Nullable String> idFor) {
        JsonReader in = JsonReader.of(json, "");
        if (!in.ok()) {
            return new Parsed.Bad(in.problems());
        }
        in.allow(KEYS);
        String name = in.text("name", NAME, "a name is 1 to 64 letters, digits, spaces or _ . : / -");
        if (name == null) {
            in.problem(in.absent("name") ? "'name' is missing" : null);
            return new Parsed.Bad(in.problems());
        }
        String id = in.text("id", ID, "an id is 1 to 128 printable ASCII characters without spaces");
        if (id == null && in.absent("id")) {
            id = idFor.apply(name);
            if (id == null) {
                in.problem("'id' is missing; a conversion needs one, so that it is never counted twice");
            }
        }
        Instant time = in.instant("time");
        if (time != null && time.isAfter(now.plus(MAX_FUTURE))) {
            in.problem("'time' is in the future: " + time);
        } else if (time != null && time.isBefore(now.minus(MAX_AGE))) {
            in.problem("'time' is more than " + MAX_AGE.toDays() + " days ago: " + time);
        }
        EventBuilder builder = Event.named(name, id == null ? "" : id, time == null ? now : time)
                .received(now);
        read(in, builder, now);
        Event event = builder.build();
        judge(event.clickIds(), now, in);
        return in.ok() ? new Parsed.Ok(event, in.leftOut()) : new Parsed.Bad(in.problems());
    }

    /** Only on the way in: what is in the journal is taken as it is. */
    private static void judge(ClickIds ids, Instant now, JsonReader in) {
        for (ClickId id : ids) {
            String shown = JsonReader.shown(id.name());
            if (!CLICK_ID_NAME.matcher(id.name()).matches()) {
                in.problem("'click_ids." + shown + "' is not right: a name is 1 to 64 letters, digits or _ . -");
            }
            if (id.seen().isAfter(now.plus(MAX_FUTURE))) {
                in.problem("'click_ids." + shown + ".seen' is in the future: " + id.seen());
            } else if (id.seen().isBefore(EARLIEST_CLICK)) {
                in.problem("'click_ids." + shown + ".seen' is too long ago: " + id.seen());
            }
        }
    }

    /** Reads the optional keys common to all forms of an event. */
    private static void read(JsonReader in, EventBuilder event, Instant now) {
        event.visitor(in.text("visitor", ID, "a visitor is the hub's own id"))
                .user(user(in.object("user")))
                .clickIds(clickIds(in.object("click_ids"), now))
                .consent(consent(in.object("consent")))
                .orderId(in.key("order_id"))
                .items(items(in))
                .page(page(in.object("page")))
                .client(client(in.object("client")))
                .status(in.text("status"))
                .properties(in.properties("properties"))
                .money(money(in));
    }

    /** A user in the vocabulary of {@code /v1/events}; null where a field is not text. */
    public static @Nullable Person readUser(ObjectNode json) {
        JsonReader in = JsonReader.of(json, "user.");
        Person user = user(in);
        return in.ok() ? user : null;
    }

    private static @Nullable Money money(JsonReader in) {
        BigDecimal value = in.number("value");
        String currency =
                in.text("currency", CURRENCY, "a currency is an ISO 4217 code such as EUR, or BTC, ETH, USDT, USDC");
        return value == null
                ? null
                : new Money(value, currency == null ? null : currency.toUpperCase(java.util.Locale.ROOT));
    }

    private static Person user(@Nullable JsonReader in) {
        if (in == null) {
            return Person.UNKNOWN;
        }
        in.allow(Set.of(
                "id",
                "email",
                "phone",
                "first_name",
                "last_name",
                "city",
                "region",
                "postal_code",
                "country",
                "birth_date",
                "gender"));
        return new Person(
                in.key("id"),
                in.text("email"),
                in.text("phone"),
                in.text("first_name"),
                in.text("last_name"),
                in.text("city"),
                in.text("region"),
                in.text("postal_code"),
                in.text("country"),
                in.text("birth_date"),
                in.text("gender"));
    }

    /**
     * {@code {"gclid":"Cj0"}}, or with the moment of the click and whose it is
     * {@code {"clickid":{"value":"A","seen":"2026-11-01T...","for":"partner-north"}}}.
     */
    private static ClickIds clickIds(@Nullable JsonReader in, Instant now) {
        if (in == null) {
            return ClickIds.NONE;
        }
        List<ClickId> ids = new ArrayList<>();
        for (String name : in.names()) {
            String canonical = name.toLowerCase(java.util.Locale.ROOT);
            if (!in.isObject(name)) {
                String value = in.id(name);
                if (value != null) {
                    ids.add(new ClickId(canonical, value, now));
                }
            } else {
                JsonReader detailed = java.util.Objects.requireNonNull(in.object(name));
                detailed.leaveOutBut(Set.of("value", "seen", "params", "for"));
                String value = detailed.id("value");
                if (value != null) {
                    String owner = detailed.textIfAny("for", "it must be text, a tag's name or its preset's");
                    Instant seen = detailed.instant("seen");
                    Map<String, String> params = new TreeMap<>();
                    detailed.properties("params").forEach((key, param) -> params.put(key, String.valueOf(param)));
                    ids.add(new ClickId(canonical, value, seen == null ? now : seen, params, owner));
                }
            }
        }
        return ClickIds.of(ids);
    }

    private static Consent consent(@Nullable JsonReader in) {
        if (in == null) {
            return Consent.UNSET;
        }
        Map<Consent.Purpose, Consent.State> states = new EnumMap<>(Consent.Purpose.class);
        for (String key : in.names()) {
            Consent.Purpose purpose = Consent.Purpose.of(key);
            String state = in.isText(key) ? in.text(key) : null;
            if (purpose == null) {
                in.problem("unknown consent purpose '" + JsonReader.shown(key)
                        + "'; known are ad_storage, ad_user_data, ad_personalization, analytics_storage");
            } else if ("granted".equals(state)) {
                states.put(purpose, Consent.State.GRANTED);
            } else if ("denied".equals(state)) {
                states.put(purpose, Consent.State.DENIED);
            } else if (!in.absent(key)) {
                in.problem("'consent." + key + "' must be granted or denied");
            }
        }
        return new Consent(states);
    }

    private static List<LineItem> items(JsonReader in) {
        List<JsonReader> elements = in.objects("items");
        if (elements.size() > MAX_ITEMS) {
            in.problem("'items' has more than " + MAX_ITEMS + " entries");
            return List.of();
        }
        List<LineItem> items = new ArrayList<>();
        for (JsonReader item : elements) {
            item.allow(Set.of("id", "name", "quantity", "price"));
            items.add(new LineItem(
                    item.textOrNumber("id"), item.text("name"), item.number("quantity"), item.number("price")));
        }
        return items;
    }

    private static @Nullable Page page(@Nullable JsonReader in) {
        if (in == null) {
            return null;
        }
        in.allow(Set.of("url", "referrer"));
        return new Page(in.text("url"), in.text("referrer"));
    }

    private static @Nullable Client client(@Nullable JsonReader in) {
        if (in == null) {
            return null;
        }
        in.allow(Set.of("ip", "user_agent"));
        return new Client(in.text("ip"), in.text("user_agent"));
    }

    /** The journal's form: everything a sender may say and what the hub added. */
    public static ObjectNode write(Event event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", event.name())
                .put("id", event.id())
                .put("time", event.time().toString());
        json.put("received", event.received().toString());
        ArrayNode channels = json.putArray("channels");
        new TreeSet<>(event.channels()).forEach(channel -> channels.add(channel.name()));
        put(json, "visitor", event.visitor());
        if (!event.user().equals(Person.UNKNOWN)) {
            json.set("user", write(event.user()));
        }
        if (!event.clickIds().isEmpty()) {
            ObjectNode ids = json.putObject("click_ids");
            for (ClickId id : event.clickIds()) {
                ObjectNode node = ids.putObject(id.name());
                node.put("value", id.value()).put("seen", id.seen().toString());
                if (!id.params().isEmpty()) {
                    ObjectNode params = node.putObject("params");
                    new TreeMap<>(id.params()).forEach(params::put);
                }
                put(node, "for", id.owner());
            }
        }
        if (!event.consent().states().isEmpty()) {
            ObjectNode consent = json.putObject("consent");
            new TreeMap<>(event.consent().states())
                    .forEach((purpose, state) ->
                            consent.put(purpose.key(), state == Consent.State.GRANTED ? "granted" : "denied"));
        }
        if (event.money() != null) {
            json.put("value", event.money().amount());
            put(json, "currency", event.money().currency());
        }
        put(json, "order_id", event.orderId());
        if (!event.items().isEmpty()) {
            ArrayNode items = json.putArray("items");
            for (LineItem item : event.items()) {
                ObjectNode node = items.addObject();
                put(node, "id", item.id());
                put(node, "name", item.name());
                if (item.quantity() != null) {
                    node.put("quantity", item.quantity());
                }
                if (item.price() != null) {
                    node.put("price", item.price());
                }
            }
        }
        if (event.page() != null) {
            ObjectNode page = json.putObject("page");
            put(page, "url", event.page().url());
            put(page, "referrer", event.page().referrer());
        }
        if (event.client() != null) {
            ObjectNode client = json.putObject("client");
            put(client, "ip", event.client().ip());
            put(client, "user_agent", event.client().userAgent());
        }
        put(json, "status", event.status());
        if (!event.properties().isEmpty()) {
            json.set("properties", JSON.valueToTree(new TreeMap<>(event.properties())));
        }
        return json;
    }

    /** A person in the vocabulary of {@code /v1/events}. */
    public static ObjectNode write(Person user) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "id", user.id());
        put(json, "email", user.email());
        put(json, "phone", user.phone());
        put(json, "first_name", user.firstName());
        put(json, "last_name", user.lastName());
        put(json, "city", user.city());
        put(json, "region", user.region());
        put(json, "postal_code", user.postalCode());
        put(json, "country", user.country());
        put(json, "birth_date", user.birthDate());
        put(json, "gender", user.gender());
        return json;
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    /** Reads what {@link #write(Event)} wrote. */
    public static Event read(JsonNode json) {
        JsonReader in = JsonReader.ofOwn(json);
        in.allow(WRITTEN);
        Instant received = Instant.parse(json.path("received").stringValue());
        EventBuilder event = Event.named(
                        json.path("name").stringValue(),
                        json.path("id").stringValue(),
                        Instant.parse(json.path("time").stringValue()))
                .received(received);
        read(in, event, received);
        Set<Channel> channels = new TreeSet<>();
        json.path("channels").forEach(channel -> channels.add(Channel.valueOf(channel.stringValue())));
        if (!in.ok()) {
            throw new IllegalStateException("the journal holds an event that cannot be read: " + in.problems());
        }
        return event.channels(channels).build();
    }
}
