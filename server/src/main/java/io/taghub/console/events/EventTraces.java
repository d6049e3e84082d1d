package io.taghub.console.events;

import io.taghub.config.Claims;
import io.taghub.config.TagConfig;
import io.taghub.console.HubView;
import io.taghub.console.Masked;
import io.taghub.delivery.told.Earlier;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.identity.Attribution;
import io.taghub.identity.ClickTrace;
import io.taghub.personal.Mask;
import io.taghub.store.Agreed;
import io.taghub.store.Attempt;
import io.taghub.store.ConversionStore;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.ReportStore;
import io.taghub.store.Store;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds events and says what became of them at every configured tag. Safe for many threads. */
public final class EventTraces {
    private static final int REMEMBERED = 2_000;
    private static final String PAUSED = "the tag is paused until this is put right, and nothing is lost";

    private final Store store;
    private final HubView view;

    public EventTraces(Store store, HubView view) {
        this.store = store;
        this.view = view;
    }

    /**
     * The traces of all events with this id, one for each name; empty where there is none. Where bodies are gone, what is left
     * of them.
     */
    public List<EventTrace> find(String eventId) {
        List<Journal.Found> found = store.journal().find(eventId);
        List<ReportStore.Remnant> gone = found.isEmpty() ? store.reports().gone(eventId) : List.of();
        List<String> names = Stream.concat(
                        found.stream().map(each -> each.event().name()),
                        gone.stream().map(ReportStore.Remnant::name))
                .toList();
        return Stream.concat(
                        found.stream().map(each -> trace(each, names)),
                        gone.stream().map(each -> trace(each, eventId, names)))
                .toList();
    }

    /** What its verdicts and attempts still say. */
    private EventTrace trace(ReportStore.Remnant left, String id, List<String> names) {
        Event event = Event.named(left.name(), id, left.time())
                .received(left.received())
                .money(left.money())
                .status(left.status())
                .build();
        Journal.Found found = new Journal.Found(event, left.seq(), null, List.of());
        return new EventTrace(
                Masked.event(event),
                null,
                List.of(),
                false,
                List.of(),
                view.config().tags().values().stream()
                        .map(tag -> standing(tag, found).trace(attempts(tag.name(), found, Mask.OF_NOBODY)))
                        .toList(),
                null,
                names,
                true);
    }

    /** Newest first, for the list. */
    public EventRow.Latest latest(int limit) {
        Instant now = view.now();
        return latest(now, limit, store.journal().latest(limit + 1));
    }

    /** The same of one test's events only, as far as they are among the latest {@link #REMEMBERED}. */
    public EventRow.Latest latest(int limit, String run) {
        Instant now = view.now();
        return latest(now, limit, RunFilter.of(run, store.journal().latest(REMEMBERED)));
    }

    /** The events were read before what became of them, so that none of them is seen earlier than it came. */
    private EventRow.Latest latest(Instant now, int limit, List<Journal.Found> found) {
        return EventRow.Latest.of(
                now,
                found.stream().limit(limit + 1L).map(each -> row(each, now)).toList(),
                limit);
    }

    private EventTrace trace(Journal.Found found, List<String> names) {
        IdentityStore.Known known =
                store.identity().known(List.of(found.event())).getFirst();
        ClickTrace clicks = new ClickTrace(new Attribution(view.config().clickIds(), Claims.of(view.config())));
        return new EventTrace(
                Masked.event(found.event()),
                found.waitsUntil(),
                found.copies().stream().map(Masked::event).toList(),
                known.claim(),
                clicks(found.event(), known),
                view.config().tags().values().stream()
                        .map(tag -> trace(tag, found, known, clicks))
                        .toList(),
                conversion(found.event()),
                names,
                false);
    }

    /** The order's id may be personal; then what leads to it is shown in its place. */
    private static @Nullable String conversion(Event event) {
        String key = Marks.isConversion(event) ? ConversionStore.key(event) : null;
        return key == null || Mask.OF_NOBODY.id(key).equals(key) ? key : event.id();
    }

    private EventTrace.TagTrace trace(
            TagConfig tag, Journal.Found found, IdentityStore.Known known, ClickTrace clicks) {
        Mask mask = Mask.of(List.of(found.event()), tag.tag().words());
        EventTrace.TagTrace trace = standing(tag, found).trace(attempts(tag.name(), found, mask));
        if (!tag.when().contains(found.event().name())) {
            return trace;
        }
        Event told = told(tag, found);
        IdentityStore.Known whose = told.equals(found.event())
                ? known
                : store.identity().known(List.of(told)).getFirst();
        return trace.by(clicks.of(told, whose, tag).stream()
                .map(one -> considered(one, trace.verdict()))
                .toList());
    }

    /** What takes a conversion back goes by that one's user and click, as of its time. */
    private Event told(TagConfig tag, Journal.Found found) {
        return found.seq() != null
                        && new Earlier(tag, store)
                                        .of(
                                                new Journal.Entry(found.seq(), found.event(), Agreed.NOTHING),
                                                false,
                                                view.now())
                                instanceof Earlier.Found.As(Journal.Entry entry)
                ? Marks.asSold(entry.event())
                : found.event();
    }

