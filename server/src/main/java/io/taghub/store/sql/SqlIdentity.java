package io.taghub.store.sql;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Writer;
import io.taghub.store.journal.EventLog;
import io.taghub.store.person.Identities;
import io.taghub.store.person.Link;
import io.taghub.store.person.Lock;
import io.taghub.store.person.Recollection;
import io.taghub.store.person.Tombstones;
import io.taghub.store.person.Touches;
import io.taghub.store.person.User;
import io.taghub.store.person.Visitor;
import io.taghub.store.person.Voices;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers who is behind an event, for many events in a few queries. */
public final class SqlIdentity implements IdentityStore {
    private static final Known FORGOTTEN = new Known(
            null,
            List.of(),
            null,
            List.of(),
            false,
            false,
            Person.UNKNOWN,
            Consent.UNSET,
            Consent.UNSET,
            false,
            null,
            true);

    private final Writer writer;
    private final Reads reads;
    private final Reads committed;
    private final Keys keys;
    private final Identities identities;
    private final Tombstones tombstones;
    private final Erasure erasure;
    private final EventLog log;

    /** @param committed does not wait for what came in last: lanes ask whose the events are that they have */
    public SqlIdentity(
            Writer writer,
            Reads reads,
            Reads committed,
            Keys keys,
            Identities identities,
            Tombstones tombstones,
            Erasure erasure,
            EventLog log) {
        this.writer = writer;
        this.reads = reads;
        this.committed = committed;
        this.keys = keys;
        this.identities = identities;
        this.tombstones = tombstones;
        this.erasure = erasure;
        this.log = log;
    }

    /** Visitor and user of an event. */
    private record Subjects(@Nullable Key visitor, @Nullable Key user) {
        boolean isAmong(Set<Key> some) {
            return !some.isEmpty()
                    && ((visitor != null && some.contains(visitor)) || (user != null && some.contains(user)));
        }
    }

    @Override
    public List<Known> known(List<Event> events) {
        Recollection recollection = identities.recollection();
        if (recollection == null) {
            return findOut(events, null);
        }
        List<@Nullable Known> known = recalled(events, recollection);
        if (known.contains(null)) {
            // Of the lanes that come to the same events at once the first asks, and the others remember.
            synchronized (recollection) {
                known = recalled(events, recollection);
                List<Event> unknown = new ArrayList<>();
                for (int i = 0; i < known.size(); i++) {
                    if (known.get(i) == null) {
                        unknown.add(events.get(i));
                    }
                }
                Iterator<Known> found = findOut(unknown, recollection).iterator();
                known.replaceAll(one -> one == null ? found.next() : one);
            }
        }
        return List.copyOf(known);
    }

    private static List<@Nullable Known> recalled(List<Event> events, Recollection recollection) {
        List<@Nullable Known> known = new ArrayList<>(events.size());
        events.forEach(event -> known.add(recollection.of(event)));
        return known;
    }

