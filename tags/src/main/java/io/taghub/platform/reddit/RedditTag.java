package io.taghub.platform.reddit;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /api/v3/pixels/{pixel}/conversion_events}.
 *
 * @see <a href="https://ads-api.reddit.com/docs/v3/operations/Post%20Conversion%20Events">the vendor's page</a>
 */
record RedditTag(RedditPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://ads-api.reddit.com";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String name = setup.mapped(event);
        if (name == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    "Reddit has no kind of event for it; 'event_names' can give it a name of your own, and it goes as CUSTOM");
        }
        RedditType type = RedditType.of(name, event.name());
        if (!type.fits()) {
            return Plan.skip(Reason.INVALID_FIELD, "its name at Reddit is longer than 64 characters");
        }
        String source = RedditSource.of(event, settings);
        boolean store = source.equals(RedditSource.STORE);
        String click = store ? null : event.clickIds().value("rdt_cid");
        Fields user = RedditUser.of(event, source, setup.defaultCountry());
        if (click == null && !RedditUser.matches(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    store
                            ? "no e-mail, phone or user id, and Reddit takes no click of what happened in a store"
                            : "no rdt_cid, rdt_uuid, e-mail, phone or user id, and not both IP address and user agent");
        }
        if (event.isLimited(settings.limitedDataUse())) {
            user.put("data_processing_options", RedditUser.limited(event, settings));
        }
        String url = source.equals(RedditSource.WEBSITE) ? setup.ownUrl(event) : null;
        return Plan.send(new Fields()
                .put("event_at", event.time().toEpochMilli())
                .put("action_source", source)
                .put("event_source_url", PersonalData.strippedFrom(url, event))
                .put("click_id", click)
                .put("type", type.body())
                .put("user", user)
                .put("metadata", metadata(event, type))
                .toMap());
    }

    private static Fields metadata(Event event, RedditType type) {
        Money money = type.hasValue() ? Money.inIsoCurrency(event.money()) : null;
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money()).stream()
                .filter(item -> item.id() != null)
                .toList();
        return new Fields()
                .put("conversion_id", event.id())
                .put("currency", money == null ? null : money.currency())
                .put("value", money == null ? null : money.amount())
                .put("item_count", type.hasItemCount() ? itemCount(event, items) : null)
                .put("products", items.stream().map(RedditTag::product).toList());
    }

    private static @Nullable Number itemCount(Event event, List<LineItem> items) {
        return event.properties().get("num_items") instanceof Number said
                ? said
                : items.stream().map(LineItem::pieces).reduce(BigDecimal::add).orElse(null);
    }

    private static Fields product(LineItem item) {
        return new Fields()
                .put("id", item.id())
                .put("name", item.name())
                .put("category", item.category())
                .put("quantity", item.pieces())
                .put("item_price", item.price());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    /** Reddit slows down whoever calls itself as a library does. */
    @Override
    public Request request(List<Item> items) {
        Fields data = new Fields()
                .put("test_id", settings.testId())
                .put("partner", "TAGHUB")
                .put("events", items.stream().map(Item::body).toList());
        return Request.postJson(
                        ORIGIN + "/api/" + settings.apiVersion() + "/pixels/" + settings.pixelId()
                                + "/conversion_events",
                        new Fields().put("data", data))
                .header("User-Agent", "TagHub (by " + settings.pixelId() + ")");
    }

    @Override
    public Reading read(Response response, int size) {
        return RedditAnswer.read(response, size);
    }

    /** Of a request with a test's id only one event is shown, ten in a second; of the others' limits the lower one is kept. */
    @Override
    public Limits limits() {
        boolean test = settings.testId() != null;
        return Limits.batch(test ? 1 : 1000)
                .maxAge(Duration.ofDays(7))
                .dedupWindow(Duration.ofDays(2))
                .requestsPerMinute(test ? 600 : 5000);
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", "Bearer ", settings.accessToken());
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null).upTo(RedditPlatform.API_VERSION));
    }
}
