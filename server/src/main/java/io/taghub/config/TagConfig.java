package io.taghub.config;

import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.rule.TagRule;
import io.taghub.tag.Auth;
import io.taghub.tag.Claim;
import io.taghub.tag.Limits;
import io.taghub.tag.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured tag.
 *
 * @param name the instance name shown in logs, metrics and explain
 * @param type the tag type's name
 * @param tag the handler, filled in
 * @param when names of the events it is for
 * @param rule which of these it gets, worth how much, and what of them
 * @param consent purposes a visitor must not have denied (must have granted, where unset does not count as granted)
 * @param mode the tag's own, or the hub's
 * @param clicks which of several clicks counts
 * @param repeats what becomes of another event of what the receiver has, null for what its name's rule says
 * @param clickIds names of the click ids the tag type sends
 * @param limits the handler's, with the operator's overrides
 * @param onUnknown what to do when no answer came and the receiver does not recognise repeats
 * @param bots whether events of bots are sent
 * @param secrets every secret value in the settings, for redaction
 * @param fingerprint changes when any setting does; an unchanged tag keeps running through a reload
 * @param claim which clicks are this tag's, null where its click ids are its platform's alone
 */
public record TagConfig(
        String name,
        String type,
        Tag tag,
        Set<String> when,
        TagRule rule,
        Set<Consent.Purpose> consent,
        HubConfig.Mode mode,
        ClickTerms clicks,
        @Nullable RepeatPolicy repeats,
        List<String> clickIds,
        Limits limits,
        OnUnknown onUnknown,
        boolean bots,
        Set<String> secrets,
        String fingerprint,
        @Nullable Claim claim) {

    /** The same in another mode. */
    public TagConfig in(HubConfig.Mode other) {
        return new TagConfig(
                name,
                type,
                tag,
                when,
                rule,
                consent,
                other,
                clicks,
                repeats,
                clickIds,
                limits,
                onUnknown,
                bots,
                secrets,
                fingerprint,
                claim);
    }

    /** Which of several clicks of its network counts. */
    public AttributionModel attribution() {
        return clicks.attribution();
    }

    /** How old a click may be at the time of the event, null for the click id's own lifetime. */
    public @Nullable Duration window() {
        return clicks.window();
    }

    /** How old this event may be: as old as the operator says, else the handler; null where any age will do. */
    public @Nullable Duration maxAge(Event event) {
        return Objects.equals(limits.maxAge(), tag.limits().maxAge()) ? tag.maxAge(event) : limits.maxAge();
    }

    /** Whether its platform has several hosts, each with credentials of its own: what is wrong with one is not with the others. */
    public boolean hasSeveralWays() {
        return tag.auth() instanceof Auth.ByHost(var hosts) && hosts.size() > 1;
    }

    /** Names it only: the handler and the secrets must not reach a log by way of a string. */
    @Override
    public String toString() {
        return "TagConfig[" + name + ", type=" + type + ", mode=" + mode + "]";
    }

    /** Which of several clicks of one network counts. */
    public enum AttributionModel {
        FIRST,
        LAST,
        /** The last one, passing over those whose link says that nobody is paid for it. */
        LAST_PAID,
        /** The last one before the user was first linked to a visitor (registration); later clicks do not count. */
        LOCKED
    }

    /** Which click after the lock takes a user over. */
    public enum Overwrite {
        /** Any, of whichever channel: from then on nobody else's click counts. */
        ALWAYS,
        /** One of the network whose click it was. */
        SAME_NETWORK,
        NEVER
    }

    /** Whether a tag is told of what another channel's later click brought. */
    public enum Send {
        ALWAYS,
        ONLY_IF_WINNER
    }

    /**
     * Which click counts at a tag, and when it counts for nothing.
     *
     * @param window how old a click may be at the time of the event, null for the click id's own lifetime
     * @param overwrite says something under {@link AttributionModel#LOCKED} alone
     */
    public record ClickTerms(
            AttributionModel attribution, @Nullable Duration window, Overwrite overwrite, Send send) {

        public ClickTerms(AttributionModel attribution, @Nullable Duration window) {
            this(attribution, window, Overwrite.NEVER, Send.ALWAYS);
        }
    }

    /** What becomes at a tag of another event of an order, user or click of which the receiver has one. */
    public enum RepeatPolicy {
        /** Each is one more. */
        CREATE,
        /** Each is one more, and of all but the first the tag is told {@code repeated}. */
        NEW_OR_REPEATED,
        /** Only the first ever goes out, whatever the status or the value of others. */
        IGNORE,
        /** Another status or another value takes the place of the first; the same again is a duplicate. */
        EDIT,
        /** Each order or, without one, each event goes out once, and the receiver adds its value to the conversion that it keeps. */
        ADD_PAYOUT,
        /** Only what has an order's id, or where there is no order an event's, that the receiver has is left out. */
        IGNORE_BY_ID
    }

    public enum OnUnknown {
        HOLD,
        RESEND
    }

    /** The event as this tag is told of it, where it gets it; {@code rule} is that of events of this name. */
    public Event shaped(Event event, HubConfig.EventRule rule) {
        return this.rule.shape(event, rule.contract()) instanceof TagRule.Shaped.As(Event shaped) ? shaped : event;
    }
}