    private List<Known> findOut(List<Event> events, @Nullable Recollection recollection) {
        List<Subjects> subjects = events.stream()
                .map(event -> new Subjects(keys.visitor(event), keys.user(event)))
                .toList();
        long asOf = recollection == null ? 0 : recollection.changes();
        People people = committed.read(sql -> people(sql, subjects));
        List<Known> found = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Subjects its = subjects.get(i);
            boolean forgotten = EventCodec.isBlank(event) || its.isAmong(people.erased);
            Known known = forgotten ? FORGOTTEN : known(event, its, people);
            found.add(known);
            if (recollection != null) {
                recollection.keep(event, people.behind(its), known, asOf);
            }
        }
        return found;
    }

    /** All whom some events have to do with. */
    private record People(Set<Key> erased, Map<Key, User> users, Map<Key, Visitor> visitors) {
        /** Everybody by whom an event is judged. */
        Set<Key> behind(Subjects subjects) {
            Set<Key> behind = new HashSet<>();
            if (subjects.visitor != null) {
                behind.add(subjects.visitor);
            }
            if (subjects.user != null) {
                behind.add(subjects.user);
            }
            Key key = subjects.user == null ? userOf(subjects.visitor) : subjects.user;
            User user = key == null ? null : users.get(key);
            if (user != null) {
                behind.add(key);
                user.links().forEach(link -> behind.add(link.visitor()));
            }
            return behind;
        }

        /** Whose the browser is. */
        @Nullable
        Key userOf(@Nullable Key visitor) {
            Visitor browser = visitor == null ? null : visitors.get(visitor);
            return browser == null ? null : browser.user();
        }
    }

    private People people(Session sql, List<Subjects> subjects) throws SQLException {
        Set<Key> visitorKeys = new HashSet<>();
        Set<Key> userKeys = new HashSet<>();
        for (Subjects its : subjects) {
            if (its.visitor != null) {
                visitorKeys.add(its.visitor);
            }
            if (its.user != null) {
                userKeys.add(its.user);
            }
        }
        Set<Key> all = new HashSet<>(visitorKeys);
        all.addAll(userKeys);
        Later<Set<Key>> erased = tombstones.of(sql, all);
        Identities.Foreseen foreseen = identities.foresee(sql, visitorKeys, userKeys);
        Map<Key, User> users = identities.users(sql, userKeys, foreseen);
        Map<Key, Visitor> visitors = identities.visitors(sql, visitorKeys, foreseen);
        Set<Key> behind = new HashSet<>();
        for (Subjects its : subjects) {
            Visitor browser = its.user == null && its.visitor != null ? visitors.get(its.visitor) : null;
            if (browser != null && browser.user() != null && !users.containsKey(browser.user())) {
                behind.add(browser.user());
            }
        }
        users.putAll(identities.users(sql, behind));
        visitors.putAll(identities.browsers(sql, users.values(), Set.copyOf(visitors.keySet()), foreseen));
        return new People(erased.get(), users, visitors);
    }

    private static Known known(Event event, Subjects subjects, People people) {
        Map<Key, User> users = people.users;
        Map<Key, Visitor> visitors = people.visitors;
        User user = subjects.user == null ? null : users.get(subjects.user);
        Visitor own = subjects.visitor == null ? null : visitors.get(subjects.visitor);
        Lock lock = user == null ? null : user.standing();
        List<Visitor> theirs = browsers(user, subjects.visitor, visitors);
        Visitor first = lock == null ? null : visitors.get(lock.visitors().getFirst());
        List<Visitor> all = new ArrayList<>(theirs);
        if (own != null) {
            all.add(own);
        }
        Voices voices = Voices.of(user, subjects.visitor, visitors);
        Voices denied = voices.deniedSince(event.received());
        return new Known(
                event.visitor() != null || first == null ? event.visitor() : first.id(),
                touches(user, all, own),
                lock == null || user == null ? null : locked(user, lock, visitors),
                user == null ? List.of() : user.named(),
                lock != null,
                user != null && lock != null && subjects.visitor != null && !user.trusted(subjects.visitor),
                user == null ? behind(subjects.visitor, people) : user.person(),
                denied.consent().or(voices.consent()),
                voices.asOf(event.time()).consent(),
                voices.optedOut() || denied.optedOut(),
                client(own, all),
                false);
    }

    /**
     * What is known of the one whose browser it is, of an event that does not say so: nothing where they, in whatever
     * browser, do not want that it is used.
     */
    private static Person behind(@Nullable Key visitor, People people) {
        Key key = people.userOf(visitor);
        User user = key == null || people.erased.contains(key) ? null : people.users.get(key);
        if (visitor == null || user == null || !user.trusted(visitor)) {
            return Person.UNKNOWN;
        }
        Voices voices = Voices.of(user, visitor, people.visitors);
        return voices.optedOut() || voices.consent().denies(Consent.Purpose.AD_USER_DATA)
                ? Person.UNKNOWN
                : user.person();
    }

    /** Those of the user that are known to be theirs, the event's own left out. */
    private static List<Visitor> browsers(@Nullable User user, @Nullable Key own, Map<Key, Visitor> visitors) {
        List<Visitor> browsers = new ArrayList<>();
        for (Link link : user == null ? List.<Link>of() : user.links()) {
            Visitor visitor = link.visitor().equals(own) ? null : visitors.get(link.visitor());
            if (visitor != null && user != null && user.trusted(link.visitor())) {
                browsers.add(visitor);
            }
        }
        return browsers;
    }

    private static Locked locked(User user, Lock lock, Map<Key, Visitor> visitors) {
        Set<Key> others = new LinkedHashSet<>(lock.others());
        for (Link link : user.links()) {
            if (link.rank() == Link.Rank.SURE) {
                others.add(link.visitor());
            }
        }
        lock.visitors().forEach(others::remove);
        return new Locked(
                lock.at(), touches(user, present(lock.visitors(), visitors)), touches(null, present(others, visitors)));
    }

    private static List<Visitor> present(Collection<Key> keys, Map<Key, Visitor> visitors) {
        List<Visitor> present = new ArrayList<>(keys.size());
        for (Key key : keys) {
            Visitor visitor = visitors.get(key);
            if (visitor != null) {
                present.add(visitor);
            }
        }
        return present;
    }

    /** Without those of browsers that only claim to be the user's where a back end named others; the event's own may. */
    private static List<ClickId> touches(@Nullable User user, List<Visitor> visitors, @Nullable Visitor own) {
        List<ClickId> all = touches(user, visitors);
        if (user == null || user.known() || user.touches().isEmpty()) {
            return all;
        }
        List<ClickId> good = touches(user, own == null ? List.of() : List.of(own));
        return all.stream()
                .filter(touch -> !user.names(touch.name()) || good.stream().anyMatch(touch::same))
                .toList();
    }

    /** Those of the user's browsers, and what a back end named of the user. */
    private static List<ClickId> touches(@Nullable User user, List<Visitor> visitors) {
        List<List<ClickId>> all = new ArrayList<>();
        visitors.forEach(visitor -> all.add(visitor.touches()));
        if (user != null && !user.touches().isEmpty()) {
            all.add(user.touches());
        }
        return Touches.merged(all);
    }

    private static @Nullable Client client(@Nullable Visitor own, List<Visitor> all) {
        if (own != null && own.client() != null) {
            return own.client();
        }
        return all.stream()
                .filter(visitor -> visitor.client() != null)
                .max(Comparator.comparing(Visitor::seen))
                .map(Visitor::client)
                .orElse(null);
    }

    @Override
    public void optOut(@Nullable String visitor, @Nullable String user, boolean out, Instant now) {
        writer.write(tx -> {
            log.lockHead(tx);
            identities.optOut(tx, visitor, user, out, now);
            return out;
        });
    }

    @Override
    public Consent consent(String visitor) {
        Key key = keys.subject(visitor);
        return reads.read(sql -> Optional.ofNullable(
                        identities.visitors(sql, List.of(key)).get(key)))
                .map(known -> known.consent().consent())
                .orElse(Consent.UNSET);
    }

    @Override
    public long erase(String subject, Instant now) {
        return erasure.erase(subject, now);
    }
}
