package io.taghub.store.person;

import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Learns from events who clicked what and who they are, and writes only what is new. Remembers visitors and users as
 * they were last committed, where no other node may change them; only the writer puts anything into that memory, so a
 * reader's older view cannot get there.
 */
public final class Identities {
    private static final int REMEMBERED = 20_000;

    private final IdentityRows rows;
    private final Keys keys;
    private final Recent<Key, Visitor> visitors;
    private final Recent<Key, User> users;
    private final boolean shared;
    private final Recollection recollection = new Recollection();

    public Identities(IdentityRows rows, Keys keys, boolean shared) {
        this.rows = rows;
        this.keys = keys;
        this.shared = shared;
        int size = shared ? 0 : REMEMBERED;
        this.visitors = new Recent<>(size);
        this.users = new Recent<>(size);
    }

    /**
     * What was learned.
     *
     * @param agreed of each event that takes its place in the journal, by sequence number
     * @param awaited users for whom something may have become possible: they were linked
     * @param claims links by which a browser claims to be a user who is known from another
     */
    public record Learned(Map<Long, Agreed> agreed, Set<Key> awaited, int claims) {}

    public Map<Key, Visitor> visitors(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, Visitor> known = visitors.peek(keys);
        known.putAll(rows.visitors(sql, missing(keys, known::containsKey)).get());
        return known;
    }

    public Map<Key, User> users(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, User> known = users.peek(keys);
        known.putAll(rows.users(sql, missing(keys, known::containsKey)).get());
        return known;
    }

    private static Set<Key> missing(Collection<Key> keys, Predicate<Key> known) {
        Set<Key> missing = new HashSet<>();
        for (Key key : keys) {
            if (!known.test(key)) {
                missing.add(key);
            }
        }
        return missing;
    }

    /**
     * What {@link #learn} will have to know of copies, asked for together with other things.
     *
     * @param visitors of these keys, except those that are remembered
     * @param users of these keys, except those that are remembered
     * @param browsers those linked to the users
     */
    public record Foreseen(
            Set<Key> visitorKeys,
            Later<Map<Key, Visitor>> visitors,
            Set<Key> userKeys,
            Later<Map<Key, User>> users,
            Later<Map<Key, Visitor>> browsers) {}

    public Foreseen foresee(Session sql, List<Copy> copies) {
        Set<Key> visitorKeys = new HashSet<>();
        Set<Key> userKeys = new HashSet<>();
        for (Copy copy : copies) {
            add(visitorKeys, copy.draft().visitor());
            add(userKeys, copy.draft().user());
            if (copy.terms().voice() != null) {
                visitorKeys.add(keys.subject(copy.terms().voice()));
            }
        }
        return asked(
                sql,
                missing(visitorKeys, key -> visitors.use(key) != null),
                missing(userKeys, key -> users.use(key) != null));
    }

    /** The same for those who only look. */
    public Foreseen foresee(Session sql, Set<Key> visitorKeys, Set<Key> userKeys) {
        return asked(
                sql,
                missing(visitorKeys, key -> visitors.peek(key) != null),
                missing(userKeys, key -> users.peek(key) != null));
    }

    private Foreseen asked(Session sql, Set<Key> unknown, Set<Key> nobody) {
        return new Foreseen(
                unknown, rows.visitors(sql, unknown), nobody, rows.users(sql, nobody), rows.browsers(sql, nobody));
    }

    public Map<Key, Visitor> visitors(Session sql, Set<Key> keys, Foreseen known) throws SQLException {
        Map<Key, Visitor> all = visitors(sql, missing(keys, known.visitorKeys::contains));
        all.putAll(among(keys, known.visitorKeys, known.visitors));
        return all;
    }

    public Map<Key, User> users(Session sql, Set<Key> keys, Foreseen known) throws SQLException {
        Map<Key, User> all = users(sql, missing(keys, known.userKeys::contains));
        all.putAll(among(keys, known.userKeys, known.users));
        return all;
    }

    /** The browsers of these users, beside those already here. */
    public Map<Key, Visitor> browsers(Session sql, Collection<User> users, Set<Key> here, Foreseen known)
            throws SQLException {
        Set<Key> missing = new HashSet<>();
        for (User user : users) {
            for (Link link : user.links()) {
                if (!here.contains(link.visitor())) {
                    missing.add(link.visitor());
                }
            }
        }
        if (missing.isEmpty()) {
            return Map.of();
        }
        Map<Key, Visitor> all = new HashMap<>(known.browsers.get());
        missing.removeAll(all.keySet());
        all.keySet().removeAll(here);
        all.putAll(visitors(sql, missing));
        return all;
    }

