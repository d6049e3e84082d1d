package io.taghub.delivery;

import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.told.ToldEvent;
import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.ToldBefore;
import io.taghub.identity.Attribution;
import io.taghub.personal.StandIns;
import io.taghub.rule.Contract;
import io.taghub.rule.TagRule;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.text.AgeWords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of one event at one tag before anything is sent: trigger, consent, erasure, age, click, and the
 * tag's own plan. Pure; asked anew at every attempt, because people change their minds and events grow old.
 */
public final class Triage {

    /** What is to be done now. */
    public sealed interface Judgement {
        record Send(Event event, io.taghub.tag.Item item) implements Judgement {}

        record Decide(Verdict verdict, Reason reason, String detail) implements Judgement {}

        record Wait(Instant until, Reason reason, String detail) implements Judgement {
            /** When the wait is over, whatever happens until then; it is looked at earlier. */
            public Instant end() {
                Instant end = Parked.of(0, Parking.DELAY, until, reason, detail).end();
                return end == null ? until : end;
            }
        }

        /**
         * It breaks its contract, so a person has to look at it first.
         *
         * @param otherwise what is to be done once somebody lets it go as it is
         */
        record Hold(String detail, Judgement otherwise) implements Judgement {}
    }

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(5);

    /** Until it is clear what time it is, which a person may say at any moment. */
    private static final Duration UNSURE = Duration.ofSeconds(10);

    /** What an event that is not as it must be may be skipped for as well. */
    private static final Set<Reason> LACKING = Set.of(Reason.MISSING_FIELD, Reason.INVALID_FIELD, Reason.VALUE_RULE);

    private final TagConfig tag;
    private final HubConfig.ConsentRules consentRules;
    private final HubConfig.IdentityRules identityRules;
    private final Map<String, HubConfig.EventRule> events;
    private final boolean measures;
    private final Attribution attribution;
    private final ToldEvent told;

    public Triage(TagConfig tag, HubConfig config) {
        this(tag, config, new Attribution(config.clickIds(), Claims.of(config)));
    }

    /** @param attribution of this config, for many tags at once: it compares each tag with each other */
    Triage(TagConfig tag, HubConfig config, Attribution attribution) {
        this.tag = tag;
        this.consentRules = config.consent();
        this.identityRules = config.identity();
        this.events = config.events();
        this.measures = config.measures(tag);
        this.attribution = attribution;
        this.told = new ToldEvent(tag);
    }

    /** One for each tag of a config. */
    public static Map<String, Triage> of(HubConfig config) {
        Attribution attribution = new Attribution(config.clickIds(), Claims.of(config));
        Map<String, Triage> all = new TreeMap<>();
        config.tags().forEach((name, tag) -> all.put(name, new Triage(tag, config, attribution)));
        return all;
    }

    /** By a clock that nobody doubts. */
    public Judgement call(Event event, Agreed agreed, Known known, Instant now) {
        return call(event, agreed, known, now, now);
    }

    /**
     * @param agreed what the person had agreed to when the event took its place in the journal
     * @param settled no later than now; only what is over by then is over for good
     */
    public Judgement call(Event event, Agreed agreed, Known known, Instant now, Instant settled) {
        if (!tag.when().contains(event.name())) {
            return decide(Verdict.SKIPPED, Reason.NOT_TRIGGERED, "");
        }
        if (known.erased()) {
            return decide(Verdict.SUPPRESSED, Reason.ERASED, "");
        }
        String illegal = event.text(Marks.ILLEGAL);
        if (illegal != null) {
            return decide(Verdict.SKIPPED, Reason.ILLEGAL_MOVE, illegal);
        }
        String repeat = event.text(Marks.REPEAT);
        if (repeat != null) {
            return decide(Verdict.DUPLICATE, Reason.ONCE, repeat);
        }
        String notTold = told.notTold(event);
        if (notTold != null) {
            return decide(Verdict.SKIPPED, Reason.NO_REVERSAL, notTold);
        }
        if (Marks.bot(event) && !tag.bots()) {
            return decide(Verdict.SKIPPED, Reason.BOT, "");
        }
        if (Marks.cameFrom(event, tag.name())) {
            return decide(Verdict.SKIPPED, Reason.OWN_REPORT, "");
        }
        if (agreed.optedOut() || known.optedOut()) {
            return decide(Verdict.SUPPRESSED, Reason.OPTED_OUT, "");
        }
        Consent consent = agreed.recorded()
                ? consent(event, agreed, known)
                : known.consent().or(event.consent());
        Judgement refusal = refusal(event, agreed, consent, known, now, settled);
        if (refusal != null) {
            return refusal;
        }
        Duration maxAge = tooOld(event, now) ? maxAge(event) : null;
        if (maxAge != null) {
            String detail = "the platform takes events up to " + AgeWords.of(maxAge);
            return tooOld(event, settled)
                    ? decide(Verdict.EXPIRED, Reason.TOO_OLD, detail)
                    : new Judgement.Wait(
                            now.plus(UNSURE), Reason.TOO_OLD, detail + ", if the machine's clock is right");
        }
        Attribution.Resolved clicks = attribution.resolve(Marks.asSold(event), known, tag);
        Event whole = told.of(event, measured(event, consent), known, clicks.ids());
        List<ToldBefore> before = Marks.told(event).stream()
                .map(one -> new ToldBefore(told.of(one.event(), consent, known, clicks.ids()), one.lines()))
                .toList();
        return plan(measures ? Marks.measured(event, whole) : whole, before, clicks, known, now, settled);
    }

