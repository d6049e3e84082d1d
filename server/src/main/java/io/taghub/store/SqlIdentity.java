package io.taghub.store;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers who is behind an event, for many events in a few queries. */
final class SqlIdentity implements IdentityStore {
    private static final Known FORGOTTEN = new Known(null, List.of(), null, Person.UNKNOWN, Consent.UNSET, null, true);

    private final Reads reads;
    private final Keys keys;
    private final Identities identities;
    private final Tombstones tombstones;
    private final Erasure erasure;

    SqlIdentity(Reads reads, Keys keys, Identities identities, Tombstones tombstones, Erasure erasure) {
        this.reads = reads;
        this.keys = keys;
        this.identities = identities;
        this.tombstones = tombstones;
        this.erasure = erasure;
    }

    /** Visitor and user of an event. */
    private record Subjects(@Nullable Key visitor, @Nullable Key user) {
        Stream<Key> all() {
            return Stream.of(visitor, user).flatMap(Stream::ofNullable);
        }
    }

    @Override
    public List<Known> known(List<Event> events) {
        List<Subjects> subjects = events.stream()
                .map(event -> new Subjects(keys.visitor(event), keys.user(event)))
                .toList();
        return reads.read(sql -> known(sql, events, subjects));
    }

    private List<Known> known(Session sql, List<Event> events, List<Subjects> subjects) throws SQLException {
        Set<Key> erased = tombstones.of(
                sql, new HashSet<>(subjects.stream().flatMap(Subjects::all).toList()));
        Map<Key, User> users = identities.users(
                sql,
                subjects.stream()
                        .map(Subjects::user)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        Stream<Key> linked =
                users.values().stream().flatMap(user -> user.links().stream()).map(User.Link::visitor);
        Map<Key, Visitor> visitors = identities.visitors(
                sql,
                Stream.concat(subjects.stream().map(Subjects::visitor).flatMap(Stream::ofNullable), linked)
                        .distinct()
                        .toList());
        List<Known> known = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            boolean forgotten =
                    EventCodec.isBlank(event) || subjects.get(i).all().anyMatch(erased::contains);
            known.add(forgotten ? FORGOTTEN : known(event, subjects.get(i), users, visitors));
        }
        return known;
    }

    private static Known known(Event event, Subjects subjects, Map<Key, User> users, Map<Key, Visitor> visitors) {
        User user = subjects.user == null ? null : users.get(subjects.user);
        Visitor own = subjects.visitor == null ? null : visitors.get(subjects.visitor);
        List<Visitor> all = new ArrayList<>();
        if (user != null) {
            user.links().stream()
                    .filter(link -> !link.visitor().equals(subjects.visitor))
                    .map(link -> visitors.get(link.visitor()))
                    .filter(Objects::nonNull)
                    .forEach(all::add);
        }
        String first = all.isEmpty() ? null : all.getFirst().id();
        if (own != null) {
            all.add(own);
        }
        ConsentWords words = user == null ? ConsentWords.NONE : user.consent();
        for (Visitor visitor : all) {
            words = words.latest(visitor.consent());
        }
        return new Known(
                event.visitor() == null ? first : event.visitor(),
                touches(user, all),
                user == null || user.links().isEmpty()
                        ? null
                        : user.links().getFirst().at(),
                user == null ? Person.UNKNOWN : user.person(),
                words.consent(),
                client(own, all),
                false);
    }

    /** Those of the user's browsers, and what a back end reported of the user without one. */
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
    public long erase(String subject, Instant now) {
        return erasure.erase(subject, now);
    }
}
