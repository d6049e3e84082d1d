package io.taghub.report;

import java.time.Duration;
import java.time.Instant;
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

    private record Edge(PartnerRow row, OurEvent event, int score, long apart) {}

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
        List<Edge> edges = new ArrayList<>();
        rows.stream()
                .filter(row -> !pairs.containsKey(row))
                .forEach(row -> edges.addAll(edges(row, side, bond, which)));
        edges.sort(Comparator.comparingInt(Edge::score)
                .reversed()
                .thenComparing(edge -> !edge.event.accepted())
                .thenComparingLong(Edge::apart)
                .thenComparingInt(edge -> edge.row.line())
                .thenComparingLong(edge -> edge.event.seq()));
        for (Edge edge : edges) {
            if (!pairs.containsKey(edge.row) && !taken.containsKey(edge.event)) {
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

    /** Also a row that has nothing but its day and amount, if there is one such event and one such row alone. */
    void pairNameless(List<PartnerRow> rows, OurSide side) {
        Map<OurEvent, List<PartnerRow>> wanting = new LinkedHashMap<>();
        Map<LocalDate, List<OurEvent>> free = side.all().stream()
                .filter(event -> !taken.containsKey(event) && event.worth() != null)
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
                ? other.amount() == null
                : other.amount() != null && row.amount().compareTo(other.amount()) == 0;
        boolean noOtherId = row.ids().stream().allMatch(id -> id.field() == PartnerField.CLICK_ID)
                || row.ids().equals(other.ids());
        return edge.score >= 2 * ORDER || (sameAmount && noOtherId) ? other : null;
    }

    /** Whether a click of the row is known, whatever else of it is not. */
    boolean knowsClick(PartnerRow row) {
        return left.containsKey(row);
    }

    private List<Edge> edges(PartnerRow row, OurSide side, Bond bond, Predicate<OurEvent> which) {
        Map<OurEvent, Integer> scores = new LinkedHashMap<>();
        for (PartnerRow.Id id : row.ids()) {
            PLACES.forEach((field, score) -> (bond == Bond.SURE_IN_ANY_CASE
                            ? side.findInAnyCase(field, id.value())
                            : side.find(field, id.value()))
                    .stream().filter(which).forEach(event -> scores.merge(event, score, Math::max)));
        }
        long free = scores.keySet().stream()
                .filter(event -> !taken.containsKey(event))
                .count();
        boolean names = row.ids().stream()
                .anyMatch(id -> id.field() == PartnerField.ORDER_ID || id.field() == PartnerField.EVENT_ID);
        List<Edge> edges = new ArrayList<>();
        scores.forEach((event, score) -> {
            boolean same = row.amount() != null && AmountGap.between(row, event).isEmpty();
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
                        case STRONG -> score > CLICK || alike;
                        case NAMED -> score > CLICK && (alike || row.amount() == null);
                        case SURE, SURE_IN_ANY_CASE ->
                            score > CLICK || alike || (sole && (event.accepted() || row.amount() == null));
                    };
            if (!another && sure) {
                edges.add(new Edge(row, event, 2 * score + (same ? 1 : 0), apart(row, event.time())));
            }
        });
        return edges;
    }

    private long apart(PartnerRow row, Instant event) {
        PartnerTime.When when = row.when();
        if (when == null) {
            return FAR;
        }
        Instant moment = when.instant();
        return moment == null
                ? Math.abs(when.day().toEpochDay() - clocks.day(event).toEpochDay()) * 86_400
                : Duration.between(moment, event).abs().toSeconds();
    }
}
