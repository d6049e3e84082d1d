package io.taghub.store.lane;

import io.taghub.store.LaneStore.Position;

/** Arithmetic of what a lane has before it: {@code (cursor, head]} and the backlog {@code (from, to]}. */
final class LaneRange {
    private LaneRange() {}

    static boolean isAhead(Position position, long seq) {
        return seq > position.cursor() || position.inBacklog(seq);
    }

    static long backlog(Position position) {
        return Math.max(0, position.backlogTo() - position.backlogFrom());
    }

    static long ahead(Position position, long head) {
        return Math.max(0, head - position.cursor()) + backlog(position);
    }

    /** The first event still to come; may not be there yet. */
    static long first(Position position) {
        return position.passed() + 1;
    }

    /** How many events a lane passes by moving, none of them twice; negative if it would come back to one. */
    static long passed(Position from, Position to) {
        boolean backward = to.cursor() < from.cursor() || (backlog(to) > 0 && to.backlogTo() > to.cursor());
        long stillAhead = overlap(to, from.backlogFrom(), Math.max(from.backlogFrom(), from.backlogTo()))
                + overlap(to, from.cursor(), Long.MAX_VALUE);
        if (backward || stillAhead != backlog(to)) {
            return -1;
        }
        return to.cursor() - from.cursor() + backlog(from) - backlog(to);
    }

    private static long overlap(Position backlog, long after, long upTo) {
        return Math.max(0, Math.min(backlog.backlogTo(), upTo) - Math.max(backlog.backlogFrom(), after));
    }
}
