package io.taghub.intake.webhook;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.event.Marks;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.map.Mapped;
import io.taghub.intake.Gate;
import io.taghub.intake.PageClicks;
import io.taghub.tag.ClickIdRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of a verified request, by the mapping and then by the rules for what back ends report. */
final class Making {
    private final Gate gate;
    private final PageClicks pageClicks;

    Making(Gate gate, PageClicks pageClicks) {
        this.gate = gate;
        this.pageClicks = pageClicks;
    }

    /** @param now when it came */
    Harvest of(InboundSource source, Hook hook, @Nullable String delivery, Instant now) {
        List<Event> events = new ArrayList<>();
        Set<Code> flags = new LinkedHashSet<>();
        Set<Code> refusals = new LinkedHashSet<>();
        Set<String> details = new LinkedHashSet<>();
        for (Mapped mapped : source.mapping().events(hook, delivery, Defaults.WEBHOOK_EVENTS)) {
            switch (mapped) {
                case Mapped.Ignored(String why) -> details.add(why);
                case Mapped.Refused(Code code, String detail) -> {
                    refusals.add(readable(code, hook));
                    details.add(detail);
                }
                case Mapped.Made made -> {
                    Harvest one = one(source, made, now);
                    events.addAll(one.events());
                    if (one.code().refused()) {
                        refusals.add(one.code());
                    } else {
                        flags.add(one.code());
                    }
                    if (!one.detail().isEmpty()) {
                        details.add(one.detail());
                    }
                }
            }
        }
        String detail = String.join("; ", details);
        if (events.isEmpty()) {
            return Harvest.nothing(
                    refusals.isEmpty() ? Code.IGNORED : refusals.iterator().next(), detail);
        }
        flags.remove(Code.ACCEPTED);
        Code code = !refusals.isEmpty()
                ? Code.PARTLY
                : flags.isEmpty() ? Code.ACCEPTED : flags.iterator().next();
        return new Harvest(code, detail, events);
    }

    /** A mapping that finds no name in a body that is neither JSON nor a form has not read it. */
    private static Code readable(Code code, Hook hook) {
        boolean unread = !hook.text().isBlank()
                && hook.json().isMissingNode()
                && hook.form().isEmpty();
        return code == Code.UNKNOWN_EVENT && unread ? Code.UNREADABLE : code;
    }

    private Harvest one(InboundSource source, Mapped.Made made, Instant now) {
        return switch (EventJson.parse(made.json(), now, name -> null)) {
            case EventJson.Parsed.Bad(String fault, String reason) ->
                Harvest.nothing(fault.equals("id") ? Code.MISSING_ID : Code.UNKNOWN_EVENT, reason);
            case EventJson.Parsed.Ok(Event event) -> {
                String refusal = gate.refusal(event, Channel.SERVER);
                if (refusal != null) {
                    gate.refused(Channel.SERVER, "channel", "a webhook", refusal);
                    yield Harvest.nothing(Code.NOT_TAKEN, refusal);
                }
                yield taken(source, made, event);
            }
        };
    }

    private Harvest taken(InboundSource source, Mapped.Made made, Event event) {
        List<FieldNote> notes = new ArrayList<>(made.notes());
        notes.addAll(event.notes());
        List<ClickId> landed = pageClicks.landed(event, notes);
        Event cleaned = gate.cleaned(
                event.toBuilder()
                        .channels(Set.of(Channel.SERVER))
                        .visitor(source.lowTrust() ? null : event.visitor())
                        .notes(notes)
                        .build(),
                Channel.SERVER);
        Event whole = gate.marked(PageClicks.with(cleaned, landed));
        Event marked = whole.toBuilder()
                .properties(Marks.withOrigin(whole.properties(), source.name(), List.copyOf(source.origins())))
                .build();
        return new Harvest(code(made, event, cleaned), fields(notes), List.of(marked));
    }

    private Code code(Mapped.Made made, Event event, Event cleaned) {
        boolean amount = event.notes().stream().anyMatch(note -> note.field().equals("value")) && event.money() == null;
        if (amount) {
            return Code.INVALID_AMOUNT;
        }
        if (made.flag() != null) {
            return made.flag();
        }
        if (made.json().has("click_ids") && cleaned.clickIds().isEmpty()) {
            return Code.UNKNOWN_CLICK;
        }
        boolean expired = false;
        for (ClickId click : cleaned.clickIds()) {
            expired |= isExpired(click, event.time());
        }
        return expired ? Code.EXPIRED_CLICK : Code.ACCEPTED;
    }

    private boolean isExpired(ClickId click, Instant time) {
        HubConfig config = gate.config();
        return config.clickIds().stream()
                .filter(rule -> rule.name().equals(click.name()))
                .map(ClickIdRule::lifetime)
                .anyMatch(lifetime -> click.seen().plus(lifetime).isBefore(time));
    }

    /** Which fields were left out; why stands in the event's notes. */
    private static String fields(List<FieldNote> notes) {
        return notes.isEmpty()
                ? ""
                : "noted: "
                        + String.join(
                                ", ",
                                notes.stream().map(FieldNote::field).distinct().toList());
    }
}