    private static <T> Map<Key, T> among(Set<Key> wanted, Set<Key> foreseen, Later<Map<Key, T>> found)
            throws SQLException {
        Map<Key, T> those = new HashMap<>();
        if (!foreseen.isEmpty()) {
            found.get().forEach((key, one) -> {
                if (wanted.contains(key)) {
                    those.put(key, one);
                }
            });
        }
        return those;
    }

    public Learned learn(Tx tx, List<Lesson> lessons, Foreseen known) throws SQLException {
        Set<Key> visitorKeys = new HashSet<>();
        Set<Key> userKeys = new HashSet<>();
        Map<String, Key> voices = new HashMap<>();
        for (Lesson lesson : lessons) {
            if (lesson.tells()) {
                add(visitorKeys, lesson.said().visitor());
                add(userKeys, lesson.said().user());
                add(visitorKeys, lesson.whole().visitor());
                add(userKeys, lesson.whole().user());
                if (lesson.voice() != null) {
                    visitorKeys.add(voices.computeIfAbsent(lesson.voice(), keys::subject));
                }
            }
        }
        Map<Key, Visitor> visitorsBefore = visitors(tx.sql, visitorKeys, known);
        Map<Key, User> usersBefore = users(tx.sql, userKeys, known);
        Map<Key, Visitor> visitorsNow = new HashMap<>(visitorsBefore);
        visitorsNow.putAll(browsers(tx.sql, usersBefore.values(), visitorsBefore.keySet(), known));
        Map<Key, User> usersNow = new HashMap<>(usersBefore);
        Map<Long, Agreed> agreed = new HashMap<>();
        for (Lesson lesson : lessons) {
            if (lesson.tells()) {
                visitor(lesson, visitorsNow, voices);
                user(lesson, usersNow, visitorsNow);
            }
            if (lesson.seq() != 0) {
                agreed.put(lesson.seq(), lesson.tells() ? agreed(lesson, usersNow, visitorsNow) : Agreed.NOTHING);
            }
        }
        Map<Key, Visitor> visitorsChanged = changed(visitorsBefore, visitorsNow);
        visitorsChanged.keySet().retainAll(visitorKeys);
        Map<Key, User> usersChanged = changed(usersBefore, usersNow);
        rows.storeVisitors(tx, visitorsChanged);
        rows.storeUsers(tx, usersBefore, usersChanged);
        if (!shared) {
            tx.learn(() -> {
                remember(visitors, known.visitorKeys, visitorsNow, visitorsChanged);
                remember(users, known.userKeys, usersNow, usersChanged);
            });
            recollection.changing(tx, visitorsChanged.keySet());
            recollection.changing(tx, usersChanged.keySet());
        }
        return learned(agreed, usersBefore, usersChanged);
    }

    private static Learned learned(Map<Long, Agreed> agreed, Map<Key, User> before, Map<Key, User> changed) {
        Set<Key> awaited = new HashSet<>();
        int claims = 0;
        for (Map.Entry<Key, User> user : changed.entrySet()) {
            User was = before.get(user.getKey());
            List<Link> old = was == null ? List.of() : was.links();
            for (Link link : user.getValue().links()) {
                if (old.stream().noneMatch(one -> one.visitor().equals(link.visitor()))) {
                    awaited.add(user.getKey());
                    claims += link.rank() == Link.Rank.CLAIM
                                    && !link.equals(user.getValue().links().getFirst())
                            ? 1
                            : 0;
                }
            }
        }
        return new Learned(agreed, awaited, claims);
    }

    private static void add(Set<Key> keys, @Nullable Key key) {
        if (key != null) {
            keys.add(key);
        }
    }

    /** Those who were read, and those who changed; the others are there. */
    private static <T> void remember(Recent<Key, T> memory, Set<Key> read, Map<Key, T> now, Map<Key, T> changed) {
        for (Key key : read) {
            T one = now.get(key);
            if (one != null) {
                memory.put(key, one);
            }
        }
        changed.forEach(memory::put);
    }