    /** To a tag that does analytics alone, what is not allowed of advertising is denied: it asks for none of it. */
    private Consent measured(Event event, Consent consent) {
        Consent said = consent;
        for (Consent.Purpose purpose : measures ? Consent.Purpose.values() : new Consent.Purpose[0]) {
            if (consent.state(purpose) == Consent.State.UNSET && !grantedByDefault(event, purpose)) {
                said = said.with(purpose, Consent.State.DENIED);
            }
        }
        return said;
    }

    /** Whether the platform takes it no more. */
    boolean tooOld(Event event, Instant now) {
        Duration maxAge = tag.limits().maxAge();
        if (maxAge == null || !event.time().plus(maxAge).isBefore(now)) {
            return false;
        }
        // Asked of what is old only: it can be longer for some events.
        Duration own = maxAge(event);
        return own != null && event.time().plus(own).isBefore(now);
    }

    /** A tag that fails at this is asked for its plan, and fails there. */
    private @Nullable Duration maxAge(Event event) {
        try {
            return tag.maxAge(event);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return null;
        }
    }

    private Judgement plan(
            Event event,
            List<ToldBefore> before,
            Attribution.Resolved clicks,
            Known known,
            Instant now,
            Instant settled) {
        try {
            Contract contract = contract(event);
            Judgement planned = switch (tag.rule().shape(event, contract)) {
                case TagRule.Shaped.Not(Reason reason, String detail) -> decide(Verdict.SKIPPED, reason, detail);
                case TagRule.Shaped.As(Event shaped) ->
                    plan(event, tag.tag().plan(StandIns.of(shaped), shaped(before)), clicks, known, now, settled);
            };
            String violation = wanted(planned) ? contract.violation(event) : null;
            return violation == null ? planned : new Judgement.Hold(violation, planned);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Only the kind of failure: its message may quote the event.
            return decide(Verdict.REJECTED, Reason.TAG_FAILED, broken.getClass().getSimpleName());
        }
    }

    /** As the tag saw it; nothing where it would not have. */
    private List<ToldBefore> shaped(List<ToldBefore> before) {
        List<ToldBefore> seen = new ArrayList<>();
        for (ToldBefore one : before) {
            if (tag.rule().shape(one.event(), contract(one.event())) instanceof TagRule.Shaped.As(Event shaped)) {
                seen.add(new ToldBefore(StandIns.of(shaped), one.lines()));
            }
        }
        return seen.size() == before.size() ? seen : List.of();
    }

    private Contract contract(Event event) {
        HubConfig.EventRule rule = events.get(event.name());
        return rule == null ? Contract.NONE : rule.contract();
    }

    /** It would go, or does not only because it is not what it must be. */
    private static boolean wanted(Judgement planned) {
        return switch (planned) {
            case Judgement.Send _, Judgement.Hold _ -> true;
            case Judgement.Wait wait -> wait.reason() == Reason.MIN_DELAY;
            case Judgement.Decide decide -> LACKING.contains(decide.reason());
        };
    }

    /** @param plan what the tag says of what it gets to see of the event */
    private Judgement plan(
            Event event, Plan plan, Attribution.Resolved clicks, Known known, Instant now, Instant settled) {
        return switch (plan) {
            case Plan.Send(var item) -> {
                ClickId winner = clicks.winner();
                yield winner == null
                        ? notBefore(event, item, now)
                        : decide(
                                Verdict.SKIPPED,
                                Reason.NOT_LAST_CLICK,
                                "the " + winner.name() + " (" + attribution.platform(winner.name()) + ") of "
                                        + winner.seen().truncatedTo(ChronoUnit.SECONDS) + " came last");
            }
            case Plan.Skip(Reason reason, String detail) ->
                reason == Reason.NO_CLICK_ID
                        ? noClick(event, clicks, known, detail, now, settled)
                        : decide(Verdict.SKIPPED, reason, detail);
        };
    }

    /** There may have been a click, only not one that counts; or of a visitor whom nobody has linked to the user yet. */
    private Judgement noClick(
            Event event, Attribution.Resolved clicks, Known known, String detail, Instant now, Instant settled) {
        // A click that is somebody else's says where the user came from.
        if (unlinked(event, known) && clicks.refused() == null) {
            Instant until = event.received().plus(identityRules.lateLink());
            if (until.isAfter(settled)) {
                return await(event, until, Reason.AWAITING_LINK, now);
            }
        }
        ClickId expired = clicks.expired();
        if (expired != null) {
            return decide(Verdict.SKIPPED, Reason.CLICK_TOO_OLD, attribution.tooOld(expired, event, tag));
        }
        Attribution.Refused refused = clicks.refused();
        if (refused != null) {
            return decide(Verdict.SKIPPED, refused.reason(), refused.detail());
        }
        ClickId late = clicks.late();
        return decide(
                Verdict.SKIPPED,
                Reason.NO_CLICK_ID,
                late == null
                        ? detail
                        : "the " + late.name() + " of " + late.seen().truncatedTo(ChronoUnit.SECONDS)
                                + " came after the user was known, which 'attribution: locked' does not count");
    }

