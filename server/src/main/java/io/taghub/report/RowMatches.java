package io.taghub.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which row of a partner's file is which event of ours: one row to one event, the surest pairs first. */
final class RowMatches {
    private static final int EVENT = 8;
    private static final int ORDER = 4;
    private static final int CLICK = 1;
    private static final Map<PartnerField, Integer> PLACES =
            Map.of(PartnerField.EVENT_ID, EVENT, PartnerField.ORDER_ID, ORDER, PartnerField.CLICK_ID, CLICK);
    private static final long FAR = Long.MAX_VALUE;

    private final Clocks clocks;
    private final Map<PartnerRow, OurEvent> pairs = new LinkedHashMap<>();
    private final Set<PartnerRow> inAnotherCase = new HashSet<>();
    private final Map<OurEvent, PartnerRow> taken = new HashMap<>();

    /** What a row has in common with events that are another row's. */
    private final Map<PartnerRow, Edge> left = new HashMap<>();

    /** Order and name of what some row says that it is decided. */
    private final Set<List<Object>> decided = new HashSet<>();

    /** How far the clocks of rows and events may be apart, by how many pairs that may be one. */
    private final Map<Duration, Integer> shifts = new HashMap<>();

    /**
     * What a row and an event have in common.
     *
     * @param opposed whether the one pays and the other takes back, or the receiver knows another state: they belong to one
     *     conversion, and are not the same of it
     * @param near whether they are of one moment
     * @param same whether they are of one amount
     * @param apart seconds
     */
    private record Edge(
            PartnerRow row, OurEvent event, int score, boolean opposed, boolean near, boolean same, long apart) {}

    /** By what a row and an event are taken for the same. */
    enum Bond {
        /** An id that tells more than the click, or the click with the amount. */
        STRONG,
        /** An id that tells more than the click, with the amount. */
        NAMED,
        /** Any id. */
        ID,
        /** An id that tells more than the click, or the click with the amount, or the click if nothing else has it. */
        SURE,
        /** The same, in upper or lower case. */
        SURE_IN_ANY_CASE
    }

