package io.taghub.intake.events;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.config.Defaults;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.intake.Batch;
import io.taghub.intake.Body;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.Gate;
import io.taghub.intake.JsonReply;
import io.taghub.intake.PageClicks;
import io.taghub.intake.RejectedEvent;
import io.taghub.intake.Routes;
import io.taghub.intake.RunMark;
import io.taghub.store.Journal.Admission;
import io.taghub.store.StoreUnavailableException;
import io.taghub.tag.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/events}: one event, an array, or {@code {"events":[...]}} from a back end with a server key. */
public final class EventsApi implements Routes {
    private final Gate gate;
    private final PageClicks pageClicks;
    private final InstantSource clock;

    public EventsApi(Gate gate, ClickCaptures captures, InstantSource clock) {
        this.gate = gate;
        this.pageClicks = new PageClicks(gate, captures);
        this.clock = clock;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/v1/events", this::handle);
        routes.get("/v1/events", EventsApi::postOnly);
        routes.put("/v1/events", EventsApi::postOnly);
    }

    private static void postOnly(Context context) {
        context.header("Allow", "POST");
        fail(context, 405, "events are sent with POST");
    }

    private void handle(Context context) {
        if (!authorised(context.header("Authorization"))) {
            context.header("WWW-Authenticate", "Bearer");
            fail(context, 401, "a server key is needed: Authorization: Bearer <one of server_keys>");
            return;
        }
        try {
            take(context, events(Body.text(context, Defaults.BACK_END_BODY)));
        } catch (Body.BadBodyException bad) {
            fail(context, bad.status, bad.text());
        } catch (StoreUnavailableException unavailable) {
            context.header("Retry-After", "5");
            fail(context, 503, "nothing of this request was kept; send it again");
        }
    }

    private static List<Batch.Part> events(String body) throws Body.BadBodyException {
        Batch batch = Batch.of(body, "events", Defaults.BACK_END_EVENTS);
        List<Batch.Part> parts = batch.parts();
        if (parts == null && batch.head().isObject() && !batch.head().has("events")) {
            return List.of(new Batch.Part.Readable(batch.head()));
        }
        if (parts == null || parts.isEmpty()) {
            throw new Body.BadBodyException(400, "expected an event, an array of events, or {\"events\":[...]}");
        }
        for (String key : batch.head().propertyNames()) {
            if (!key.equals("events")) {
                throw new Body.BadBodyException(
                        400,
                        "beside 'events' there is nothing else to say; what concerns an event goes into the event");
            }
        }
        return parts;
    }

    private void take(Context context, List<Batch.Part> parts) {
        Instant now = clock.instant();
        @Nullable String run = RunMark.of(context, gate.config());
        List<Event> good = new ArrayList<>();
        List<RejectedEvent> rejected = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            switch (parsed(parts.get(i), now)) {
                case EventJson.Parsed.Bad(String fault, String reason) -> {
                    gate.refused(Channel.SERVER, fault, form(parts.get(i)), reason);
                    rejected.add(new RejectedEvent(i, reason));
                }
                case EventJson.Parsed.Ok(Event event) -> {
                    String refusal = gate.refusal(event, Channel.SERVER);
                    if (refusal == null) {
                        int index = i;
                        List<FieldNote> notes = new ArrayList<>(event.notes());
                        List<ClickId> landed = pageClicks.landed(event, notes);
                        Event cleaned = gate.cleaned(
                                event.toBuilder()
                                        .channels(Set.of(Channel.SERVER))
                                        .notes(notes)
                                        .build(),
                                Channel.SERVER);
                        cleaned.notes()
                                .forEach(note ->
                                        warnings.add(new Warning(index, note.field(), note.why(), note.given())));
                        good.add(RunMark.note(gate.marked(PageClicks.with(cleaned, landed)), run));
                    } else {
                        gate.refused(Channel.SERVER, "channel", form(parts.get(i)), refusal);
                        rejected.add(new RejectedEvent(i, refusal));
                    }
                }
            }
        }
        List<Admission> admissions = gate.admit(good);
        int paired = 0;
        int duplicates = 0;
        for (Admission admission : admissions) {
            if (admission instanceof Admission.Duplicate(boolean twin)) {
                paired += twin ? 1 : 0;
                duplicates += twin ? 0 : 1;
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("accepted", admissions.size() - paired - duplicates);
        answer.put("paired", paired);
        answer.put("duplicates", duplicates);
        answer.put("rejected", rejected);
        if (!warnings.isEmpty()) {
            answer.put("warnings", warnings);
        }
        JsonReply.send(context, good.isEmpty() ? 400 : 200, answer);
    }

    /** One field that was left out; the event was taken without it. */
    private record Warning(int index, String field, String reason, String given) {}

    private static String form(Batch.Part part) {
        return part instanceof Batch.Part.Readable(JsonNode json) ? FieldNote.form(json) : "text";
    }

    private EventJson.Parsed parsed(Batch.Part part, Instant now) {
        return switch (part) {
            case Batch.Part.Unreadable(String reason) -> new EventJson.Parsed.Bad("json", reason);
            case Batch.Part.Readable(JsonNode json) -> EventJson.parse(json, now, this::idFor);
        };
    }

    /** Conversions need an id of their own; anything else gets one here. */
    private @Nullable String idFor(String name) {
        return gate.config().rule(name).conversion() ? null : UUID.randomUUID().toString();
    }

    /** Every key is compared, in constant time, so that the time taken says nothing. */
    private boolean authorised(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] given = header.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (Secret key : gate.config().serverKeys().values()) {
            known |= MessageDigest.isEqual(given, key.reveal().getBytes(StandardCharsets.UTF_8));
        }
        return known;
    }

    private static void fail(Context context, int status, String reason) {
        context.status(status).json(Map.of("error", reason));
    }
}
