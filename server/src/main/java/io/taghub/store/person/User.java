package io.taghub.store.person;

import io.taghub.event.ClickId;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import io.taghub.text.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one user.
 *
 * @param consent what back ends said of them
 * @param own what they said in browsers that keep no cookie
 * @param touches clicks a back end named; those of their browsers are the visitors'
 * @param settled of these, those that count for good because money was reported while they did: of each name the first
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
        List<ClickId> settled,
        List<Link> links,
        @Nullable Instant registered,
        @Nullable Lock lock) {
    static final int MAX_LINKS = 50;

    /** Nobody can truly claim a user id before there was one; clocks of browser and back end differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    public User {
        touches = List.copyOf(touches);
        settled = List.copyOf(settled);
        links = List.copyOf(links);
    }

    static User of(String id, Instant seen) {
        return new User(
                Person.of(id), seen, ConsentWords.NONE, ConsentWords.NONE, List.of(), List.of(), List.of(), null, null);
    }

    /**
     * After this event; equal to this if it says nothing new.
     *
     * @param visitor the event's, null if it has none
     * @param denied whether that browser denied to be recognised
     */
    User after(Lesson lesson, @Nullable Key visitor, boolean denied) {
        Event said = lesson.said().event();
        Instant at = lesson.event().received();
        boolean byBackEnd = lesson.byBackEnd();
        ConsentWords backEnds = lesson.words() && byBackEnd ? consent.with(said.consent(), at) : consent;
        boolean speaks = lesson.words() && !byBackEnd && visitor == null && lesson.rank() != null && !known();
        ConsentWords theirs = speaks ? own.with(said.consent(), at) : own;
        ConsentWords all = known() ? backEnds : theirs.over(backEnds);
        // Who cannot prove to be a back end may name the click of its own event, and of no other.
        boolean trusted = Marks.trusted(said);
        boolean keeps = trusted && !denied && all.consent().state(Purpose.AD_STORAGE) != State.DENIED;
        List<ClickId> named = keeps ? Touches.with(touches, namedIn(said, visitor)) : touches;
        List<Link> linked = visitor == null || lesson.rank() == null
                ? links
                : linked(new Link(visitor, lesson.met(), lesson.rank()));
        Instant since = registered == null && trusted && said.isRegistration() ? said.time() : registered;
        User after = new User(
                lesson.words() ? details(lesson.event().user(), visitor) : person,
                Visitor.later(seen, at),
                backEnds,
                theirs,
                named,
                lock == null && lesson.settles() ? settling(named) : settled,
                linked,
                since,
                lock);
        return lock == null ? after.locking(lesson) : after;
    }

    /** The page of an event says who brought somebody of whom nothing is known yet, and moves nothing later. */
    private List<ClickId> namedIn(Event said, @Nullable Key visitor) {
        boolean news = visitor == null && links.isEmpty();
        return StreamSupport.stream(said.clickIds().spliterator(), false)
                .filter(click -> !Marks.landed(said, click) || (news && !names(click.name())))
                .toList();
    }

    /** Of a name that is settled no later click counts for good. */
    private List<ClickId> settling(List<ClickId> named) {
        Stream<ClickId> more = named.stream()
                .filter(touch -> settled.stream().noneMatch(one -> one.name().equals(touch.name())));
        return Stream.concat(settled.stream(), more).limit(Touches.MAX).toList();
    }

    /** The clicks a back end named that count before those of any browser. */
    public List<ClickId> named() {
        return lock == null && !known() ? settling(touches) : settled;
    }

    /** Whether a back end named a click of this name: then no click counts of a browser that only claims to be theirs. */
    public boolean names(String click) {
        return touches.stream().anyMatch(touch -> touch.name().equals(click));
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
        // Of a registration the browser it was done in has perhaps yet to say whose it is.
        boolean settles = sure || (lesson.settles() && !lesson.event().isRegistration());
        return settles ? new User(person, seen, consent, own, touches, settled, links, registered, standing) : this;
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

    /** Whether a back end, or a pair, said which browser is theirs: from then on what others claim counts for nothing. */
    public boolean known() {
        return links.stream().anyMatch(link -> link.rank() != Link.Rank.CLAIM);
    }

    /** A link a back end made outranks what a browser claims: claims count only while there is nothing better. */
    public boolean trusted(Key visitor) {
        boolean known = known();
        return links.stream()
                .anyMatch(link -> link.visitor().equals(visitor) && (!known || link.rank() != Link.Rank.CLAIM));
    }

    /** A browser says so of its user, who is its user only as long as nothing better is known. */
    User optingOut(boolean out, Instant at) {
        return known()
                ? this
                : new User(person, seen, consent, own.optingOut(out, at), touches, settled, links, registered, lock);
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
        if (!settled.isEmpty()) {
            Touches.write(settled, json.putArray("settled"));
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
        Person person = json.path("person") instanceof ObjectNode node ? EventJson.readOwnUser(node) : Person.UNKNOWN;
        String registered = json.path("registered").stringValue(null);
        return new User(
                person,
                Moment.instant(json.path("seen").stringValue()),
                ConsentWords.read(json.path("consent")),
                ConsentWords.read(json.path("own")),
                Touches.read(json.path("touches")),
                Touches.read(json.path("settled")),
                links,
                registered == null ? null : Moment.instant(registered),
                json.has("lock") ? Lock.read(json.path("lock")) : null);
    }
}
