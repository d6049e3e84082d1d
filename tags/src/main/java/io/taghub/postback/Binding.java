package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Setup;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One event on its way through a template: what macros read, and the first reason found not to send it. */
final class Binding {
    static final String ITEMS_DISCOUNT = "items.discount";
    private static final String ITEMS = "items";

    final Event event;
    final Setup setup;
    final Postback postback;
    final @Nullable ClickId click;
    private final Map<String, Object> signed = new HashMap<>();
    private @Nullable List<LineItem> lines;
    private @Nullable LineItem line;
    private int number = 1;
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
        String name = TakenBack.told(event, postback.goals().keySet());
        String goal = postback.goals().get(name);
        return goal == null ? setup.eventNames().get(name) : goal;
    }

    @Nullable
    String status() {
        return postback.status(event, setup);
    }

    /** The order where there is one, for networks that count per transaction; else what makes this event unique. */
    String transaction() {
        String told = TakenBack.transaction(event);
        return told == null ? event.id() : told;
    }

    /** The order's lines, without what is personal in them. */
    List<LineItem> lines() {
        List<LineItem> known = lines;
        if (known == null) {
            known = PersonalData.items(event);
            if (!known.isEmpty() && postback.linesAddUp() && !addUp(known)) {
                leaveOut(ITEMS, "the lines, which do not come to the value");
                known = List.of();
            }
            lines = known;
        }
        return known;
    }

    /** Whether they say what the order is worth, or more where the receiver is told of a discount. */
    private boolean addUp(List<LineItem> known) {
        BigDecimal beyond = beyond(known);
        return beyond != null
                && (beyond.signum() == 0
                        || (beyond.signum() > 0 && postback.used().contains(ITEMS_DISCOUNT)));
    }

    /** What the lines come to beyond the value; null where one has no price or the event has no value. */
    private @Nullable BigDecimal beyond(List<LineItem> known) {
        Money money = event.money();
        if (money == null) {
            return null;
        }
        BigDecimal sum = money.amount().negate();
        for (LineItem one : known) {
            BigDecimal total = LinePaths.total(one);
            if (total == null) {
                return null;
            }
            sum = sum.add(total);
        }
        return sum;
    }

    /** What comes off the lines as a whole; null where nothing does. */
    @Nullable
    BigDecimal discount() {
        BigDecimal beyond = lines().isEmpty() ? null : beyond(lines());
        return beyond == null || beyond.signum() <= 0 ? null : beyond;
    }

    /** The line that macros read now; null where there is none. */
    @Nullable
    LineItem line() {
        return line;
    }

    /** Which line that is, from 1. */
    int number() {
        return number;
    }

    /** How many calls or lines there are: one also where the event says nothing of lines. */
    int count() {
        return Math.max(1, lines().size());
    }

    /** From now on macros read this line. */
    void at(int index) {
        line = index < lines().size() ? lines().get(index) : null;
        number = index + 1;
    }

    /** What is bound of each line, absent values as null. */
    <T extends @Nullable Object> List<T> each(Supplier<T> bound) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < lines().size(); i++) {
            at(i);
            all.add(bound.get());
        }
        line = null;
        number = 1;
        return all;
    }

    /** Its signatures of the request are to be made anew: until then they are empty. */
    void unsign() {
        signed.clear();
    }

    void sign(String name, String signature) {
        signed.put(name, signature);
    }

    @Nullable
    Object signature(String name) {
        Signature signature = postback.signatures().get(name);
        return signature == null || signature.over() != Signature.Over.TEXT
                ? signed.getOrDefault(name, new Signature.Blank())
                : signature.of(this);
    }

    /** The same for every attempt of one event at one receiver. */
    String delivery() {
        String seed = String.join(
                "\n",
                postback.main().request().target(),
                event.name(),
                event.id(),
                event.status() == null ? "" : event.status());
        if (postback.fanOut()) {
            seed += "\n" + number;
        }
        return Identifiers.hex("SHA-256", seed).substring(0, 32);
    }
}
