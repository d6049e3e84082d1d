package io.taghub.platform.tapfiliate;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.platform.Correction;
import io.taghub.postback.answer.Answers;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
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
import java.util.regex.Pattern;

/**
 * Turns events into {@code POST /1.7/pb/con/c/}, each under an id of its own.
 *
 * @see <a href="https://tapfiliate.com/docs/integrations/s2s-postback">the vendor's page</a>
 */
record TapfiliateTag(TapfiliatePlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + TapfiliatePlatform.HOST;
    private static final Pattern KNOWN = Pattern.compile("(?i)external.?id|already|duplicate");

    @Override
    public Plan plan(Event event) {
        if (Correction.of(event) != null) {
            return Correction.impossible(
                    "Tapfiliate takes a conversion back by an id of its own, which its answer need not say");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String code = event.clickIds().value(settings.clickId());
        String coupon = PersonalData.impersonalId(event.text("coupon"));
        if (code == null && coupon == null) {
            return Plan.skip(
                    Reason.NO_CLICK_ID,
                    "the visitor did not come by a link with " + settings.clickId() + " and used no coupon");
        }
        String order = PersonalData.impersonalId(event.transaction());
        if (order == null) {
            return Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent");
        }
        Money money = Money.inIsoCurrency(event.money());
        Fields body = new Fields()
                .put("referral_code", code)
                .put("coupon", coupon)
                .put("external_id", order)
                .put("amount", money == null ? null : money.rounded())
                .put("currency", money == null ? null : money.currency())
                .put(
                        "customer_id",
                        PersonalData.impersonalId(PersonalData.shareable(event).id()));
        return Plan.send(new Item(body, "", null, Basket.withoutValue(event)));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(ORIGIN + "/1.7/pb/con/c/", items.getFirst().as(Fields.class));
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, outcome(response));
    }

    private static Outcome outcome(Response response) {
        String detail = "HTTP " + response.status();
        if (response.ok()) {
            return Answers.plain(response);
        }
        String words = response.json().path("message").asString("");
        return response.status() == 422 && KNOWN.matcher(words).find()
                ? Outcome.DUPLICATE
                : response.failure(words.isEmpty() ? detail : detail + ": " + PersonalData.masked(words));
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("X-Api-Key", "", settings.apiKey());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
