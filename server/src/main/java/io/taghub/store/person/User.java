package io.taghub.store.person;

import io.taghub.event.ClickId;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Person;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one user.
 *
 * @param consent what back ends said of them
 * @param own what they said in browsers that keep no cookie
 * @param touches what a back end reported of them without a visitor; those of their browsers are the visitors'
 * @param links the browsers they used, first linked first; at most {@value #MAX_LINKS}, the first and the newest
 * @param registered when the back end says they registered, null where it never did
 * @param lock null until it is set; see {@link Lock}
 */
public record User(
        Person person,
        Instant seen,
        ConsentWords consent,
        ConsentWords own,
        List<ClickId> touches,
        List<Link> links,
        @Nullable Instant registered,
        @Nullable Lock lock) {
    static final int MAX_LINKS = 50;

    private static final Set<String> REGISTRATIONS = Set.of("registration", "sign_up");

    /** Nobody can truly claim a user id before there was one; clocks of browser and back end differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    public User {
        touches = List.copyOf(touches);
        links = List.copyOf(links);
    }

    static User of(String id, Instant seen) {
        return new User(Person.of(id), seen, ConsentWords.NONE, ConsentWords.NONE, List.of(), List.of(), null, null);
    }

    /**
     * After this event; equal to this if it says nothing new.
     *
     * @param visitor the event's, null if it has none
     */
    User after(Lesson lesson, @Nullable Key visitor) {
        Event event = lesson.event();
        Instant at = event.received();
        ConsentWords backEnds = lesson.words() && lesson.byBackEnd()
                ? consent.with(lesson.said().event().consent(), at)
                : consent;
        ConsentWords theirs = lesson.words() && !lesson.byBackEnd() && visitor == null
                ? own.with(lesson.said().event().consent(), at)
                : own;
        boolean keeps = visitor == null && theirs.over(backEnds).consent().state(Purpose.AD_STORAGE) != State.DENIED;
        List<Link> linked = visitor == null || !lesson.links() ? links : linked(new Link(visitor, at, rank(lesson)));
        Instant since = registered == null && lesson.byBackEnd() && REGISTRATIONS.contains(event.name())
                ? event.time()
                : registered;
        User after = new User(
                lesson.words() ? details(event.user(), visitor) : person,
                Visitor.later(seen, at),
                backEnds,
                theirs,
                keeps ? Touches.with(touches, event.clickIds()) : touches,
                linked,
                since,
                lock);
        return lock == null ? after.locking(lesson) : after;
    }

    private static Link.Rank rank(Lesson lesson) {
        return lesson.sure() ? Link.Rank.SURE : Link.Rank.CLAIM;
    }

    /** A browser that only claims to be somebody who is known from others adds what is missing and changes nothing. */
    private Person details(Person said, @Nullable Key visitor) {
        boolean stranger = visitor != null && !links.isEmpty() && !trusted(visitor);
        return stranger ? person.or(said) : said.or(person);
    }

    /** A claim that a back end confirms is as old as it was. */
    private List<Link> linked(Link link) {
        List<Link> more = new ArrayList<>(links);
        for (int i = 0; i < more.size(); i++) {
            Link known = more.get(i);
            if (known.visitor().equals(link.visitor())) {
                if (known.rank() != Link.Rank.CLAIM || link.rank() != Link.Rank.SURE) {
                    return links;
                }
                more.set(i, new Link(known.visitor(), known.at(), Link.Rank.SURE));
                return more;
            }
        }
        more.add(link);
        if (more.size() > MAX_LINKS) {
            // Claims cost nothing: many of them must not push out what is sure.
            int claim = 1;
            while (claim < more.size() - 1 && more.get(claim).rank() != Link.Rank.CLAIM) {
                claim++;
            }
            more.remove(claim < more.size() - 1 ? claim : 1);
        }
        return more;
    }

    /** A lock is set by the first sure link, or by what a back end says is worth money; it never moves. */
    private User locking(Lesson lesson) {
        Lock standing = standing();
        if (standing == null) {
            return this;
        }
        boolean sure = links.stream().anyMatch(link -> link.rank() == Link.Rank.SURE);
        // Right after the registration the browser it was done in has yet to say whose it is.
        boolean early = REGISTRATIONS.contains(lesson.event().name()) && isBeforeRegistration(standing.at());
        boolean settles = sure || (lesson.byBackEnd() && lesson.conversion() && !early);
        return settles ? new User(person, seen, consent, own, touches, links, registered, standing) : this;
    }

    private boolean isBeforeRegistration(Instant at) {
        return registered != null && at.isBefore(registered.minus(SKEW));
    }

    /** The lock that is set or, until one is, what it would be now; null where there is no link. */
    @Nullable
    public Lock standing() {
        if (lock != null || links.isEmpty()) {
            return lock;
        }
        List<Link> old =
                links.stream().filter(link -> link.rank() == Link.Rank.UNRANKED).toList();
        if (!old.isEmpty()) {
            return new Lock(old.getFirst().at(), visitors(old), List.of());
        }
        List<Link> sure =
                links.stream().filter(link -> link.rank() == Link.Rank.SURE).toList();
        Link first = sure.isEmpty() ? firstClaim() : sure.getFirst();
        List<Link> others = sure.isEmpty()
                ? links.stream().filter(link -> !link.equals(first)).toList()
                : List.of();
        return new Lock(first.at(), List.of(first.visitor()), visitors(others));
    }

    private Link firstClaim() {
        return links.stream()
                .filter(link -> !isBeforeRegistration(link.at()))
                .findFirst()
                .orElse(links.getFirst());
    }

    private static List<Key> visitors(List<Link> links) {
        return links.stream().map(Link::visitor).toList();
    }

    /** A link a back end made outranks what a browser claims: claims count only while there is nothing better. */
    public boolean trusted(Key visitor) {
        boolean anySure = links.stream().anyMatch(link -> link.rank() != Link.Rank.CLAIM);
        return links.stream()
                .anyMatch(link -> link.visitor().equals(visitor) && (!anySure || link.rank() != Link.Rank.CLAIM));
    }

    User optingOut(boolean out, Instant at) {
        return new User(person, seen, consent, own.optingOut(out, at), touches, links, registered, lock);
    }

    /** All but the links, which have rows of their own. */
    ObjectNode write() {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.set("person", EventJson.write(person));
        json.put("seen", seen.toString());
        consent.write(json.putObject("consent"));
        own.write(json.putObject("own"));
        if (!touches.isEmpty()) {
            Touches.write(touches, json.putArray("touches"));
        }
        if (registered != null) {
            json.put("registered", registered.toString());
        }
        if (lock != null) {
            lock.write(json.putObject("lock"));
        }
        return json;
    }

    static User read(JsonNode json, List<Link> links) {
        Person person = json.path("person") instanceof ObjectNode node ? EventJson.readUser(node) : null;
        String registered = json.path("registered").stringValue(null);
        return new User(
                person == null ? Person.UNKNOWN : person,
                Instant.parse(json.path("seen").stringValue()),
                ConsentWords.read(json.path("consent")),
                ConsentWords.read(json.path("own")),
                Touches.read(json.path("touches")),
                links,
                registered == null ? null : Instant.parse(registered),
                json.has("lock") ? Lock.read(json.path("lock")) : null);
    }
}
