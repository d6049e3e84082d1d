package io.taghub.platform.taboola;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
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
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code GET .../s2s-action}, or with {@code bulk} into {@code POST .../bulk-s2s-action}. Taboola knows a
 * person by the click alone; nothing else of them goes out.
 *
 * @see <a href="https://developers.taboola.com/pixel/docs/postback-url-error-codes">the vendor's page</a>
 */
record TaboolaTag(TaboolaPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + TaboolaPlatform.HOST;
    private static final int MAX_BULK = 1000;

    /** A conversion: the time is for the bulk, what a single call tells happened when it comes. */
    private record Action(Fields fields, long timestamp) {}

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String click = event.clickIds().value("tblci");
        if (click == null) {
            return Plan.skip(Reason.NO_CLICK_ID, "the visitor did not come by a link with tblci");
        }
        Money money = Money.inIsoCurrency(event.money());
        String order = PersonalData.impersonalId(event.orderId());
        Fields fields = new Fields()
                .put("click-id", click)
                .put("name", setup.nameOf(event))
                .put("revenue", money == null ? null : revenue(money))
                .put("currency", money == null ? null : money.currency())
                .put("quantity", pieces(event))
                .put("orderid", order == null ? PersonalData.impersonalId(event.id()) : order);
        return Plan.send(
                new Item(new Action(fields, event.time().toEpochMilli()), "", null, Basket.withoutValue(event)));
    }

    /** As a number in JSON, and in an address with all decimals of its currency. */
    private Object revenue(Money money) {
        return settings.bulk() ? money.rounded() : money.rounded().toPlainString();
    }

    /** How many pieces, where they are whole. */
    private static @Nullable Long pieces(Event event) {
        BigDecimal pieces = event.items().stream().map(LineItem::pieces).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean whole = pieces.signum() > 0 && pieces.stripTrailingZeros().scale() <= 0 && pieces.precision() < 10;
        return whole ? pieces.longValue() : null;
    }

    @Override
    public Request request(List<Item> items) {
        if (!settings.bulk()) {
            return single(items.getFirst().as(Action.class).fields());
        }
        return Request.postJson(
                ORIGIN + "/" + settings.accountId() + "/log/3/bulk-s2s-action",
                new Fields()
                        .put(
                                "actions",
                                items.stream()
                                        .map(item -> item.as(Action.class))
                                        .map(action -> new Fields()
                                                .put("click-id", action.fields().get("click-id"))
                                                .put("timestamp", action.timestamp())
                                                .putAll(action.fields().toMap()))
                                        .toList()));
    }

    private static Request single(Fields action) {
        Map<String, String> query = new LinkedHashMap<>();
        action.toMap().forEach((name, value) -> query.put(name, value.toString()));
        return Request.get(ORIGIN + "/actions-handler/log/3/s2s-action?" + Request.encoded(query));
    }

    /** 204 and nothing else is success, and of the bulk it says only that it came. */
    @Override
    public Reading read(Response response, int size) {
        String detail = "HTTP " + response.status();
        if (response.ok()) {
            return Reading.all(
                    size,
                    response.status() == 204 ? Outcome.DELIVERED : new Outcome.Unknown(detail + " instead of 204"));
        }
        Outcome outcome = response.failure(
                response.status() == 400
                        ? detail + ": the click id is missing or cannot be read, or the name is missing"
                        : detail);
        return outcome instanceof Outcome.Rejected why
                ? new Reading.Refused(OptionalInt.empty(), why)
                : Reading.all(size, outcome);
    }

    @Override
    public Limits limits() {
        return settings.bulk() ? Limits.batch(MAX_BULK) : Limits.SINGLE;
    }

    /** The vendor numbers none; it is what stands in both addresses. */
    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion("log/3", null));
    }

    @Override
    public Set<String> words() {
        return Set.copyOf(setup.eventNames().values());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
