package io.taghub.report;

import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.identity.Attribution;
import io.taghub.life.Saying;
import io.taghub.store.Attempt;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.ReportStore.Remnant;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tag was asked to send in some days, and by what a partner's row can find it: ids of events and orders, the clicks that
 * count for the tag, and whatever else stands in the requests that are kept. Or else whatever was recorded at any time, for this
 * tag or not, that has one of the ids looked for.
 */
final class OurSide {
    private static final int PAGE = 500;

    /** An event that waited for its twin is in the journal behind others that came after it. */
    private static final Duration OUT_OF_ORDER = Duration.ofHours(2);

    private final Store store;
    private final HubConfig config;
    private final String tag;
    private final @Nullable TagConfig terms;
    private final @Nullable OurSide asked;
    private final Map<Long, OurEvent> all = new HashMap<>();
    private final Map<PartnerField, Map<Long, Set<Long>>> places = new HashMap<>();

    /** The same by ids in lower case, as far as they are there to be read. */
    private final Map<PartnerField, Map<Long, Set<Long>>> folded = new HashMap<>();

    private final Set<String> wanted = new HashSet<>();
    private final Set<Long> wantedMarks = new HashSet<>();
    private final Set<Long> orders = new HashSet<>();
    private final Set<Long> told = new HashSet<>();

    private OurSide(Store store, HubConfig config, String tag, @Nullable OurSide asked, Set<String> wanted) {
        this.store = store;
        this.config = config;
        this.tag = tag;
        this.terms = config.tags().get(tag);
        this.asked = asked;
        wanted.forEach(id -> {
            this.wanted.add(folded(id));
            if (asked != null) {
                cases(id).forEach(one -> wantedMarks.add(mark(one)));
            }
        });
    }

    /**
     * @param tag one that left the config as well: what is recorded is there, and its rules are not
     * @param from of the events' own time
     * @param to before this one
     * @param wanted ids of the partner's file, which are looked for in requests
     */
    static OurSide of(Store store, HubConfig config, String tag, Instant from, Instant to, Set<String> wanted) {
        OurSide side = new OurSide(store, config, tag, null, wanted);
        side.said(from);
        side.present(from, to);
        side.gone(from, to);
        return side;
    }

    /**
     * All else that is kept and has one of these ids, of whatever day and whether the tag asks for it or not.
     *
     * @param asked what need not be looked for
     * @param wanted in any case
     * @param orders marks of those of which all is wanted
     */
    static OurSide elsewhere(
            Store store, HubConfig config, String tag, OurSide asked, Set<String> wanted, Set<Long> orders) {
        OurSide side = new OurSide(store, config, tag, asked, wanted);
        side.orders.addAll(orders);
        side.wantedMarks.addAll(orders);
        side.said(Instant.EPOCH);
        side.present(Instant.EPOCH, Instant.MAX);
        side.gone(Instant.EPOCH, Instant.MAX);
        return side;
    }

    Collection<OurEvent> all() {
        return all.values();
    }

    /** Those that an id of this kind may mean. */
    Set<OurEvent> find(PartnerField field, String id) {
        return events(places.getOrDefault(field, Map.of()).getOrDefault(mark(id), Set.of()).stream());
    }

    /** The same in upper or lower case; where the body is gone, those whose id has one of them throughout. */
    Set<OurEvent> findInAnyCase(PartnerField field, String id) {
        Map<Long, Set<Long>> exact = places.getOrDefault(field, Map.of());
        return events(Stream.concat(
                folded.getOrDefault(field, Map.of()).getOrDefault(mark(folded(id)), Set.of()).stream(),
                cases(id).flatMap(one -> exact.getOrDefault(mark(one), Set.of()).stream())));
    }

    private Set<OurEvent> events(Stream<Long> seqs) {
        Set<OurEvent> found = new LinkedHashSet<>();
        seqs.forEach(seq -> {
            OurEvent event = all.get(seq);
            if (event != null) {
                found.add(event);
            }
        });
        return found;
    }