    private static void visitor(Lesson lesson, Map<Key, Visitor> visitors, Map<String, Key> voices) {
        Event event = lesson.event();
        Key key = lesson.whole().visitor();
        if (key != null && event.visitor() != null) {
            Visitor known = visitors.getOrDefault(key, Visitor.of(event.visitor(), event.received()));
            visitors.put(key, known.after(lesson));
        }
        if (lesson.voice() != null) {
            Key voice = voices.get(lesson.voice());
            Visitor known = visitors.getOrDefault(voice, Visitor.of(lesson.voice(), event.received()));
            visitors.put(voice, known.heard(lesson));
        }
    }

    private static void user(Lesson lesson, Map<Key, User> users, Map<Key, Visitor> visitors) {
        Key key = lesson.whole().user();
        String id = lesson.event().user().id();
        if (key != null && id != null) {
            User known = users.getOrDefault(key, User.of(id, lesson.event().received()));
            Key visitor = lesson.whole().visitor();
            Visitor browser = visitor == null ? null : visitors.get(visitor);
            boolean denied = browser != null && browser.consent().consent().denies(Purpose.AD_STORAGE);
            users.put(key, known.after(lesson, visitor, denied));
        }
    }

    /** By what the event says itself and, where it says nothing, by what was said before it. */
    private static Agreed agreed(Lesson lesson, Map<Key, User> users, Map<Key, Visitor> visitors) {
        Draft event = lesson.whole();
        User user = event.user() == null ? null : users.get(event.user());
        Voices voices = Voices.of(user, event.visitor(), visitors);
        Consent said = event.event().consent();
        Consent before = voices.consent();
        boolean browser = event.visitor() != null || event.event().channels().contains(io.taghub.event.Channel.BROWSER);
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            State own = said.state(purpose);
            // In a person's name no back end grants what their browser denied.
            boolean counts = own == State.DENIED || (own == State.GRANTED && (browser || !before.denies(purpose)));
            State state = counts ? own : before.state(purpose);
            if (state != State.UNSET) {
                states.put(purpose, state);
            }
        }
        return new Agreed(new Consent(states), voices.optedOut(), true);
    }

    /** Somebody opts out of everything, or takes that back. */
    public void optOut(Tx tx, @Nullable String visitor, @Nullable String user, boolean out, Instant at)
            throws SQLException {
        Map<Key, Visitor> changedVisitors = new TreeMap<>();
        Map<Key, User> changedUsers = new TreeMap<>();
        Map<Key, User> usersBefore = new HashMap<>();
        if (visitor != null) {
            Key key = keys.subject(visitor);
            Visitor known = visitors(tx.sql, List.of(key)).getOrDefault(key, Visitor.of(visitor, at));
            changedVisitors.put(key, known.optingOut(out, at));
        }
        if (user != null) {
            Key key = keys.subject(user);
            usersBefore = users(tx.sql, List.of(key));
            User known = usersBefore.getOrDefault(key, User.of(user, at));
            changedUsers.put(key, known.optingOut(out, at));
        }
        rows.storeVisitors(tx, changedVisitors);
        rows.storeUsers(tx, usersBefore, changedUsers);
        tx.learn(() -> {
            changedVisitors.forEach(visitors::put);
            changedUsers.forEach(users::put);
        });
        recollection.changing(tx, changedVisitors.keySet());
        recollection.changing(tx, changedUsers.keySet());
    }

    /** In the order of the rows. */
    private static <T> Map<Key, T> changed(Map<Key, T> before, Map<Key, T> now) {
        Map<Key, T> changed = new TreeMap<>();
        now.forEach((key, one) -> {
            if (!one.equals(before.get(key))) {
                changed.put(key, one);
            }
        });
        return changed;
    }

    /** Of whom lanes have found out something; null where other nodes may change them. */
    public @Nullable Recollection recollection() {
        return shared ? null : recollection;
    }

    /** What was learned last may never be kept. */
    public void forget() {
        visitors.clear();
        users.clear();
        recollection.forget();
    }

    /** They are gone, or no longer as they were, with this transaction. */
    public void forget(Tx tx, Collection<Key> subjects) {
        tx.learn(() -> {
            visitors.remove(subjects);
            users.remove(subjects);
        });
        recollection.changing(tx, subjects);
    }
}
