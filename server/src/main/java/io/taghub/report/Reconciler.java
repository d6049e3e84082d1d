package io.taghub.report;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Money;
import io.taghub.report.Reconciliation.Worth;
import io.taghub.report.RowMatches.Bond;
import io.taghub.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a partner's file against what a tag was asked to send, and says of each difference why. A row and an event belong
 * together by an id that both have; of what remains, that is all that is said.
 */
public final class Reconciler {
    /** Events of so many days around those asked for may be in the file. */
    private static final int MARGIN = 2;

    /** The same before them, where the file does not say of which days its rows are. */
    private static final int UNDATED = 40;

    /** Characters of a request's first line, which has the whole of a postback. */
    private static final int LINE = 400;

    private final Store store;
    private final HubConfig config;
    private final ReportQuery query;
    private final String tag;
    private final Clocks clocks;
    private final PartnerFile file;
    private final OurSide side;
    private final RowMatches matches;
    private final RefundsTold takenBack;
    private final Discrepancies findings;
    private final RowComparison comparison;
    private final List<String> notes = new ArrayList<>();

    private Reconciler(Store store, HubConfig config, String tag, ReportQuery query, PartnerFile file) {
        this.store = store;
        this.config = config;
        this.query = query;
        this.tag = tag;
        this.file = file;
        ZoneId theirs = query.partnerZone() == null && file.utc() ? ZoneOffset.UTC : query.partnerZone();
        this.clocks = new Clocks(query.zone(), theirs);
        boolean dated = file.rows().stream().anyMatch(row -> row.when() != null);
        this.side = OurSide.of(
                store,
                config,
                tag,
                query.from()
                        .minusDays(dated ? MARGIN : UNDATED)
                        .atStartOfDay(query.zone())
                        .toInstant(),
                query.to().plusDays(MARGIN + 1L).atStartOfDay(query.zone()).toInstant(),
                ids(file.rows().stream()));
        this.matches = new RowMatches(clocks);
        this.takenBack = new RefundsTold(matches);
        this.findings = new Discrepancies(clocks);
        this.comparison = new RowComparison(tag, matches, takenBack, clocks, findings, day -> isNear(day, 0));
    }

    /**
     * @param tag whether it is in the config or has left it
     * @throws IllegalArgumentException with a sentence for people if the file cannot be read
     */
    public static Reconciliation of(Store store, HubConfig config, String tag, ReportQuery query, InputStream file)
            throws IOException {
        return new Reconciler(
                        store,
                        config,
                        tag,
                        query,
                        PartnerFile.read(file, clicks(config, config.tags().get(tag)), query.map(), query.dates()))
                .run();
    }

    private static Set<String> clicks(HubConfig config, @Nullable TagConfig tag) {
        Set<String> names = new HashSet<>(tag == null ? List.of() : tag.clickIds());
        config.clickIds().forEach(rule -> names.add(rule.name()));
        return names;
    }

    private Reconciliation run() {
        notes.addAll(file.notes());
        if (!config.tags().containsKey(tag)) {
            notes.add(
                    "the tag is not in the config any more: values are those recorded, and its clicks those in the requests");
        }
        List<PartnerRow> rows = pair();
        Map<OurEvent, List<PartnerRow>> more = matches.more();
        Set<PartnerRow> alone = new LinkedHashSet<>(rows);
        int agreed = 0;
        int joined = 0;
        int matched = 0;
        for (Map.Entry<PartnerRow, OurEvent> pair : matches.pairs().entrySet()) {
            List<PartnerRow> group = new ArrayList<>(more.getOrDefault(pair.getValue(), List.of()));
            int before = findings.size();
            group.removeAll(comparison.compare(pair.getKey(), pair.getValue(), group));
            group.add(pair.getKey());
            group.forEach(alone::remove);
            matched += group.size();
            int different = findings.rowsFrom(before);
            if (findings.onlyTwiceFrom(before)) {
                agreed += group.size() - different;
            } else {
                joined += group.size() - different;
            }
        }
        int outside = file.rows().size() - alone.size() - matched;
        for (PartnerRow row : alone) {
            if (row.when() == null || isNear(row.when().day(), 0)) {
                unknown(row);
            } else {
                outside++;
            }
        }
        int events = missing();
        clock();
        List<Discrepancy> differences = findings.all();
        return new Reconciliation(
                tag,
                query.from(),
                query.to(),
                query.zoneName(),
                file.columns(),
                file.rows().size(),
                outside,
                events,
                matched,
                agreed,
                joined,
                (int) differences.stream().filter(one -> !one.explained()).count(),
                Discrepancies.totals(differences),
                worth(alone),
                differences,
                List.copyOf(notes));
    }

