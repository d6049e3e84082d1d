package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Setup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One event on its way through a template: what macros read, and the first reason found not to send it. */
final class Binding {
    final Event event;
    final Setup setup;
    final Postback postback;
    final @Nullable ClickId click;
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private Plan.@Nullable Skip skip;

    Binding(Event event, Setup setup, Postback postback) {
        this.event = event;
        this.setup = setup;
        this.postback = postback;
        this.click = postback.click(event);
    }

    Plan.@Nullable Skip skip() {
        return skip;
    }

    /** A required macro has no value: the parameter must not go out empty. */
    @Nullable
    Object missing(String path) {
        String why = leftOut.get(path);
        if (why != null) {
            return skip(Reason.INVALID_FIELD, why);
        }
        boolean ofClick = path.startsWith("click.") || path.startsWith("sub");
        return skip(
                ofClick ? Reason.NO_CLICK_ID : Reason.MISSING_FIELD,
                path.equals("click.id")
                        ? "the visitor did not come by a link with " + String.join(" or ", postback.clickIds())
                        : "the event has no " + path);
    }

    /** The parameter goes without: only where it is required does that cost the conversion. */
    @Nullable
    Object leaveOut(String path, String why) {
        leftOut.put(path, why);
        return null;
    }

    /** What was left out and why, for the verdict; empty where nothing was. */
    String remark() {
        return leftOut.isEmpty()
                ? ""
                : "left out: " + leftOut.values().stream().distinct().collect(Collectors.joining(", "));
    }

    @Nullable
    Object skip(Reason reason, String detail) {
        if (skip == null) {
            skip = new Plan.Skip(reason, detail);
        }
        return null;
    }

    /** Whether no click of anybody else is newer than this network's. */
    boolean clickIsLast() {
        ClickId newest = event.clickIds().newest();
        return click != null
                && (newest == null || !newest.seen().isAfter(click.seen()))
                && StreamSupport.stream(event.clickIds().spliterator(), false)
                        .filter(other -> !postback.platforms().browsers().contains(other.name()))
                        .noneMatch(other -> other.seen().isAfter(click.seen()));
    }

    @Nullable
    String goal() {
        String goal = postback.goals().get(event.name());
        return goal == null ? setup.eventNames().get(event.name()) : goal;
    }

    /** The network's word, or our own where no words are configured: then the template itself asked for it. */
    @Nullable
    String status() {
        return event.status() == null || postback.statuses().isEmpty()
                ? event.status()
                : postback.statuses().get(event.status());
    }

    /** The order where there is one, for networks that count per transaction; else what makes this event unique. */
    String transaction() {
        return event.orderId() == null ? event.id() : event.orderId();
    }

    /** The same for every attempt of one event at one receiver. */
    String delivery() {
        String seed = String.join(
                "\n",
                postback.request().target(),
                event.name(),
                event.id(),
                event.status() == null ? "" : event.status());
        return Identifiers.hex("SHA-256", seed).substring(0, 32);
    }
}
