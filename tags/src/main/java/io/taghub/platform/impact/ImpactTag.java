package io.taghub.platform.impact;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST .../Conversions}, and what takes one back into {@code PUT} or {@code DELETE .../Actions}.
 * impact.com queues all of it and says later what became of it.
 *
 * @see <a href="https://integrations.impact.com/brand-api-reference">the vendor's page</a>
 */
record ImpactTag(ImpactPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + ImpactPlatform.HOST;

    @Override
    public Plan plan(Event event) {
        Correction correction = Correction.of(event);
        return correction == null ? conversion(event) : correction(event, correction);
    }

    private Plan conversion(Event event) {
        String type = settings.eventTypes().get(event.name());
        if (type == null) {
            return Plan.skip(Reason.NO_MAPPING, "event_types does not list '" + event.name() + "'");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String order = PersonalData.impersonalId(event.transaction());
        if (order == null || order.length() > ImpactCall.ORDER_ID) {
            return unfit(order);
        }
        ClickId click = event.clickIds().first(settings.clickId(), "im_ref", "irclickid");
        boolean known = click != null
                || ImpactCall.promoCode(event) != null
                || (settings.byCustomer() && ImpactCall.customer(event) != null);
        if (!known) {
            return Plan.skip(
                    Reason.NO_CLICK_ID, "the visitor did not come by a link of impact.com and used no promo code");
        }
        ImpactCall call = ImpactCall.conversion(settings, event, type, order, click == null ? null : click.value());
        return Plan.send(new Item(call, "", null, call.remark()));
    }

    private Plan correction(Event event, Correction correction) {
        String type = type(event, correction);
        if (type == null) {
            boolean said = !correction.of().equals(event.name());
            return Plan.skip(
                    said ? Reason.NO_MAPPING : Reason.MISSING_FIELD,
                    said
                            ? "event_types lists neither '" + correction.of() + "' nor '" + event.name() + "'"
                            : "original_event.name is missing: as what the order was told, which event_types lists");
        }
        if (!ImpactCall.isId(type)) {
            return Correction.impossible(
                    "impact.com takes back by the id of the event type, and event_types has its code");
        }
        String order = PersonalData.impersonalId(correction.order());
        if (order == null || order.length() > ImpactCall.ORDER_ID) {
            return unfit(order);
        }
        if (correction.left() == null || correction.left().signum() < 0) {
            return Plan.skip(Reason.MISSING_FIELD, "what is left of the order is not said, or is less than nothing");
        }
        ImpactCall call = ImpactCall.correction(correction, type, order, event.currency());
        return Plan.send(new Item(call, "", null, call.remark()));
    }

    /** As what it was told, else what the refund itself is listed as. */
    private @Nullable String type(Event event, Correction correction) {
        String type = settings.eventTypes().get(correction.of());
        return type == null ? settings.eventTypes().get(event.name()) : type;
    }

    private static Plan unfit(@Nullable String order) {
        return order == null
                ? Plan.skip(
                        Reason.MISSING_FIELD,
                        "there is no order id and no event id that may be sent: the order it is about")
                : Plan.skip(Reason.INVALID_FIELD, "the order id is longer than " + ImpactCall.ORDER_ID + " characters");
    }

    @Override
    public boolean corrects(Event event) {
        return Correction.of(event) != null;
    }

    /** A reversal must not overtake what it takes back. */
    @Override
    public @Nullable String corrected(Event event) {
        Correction correction = Correction.of(event);
        String type = correction == null ? settings.eventTypes().get(event.name()) : type(event, correction);
        String order = Correction.about(event, correction);
        return type == null || order == null ? null : type + " " + order;
    }

    @Override
    public Request request(List<Item> items) {
        ImpactCall call = items.getFirst().as(ImpactCall.class);
        return Request.form(call.method(), account() + call.resource(), call.values())
                .header("Accept", "application/json");
    }

    private String account() {
        return ORIGIN + "/Advertisers/" + settings.accountSid() + "/";
    }

    /** There are other conversions than the one that it does not know. */
    @Override
    public Reading read(Response response, List<Item> items) {
        boolean action = items.getFirst().as(ImpactCall.class).resource().equals("Actions");
        return action && response.status() == 404
                ? Reading.all(
                        items.size(),
                        Outcome.rejected("HTTP 404: impact.com has no such conversion of this event type"))
                : read(response, items.size());
    }

    @Override
    public Reading read(Response response, int size) {
        return ImpactAnswer.queued(response, size, settings.verdicts());
    }

    @Override
    public Request status(String handle) {
        return Request.get(account() + "APISubmissions/" + Request.encoded(handle))
                .header("Accept", "application/json");
    }

    @Override
    public Reading readStatus(Response response, int size) {
        return ImpactAnswer.decided(response, size);
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Basic(settings.accountSid(), settings.authToken());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
