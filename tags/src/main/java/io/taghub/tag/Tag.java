package io.taghub.tag;

import io.taghub.event.Event;
import io.taghub.event.ToldBefore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pure function from events to requests of one platform and from its answers to outcomes. A tag opens no socket, reads
 * no clock, logs nothing, retries nothing and stores nothing: the hub does all that. Same input, same bytes.
 */
public interface Tag {

    /** Decides whether this event concerns the platform, and if so what of it goes out. */
    Plan plan(Event event);

    /**
     * The same of an event that takes a conversion back or changes it.
     *
     * @param told what the receiver was told of that conversion, oldest first; empty of other events, and where it is not known
     */
    default Plan plan(Event event, List<ToldBefore> told) {
        return plan(event);
    }

    /**
     * One HTTP request for a batch.
     *
     * @param items 1 to {@link Limits#maxBatch()} items of one {@linkplain Item#group() group}, as {@link #plan} made them
     */
    Request request(List<Item> items);

    /**
     * The items that a request is made of one by one, where the platform wants several calls for one event: a line of an
     * order each. They go out in this order, each has an outcome of its own, what failed is repeated without the others, and
     * the event's verdict is the worst of them. None of them may be {@link Outcome.Accepted}.
     */
    default List<Item> lines(Item item) {
        return List.of(item);
    }

    /**
     * What the platform's answer to {@link #request} means.
     *
     * @param size how many items the request carried
     */
    Reading read(Response response, int size);

    /**
     * The same, where the platform names the events it speaks of by what they were sent as and not by their place, or an answer
     * means one thing or another by what was asked.
     *
     * @param items what the request carried, in its order
     */
    default Reading read(Response response, List<Item> items) {
        return read(response, items.size());
    }

    default Limits limits() {
        return Limits.SINGLE;
    }

    /** Most requests and questions on their way at the same time, where the platform wants fewer than the hub would send. */
    default int atOnce() {
        return Integer.MAX_VALUE;
    }

    /** The oldest this one event may be, where the platform takes it longer than {@link Limits#maxAge()} says of the others. */
    default @Nullable Duration maxAge(Event event) {
        return limits().maxAge();
    }

    /**
     * Whether the platform, told of an order again with another value, corrects what it has. Where it would pass it over or
     * count the order a second time, the first value stands and the hub sends no other.
     */
    default boolean corrects(Event event) {
        return false;
    }

    /**
     * What this event corrects, or what later ones would, in the platform's own terms: those with the same go one after the
     * other in the journal's order, whatever they are called. Null where a name and an order say it all.
     */
    default @Nullable String corrected(Event event) {
        return null;
    }

    /**
     * For what the platform keeps one conversion, whatever the order: a click. A later order of the same takes the place of the
     * earlier one there, and no reversal of that may go out any more. Null where each order is one of its own.
     */
    default @Nullable String oneFor(Event event) {
        return null;
    }

    /** The version of the platform's interface that it speaks, where there are several. */
    default Optional<ApiVersion> apiVersion() {
        return Optional.empty();
    }