    /** Who denied is not recognised by any click. */
    private static EventTrace.TagClick considered(ClickTrace.Considered one, String verdict) {
        boolean denied = verdict.equals("suppressed");
        return new EventTrace.TagClick(
                one.click().name(),
                Mask.OF_NOBODY.id(one.click().value()),
                one.click().seen(),
                one.used() && !denied,
                denied ? "denied: the event is not for this tag" : one.why());
    }

    private EventRow row(Journal.Found found, Instant now) {
        Event event = found.event();
        return new EventRow(
                event.name(),
                event.id(),
                event.time(),
                event.received(),
                Masked.channels(event),
                event.money() == null ? null : event.money().amount(),
                event.money() == null ? null : event.money().currency(),
                view.config().tags().values().stream()
                        .map(tag -> standing(tag, found).chip(now))
                        .toList());
    }

    private Standing standing(TagConfig tag, Journal.Found found) {
        Long seq = found.seq();
        if (seq == null) {
            return tag.when().contains(found.event().name())
                    ? Standing.waiting(tag, Reason.WAITING_FOR_TWIN, "", found.waitsUntil())
                    : Standing.untriggered(tag);
        }
        return switch (store.lanes().fate(tag.name(), seq)) {
            case LaneStore.Fate.Decided(var decision) -> Standing.decided(tag, decision);
            case LaneStore.Fate.Aside(var parked) -> aside(tag, Standing.aside(tag, parked));
            case LaneStore.Fate.Before() -> Standing.before(tag);
            case LaneStore.Fate.Ahead() -> ahead(tag);
        };
    }

    /** What is put aside and due goes no sooner than its lane goes on. */
    private Standing aside(TagConfig tag, Standing standing) {
        Instant due = standing.nextAttempt();
        if (due == null) {
            return standing;
        }
        if (store.lanes().paused(tag.name()).isPresent()) {
            return Standing.waiting(tag, standing.reason(), paused(standing.detail()), null);
        }
        Instant resumes = view.lane(tag.name()).nextAttempt();
        return resumes != null && resumes.isAfter(due)
                ? Standing.waiting(tag, standing.reason(), standing.detail(), resumes)
                : standing;
    }

    private static String paused(String detail) {
        return (detail.isEmpty() ? "" : detail + "; ") + PAUSED;
    }

    /** The lane has not come to the event: because it rests, or only not yet. */
    private Standing ahead(TagConfig tag) {
        var pause = store.lanes().paused(tag.name());
        if (pause.isPresent()) {
            return Standing.waiting(
                    tag, pause.get().reason(), paused(pause.get().detail()), null);
        }
        HubView.LaneState lane = view.lane(tag.name());
        if (lane.stuck()) {
            return Standing.waiting(tag, Reason.TAG_FAILED, "the tag's code does not come back; restart the hub", null);
        }
        if (lane.elsewhere()) {
            return Standing.waiting(
                    tag, null, "the hub on the same database that runs the tag has not come to it yet", null);
        }
        return lane.breaker() == HubView.Rest.CLOSED
                ? Standing.waiting(tag, null, "the tag has not come to it yet", null)
                : Standing.waiting(tag, Reason.BREAKER_OPEN, "", lane.nextAttempt());
    }

    private List<EventTrace.AttemptTrace> attempts(String tag, Journal.Found found, Mask mask) {
        Long seq = found.seq();
        return seq == null
                ? List.of()
                : store.lanes().attempts(tag, seq).stream()
                        .map(attempt -> attempt(attempt, seq, mask))
                        .toList();
    }

    private static EventTrace.AttemptTrace attempt(Attempt attempt, long seq, Mask mask) {
        ExchangeText request = ExchangeText.of(attempt.request(), mask);
        ExchangeText response = ExchangeText.of(attempt.response(), mask);
        return new EventTrace.AttemptTrace(
                attempt.at(),
                attempt.took().toMillis(),
                attempt.seqs().size(),
                attempt.seqs().indexOf(seq),
                attempt.result().toLowerCase(Locale.ROOT),
                attempt.reason() == null ? null : attempt.reason().name(),
                mask.text(attempt.detail()),
                attempt.status(),
                request.text(),
                request.json(),
                response.text(),
                response.json(),
                attempt.config().isEmpty() ? null : attempt.config());
    }

    /** None that came after the event: they did not bring it. A remembered one has the time it was first seen. */
    private static List<EventTrace.Click> clicks(Event event, IdentityStore.Known known) {
        return ClickTrace.clicks(event, known)
                .map(id -> new EventTrace.Click(
                        id.name(),
                        Mask.OF_NOBODY.id(id.value()),
                        id.seen(),
                        id.value().equals(event.clickIds().value(id.name())) ? "event" : "visitor"))
                .toList();
    }
}
