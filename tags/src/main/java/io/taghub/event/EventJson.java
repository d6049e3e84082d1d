package io.taghub.event;

import io.taghub.text.Letters;
import io.taghub.text.Moment;
import io.taghub.text.Nobody;
import io.taghub.text.VendorForms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of an {@link Event}: what a back end posts to {@code /v1/events}, what golden cases are written in, and,
 * with the hub's own additions, what the journal keeps.
 */
public final class EventJson {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int MAX_NAME = 64;
    private static final int MAX_ID = 128;
    private static final String ID_RULE = "an id is 1 to 128 printable ASCII characters without spaces";

    /** Clocks differ; nothing happens later than this after the hub heard of it. */
    public static final Duration MAX_FUTURE = Duration.ofMinutes(10);

    /** A time before this is somebody's missing value, 1970 for instance. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private EventJson() {}

    /** An event, or why it was refused in one sentence for the sender. */
    public sealed interface Parsed {
        /** @param event with notes of what was left out */
        record Ok(Event event) implements Parsed {}

        /** @param field what was at fault: {@code name}, {@code id}, or {@code json} for the whole */
        record Bad(String field, String reason) implements Parsed {}
    }

    /**
     * Reads what a sender wrote. What cannot be right is left out and noted, for the event is worth more; only who has no
     * name, or counts as a conversion and has no id, is refused.
     *
     * @param now for the time where none is given, and for judging the one that is
     * @param idFor the id for an event of this name without one, or null where it must have its own
     */
    public static Parsed parse(JsonNode json, Instant now, Function<String, @Nullable String> idFor) {
        if (!json.isObject()) {
            return new Parsed.Bad("json", "an event must be a JSON object");
        }
        JsonReader in = JsonReader.of(VendorForms.ours(json), "");
        String name = in.key("name");
        if (name == null || !isName(name)) {
            return new Parsed.Bad(
                    "name",
                    in.absent("name")
                            ? "'name' is missing"
                            : "'name' is not right: a name is 1 to 64 letters, digits, spaces or _ . : / -");
        }
        String written = in.key("id");
        // A thousand purchases of id 'undefined' are not one.
        boolean usable = written != null && isId(written) && !Nobody.isPlaceholder(written);
        String id = usable ? written : idFor.apply(name);
        if (id == null) {
            return new Parsed.Bad(
                    "id",
                    in.absent("id")
                            ? "'id' is missing; a conversion needs one, so that it is never counted twice"
                            : "'id' is not right: " + rule(written));
        }
        if (written != null && !usable) {
            in.leaveOut("id", rule(written));
        }
        EventBuilder builder = Event.named(name, id, time(in, now)).received(now);
        new EventReader(in, builder, now).read();
        return new Parsed.Ok(builder.notes(in.notes()).build());
    }

    private static String rule(@Nullable String id) {
        return id != null && isId(id) ? "it is a placeholder, which other events have too" : ID_RULE;
    }

    /** The key of an event that a note is about, {@code items}; {@code other} where it is none of ours. */
    public static String key(FieldNote note) {
        String key = note.field().split("[.\\[]", 2)[0];
        return EventReader.isKey(key) ? key : "other";
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= MAX_NAME
                && Letters.is(text.codePointAt(0))
                && text.codePoints().allMatch(c -> Letters.is(c) || "_.: /-".indexOf(c) >= 0);
    }

    static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= MAX_ID && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** What happened long ago stays long ago: that no platform takes it any more is a verdict of the lanes. */
    private static Instant time(JsonReader in, Instant now) {
        Instant time = in.instant("time");
        boolean future = time != null && time.isAfter(now.plus(MAX_FUTURE));
        if (time == null || future || time.isBefore(EARLIEST)) {
            if (time != null) {
                in.leaveOut("time", future ? "it is in the future" : "it is too long ago");
            }
            return now;
        }
        return time;
    }

    /** Whether it is one of a user's keys, by our name or another's. */
    public static boolean isOfUser(String key) {
        return PersonJson.isKey(key);
    }

    /** A user in the vocabulary of {@code /v1/events}; what of it cannot be right is left out. */
    public static Person readUser(ObjectNode json) {
        return PersonJson.read(JsonReader.of(json, "user."), null);
    }

    /** Reads what {@link #write(Person)} wrote, as it is. */
    public static Person readOwnUser(ObjectNode json) {
        return PersonJson.read(JsonReader.ofOwn(json, "user."), null);
    }

    /** The journal's form: everything a sender may say and what the hub added. */
    public static ObjectNode write(Event event) {
        ObjectNode json = JSON.createObjectNode();
        EventWriter.write(json, event);
        return json;
    }

    /** A person in the vocabulary of {@code /v1/events}. */
    public static ObjectNode write(Person user) {
        ObjectNode json = JSON.createObjectNode();
        PersonJson.write(json, user);
        return json;
    }

    /** Reads what {@link #write(Event)} wrote. */
    public static Event read(JsonNode json) {
        Instant received = Moment.instant(json.path("received").stringValue());
        EventBuilder event = Event.named(
                        json.path("name").stringValue(),
                        json.path("id").stringValue(),
                        Moment.instant(json.path("time").stringValue()))
                .received(received);
        new EventReader(JsonReader.ofOwn(json, ""), event, received).read();
        Set<Channel> channels = new TreeSet<>();
        json.path("channels").forEach(channel -> channels.add(Channel.valueOf(channel.stringValue())));
        List<FieldNote> notes = new ArrayList<>();
        json.path("notes")
                .forEach(note -> notes.add(new FieldNote(
                        note.path("field").asString(""),
                        note.path("given").asString(""),
                        note.path("why").asString(""))));
        return event.channels(channels).notes(notes).build();
    }
}
