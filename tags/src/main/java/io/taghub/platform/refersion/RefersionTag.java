package io.taghub.platform.refersion;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.ToldBefore;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.platform.GoodsLines;
import io.taghub.platform.LinesBack;
import io.taghub.postback.answer.Answers;
import io.taghub.tag.Auth;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns orders into {@code POST /tracker/orders/paid}, credited to the affiliate whose link it was, and what is cancelled into
 * {@code POST /v2/conversion/cancel}.
 *
 * @see <a href="https://www.refersion.dev/reference/webhook-tracking">the vendor's page</a>
 */
record RefersionTag(RefersionPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORDERS = "https://" + RefersionPlatform.ORDERS;
    private static final String API = "https://" + RefersionPlatform.API;
    private static final int ORDER_ID = 255;
    private static final Pattern AFFILIATE = Pattern.compile("[\\w-]{1,64}");

    /** Where it goes and with what. */
    private record Call(String url, Fields body) {}

    @Override
    public Plan plan(Event event) {
        return plan(event, List.of());
    }

    @Override
    public Plan plan(Event event, List<ToldBefore> told) {
        Correction correction = Correction.of(event);
        Plan.Skip objection = correction == null ? Countable.objection(event) : null;
        if (objection != null) {
            return objection;
        }
        String order = PersonalData.impersonalId(Correction.about(event, correction));
        if (order == null || order.length() > ORDER_ID) {
            return Plan.skip(
                    Reason.MISSING_FIELD,
                    "there is no order id of at most " + ORDER_ID + " characters that may be sent");
        }
        if (correction != null) {
            return cancelled(order, LinesBack.of(event, correction, told));
        }
        Money money = Money.inIsoCurrency(event.money());
        return money == null
                ? Plan.skip(
                        Reason.MISSING_FIELD,
                        "Refersion knows orders only: the value is missing, or its currency is none of ISO 4217")
                : paid(event, order, money);
    }

    private static Plan paid(Event event, String order, Money money) {
        String affiliate = affiliate(event.clickIds().value("rfsn"));
        if (affiliate == null) {
            return Plan.skip(
                    Reason.NO_CLICK_ID, "the visitor did not come by a link with rfsn, or it names no affiliate");
        }
        GoodsLines lines = GoodsLines.told(event, money);
        Fields body = new Fields()
                .put("cart_id", order)
                .put("order_id", order)
                .put("currency_code", money.currency())
                .put("auto_credit_affiliate_id", affiliate)
                .put("discount_code", PersonalData.impersonalId(event.text("coupon")))
                .put("shipping", lines.shipping().signum() > 0 ? lines.shipping() : null)
                .put("tax", lines.tax().signum() > 0 ? lines.tax() : null)
                .put("discount", lines.off().signum() > 0 ? lines.off() : null)
                .put("items", items(lines));
        return Plan.send(new Item(new Call(ORDERS + "/tracker/orders/paid", body), "", null, lines.remark()));
    }

    /** Line by line, and only lines that it was told: one that it does not know is refused. */
    private static Plan cancelled(String order, LinesBack back) {
        GoodsLines lines = back.lines();
        if (lines == null) {
            return Correction.impossible("Refersion cancels line by line, and " + back.why());
        }
        Fields body = new Fields().put("order_id", order).put("items", items(lines));
        return Plan.send(new Item(new Call(API + "/v2/conversion/cancel", body), "", null, lines.remark()));
    }

    private static List<Fields> items(GoodsLines lines) {
        return lines.lines().stream()
                .map(line -> new Fields()
                        .put("sku", line.id())
                        .put("quantity", line.quantity())
                        .put("price", line.price()))
                .toList();
    }

    /** The part before the first dot. */
    private static @Nullable String affiliate(@Nullable String rfsn) {
        String part = rfsn == null ? "" : rfsn.split("\\.", 2)[0];
        return AFFILIATE.matcher(part).matches() ? part : null;
    }

    @Override
    public boolean corrects(Event event) {
        return Correction.of(event) != null;
    }

    /** What cancels an order must not overtake it. */
    @Override
    public @Nullable String corrected(Event event) {
        return Correction.about(event, Correction.of(event));
    }

    @Override
    public Request request(List<Item> items) {
        Call call = items.getFirst().as(Call.class);
        return Request.postJson(call.url(), call.body()).header("Refersion-Public-Key", settings.publicKey());
    }

    /** The webhook's answers are not published; the API's are. */
    @Override
    public Reading read(Response response, int size) {
        return Reading.all(
                size,
                response.ok()
                        ? Answers.plain(response)
                        : response.failure("HTTP " + response.status() + words(response.json())));
    }

    private static String words(JsonNode answer) {
        StringJoiner words = new StringJoiner("; ");
        words.setEmptyValue("");
        if (answer.path("error").isString()) {
            words.add(answer.path("error").asString());
        }
        answer.path("errors").forEach(error -> words.add(error.asString("")));
        return words.length() == 0 ? "" : ": " + PersonalData.masked(words.toString());
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Refersion-Secret-Key", "", settings.secretKey());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORDERS));
    }
}