    static String folded(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    private static Stream<String> cases(String id) {
        return Stream.of(id, folded(id), id.toUpperCase(Locale.ROOT)).distinct();
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
                            && entry.event().time().isBefore(to)
                            && mayBeMeant(entry))
                    .toList();
            Map<Long, Fate> fates =
                    store.lanes().fates(tag, inTime.stream().map(Entry::seq).toList());
            List<Entry> meant = inTime.stream()
                    .filter(entry -> isMeant(
                            outcome(fates.get(entry.seq()), entry.event().name())))
                    .toList();
            List<Known> known =
                    store.identity().known(meant.stream().map(Entry::event).toList());
            for (int i = 0; i < meant.size(); i++) {
                Entry entry = meant.get(i);
                add(
                        entry,
                        outcome(fates.get(entry.seq()), entry.event().name()),
                        terms == null
                                ? List.of()
                                : attribution
                                        .resolve(entry.event(), known.get(i), terms)
                                        .ids());
            }
        }
    }

    private void add(Entry entry, Disposition outcome, Iterable<ClickId> clicks) {
        Event event = entry.event();
        String order = event.orderId();
        all.put(
                entry.seq(),
                new OurEvent(
                        entry.seq(),
                        event.name(),
                        event.id(),
                        event.time(),
                        event.received(),
                        event.money(),
                        shaped(event),
                        order == null ? 0 : mark(order),
                        takesBack(event),
                        outcome));
        index(PartnerField.EVENT_ID, event.id(), entry.seq());
        if (order != null) {
            index(PartnerField.ORDER_ID, order, entry.seq());
        }
        for (ClickId click : event.clickIds()) {
            index(PartnerField.CLICK_ID, click.value(), entry.seq());
        }
        for (ClickId click : clicks) {
            index(PartnerField.CLICK_ID, click.value(), entry.seq());
        }
    }

    private boolean mayBeMeant(Entry entry) {
        Event event = entry.event();
        return asked == null
                || (!asked.all.containsKey(entry.seq())
                        && (told.contains(entry.seq())
                                || wanted.contains(folded(event.id()))
                                || (event.orderId() != null
                                        && (wanted.contains(folded(event.orderId()))
                                                || (!orders.isEmpty() && orders.contains(mark(event.orderId())))))
                                || hasWantedClick(event)));
    }

    private boolean hasWantedClick(Event event) {
        for (ClickId click : event.clickIds()) {
            if (wanted.contains(folded(click.value()))) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeMeant(Remnant one) {
        return asked == null
                || (!asked.all.containsKey(one.seq())
                        && (told.contains(one.seq())
                                || wantedMarks.contains(one.id())
                                || (one.order() != 0 && wantedMarks.contains(one.order()))
                                || one.clicks().stream().anyMatch(wantedMarks::contains)));
    }

    private void gone(Instant from, Instant to) {
        List<Remnant> page = new ArrayList<>();
        store.reports().gone(from, to, one -> {
            if (mayBeMeant(one)) {
                page.add(one);
            }
            if (page.size() == PAGE) {
                gone(page);
                page.clear();
            }
        });
        gone(page);
    }

    private void gone(List<Remnant> page) {
        Map<Long, Fate> fates =
                store.lanes().fates(tag, page.stream().map(Remnant::seq).toList());
        for (Remnant one : page) {
            Disposition outcome = outcome(fates.get(one.seq()), one.name());
            if (isMeant(outcome)) {
                Event event = remaining(one);
                all.put(
                        one.seq(),
                        new OurEvent(
                                one.seq(),
                                one.name(),
                                null,
                                one.time(),
                                one.received(),
                                one.money(),
                                shaped(event),
                                one.order(),
                                takesBack(event),
                                outcome));
                index(places, PartnerField.EVENT_ID, one.id(), one.seq());
                if (one.order() != 0) {
                    index(places, PartnerField.ORDER_ID, one.order(), one.seq());
                }
                one.clicks().forEach(click -> index(places, PartnerField.CLICK_ID, click, one.seq()));
            }
        }
    }

    private static Event remaining(Remnant one) {
        return Event.named(one.name(), "", one.time())
                .money(one.money())
                .status(one.status())
                .build();
    }

    /** What it is worth by the tag's rules of today, as far as what is left tells. */
    private @Nullable Money shaped(Event event) {
        return terms == null
                ? event.money()
                : terms.shaped(event, config.rule(event.name())).money();
    }

    private static boolean takesBack(Event event) {
        return Saying.takesBack(event) || Saying.kind(event.status()).givesBack();
    }

    private boolean isMeant(Disposition outcome) {
        return asked != null || outcome.asked();
    }

    private Disposition outcome(@Nullable Fate fate, String name) {
        return switch (fate) {
            case Fate.Decided(Decision decision) -> new Disposition(decision.verdict(), decision.reason());
            case Fate.Aside(Parked parked) ->
                new Disposition(parked.parking() == Parking.HELD ? Verdict.HELD : null, parked.reason());
            case Fate.Ahead() ->
                terms != null && terms.when().contains(name) ? Disposition.AHEAD : Disposition.UNTRIGGERED;
            case Fate.Before() -> Disposition.OLDER;
            case null -> Disposition.OLDER;
        };
    }

    private void said(Instant from) {
        Requests requests = new Requests(wanted);
        store.reports().attempts(tag, from, Instant.MAX, attempt -> {
            if (!attempt.result().equals(Attempt.SHADOW)) {
                requests.find(attempt, (id, seq) -> {
                    told.add(seq);
                    index(PartnerField.CLICK_ID, id, seq);
                });
            }
        });
    }

    private long mark(String id) {
        return store.reports().mark(id);
    }

    private void index(PartnerField field, String id, long seq) {
        long mark = mark(id);
        String folded = folded(id);
        index(places, field, mark, seq);
        index(this.folded, field, folded.equals(id) ? mark : mark(folded), seq);
    }

    private static void index(Map<PartnerField, Map<Long, Set<Long>>> places, PartnerField field, long mark, long seq) {
        places.computeIfAbsent(field, each -> new HashMap<>())
                .computeIfAbsent(mark, each -> new LinkedHashSet<>())
                .add(seq);
    }
}