    /**
     * Finds each row's event: among those of these days, then that of a row of other days, then among all that is kept.
     * Partners may date by when they approved, weeks from when it happened.
     *
     * @return the rows that are to be compared
     */
    private List<PartnerRow> pair() {
        Map<Boolean, List<PartnerRow>> near =
                file.rows().stream().collect(Collectors.partitioningBy(row -> isIn(row, 1)));
        List<PartnerRow> rows = new ArrayList<>(near.getOrDefault(true, List.of()));
        matches.pair(rows, side, Bond.STRONG, event -> true);
        // A click may be of one event of these days and the order of another of other days: the order tells more.
        List<PartnerRow> open = rows.stream()
                .filter(row -> matches.of(row) == null && matches.repeats(row) == null && isIn(row, 0))
                .filter(row -> !row.ids().isEmpty())
                .toList();
        OurSide elsewhere =
                open.isEmpty() ? side : OurSide.elsewhere(store, config, tag, side, ids(open.stream()), Set.of());
        matches.pair(open, elsewhere, Bond.NAMED, event -> true);
        matches.pair(rows, side, Bond.ID, event -> true);
        matches.pair(rows, side, Bond.SURE_IN_ANY_CASE, event -> true);
        List<PartnerRow> far = near.getOrDefault(false, List.of());
        Predicate<OurEvent> ofTheseDays = event -> isNear(clocks.day(event.time()), 0);
        matches.pair(far, side, Bond.SURE, ofTheseDays);
        matches.pair(far, side, Bond.SURE_IN_ANY_CASE, ofTheseDays);
        far.stream().filter(row -> matches.of(row) != null).forEach(rows::add);
        matches.pairNameless(rows, side);
        List<PartnerRow> left =
                open.stream().filter(row -> matches.repeats(row) == null).toList();
        matches.pair(left, elsewhere, Bond.SURE, event -> true);
        matches.pair(left, elsewhere, Bond.SURE_IN_ANY_CASE, event -> true);
        matches.pairOpposed();
        takenBack.add(side.all());
        Set<Long> less = ordersOfLess();
        if (!less.isEmpty()) {
            takenBack.add(
                    OurSide.elsewhere(store, config, tag, side, Set.of(), less).all());
        }
        matches.pairs().forEach((row, event) -> {
            if (row.when() != null) {
                clocks.learn(row.when(), event.time());
            }
        });
        return rows;
    }

    private static Set<String> ids(Stream<PartnerRow> rows) {
        return rows.flatMap(row -> row.ids().stream()).map(PartnerRow.Id::value).collect(Collectors.toSet());
    }

    private boolean isIn(PartnerRow row, int margin) {
        return row.when() == null || isNear(row.when().day(), margin);
    }

    private boolean isNear(LocalDate day, int margin) {
        return !day.isBefore(query.from().minusDays(margin))
                && !day.isAfter(query.to().plusDays(margin));
    }

    /** Of what they refuse or have less of: it may have been taken back on any later day. */
    private Set<Long> ordersOfLess() {
        Set<Long> orders = new HashSet<>();
        matches.pairs().forEach((row, event) -> {
            boolean less = row.decision() == PartnerRow.Decision.REFUSED
                    || (row.amount() != null && row.amount().compareTo(event.amount()) < 0);
            if (less && event.order() != 0 && !event.back()) {
                orders.add(event.order());
            }
        });
        return orders;
    }

    /** A row of which there is no event. */
    private void unknown(PartnerRow row) {
        PartnerRow other = matches.repeats(row);
        if (row.ids().isEmpty()) {
            findings.add(Cause.MISSING_ID, row, null, "the row has no id", true);
        } else if (other != null) {
            findings.add(Cause.DUPLICATE, row, matches.of(other), "row " + other.line() + " is the same", true);
        } else if (matches.knowsClick(row)) {
            findings.add(
                    Cause.UNKNOWN_TO_US,
                    row,
                    null,
                    "its click is known, and so often nothing was recorded of it",
                    false);
        } else {
            findings.add(Cause.UNKNOWN_TO_US, row, null, "", false);
        }
    }

    /** What the receiver should have and the file does not; answers of how many events there was to be one. */
    private int missing() {
        Set<String> inFile = namesInFile();
        Map<String, Integer> leftOut = new TreeMap<>();
        Map<Long, PartnerRow> orders = new HashMap<>();
        matches.pairs().forEach((row, event) -> orders.put(event.order(), row));
        int events = 0;
        for (OurEvent event : side.all().stream()
                .sorted(Comparator.comparing(OurEvent::time).thenComparingLong(OurEvent::seq))
                .toList()) {
            boolean asked = isNear(clocks.day(event.time()), 0)
                    && (query.event() == null || query.event().equals(event.name()));
            if (asked
                    && query.event() == null
                    && !inFile.isEmpty()
                    && !inFile.contains(event.name())
                    && !isRefundOf(event, orders.keySet())) {
                leftOut.merge(event.name(), 1, Integer::sum);
            } else if (asked) {
                events++;
                if (matches.of(event) == null && !takenBack.settled().contains(event)) {
                    missing(event, orders);
                }
            }
        }
        leftOut.forEach((name, count) -> notes.add("no row belongs to any of " + count + " " + name
                + ": left out, as the file may not list them; --event " + name + " compares them"));
        if (inFile.isEmpty() && !file.rows().isEmpty()) {
            notes.add("no row belongs to any event: the columns taken for ids may be others (--map)");
        }
        return events;
    }

