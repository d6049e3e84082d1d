package io.taghub.report;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Money;
import io.taghub.personal.Mask;
import io.taghub.report.Reconciliation.Total;
import io.taghub.report.Reconciliation.Worth;
import io.taghub.report.RowMatches.Bond;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

    private static final int LONGEST = 120;
    private static final Pattern TOO_OLD =
            Pattern.compile("window|expired|too old|too late|lookback|look-back|attribution period");
    private static final Pattern TWICE = Pattern.compile("duplicate|already|repeated");
    private static final Pattern NAMELESS =
            Pattern.compile("no click|missing|not found|unknown click|invalid click|without click");

    private final Store store;
    private final HubConfig config;
    private final ReportQuery query;
    private final TagConfig tag;
    private final Clocks clocks;
    private final PartnerFile file;
    private final OurSide side;
    private final RowMatches matches;
    private final List<Discrepancy> differences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Reconciler(Store store, HubConfig config, TagConfig tag, ReportQuery query, PartnerFile file) {
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
    }

    /** @throws IllegalArgumentException with a sentence for people if the file cannot be read */
    public static Reconciliation of(Store store, HubConfig config, TagConfig tag, ReportQuery query, InputStream file)
            throws IOException {
        return new Reconciler(
                        store,
                        config,
                        tag,
                        query,
                        PartnerFile.read(file, clicks(config, tag), query.map(), query.dates()))
                .run();
    }

    private static Set<String> clicks(HubConfig config, TagConfig tag) {
        Set<String> names = new HashSet<>(tag.clickIds());
        config.clickIds().forEach(rule -> names.add(rule.name()));
        return names;
    }

    private Reconciliation run() {
        notes.addAll(file.notes());
        List<PartnerRow> rows = pair();
        int outside = file.rows().size() - rows.size();
        int agreed = 0;
        for (PartnerRow row : rows) {
            OurEvent event = matches.of(row);
            if (event != null) {
                agreed += compare(row, event) ? 0 : 1;
            } else if (row.when() == null || isNear(row.when().day(), 0)) {
                unknown(row);
            } else {
                outside++;
            }
        }
        int events = missing();
        clock();
        Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
        differences.forEach(one -> causes.merge(one.cause(), 1, Integer::sum));
        return new Reconciliation(
                tag.name(),
                query.from(),
                query.to(),
                query.zoneName(),
                file.columns(),
                file.rows().size(),
                outside,
                events,
                matches.pairs().size(),
                agreed,
                (int) differences.stream().filter(one -> !one.explained()).count(),
                causes.entrySet().stream()
                        .sorted(Map.Entry.<Cause, Integer>comparingByValue().reversed())
                        .map(one -> new Total(one.getKey(), one.getKey().text(), one.getValue()))
                        .toList(),
                worth(rows),
                List.copyOf(differences),
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
        OurSide elsewhere = open.isEmpty() ? side : OurSide.elsewhere(store, config, tag, side, ids(open.stream()));
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

    /** Whether a row and its event differ. */
    private boolean compare(PartnerRow row, OurEvent event) {
        int before = differences.size();
        if (row.ids().isEmpty()) {
            add(
                    Cause.MISSING_ID,
                    row,
                    event,
                    "the row has no id; of this day and amount there is one event alone",
                    true);
        }
        if (matches.isInAnotherCase(row)) {
            add(Cause.ID_DIFFERS, row, event, "the same id in another case", true);
        }
        if (!event.accepted()) {
            add(event.outcome().absence(), row, event, event.outcome().text() + "; they have it" + advice(event), true);
        }
        switch (row.decision()) {
            case REFUSED -> add(refusal(row), row, event, said(row), true);
            case PENDING -> add(Cause.NOT_APPROVED_YET, row, event, said(row), true);
            case COUNTED -> {}
        }
        if (row.decision() != PartnerRow.Decision.REFUSED) {
            AmountGap.between(row, event)
                    .ifPresent(gap -> add(Cause.AMOUNT_DIFFERS, row, event, gap.detail(), gap.explained()));
        }
        if (row.when() != null) {
            String why = clocks.otherDay(row.when(), event.time(), event.received());
            if (why == null) {
                add(Cause.DAY_DIFFERS, row, event, days(row.when().day(), event), false);
            } else if (!why.isEmpty()) {
                add(Cause.TIME_ZONE, row, event, why, true);
            }
        }
        return differences.size() > before;
    }

    private String days(LocalDate theirs, OurEvent event) {
        return !isNear(clocks.day(event.time()), 0)
                ? "the event is of another day than those asked for"
                : isNear(theirs, 0) ? "" : "the row is of another day than those asked for";
    }

    private String advice(OurEvent event) {
        return event.outcome().verdict() == Verdict.HELD ? " (`taghub held --tag " + tag.name() + " --delivered`)" : "";
    }

    /** Partners say in words of their own why they refuse. */
    private static Cause refusal(PartnerRow row) {
        String words = (row.status() + " " + row.reason()).toLowerCase(Locale.ROOT);
        if (TOO_OLD.matcher(words).find()) {
            return Cause.OUT_OF_WINDOW;
        }
        if (TWICE.matcher(words).find()) {
            return Cause.DUPLICATE;
        }
        return NAMELESS.matcher(words).find() ? Cause.MISSING_ID : Cause.REJECTED;
    }

    private static String said(PartnerRow row) {
        return "they say: " + shown(row.status()) + (row.reason().isEmpty() ? "" : ", " + shown(row.reason()));
    }

    private static String shown(String text) {
        String masked = Mask.OF_NOBODY.text(text);
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
    }

    /** A row of which there is no event. */
    private void unknown(PartnerRow row) {
        PartnerRow other = matches.repeats(row);
        if (row.ids().isEmpty()) {
            add(Cause.MISSING_ID, row, null, "the row has no id", true);
        } else if (other != null) {
            add(Cause.DUPLICATE, row, matches.of(other), "row " + other.line() + " is the same", true);
        } else if (matches.knowsClick(row)) {
            add(Cause.UNKNOWN_TO_US, row, null, "its click is known, and so often nothing was recorded of it", false);
        } else {
            add(Cause.UNKNOWN_TO_US, row, null, "", false);
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
            if (asked && query.event() == null && !inFile.isEmpty() && !inFile.contains(event.name())) {
                leftOut.merge(event.name(), 1, Integer::sum);
            } else if (asked) {
                events++;
                if (matches.of(event) == null) {
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

    private Set<String> namesInFile() {
        return matches.pairs().values().stream().map(OurEvent::name).collect(Collectors.toSet());
    }

    private void missing(OurEvent event, Map<Long, PartnerRow> orders) {
        Cause cause = event.outcome().absence();
        PartnerRow same = event.order() == 0 ? null : orders.get(event.order());
        OurEvent its = same == null ? null : matches.of(same);
        same = its == null || !its.name().equals(event.name()) ? null : same;
        if (cause != Cause.UNKNOWN_TO_THEM) {
            add(cause, null, event, event.outcome().text(), true);
        } else if (same != null) {
            add(Cause.DUPLICATE, null, event, "of the same order as row " + same.line(), true);
        } else if (clocks.countsOutside(event.time(), query.from(), query.to())) {
            add(Cause.TIME_ZONE, null, event, "it counts outside these days with them", true);
        } else {
            add(cause, null, event, event.outcome().text(), false);
        }
    }

    /** How far their clock is from ours, also where no day differs. */
    private void clock() {
        Duration shift = clocks.usual();
        if (shift != null && !shift.isZero()) {
            notes.add("most of their times are " + Clocks.words(shift) + " ours (" + query.zoneName() + ")");
        }
    }

    private List<Worth> worth(List<PartnerRow> rows) {
        Map<String, BigDecimal> ours = new TreeMap<>();
        Map<String, BigDecimal> theirs = new TreeMap<>();
        Set<String> names = namesInFile();
        for (OurEvent event : side.all()) {
            Money money = event.money();
            if (money != null
                    && event.accepted()
                    && names.contains(event.name())
                    && isNear(clocks.day(event.time()), 0)) {
                ours.merge(String.valueOf(money.currency()), money.amount(), BigDecimal::add);
            }
        }
        for (PartnerRow row : rows) {
            OurEvent event = matches.of(row);
            if (row.amount() != null && row.decision() != PartnerRow.Decision.REFUSED) {
                Money money = event == null ? null : event.worth();
                String currency = row.currency() != null
                        ? row.currency()
                        : money == null ? "?" : String.valueOf(money.currency());
                theirs.merge(currency, row.amount(), BigDecimal::add);
            }
        }
        Set<String> currencies = new TreeSet<>(ours.keySet());
        currencies.addAll(theirs.keySet());
        return currencies.stream()
                .map(one -> new Worth(
                        one, ours.getOrDefault(one, BigDecimal.ZERO), theirs.getOrDefault(one, BigDecimal.ZERO)))
                .toList();
    }

    private void add(
            Cause cause, @Nullable PartnerRow row, @Nullable OurEvent event, String detail, boolean explained) {
        String id = event == null ? null : event.id();
        differences.add(new Discrepancy(
                cause,
                row == null ? null : row.line(),
                event == null ? null : event.name(),
                id == null ? null : Mask.OF_NOBODY.id(id),
                row == null
                        ? List.of()
                        : row.ids().stream()
                                .map(one -> one.field().word() + "=" + Mask.OF_NOBODY.id(one.value()))
                                .toList(),
                event == null ? null : event.time(),
                event == null ? null : clocks.day(event.time()).toString(),
                row == null || row.when() == null ? null : row.when().day().toString(),
                event == null ? null : AmountGap.text(event.money()),
                row == null ? null : AmountGap.text(row.amount(), row.currency()),
                detail,
                explained));
    }
}