    /**
     * A version of a platform's interface.
     *
     * @param version as it stands in the address or the header, {@code v27.0}
     * @param begins the day before which there can be no such version; null where its name does not say
     * @param ends the day on which the vendor switches it off; null where none is published
     * @param oldest of the versions that the vendor still takes, as far as is known; empty where nothing is
     * @param newest of the versions that the tag was made for; empty where it does not say
     */
    record ApiVersion(
            String version,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            String oldest,
            String newest) {
        private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

        public ApiVersion(String version, @Nullable LocalDate ends) {
            this(version, null, ends, "");
        }

        public ApiVersion(String version, @Nullable LocalDate begins, @Nullable LocalDate ends, String oldest) {
            this(version, begins, ends, oldest, "");
        }

        /** The same of a tag that was made for versions up to this one. */
        public ApiVersion upTo(String known) {
            return new ApiVersion(version, begins, ends, oldest, known);
        }

        /** Whether it is newer than any that the tag was made for. */
        public boolean isUnknown() {
            return !newest.isEmpty() && Arrays.compare(numbers(version), numbers(newest)) > 0;
        }

        /** Whether it is older than any that is taken, so that it has ended, whenever that was. */
        public boolean isGone() {
            return !oldest.isEmpty() && Arrays.compare(numbers(version), numbers(oldest)) < 0;
        }

        private static int[] numbers(String version) {
            return NUMBER.matcher(version)
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group()))
                    .toArray();
        }
    }

    /**
     * Texts of the config's own that stand in its requests, event names above all: where a receiver calls the parameter
     * {@code name}, they are no person's and may be seen.
     */
    default Set<String> words() {
        return Set.of();
    }

    /** How a request proves who sends it; the hub adds it after the request is built, so it is never recorded. */
    default Auth auth() {
        return new Auth.None();
    }

    /** Hosts to which the platform may send a request on (307, 308), {@code widget.eu.beacon.example}; the hub goes to no other. */
    default Set<String> redirects() {
        return Set.of();
    }

    /** Where the platform answers later: how to ask what became of {@link Outcome.Accepted}. */
    default Request status(String handle) {
        throw new IllegalStateException("this tag never answers Accepted");
    }

    /** What the answer to {@link #status} means. {@link Outcome.Accepted} again: not decided yet, ask later. */
    default Reading readStatus(Response response, int size) {
        return read(response, size);
    }

    /** The same where it depends on what was asked about. */
    default Reading readStatus(String handle, Response response, int size) {
        return readStatus(response, size);
    }

    /**
     * Where the platform can be asked whether it has a request of which nobody knows: what {@link #status} asks with. It is
     * sent again where {@link #readStatus} says {@link Outcome.Retryable}.
     *
     * @param items what the request carried
     */
    default Optional<String> lookup(List<Item> items) {
        return Optional.empty();
    }

    /** A harmless request that proves the credentials, where the platform has one. */
    default Optional<Request> probe() {
        return Optional.empty();
    }

    /**
     * The same where it shows an event, which is of now.
     *
     * @param now the hub's time; a tag reads no clock
     */
    default Optional<Request> probe(Instant now) {
        return probe();
    }

    /** The setting without which {@link #probe} has nothing to ask with, where it is missing. */
    default Optional<String> probeNeeds() {
        return Optional.empty();
    }

    /** Scheme and host of its platform, to see whether anybody is there who cannot be asked more. */
    default Optional<URI> origin() {
        return Optional.empty();
    }

    /** What the answer to {@link #probe} means: delivered where the credentials are taken. */
    default Reading readProbe(Response response) {
        return !response.ok()
                ? read(response, 1)
                : Reading.all(
                        1,
                        response.json().isObject()
                                ? Outcome.DELIVERED
                                : new Outcome.Unknown("HTTP " + response.status() + " with an answer that is no JSON"));
    }

    /** A tag whose platform says how well it can use the events it gets. */
    interface Graded extends Tag {

        /** Empty where the operator has not switched it on. */
        Optional<Survey> survey();

        /** What the answer to {@link #survey} says; empty where it says nothing yet. */
        List<Grade> grades(Response response);
    }

    /**
     * A question to a platform how well it could use the events it got; asked once a day and never in the way of delivery.
     *
     * @param auth a token of its own: one that may send events may seldom read this
     */
    record Survey(Request request, Auth auth) {}

    /**
     * What a platform says of one kind of event it got.
     *
     * @param event the platform's name for it, {@code Purchase}; empty where it speaks of all of them
     * @param figures by name, in the platform's own units; the same at every platform: {@code match_quality}, {@code coverage}
     *     and {@code dedup_rate} of all events in percent, {@code coverage_IDENTIFIER} in percent
     * @param words its verdict and its advice, each a sentence or a word of its own
     */
    record Grade(String event, Map<String, Double> figures, List<String> words) {
        public Grade {
            figures = Map.copyOf(figures);
            words = List.copyOf(words);
        }
    }

    /** A tag whose platform can be asked what it thinks of a request. */
    interface Checkable extends Tag {

        /** As {@link #request}, but the platform only says what it thinks of it and counts nothing. */
        Request validation(List<Item> items);

        /** What the answer to {@link #validation} objects to, a sentence each; empty where it would take all of it. */
        List<String> objections(Response response);
    }
}
