package io.taghub.report;

import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.identity.Attribution;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Attempt;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Parked;
import io.taghub.store.LaneStore.Parking;
import io.taghub.store.ReportStore.Remnant;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tag was asked to send in some days, and by what a partner's row can find it: ids of events and orders, the clicks that
 * count for the tag, and whatever else stands in the requests that are kept.
 */
final class OurSide {
    private static final int PAGE = 500;
    private static final Set<Reason> NOT_FOR_IT = EnumSet.of(Reason.NOT_TRIGGERED, Reason.DISABLED);

    /** An event that waited for its twin is in the journal behind others that came after it. */
    private static final Duration OUT_OF_ORDER = Duration.ofHours(2);

    private final Store store;
    private final HubConfig config;
    private final TagConfig tag;
    private final Map<Long, OurEvent> all = new HashMap<>();
    private final Map<PartnerField, Map<Long, Set<Long>>> places = new HashMap<>();

    private OurSide(Store store, HubConfig config, TagConfig tag) {
        this.store = store;
        this.config = config;
        this.tag = tag;
    }

    /**
     * @param from of the events' own time
     * @param to before this one
     * @param wanted ids of the partner's file, which are looked for in requests
     */
    static OurSide of(Store store, HubConfig config, TagConfig tag, Instant from, Instant to, Set<String> wanted) {
        OurSide side = new OurSide(store, config, tag);
        side.present(from, to);
        side.gone(from, to);
        Requests requests = new Requests(wanted);
        store.reports().attempts(tag.name(), from, Instant.MAX, attempt -> side.said(requests, attempt));
        return side;
    }

    Collection<OurEvent> all() {
        return all.values();
    }

    /** Those that an id of this kind may mean. */
    Set<OurEvent> find(PartnerField field, String id) {
        Set<OurEvent> found = new LinkedHashSet<>();
        places.getOrDefault(field, Map.of())
                .getOrDefault(store.reports().mark(id), Set.of())
                .forEach(seq -> {
                    OurEvent event = all.get(seq);
                    if (event != null) {
                        found.add(event);
                    }
                });
        return found;
    }

    private void present(Instant from, Instant to) {
        Attribution attribution = new Attribution(config.clickIds(), Claims.of(config));
        long seq = store.journal().before(from.minus(OUT_OF_ORDER));
        for (List<Entry> page = store.journal().read(seq, PAGE);
                !page.isEmpty();
                page = store.journal().read(seq, PAGE)) {
            seq = page.getLast().seq();
            List<Entry> inTime = page.stream()
                    .filter(entry -> !entry.event().time().isBefore(from)
                            && entry.event().time().isBefore(to))
                    .toList();
            Map<Long, Fate> fates = store.lanes()
                    .fates(tag.name(), inTime.stream().map(Entry::seq).toList());
            List<Entry> asked = inTime.stream()
                    .filter(entry ->
                            isAsked(fates.get(entry.seq()), entry.event().name()))
                    .toList();
            List<Known> known =
                    store.identity().known(asked.stream().map(Entry::event).toList());
            for (int i = 0; i < asked.size(); i++) {
                Entry entry = asked.get(i);
                add(entry, fates.get(entry.seq()), attribution.resolve(entry.event(), known.get(i), tag));
            }
        }
    }

    private void add(Entry entry, @Nullable Fate fate, Attribution.Resolved clicks) {
        Event event = entry.event();
        Money told = tag.shaped(event, config.rule(event.name())).money();
        long order = event.orderId() == null ? 0 : mark(event.orderId());
        put(entry.seq(), event.name(), event.id(), event.time(), event.received(), event.money(), told, order, fate);
        index(PartnerField.EVENT_ID, mark(event.id()), entry.seq());
        for (ClickId click : event.clickIds()) {
            index(PartnerField.CLICK_ID, mark(click.value()), entry.seq());
        }
        for (ClickId click : clicks.ids()) {
            index(PartnerField.CLICK_ID, mark(click.value()), entry.seq());
        }
    }

    private void gone(Instant from, Instant to) {
        List<Remnant> page = new ArrayList<>();
        store.reports().gone(from, to, one -> {
            page.add(one);
            if (page.size() == PAGE) {
                gone(page);
                page.clear();
            }
        });
        gone(page);
    }

    private void gone(List<Remnant> page) {
        Map<Long, Fate> fates =
                store.lanes().fates(tag.name(), page.stream().map(Remnant::seq).toList());
        for (Remnant one : page) {
            Fate fate = fates.get(one.seq());
            if (isAsked(fate, one.name())) {
                put(one.seq(), one.name(), null, one.time(), one.received(), one.money(), told(one), one.order(), fate);
                index(PartnerField.EVENT_ID, one.id(), one.seq());
                one.clicks().forEach(click -> index(PartnerField.CLICK_ID, click, one.seq()));
            }
        }
    }

    /** By the rules of today, as far as what is left tells. */
    private @Nullable Money told(Remnant one) {
        Event event = Event.named(one.name(), "", one.time())
                .money(one.money())
                .status(one.status())
                .build();
        return tag.shaped(event, config.rule(one.name())).money();
    }

    private boolean isAsked(@Nullable Fate fate, String name) {
        return switch (fate) {
            case Fate.Decided(Decision decision) ->
                decision.verdict() != Verdict.SKIPPED
                        || decision.reason() == null
                        || !NOT_FOR_IT.contains(decision.reason());
            case Fate.Aside _ -> true;
            case Fate.Ahead() -> tag.when().contains(name);
            case Fate.Before() -> false;
            case null -> false;
        };
    }

    private void put(
            long seq,
            String name,
            @Nullable String id,
            Instant time,
            Instant received,
            @Nullable Money worth,
            @Nullable Money told,
            long order,
            @Nullable Fate fate) {
        Verdict verdict = null;
        Reason reason = null;
        if (fate instanceof Fate.Decided(Decision decision)) {
            verdict = decision.verdict();
            reason = decision.reason();
        } else if (fate instanceof Fate.Aside(Parked parked)) {
            verdict = parked.parking() == Parking.HELD ? Verdict.HELD : null;
            reason = parked.reason();
        }
        all.put(seq, new OurEvent(seq, name, id, time, received, worth, told, order, verdict, reason));
        if (order != 0) {
            index(PartnerField.ORDER_ID, order, seq);
        }
    }

    private void said(Requests requests, Attempt attempt) {
        if (!attempt.result().equals(Attempt.SHADOW)) {
            requests.find(attempt, (id, seq) -> index(PartnerField.CLICK_ID, mark(id), seq));
        }
    }

    private long mark(String id) {
        return store.reports().mark(id);
    }

    private void index(PartnerField field, long mark, long seq) {
        places.computeIfAbsent(field, each -> new HashMap<>())
                .computeIfAbsent(mark, each -> new LinkedHashSet<>())
                .add(seq);
    }
}
