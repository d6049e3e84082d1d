package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.tag.Auth;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sends one HTTP request per event to an affiliate network or tracker. */
final class PostbackTag implements Tag {
    private final Postback postback;
    private final Setup setup;

    PostbackTag(Postback postback, Setup setup) {
        this.postback = postback;
        this.setup = setup;
    }

    @Override
    public Plan plan(Event event) {
        if (postback.used().contains("goal")
                && !postback.goals().isEmpty()
                && !postback.goals().containsKey(event.name())
                && !setup.eventNames().containsKey(event.name())) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    "'goals' does not say which goal '" + event.name() + "' is at " + postback.network());
        }
        if (!statusFits(event)) {
            return Plan.skip(Reason.STATUS_NOT_MAPPED, noWord());
        }
        if (clickTooOld(event)) {
            return Plan.skip(
                    Reason.CLICK_TOO_OLD,
                    "the click is " + age(event) + " days old, and " + postback.network() + " forgets clicks after "
                            + days() + " days");
        }
        if (isMislabelled(event)) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    mislabelled() + " convert at the tag, value: { currency: "
                            + postback.currencies().iterator().next() + ", rates: ... }");
        }
        Binding binding = new Binding(event, setup, postback);
        Request request = postback.request().bind(binding);
        return request == null
                ? java.util.Objects.requireNonNull(binding.skip())
                : Plan.send(new Item(request, "", null, binding.remark()));
    }

    @Override
    public boolean corrects(Event event) {
        return postback.corrects();
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(postback.request().target()));
    }

    private String mislabelled() {
        String currencies = String.join(", ", postback.currencies());
        return postback.impliesCurrency()
                ? postback.network() + " takes every amount for " + currencies
                        + ", and this one is in another currency;"
                : "the request says " + currencies
                        + " of every event, and this one is in another currency; write {{ currency }} in its place, or";
    }

    /** An event that says no currency is taken to be in the request's. */
    private boolean isMislabelled(Event event) {
        return event.money() != null
                && event.money().currency() != null
                && !postback.currencies().isEmpty()
                && !postback.currencies().equals(Set.of(event.money().currency()));
    }

    /** A network that is not told the status would count a rejected conversion as one more. */
    private boolean statusFits(Event event) {
        if (event.status() == null) {
            return true;
        }
        if (!postback.used().contains("status")) {
            return event.status().equals("approved");
        }
        return postback.statuses().isEmpty() || postback.statuses().containsKey(event.status());
    }

    /** Without the status itself: the reason is kept in clear, and a status may say anything. */
    private String noWord() {
        return postback.used().contains("status")
                ? postback.network() + " has no word for the event's status, only for "
                        + String.join(", ", new TreeSet<>(postback.statuses().keySet()))
                : postback.network() + " is not told the status and would count every event as 'approved'";
    }

    private boolean clickTooOld(Event event) {
        ClickId click = postback.click(event);
        Duration most = postback.maxClickAge();
        return click != null && most != null && click.seen().plus(most).isBefore(event.received());
    }

    private long age(Event event) {
        ClickId click = postback.click(event);
        return click == null
                ? 0
                : Duration.between(click.seen(), event.received()).toDays();
    }

    private long days() {
        return postback.maxClickAge() == null ? 0 : postback.maxClickAge().toDays();
    }

    @Override
    public Request request(List<Item> items) {
        return items.getFirst().as(Request.class);
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, postback.answers().read(response));
    }

    @Override
    public Set<String> words() {
        Set<String> words = new TreeSet<>(setup.eventNames().values());
        words.addAll(postback.goals().values());
        words.addAll(postback.request().words());
        return words;
    }

    @Override
    public Limits limits() {
        return postback.dedupWindow() == null ? Limits.SINGLE : Limits.SINGLE.dedupWindow(postback.dedupWindow());
    }

    @Override
    public Auth auth() {
        return postback.request().auth();
    }
}
