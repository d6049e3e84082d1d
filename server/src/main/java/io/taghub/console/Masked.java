package io.taghub.console;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.personal.Mask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Hides personal data from whoever looks: one place, used by everything that is shown; what is hidden {@link Mask} knows. */
public final class Masked {
    private Masked() {}

    /** The event under the names of {@code /v1/events}, personal data masked; the keys as they are there. */
    public static Map<String, Object> event(Event event) {
        Mask mask = Mask.of(List.of(event));
        ObjectNode json = EventJson.write(Marks.shown(event));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", event.name());
        shown.put("id", event.id());
        shown.put("time", event.time().toString());
        shown.put("received", event.received().toString());
        shown.put("channels", channels(event));
        shown.put("visitor", event.visitor());
        shown.put(
                "user_id",
                event.user().id() == null ? null : mask.id(event.user().id()));
        if (event.user().hasDetails()) {
            shown.put("user", person(event.user()));
        }
        for (String key : List.of(
                "value",
                "currency",
                "order_id",
                "items",
                "page",
                "client",
                "consent",
                "app",
                "device",
                "user_location",
                "original_event",
                "status",
                "properties")) {
            JsonNode value = json.path(key);
            if (key.equals("properties")) {
                value = mask.properties(value);
            } else if (key.equals("order_id") && value.isString()) {
                value = json.stringNode(mask.id(value.stringValue()));
            } else {
                value = mask.tree(value);
            }
            if (!value.isMissingNode()) {
                shown.put(key, plain(value));
            }
        }
        if (!event.notes().isEmpty()) {
            shown.put("notes", event.notes().stream().map(Masked::note).toList());
        }
        return shown;
    }

    /** Its path may hold a key of the sender's. */
    private static Map<String, Object> note(FieldNote note) {
        Map<String, Object> shown = new LinkedHashMap<>();
        int dot = note.field().indexOf('.');
        shown.put(
                "field",
                dot < 0
                        ? text(note.field())
                        : note.field().substring(0, dot + 1) + text(note.field().substring(dot + 1)));
        shown.put("given", note.given());
        shown.put("why", note.why());
        return shown;
    }

    public static List<String> channels(Event event) {
        return new TreeSet<>(event.channels()).stream().map(Masked::word).toList();
    }

    private static String word(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> person(Person user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        EventJson.write(user).properties().forEach(field -> {
            String key = field.getKey();
            JsonNode written = field.getValue();
            String value = written.isString() ? written.stringValue() : "";
            if (key.equals("email")) {
                shown.put(key, user.emails().stream().map(Masked::email).collect(Collectors.joining(", ")));
            } else if (key.equals("hashed")) {
                shown.put(key, user.hashed().stream().sorted().toList());
            } else if (key.equals("country") && value.length() == 2) {
                shown.put(key, value);
            } else if (!key.equals("id")) {
                shown.put(key, Mask.HIDDEN);
            }
        });
        return shown;
    }

    private static String email(String email) {
        return text(email).equals(email) ? Mask.HIDDEN : text(email);
    }

    /** Maps and lists, as templates and the text view walk through them. */
    private static @Nullable Object plain(JsonNode node) {
        return Json.MAPPER.treeToValue(node, Object.class);
    }

    /** Free text about nobody in particular, with what its form gives away masked: {@code a***@e***.com}. */
    public static String text(String text) {
        return Mask.OF_NOBODY.text(text);
    }
}