    RowMatches(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Those of them that belong to no event yet, with events that belong to no row. */
    void pair(List<PartnerRow> rows, OurSide side, Bond bond, Predicate<OurEvent> which) {
        Map<PartnerRow, Map<OurEvent, Integer>> scores = new LinkedHashMap<>();
        rows.stream().filter(row -> !pairs.containsKey(row)).forEach(row -> {
            Map<OurEvent, Integer> known = scores(row, side, bond, which);
            scores.put(row, known);
            known.keySet().forEach(event -> learn(row, event));
        });
        List<Edge> edges = new ArrayList<>();
        scores.forEach((row, known) -> edges.addAll(edges(row, known, bond)));
        // Rows that carry the minute tell more by it than by an amount, which several may have.
        // Rows that take back do so later: of them the amount tells.
        edges.sort(Comparator.comparingInt(Edge::score)
                .reversed()
                .thenComparing(Edge::opposed)
                .thenComparing(edge -> !(edge.same && isNegative(edge.row)))
                .thenComparing(edge -> !edge.near)
                .thenComparing(edge -> !edge.same)
                .thenComparing(edge -> !edge.event.accepted())
                .thenComparingLong(Edge::apart)
                .thenComparingInt(edge -> edge.row.line())
                .thenComparingLong(edge -> edge.event.seq()));
        for (Edge edge : edges) {
            if (!edge.opposed && !pairs.containsKey(edge.row) && !taken.containsKey(edge.event)) {
                put(edge.row, edge.event);
                if (bond == Bond.SURE_IN_ANY_CASE) {
                    inAnotherCase.add(edge.row);
                }
            } else if (!pairs.containsKey(edge.row)) {
                left.putIfAbsent(edge.row, edge);
            }
        }
        left.keySet().removeAll(pairs.keySet());
    }

    private void learn(PartnerRow row, OurEvent event) {
        Duration shift = row.when() == null ? null : clocks.shift(row.when(), event.time());
        if (shift != null) {
            shifts.merge(shift, 1, Integer::sum);
        }
    }

    /** By how much their clock is ahead of ours: what most of the pairs that may be one have in common. */
    private Duration shift() {
        return shifts.entrySet().stream()
                .max(Map.Entry.<Duration, Integer>comparingByValue()
                        .thenComparing(one -> one.getKey().abs().negated()))
                .map(Map.Entry::getKey)
                .orElse(Duration.ZERO);
    }

    /** Rows that take back what is in no row, or pay what was to be taken back, where nothing else belongs to them. */
    void pairOpposed() {
        left.forEach((row, edge) -> {
            if (!pairs.containsKey(row) && !taken.containsKey(edge.event)) {
                put(row, edge.event);
            }
        });
        left.keySet().removeAll(pairs.keySet());
    }

    /** Rows that mean an event which another row has, by that event. */
    Map<OurEvent, List<PartnerRow>> more() {
        Map<OurEvent, List<PartnerRow>> more = new LinkedHashMap<>();
        left.forEach((row, edge) -> {
            PartnerRow other = taken.get(edge.event);
            if (other != null && (edge.score >= ORDER || hasNoOtherId(row, other))) {
                more.computeIfAbsent(edge.event, event -> new ArrayList<>()).add(row);
            }
        });
        return more;
    }

    /** Whether the row without an event has nothing but the click in common with one. */
    boolean hasClickAlone(PartnerRow row) {
        Edge edge = left.get(row);
        return edge == null || edge.score < ORDER;
    }

    /** Whether another row, of another event of the same order, says what was decided about what is pending here; once all are paired. */
    boolean isDecidedElsewhere(OurEvent event) {
        if (decided.isEmpty()) {
            pairs.forEach((other, its) -> {
                if (its.order() != 0 && other.decision() != PartnerRow.Decision.PENDING) {
                    decided.add(List.of(its.order(), its.name()));
                }
            });
        }
        return decided.contains(List.of(event.order(), event.name()));
    }

    /** Also a row that has nothing but its day and amount, if there is one such event and one such row alone. */
    void pairNameless(List<PartnerRow> rows, OurSide side) {
        Map<OurEvent, List<PartnerRow>> wanting = new LinkedHashMap<>();
        Map<LocalDate, List<OurEvent>> free = side.all().stream()
                .filter(event -> !taken.containsKey(event) && event.worth() != null && !event.back())
                .collect(Collectors.groupingBy(event -> clocks.day(event.time())));
        for (PartnerRow row : rows) {
            PartnerTime.When when = row.when();
            if (row.ids().isEmpty() && row.amount() != null && when != null) {
                List<OurEvent> alike = free.getOrDefault(when.day(), List.of()).stream()
                        .filter(event -> AmountGap.between(row, event).isEmpty())
                        .toList();
                if (alike.size() == 1) {
                    wanting.computeIfAbsent(alike.getFirst(), event -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        wanting.forEach((event, by) -> {
            if (by.size() == 1) {
                put(by.getFirst(), event);
            }
        });
    }

    private void put(PartnerRow row, OurEvent event) {
        pairs.put(row, event);
        taken.put(event, row);
    }

    /** Whether the row has its event's id in upper or lower case only. */
    boolean isInAnotherCase(PartnerRow row) {
        return inAnotherCase.contains(row);
    }

    @Nullable
    OurEvent of(PartnerRow row) {
        return pairs.get(row);
    }

    @Nullable
    PartnerRow of(OurEvent event) {
        return taken.get(event);
    }

    Map<PartnerRow, OurEvent> pairs() {
        return pairs;
    }

    /** Of a row without an event: the row that has the event which this one means as well; null where it means another. */
    @Nullable
    PartnerRow repeats(PartnerRow row) {
        Edge edge = left.get(row);
        PartnerRow other = edge == null ? null : taken.get(edge.event);
        if (edge == null || other == null) {
            return null;
        }
        boolean sameAmount = row.amount() == null
                ? other.amount() == null && !row.unread() && !other.unread()
                : other.amount() != null
                        && row.amount().abs().compareTo(other.amount().abs()) == 0;
        return edge.score >= ORDER || (sameAmount && hasNoOtherId(row, other)) ? other : null;
    }

    private static boolean hasNoOtherId(PartnerRow row, PartnerRow other) {
        return row.ids().stream().allMatch(id -> id.field() == PartnerField.CLICK_ID)
                || row.ids().equals(other.ids());
    }

    /** Whether a click of the row is known, whatever else of it is not. */
    boolean knowsClick(PartnerRow row) {
        return left.containsKey(row);
    }

    private static boolean isNegative(PartnerRow row) {
        return row.amount() != null && row.amount().signum() < 0;
    }

    private Map<OurEvent, Integer> scores(PartnerRow row, OurSide side, Bond bond, Predicate<OurEvent> which) {
        Map<OurEvent, Integer> scores = new LinkedHashMap<>();
        for (PartnerRow.Id id : row.ids()) {
            PLACES.forEach((field, score) -> (bond == Bond.SURE_IN_ANY_CASE
                            ? side.findInAnyCase(field, id.value())
                            : side.find(field, id.value()))
                    .stream().filter(which).forEach(event -> scores.merge(event, score, Math::max)));
        }
        // What an order or an event names is of no other one, whatever click they have in common.
        Edge before = left.get(row);
        if ((before != null && before.score >= ORDER)
                || scores.values().stream().anyMatch(score -> score >= ORDER)) {
            scores.values().removeIf(score -> score < ORDER);
        }
        return scores;
    }

    private List<Edge> edges(PartnerRow row, Map<OurEvent, Integer> scores, Bond bond) {
        Duration shift = shift();
        long free = scores.keySet().stream()
                .filter(event -> !taken.containsKey(event))
                .count();
        boolean names = row.ids().stream()
                .anyMatch(id -> id.field() == PartnerField.ORDER_ID || id.field() == PartnerField.EVENT_ID);
        boolean timely = scores.keySet().stream().anyMatch(event -> isNear(row, event, shift));
        List<Edge> edges = new ArrayList<>();
        scores.forEach((event, score) -> {
            boolean back = Together.isBack(row, event) && event.amount().signum() > 0;
            boolean same = row.amount() != null
                    && AmountGap.between(back ? row.with(row.amount().abs(), row.decision()) : row, event)
                            .isEmpty();
            boolean near = isNear(row, event, shift);
            boolean sameDay = row.when() != null && row.when().day().equals(clocks.day(event.time()));
            // It names an order of its own and the event is of another, or only one of them is about money: the click
            // alone is the same.
            boolean order = names && event.order() != 0 && !same && !sameDay;
            boolean money = row.amount() != null && row.amount().signum() != 0 && event.worth() == null;
            boolean another = score == CLICK && (order || money);
            boolean sole = free == 1 && event.outcome().asked() && !left.containsKey(row);
            boolean alike = same && event.worth() != null;
            boolean sure = taken.containsKey(event)
                    || switch (bond) {
                        case ID -> true;
                        case STRONG -> score > CLICK || (alike && (near || !timely));
                        case NAMED -> score > CLICK && (alike || row.amount() == null);
                        case SURE, SURE_IN_ANY_CASE ->
                            score > CLICK || alike || (sole && (event.accepted() || row.amount() == null));
                    };
            if (!another && sure) {
                edges.add(new Edge(
                        row,
                        event,
                        score,
                        score < EVENT && (isOpposed(row, event) || isUntold(event, scores.keySet())),
                        near,
                        same,
                        row.when() == null ? FAR : clocks.apart(row.when(), event.time(), shift)));
            }
        });
        return edges;
    }

    private boolean isNear(PartnerRow row, OurEvent event, Duration shift) {
        return row.when() != null && clocks.isNear(row.when(), event.time(), shift);
    }

    /** Of a conversion whose other state was told: rows are of what they know. */
    private static boolean isUntold(OurEvent event, Set<OurEvent> all) {
        return !event.accepted()
                && event.order() != 0
                && all.stream()
                        .anyMatch(other -> other.accepted()
                                && other.order() == event.order()
                                && other.back() == event.back()
                                && other.name().equals(event.name()));
    }

    private static boolean isOpposed(PartnerRow row, OurEvent event) {
        boolean paid = row.amount() == null || row.amount().signum() >= 0;
        return event.back()
                ? paid && row.decision() != PartnerRow.Decision.REFUSED
                : Together.isBack(row, event) && event.amount().signum() > 0;
    }
}
