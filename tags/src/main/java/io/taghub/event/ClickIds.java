package io.taghub.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The click ids and browser ids that go with an event, one per name. */
public final class ClickIds implements Iterable<ClickId> {
    public static final ClickIds NONE = new ClickIds(Map.of(), null);

    private final Map<String, ClickId> byName;
    private final @Nullable ClickId newest;

    private ClickIds(Map<String, ClickId> byName, @Nullable ClickId newest) {
        this.byName = byName;
        this.newest = newest;
    }

    /** Of several with one name the first wins. */
    public static ClickIds of(Collection<ClickId> ids) {
        if (ids.isEmpty()) {
            return NONE;
        }
        Map<String, ClickId> byName = new LinkedHashMap<>();
        ids.forEach(id -> byName.putIfAbsent(id.name(), id));
        return new ClickIds(byName, null);
    }

    /** The same ones, none of them seen after this moment: what brought an event was there before it. */
    ClickIds notAfter(Instant moment) {
        if (byName.isEmpty()
                || byName.values().stream().noneMatch(id -> id.seen().isAfter(moment))) {
            return this;
        }
        Map<String, ClickId> earlier = new LinkedHashMap<>();
        byName.forEach((name, id) -> earlier.put(
                name, id.seen().isAfter(moment) ? new ClickId(name, id.value(), moment, id.params(), id.owner()) : id));
        return new ClickIds(earlier, newest);
    }

    /** The same ones, beside the newest click that is known, which need not be among those that count. */
    public ClickIds besideNewest(@Nullable ClickId click) {
        return new ClickIds(byName, click);
    }

    /** The newest click of the visitor whoever it is of, null where that was not asked or there is none. */
    public @Nullable ClickId newest() {
        return newest;
    }

    /**
     * Whether no other click came after this one: networks that pay the last click of all channels are told so. Where nobody
     * asked for the newest of the visitor's, those that are here decide.
     */
    public boolean isLast(ClickId click) {
        return newest == null
                ? byName.values().stream().noneMatch(other -> other.seen().isAfter(click.seen()))
                : !newest.seen().isAfter(click.seen());
    }

    public static ClickIds of(ClickId... ids) {
        return of(java.util.List.of(ids));
    }

    /** Whether there is one whose name begins so. */
    public boolean hasAny(String beginning) {
        return byName.keySet().stream().anyMatch(name -> name.startsWith(beginning));
    }

    public @Nullable ClickId get(String name) {
        return byName.get(name);
    }

    /** The first there is of these names, of which each may be null; or null. */
    public @Nullable ClickId first(@Nullable String... names) {
        return Arrays.stream(names)
                .filter(Objects::nonNull)
                .map(byName::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The value under this name, or null. */
    public @Nullable String value(String name) {
        ClickId id = byName.get(name);
        return id == null ? null : id.value();
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** These, with what the other knows of the same click, and of the other's those whose name is not here. */
    public ClickIds or(ClickIds other) {
        if (other.isEmpty() || isEmpty()) {
            return isEmpty() ? other : this;
        }
        Map<String, ClickId> merged = new LinkedHashMap<>(byName);
        other.byName.forEach(
                (name, id) -> merged.merge(name, id, (mine, theirs) -> mine.same(theirs) ? mine.or(theirs) : mine));
        return new ClickIds(merged, newest);
    }

    @Override
    public Iterator<ClickId> iterator() {
        return byName.values().iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClickIds ids && byName.equals(ids.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.keySet().toString();
    }
}
