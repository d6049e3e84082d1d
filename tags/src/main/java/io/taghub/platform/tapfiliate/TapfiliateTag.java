package io.taghub.platform.tapfiliate;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
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
import java.util.Locale;
import java.util.Optional;

/**
 * Turns events into {@code POST /1.7/pb/con/c/}, each under an id of its own.
 *
 * @see <a href="https://tapfiliate.com/docs/integrations/s2s-postback">the vendor's page</a>
 */
record TapfiliateTag(TapfiliatePlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + TapfiliatePlatform.HOST;

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
        String order = PersonalData.impersonalId(event.orderId() == null ? event.id() : event.orderId());
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
        String remark = money == null && event.money() != null
                ? "sent without its value, whose currency is missing or none of ISO 4217"
                : "";
        return Plan.send(new Item(body, "", null, remark));
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
        boolean known = words.toLowerCase(Locale.ROOT).matches(".*(external.?id|already|duplicate).*");
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            case 422 -> known ? Outcome.DUPLICATE : Outcome.rejected(said(detail, words));
            default ->
                response.passing() || response.status() < 400
                        ? response.retry()
                        : Outcome.rejected(said(detail, words));
        };
    }

    private static String said(String detail, String words) {
        return words.isEmpty() ? detail : detail + ": " + PersonalData.masked(words);
    }

    @Override
    public Limits limits() {
        return settings.dedupWindow() == null ? Limits.SINGLE : Limits.SINGLE.dedupWindow(settings.dedupWindow());
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
