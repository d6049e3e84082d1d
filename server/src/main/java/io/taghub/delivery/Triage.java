package io.taghub.delivery;

import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.identity.Attribution;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Parked;
import io.taghub.store.LaneStore.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of one event at one tag before anything is sent: trigger, consent, erasure, age, click, and the
 * tag's own plan. Pure; asked anew at every attempt, because people change their minds and events grow old.
 */
public final class Triage {

    /** What is to be done now. */
    public sealed interface Call {
        record Send(Event event, io.taghub.tag.Item item) implements Call {}

        record Decide(Verdict verdict, Reason reason, String detail) implements Call {}

        record Wait(Instant until, Reason reason, String detail) implements Call {}
    }

    private final TagConfig tag;
    private final HubConfig.ConsentRules consentRules;
    private final Attribution attribution;

    public Triage(TagConfig tag, HubConfig config) {
        this.tag = tag;
        this.consentRules = config.consent();
        this.attribution = new Attribution(config.clickIds(), Claims.of(config));
    }

    public Call call(Event event, Known known, Instant now) {
        if (!tag.when().contains(event.name())) {
            return decide(Verdict.SKIPPED, Reason.NOT_TRIGGERED, "");
        }
        if (known.erased()) {
            return decide(Verdict.SUPPRESSED, Reason.ERASED, "");
        }
        if (Marks.bot(event) && !tag.bots()) {
            return decide(Verdict.SKIPPED, Reason.BOT, "");
        }
        Call refusal = consent(event, known);
        if (refusal != null) {
            return refusal;
        }
        Limits limits = tag.limits();
        if (limits.maxAge() != null && event.time().plus(limits.maxAge()).isBefore(now)) {
            return decide(Verdict.EXPIRED, Reason.TOO_OLD, "the platform takes events up to " + words(limits.maxAge()));
        }
        Attribution.Resolved clicks = attribution.resolve(event, known, tag);
        return plan(whole(event, known, clicks), clicks, now);
    }

    private Call plan(Event event, Attribution.Resolved clicks, Instant now) {
        try {
            return switch (tag.tag().plan(event)) {
                case Plan.Send(var item) -> notBefore(event, item, now);
                case Plan.Skip(Reason reason, String detail) ->
                    reason == Reason.NO_CLICK_ID ? noClick(clicks, detail) : decide(Verdict.SKIPPED, reason, detail);
            };
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Only the kind of failure: its message may quote the event.
            return decide(Verdict.REJECTED, Reason.TAG_FAILED, broken.getClass().getSimpleName());
        }
    }

    /** There may have been a click, only not one that counts. */
    private static Call noClick(Attribution.Resolved clicks, String detail) {
        ClickId expired = clicks.expired();
        if (expired != null) {
            return decide(Verdict.SKIPPED, Reason.CLICK_TOO_OLD, "the " + expired.name() + " is of " + expired.seen());
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
                        : "the " + late.name() + " of " + late.seen()
                                + " came after the user was known, which 'attribution: locked' does not count");
    }

    /** Neither what was said with the event nor what was said since may deny; where nobody said anything the default decides. */
    private @Nullable Call consent(Event event, Known known) {
        for (Consent.Purpose purpose : tag.consent()) {
            boolean denied = event.consent().denies(purpose) || known.consent().denies(purpose);
            boolean granted = event.consent().grants(purpose) || known.consent().grants(purpose);
            if (denied || (!granted && !consentRules.grantedByDefault())) {
                Reason reason = Marks.gpc(event) ? Reason.GPC : Reason.CONSENT;
                return decide(Verdict.SUPPRESSED, reason, purpose.key() + (denied ? "=denied" : " not granted"));
            }
        }
        return null;
    }

    /** The tag knows how old the click must be, the limits how old the event. */
    private Call notBefore(Event event, io.taghub.tag.Item item, Instant now) {
        Instant due = event.time().plus(tag.limits().minDelay());
        Instant wanted = item.notBefore();
        if (wanted != null && wanted.isAfter(due)) {
            due = wanted;
        }
        return due.isAfter(now) ? new Call.Wait(due, Reason.MIN_DELAY, "") : new Call.Send(event, item);
    }

    /** The event with everything the hub knows, and without the hub's own marks. */
    private static Event whole(Event event, Known known, Attribution.Resolved clicks) {
        var properties = event.properties();
        if (properties.keySet().stream().anyMatch(Marks::isMark)) {
            Map<String, Object> unmarked = new TreeMap<>(properties);
            unmarked.keySet().removeIf(Marks::isMark);
            properties = unmarked;
        }
        return event.toBuilder()
                .clickIds(clicks.ids())
                .user(event.user().or(known.person()))
                .visitor(event.visitor() == null ? known.visitor() : event.visitor())
                .client(event.client() == null ? known.client() : event.client())
                .consent(known.consent().or(event.consent()))
                .properties(properties)
                .build();
    }

    private static Call decide(Verdict verdict, Reason reason, String detail) {
        return new Call.Decide(verdict, reason, detail);
    }

    static Decision decision(Entry entry, Call.Decide decide) {
        return new Decision(entry.seq(), decide.verdict(), decide.reason(), decide.detail());
    }

    static Parked parked(Entry entry, Call.Wait wait, @Nullable Parked earlier) {
        return new Parked(
                entry.seq(),
                Parking.DELAY,
                wait.until(),
                earlier == null ? 0 : earlier.attempts(),
                earlier == null ? null : earlier.firstAttempt(),
                earlier != null && earlier.unknown(),
                wait.reason(),
                wait.detail(),
                null);
    }

    private static String words(Duration duration) {
        long hours = duration.toHours();
        return hours >= 48 && hours % 24 == 0
                ? hours / 24 + " days"
                : hours > 0 ? hours + " hours" : duration.toString();
    }
}
