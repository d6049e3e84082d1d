package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Marks;
import io.taghub.event.ToldBefore;
import io.taghub.life.LinesLeft;
import io.taghub.life.Saying;
import io.taghub.postback.preset.Reversal;
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
import io.taghub.text.AgeWords;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sends an affiliate network or tracker one HTTP request per event, or one for each line of an order. */
final class PostbackTag implements Tag {
    private static final String APPROVED = "approved";

    private final Postback postback;
    private final Setup setup;

    PostbackTag(Postback postback, Setup setup) {
        this.postback = postback;
        this.setup = setup;
    }

    @Override
    public Plan plan(Event whole) {
        Event said = valued(whole);
        Event event =
                isRestated(said) ? TakenBack.restated(said, postback.statuses().keySet()) : said;
        Plan.Skip untold = TakenBack.is(event) ? untold(event) : null;
        if (untold != null) {
            return untold;
        }
        String told = TakenBack.told(event, postback.goals().keySet());
        if (asksForGoal(event)
                && !postback.goals().isEmpty()
                && !postback.goals().containsKey(told)
                && !postback.byEvent().containsKey(event.name())
                && !setup.eventNames().containsKey(told)) {
            return Plan.skip(
                    Reason.NO_MAPPING, "'goals' does not say which goal '" + told + "' is at " + postback.network());
        }
        if (!statusFits(event)) {
            return Plan.skip(Reason.STATUS_NOT_MAPPED, noWord(event));
        }
        if (clickTooOld(event)) {
            return Plan.skip(
                    Reason.CLICK_TOO_OLD,
                    "the click is " + AgeWords.apart(age(event), most()) + " old, and " + postback.network()
                            + " forgets clicks after " + AgeWords.apart(most(), age(event)));
        }
        if (isMislabelled(event)) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    mislabelled() + " convert at the tag, value: { currency: "
                            + postback.currencies().iterator().next() + ", rates: ... }");
        }
        return prepared(event);
    }

    /** What is worth something else: said by the word for that or, where the network has none, by that for what it stays. */
    private Event valued(Event event) {
        if (postback.isOwnWord(event, setup)) {
            return event;
        }
        String state = TakenBack.state(event);
        String stays = event.text(Marks.STAYS);
        if (stays != null && (state == null ? event.status() == null : APPROVED.equals(state)) && hearsOfValues()) {
            return event.toBuilder().status(TakenBack.ADJUSTED).build();
        }
        boolean unworded = TakenBack.ADJUSTED.equals(state)
                && !postback.statuses().isEmpty()
                && takesAnotherValue(event)
                && Postback.first(event, postback.statuses()) == null
                && Postback.first(event, postback.byStatus()) == null;
        String word = stays == null ? APPROVED : stays;
        return unworded
                ? event.toBuilder()
                        .status(word.equals(APPROVED) && !postback.statuses().containsKey(APPROVED) ? null : word)
                        .build()
                : event;
    }

    /** Whether the network is told of another value by a word for that alone, and not by the conversion's own call. */
    private boolean hearsOfValues() {
        return !postback.corrects()
                && !postback.addsUp()
                && (postback.statuses().containsKey(TakenBack.ADJUSTED)
                        || postback.byStatus().containsKey(TakenBack.ADJUSTED));
    }

    /** Taken back line by line is what the network took line by line and still has, in the places it had then. */
    @Override
    public Plan plan(Event event, List<ToldBefore> told) {
        List<LineItem> sold =
                told.isEmpty() ? List.of() : told.getFirst().event().items();
        boolean part = TakenBack.inPart(event);
        boolean known = postback.fanOut() && TakenBack.is(event) && !sold.isEmpty();
        if (!known || (part && (event.items().isEmpty() || isRestated(event)))) {
            return plan(event);
        }
        SortedMap<Integer, LineItem> back = LinesLeft.of(
                        told.getFirst(),
                        told.stream()
                                .skip(1)
                                .filter(one -> TakenBack.is(one.event()))
                                .toList())
                .named(event);
        List<LineItem> lines = new ArrayList<>(sold);
        back.forEach((place, line) -> lines.set(place - 1, line));
        Plan plan = plan(event.toBuilder().items(lines).build());
        if (!(plan instanceof Plan.Send(Item item))) {
            return plan;
        }
        return back.isEmpty()
                ? Plan.skip(
                        Reason.NO_REVERSAL,
                        "the lines that go back are none that " + postback.network()
                                + " took, or they went back already")
                : Plan.send(new Item(
                        item.as(Prepared.class).only(back.keySet()), item.group(), item.notBefore(), item.remark()));
    }

    /** Whether a part that goes back is told as the conversion with what is left of it. */
    private boolean isRestated(Event event) {
        return postback.corrects() && !postback.addsUp() && !postback.isOwnWord(event, setup);
    }

    /** Of what is taken back the status may stand in for it. */
    private boolean asksForGoal(Event event) {
        return TakenBack.is(event)
                ? postback.dialogue(event, setup).request().reads("goal")
                : postback.used().contains("goal");
    }

    private Plan prepared(Event event) {
        Postback.Dialogue dialogue = postback.dialogue(event, setup);
        Binding binding = new Binding(event, setup, postback);
        List<Request> requests = new ArrayList<>();
        for (int line = 0; line < (postback.fanOut() ? binding.count() : 1); line++) {
            if (postback.fanOut()) {
                binding.at(line);
            }
            Request request = dialogue.request().bind(binding);
            if (request == null) {
                return Objects.requireNonNull(binding.skip());
            }
            requests.add(request);
        }
        return Plan.send(new Item(new Prepared(requests, dialogue.answers()), "", null, binding.remark()));
    }

    /** Why nobody is told of what is taken back; null where somebody is. */
    private Plan.@Nullable Skip untold(Event event) {
        if (postback.isOwnWord(event, setup)) {
            return null;
        }
        if (Saying.isOfNothing(event)) {
            return new Plan.Skip(
                    Reason.STATUS_NOT_MAPPED,
                    "by what it says nothing is taken back, and there is nothing else to tell");
        }
        if (postback.reversal() == Reversal.NONE) {
            return new Plan.Skip(Reason.NO_REVERSAL, postback.network() + " takes nothing back by a postback");
        }
        boolean amount = addsAmounts();
        if (!amount && TakenBack.inPart(event) && postback.reversal() != Reversal.SEPARATE_API) {
            return new Plan.Skip(
                    Reason.NO_REVERSAL,
                    "only a part goes back, and " + postback.network() + " is told of whole conversions alone");
        }
        BigDecimal whole = TakenBack.whole(event);
        if (amount && whole != null && whole.signum() == 0) {
            return new Plan.Skip(
                    Reason.NO_REVERSAL,
                    postback.network() + " adds up what it is told, and of this it was told nothing");
        }
        return amount || saysSo(event) ? null : new Plan.Skip(Reason.NO_REVERSAL, unsaid(event));
    }

    /** Whether who reads the request knows it from the conversion itself. */
    private boolean saysSo(Event event) {
        boolean word = postback.used().contains("status")
                && (postback.statuses().isEmpty() || Postback.first(event, postback.statuses()) != null);
        boolean name = postback.reversal() == Reversal.RESEND_STATUS
                && TakenBack.isPlain(event)
                && postback.used().contains("event.name");
        return Postback.first(event, postback.byStatus()) != null || word || name;
    }

    private String unsaid(Event event) {
        return postback.used().contains("status")
                ? postback.network() + " has no word for what is " + TakenBack.REVERSED
                : "nothing in the request says that it takes a conversion back, so it would count as one more; send"
                        + " {{ status }}, write a call under by_status: { reversed: ... }, or say what the network calls it, under"
                        + " goals or event_names";
    }

    @Override
    public boolean corrects(Event event) {
        boolean said = !Saying.takesBack(event) && Saying.kind(event.status()) == Saying.Kind.APPROVED;
        return postback.corrects() || takesValue(event) || (said && hearsOfValues());
    }

    @Override
    public @Nullable String oneFor(Event event) {
        ClickId click = postback.click(event);
        if (click == null || postback.onePer() == null) {
            return null;
        }
        String told = TakenBack.told(event, postback.goals().keySet());
        String name = postback.used().contains("event.name") ? told : "";
        String goal = postback.goals().getOrDefault(told, setup.eventNames().getOrDefault(told, name));
        return click.value() + "\0" + (postback.onePer().contains("goal") ? goal : "");
    }

    /** Whether the network has a word or a call of its own for what is adjusted. */
    private boolean takesValue(Event event) {
        return TakenBack.ADJUSTED.equals(TakenBack.state(event))
                && (postback.statuses().containsKey(TakenBack.ADJUSTED)
                        || Postback.first(event, postback.byStatus()) != null);
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(postback.main().request().target()));
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
        if (event.status() == null
                || postback.isOwnWord(event, setup)
                || Postback.first(event, postback.byStatus()) != null) {
            return true;
        }
        String state = TakenBack.state(event);
        boolean once = addsAmounts();
        if (once && Postback.first(event, postback.statuses()) != null && state == null) {
            return true;
        }
        if (once || !postback.used().contains("status")) {
            boolean changes = !once && TakenBack.ADJUSTED.equals(state) && takesAnotherValue(event);
            return TakenBack.is(event) || changes || APPROVED.equals(state);
        }
        if (TakenBack.ADJUSTED.equals(state) && !takesAnotherValue(event)) {
            return false;
        }
        return postback.statuses().isEmpty() || Postback.first(event, postback.statuses()) != null;
    }

    /** By the preset, the tag's words or its {@code repeats: edit}. */
    private boolean takesAnotherValue(Event event) {
        return corrects(event) || event.properties().containsKey(Marks.EDITS);
    }

    /** Each call's amount adds up there: one is told, that of what is approved. */
    private boolean addsAmounts() {
        return postback.reversal() == Reversal.SIGNED_AMOUNT && postback.used().contains("value");
    }

    /** Never the sender's own word: the reason is kept in clear, and a status may say anything. */
    private String noWord(Event event) {
        boolean says = postback.used().contains("status");
        Set<String> words = new TreeSet<>(says ? postback.statuses().keySet() : Set.of());
        words.addAll(postback.byStatus().keySet());
        String state = TakenBack.state(event);
        if (addsAmounts()) {
            return postback.network() + " adds up what it is told, so that is what is approved, once, and this is "
                    + (state == null ? "something else" : state);
        }
        if (TakenBack.ADJUSTED.equals(state)) {
            return "nothing says that " + postback.network()
                    + " takes another value (corrects: true, repeats: edit, or statuses: {adjusted: ...}),"
                    + " so the first stands";
        }
        if (words.isEmpty() || !says) {
            words.add(APPROVED);
        }
        return postback.network() + " is told of what is " + String.join(", ", words) + ", and this is "
                + (state == null ? "none of it" : state);
    }

    private boolean clickTooOld(Event event) {
        ClickId click = postback.click(event);
        Duration most = postback.maxClickAge();
        return click != null && most != null && click.seen().plus(most).isBefore(event.received());
    }

    private Duration age(Event event) {
        ClickId click = postback.click(event);
        return click == null ? Duration.ZERO : Duration.between(click.seen(), event.received());
    }

    private Duration most() {
        return postback.maxClickAge() == null ? Duration.ZERO : postback.maxClickAge();
    }

    @Override
    public List<Item> lines(Item item) {
        Prepared prepared = item.as(Prepared.class);
        return prepared.requests().size() == 1
                ? List.of(item)
                : prepared.lines().stream()
                        .map(line -> new Item(line, item.group(), item.notBefore(), item.remark()))
                        .toList();
    }

    @Override
    public Request request(List<Item> items) {
        return items.getFirst().as(Prepared.class).requests().getFirst();
    }

    @Override
    public Reading read(Response response, List<Item> items) {
        return Reading.all(
                items.size(), items.getFirst().as(Prepared.class).answers().read(response));
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, postback.main().answers().read(response));
    }

    @Override
    public Set<String> words() {
        Set<String> words = new TreeSet<>(setup.eventNames().values());
        words.addAll(postback.goals().values());
        postback.dialogues().map(one -> one.request().words()).forEach(words::addAll);
        return words;
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(postback.dedupWindow());
    }

    @Override
    public Auth auth() {
        return postback.auth();
    }
}