    private static boolean unlinked(Event event, Known known) {
        return event.user().id() != null && !known.linked();
    }

    /**
     * What was decided as of the event's place stands, unless it was taken back since; where nothing was, a page's default
     * that grants does.
     */
    private static Consent consent(Event event, Agreed agreed, Known known) {
        Map<Consent.Purpose, Consent.State> states = new EnumMap<>(Consent.Purpose.class);
        for (Consent.Purpose purpose : Consent.Purpose.values()) {
            Consent.State then = agreed.consent().state(purpose);
            // The word of somebody who turned out later to be the event's visitor, as it was at the time.
            Consent.State word =
                    then == Consent.State.UNSET ? known.consentThen().state(purpose) : then;
            boolean byDefault =
                    word == Consent.State.UNSET && Marks.siteDefault(event, purpose) == Consent.State.GRANTED;
            Consent.State state = byDefault ? Consent.State.GRANTED : word;
            states.put(purpose, known.consent().denies(purpose) ? Consent.State.DENIED : state);
        }
        return new Consent(states);
    }

    private @Nullable Judgement refusal(
            Event event, Agreed agreed, Consent consent, Known known, Instant now, Instant settled) {
        Judgement wait = null;
        for (Consent.Purpose purpose : tag.consent()) {
            boolean denied = consent.denies(purpose)
                    || (!agreed.recorded() && event.consent().denies(purpose));
            boolean missing = !consent.grants(purpose) && !grantedByDefault(event, purpose);
            Instant until = event.received().plus(unlinked(event, known) ? longest() : consentRules.patience());
            if (denied || (missing && (!agreed.recorded() || !until.isAfter(settled)))) {
                Reason reason = Marks.gpc(event) ? Reason.GPC : Reason.CONSENT;
                return decide(Verdict.SUPPRESSED, reason, purpose.key() + (denied ? "=denied" : " not granted"));
            }
            if (missing) {
                wait = await(event, until, Reason.AWAITING_CONSENT, now);
            }
        }
        return wait;
    }

    /** What the page says of its visitors goes before what the config says of all. */
    private boolean grantedByDefault(Event event, Consent.Purpose purpose) {
        return consentRules.grantedByDefault() && Marks.siteDefault(event, purpose) != Consent.State.DENIED;
    }

    /** Who a user's browser is may become known late, and with it what was said there. */
    private Duration longest() {
        return identityRules.lateLink().compareTo(consentRules.patience()) > 0
                ? identityRules.lateLink()
                : consentRules.patience();
    }

    /** Looked at now and then, ever less often: whatever ends the wait says so, but not always to this hub. */
    private static Judgement await(Event event, Instant until, Reason reason, Instant now) {
        if (until.isBefore(now)) {
            return new Judgement.Wait(now.plus(UNSURE), reason, Parked.until(until));
        }
        Duration waited = Duration.between(event.received(), now);
        Duration pause = waited.compareTo(SOONEST) < 0 ? SOONEST : waited.compareTo(LATEST) > 0 ? LATEST : waited;
        Instant next = now.plus(pause);
        return new Judgement.Wait(next.isBefore(until) ? next : until, reason, Parked.until(until));
    }

    /** The tag knows how old the click must be, the limits how old the event. */
    private Judgement notBefore(Event event, io.taghub.tag.Item item, Instant now) {
        Duration delay = tag.limits().minDelay();
        Instant wanted = item.notBefore();
        Instant least = event.time().plus(delay);
        Instant due = wanted != null && wanted.isAfter(least) ? wanted : least;
        return due.isAfter(now)
                ? new Judgement.Wait(due, Reason.MIN_DELAY, due.equals(wanted) ? item.waitsFor() : operators(delay))
                : new Judgement.Send(event, item);
    }

    private String operators(Duration delay) {
        return delay.compareTo(tag.tag().limits().minDelay()) > 0 ? "'min_delay' of the tag" : "";
    }

    private static Judgement decide(Verdict verdict, Reason reason, String detail) {
        return new Judgement.Decide(verdict, reason, detail);
    }

    static Decision decision(Entry entry, Judgement.Decide decide) {
        return new Decision(entry.seq(), decide.verdict(), decide.reason(), decide.detail());
    }

    static Parked held(Entry entry, Judgement.Hold hold, @Nullable Parked earlier) {
        return Parked.of(entry.seq(), Parking.HELD, null, Reason.CONTRACT, hold.detail())
                .after(earlier);
    }

    static Parked parked(Entry entry, Judgement.Wait wait, @Nullable Parked earlier) {
        return Parked.of(entry.seq(), Parking.DELAY, wait.until(), wait.reason(), wait.detail())
                .after(earlier);
    }
}
