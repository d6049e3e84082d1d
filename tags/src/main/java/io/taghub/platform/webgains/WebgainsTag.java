package io.taghub.platform.webgains;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.platform.Leads;
import io.taghub.platform.OrderLines;
import io.taghub.postback.answer.Answers;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /queue-conversion}. A success says that the conversion is queued.
 *
 * @see <a href="https://knowledgehub.webgains.com/home/server-to-server-tracking">the vendor's page</a>
 */
record WebgainsTag(WebgainsPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + WebgainsPlatform.HOST;

    @Override
    public Plan plan(Event event) {
        if (Correction.of(event) != null) {
            return Correction.impossible("Webgains takes orders back in its panel and not by this call");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String eventId = settings.eventIds().get(event.name());
        if (eventId == null) {
            return Plan.skip(Reason.NO_MAPPING, "event_ids does not list '" + event.name() + "'");
        }
        ClickId click = event.clickIds().first(settings.clickId(), "wgu");
        if (click == null) {
            return Plan.skip(Reason.NO_CLICK_ID, "the visitor did not come by a link with wgu");
        }
        String order = PersonalData.impersonalId(event.transaction());
        if (order == null) {
            return Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent");
        }
        Money money = Money.inIsoCurrency(event.money());
        if (money == null && event.money() != null) {
            return Plan.skip(Reason.INVALID_FIELD, "the currency is missing or none of ISO 4217");
        }
        if (money == null && !Leads.is(event, settings.leads())) {
            return Leads.missing();
        }
        return Plan.send(conversion(event, eventId, click.value(), order, money));
    }

    private Item conversion(Event event, String eventId, String click, String order, @Nullable Money money) {
        OrderLines lines = OrderLines.of(event, money);
        String voucher = PersonalData.impersonalId(event.text("coupon"));
        Fields body = new Fields()
                .putList("ids", new Fields().put("name", "s2s").put("value", click))
                .put("programId", settings.programId())
                .put("value", money == null ? BigDecimal.ZERO : money.rounded())
                .put("currency", money == null ? null : money.currency())
                .put("orderReference", order)
                .put("eventId", eventId)
                .put("voucherId", voucher)
                .put("location", PersonalData.strippedFrom(setup.ownUrl(event), event))
                .put(
                        "items",
                        lines.lines().stream()
                                .map(line -> new Fields()
                                        .put("event", eventId)
                                        // Webgains knows no quantity: the value is the sum of these.
                                        .put("price", line.total())
                                        .put("name", line.name())
                                        .put("code", line.id())
                                        .put("voucher", voucher))
                                .toList());
        return new Item(body, "", null, lines.remark());
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(ORIGIN + "/queue-conversion", items.getFirst().as(Fields.class));
    }

    /** What stands in a success is not published; a page is none. */
    @Override
    public Reading read(Response response, int size) {
        return Reading.all(
                size, response.ok() ? Answers.plain(response) : response.failure("HTTP " + response.status()));
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