    /** What the receiver was told to take back of an order that is in its file. */
    private static boolean isRefundOf(OurEvent event, Set<Long> orders) {
        return event.back() && event.accepted() && event.order() != 0 && orders.contains(event.order());
    }

    private Set<String> namesInFile() {
        return Stream.concat(matches.pairs().values().stream(), takenBack.settled().stream())
                .map(OurEvent::name)
                .collect(Collectors.toSet());
    }

    private void missing(OurEvent event, Map<Long, PartnerRow> orders) {
        Cause cause = event.outcome().absence();
        PartnerRow same = event.order() == 0 ? null : orders.get(event.order());
        OurEvent its = same == null ? null : matches.of(same);
        same = its == null || event.back() || !its.name().equals(event.name()) ? null : same;
        if (cause != Cause.UNKNOWN_TO_THEM) {
            findings.add(cause, null, event, event.outcome().text(), true);
        } else if (same != null) {
            findings.add(Cause.DUPLICATE, null, event, "of the same order as row " + same.line(), true);
        } else if (clocks.countsOutside(event.time(), query.from(), query.to())) {
            findings.add(Cause.TIME_ZONE, null, event, "it counts outside these days with them", true);
        } else {
            findings.add(cause, null, event, event.outcome().text() + told(event), false);
        }
    }

    /** What is known of an event whose body is gone, by which the partner may look for it: the request that named it. */
    private String told(OurEvent event) {
        if (event.id() != null) {
            return "";
        }
        return store.lanes().attempts(tag, event.seq()).stream()
                .filter(attempt ->
                        attempt.seqs().size() == 1 && !attempt.request().isEmpty())
                .reduce((before, after) -> after)
                .map(attempt -> "; told by "
                        + RowComparison.shown(
                                attempt.request().lines().findFirst().orElse(""), LINE))
                .orElse("");
    }

    /** How far their clock is from ours, also where no day differs. */
    private void clock() {
        Duration shift = clocks.usual();
        if (shift != null && !shift.isZero()) {
            notes.add("most of their times are " + Clocks.words(shift) + " ours (" + query.zoneName() + ")");
        }
    }

    /** @param alone rows of no event */
    private List<Worth> worth(Collection<PartnerRow> alone) {
        Map<String, BigDecimal> ours = new TreeMap<>();
        Map<String, BigDecimal> theirs = new TreeMap<>();
        Set<String> names = namesInFile();
        Set<Long> orders =
                matches.pairs().values().stream().map(OurEvent::order).collect(Collectors.toSet());
        Map<List<Object>, OurEvent> conversions = new LinkedHashMap<>();
        side.all().stream()
                .filter(event -> event.accepted()
                        && (names.contains(event.name()) || (query.event() == null && isRefundOf(event, orders)))
                        && isNear(clocks.day(event.time()), 0))
                .sorted(Comparator.comparingLong(OurEvent::seq))
                .forEach(event -> conversions.put(
                        event.order() == 0 || event.back()
                                ? List.of(event.seq())
                                : List.of(event.name(), event.order()),
                        event));
        for (OurEvent event : conversions.values()) {
            Money money = event.money();
            if (money != null) {
                ours.merge(Objects.requireNonNullElse(money.currency(), ""), money.amount(), BigDecimal::add);
            }
        }
        List<PartnerRow> rows = new ArrayList<>(comparison.counted());
        alone.stream().filter(row -> matches.repeats(row) == null).forEach(rows::add);
        for (PartnerRow row : rows) {
            OurEvent event = matches.of(row);
            if (row.amount() != null && row.decision() != PartnerRow.Decision.REFUSED) {
                Money money = event == null ? null : event.worth();
                String currency = row.currency() != null ? row.currency() : money == null ? null : money.currency();
                theirs.merge(Objects.requireNonNullElse(currency, ""), row.amount(), BigDecimal::add);
            }
        }
        Set<String> currencies = new TreeSet<>(ours.keySet());
        currencies.addAll(theirs.keySet());
        return currencies.stream()
                .map(one -> new Worth(
                        one.isEmpty() ? null : one,
                        ours.getOrDefault(one, BigDecimal.ZERO),
                        theirs.getOrDefault(one, BigDecimal.ZERO)))
                .toList();
    }
}
