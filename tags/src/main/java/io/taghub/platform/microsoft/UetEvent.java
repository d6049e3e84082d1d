package io.taghub.platform.microsoft;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Setup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event of the UET Conversions API.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/guides/uet-conversion-api-integration">the vendor's page</a>
 */
final class UetEvent {
    private static final Set<String> PAGE_TYPES =
            Set.of("home", "category", "product", "cart", "purchase", "searchresults", "other");

    /** The pages of dynamic remarketing that an event happens on. */
    private static final Map<String, String> PAGES = Map.of(
            "view_item", "product",
            "view_item_list", "category",
            "search", "searchresults",
            "view_search_results", "searchresults",
            "view_cart", "cart",
            "purchase", "purchase");

    private UetEvent() {}

    static Fields of(Event event, Setup setup, Fields user) {
        String name = setup.nameOf(event);
        boolean pageLoad = name.equals(MicrosoftPlatform.PAGE_LOAD);
        String url = pageLoad ? setup.pageUrl(event) : setup.ownUrl(event);
        String referrer = event.page() == null ? null : event.page().referrer();
        return new Fields()
                .put("eventType", pageLoad ? name : "custom")
                .put("eventName", pageLoad ? null : name)
                .put("eventId", event.id())
                .put("eventTime", event.time().getEpochSecond())
                .put("eventSourceUrl", PersonalData.strippedFrom(url, event))
                .put("pageLoadId", event.text("page_load_id"))
                .put("referrerUrl", PersonalData.strippedFrom(referrer, event))
                .put("pageTitle", said(event, "page_title"))
                .put("keywords", said(event, "keywords"))
                .put("adStorageConsent", consent(event.consent()))
                .put("userData", user)
                .put("customData", customData(event, name));
    }

    /** Denied means that the event is used for no advertising at all; of what was not asked nothing is said. */
    private static @Nullable String consent(Consent consent) {
        return consent.denies(Consent.Purpose.AD_STORAGE)
                ? "D"
                : consent.grants(Consent.Purpose.AD_STORAGE) ? "G" : null;
    }

    static Fields user(Event event, Setup setup, boolean hashExternalId) {
        Person person = PersonalData.shareable(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        boolean denied = event.consent().denies(Consent.Purpose.AD_USER_DATA);
        String os = event.device().get(Device.OS);
        boolean apple = os != null && os.toLowerCase(Locale.ROOT).startsWith("i");
        return new Fields()
                .put("anonymousId", event.clickIds().value("uetvid"))
                .put("externalId", externalId(person, hashExternalId))
                .put("em", MicrosoftUser.email(person))
                .put("ph", MicrosoftUser.phone(person, setup))
                .put("msclkid", event.clickIds().value("msclkid"))
                .put("clientIpAddress", Identifiers.ip(client.ip()))
                .put("clientUserAgent", client.userAgent())
                .put(apple ? "idfa" : "gaid", denied ? null : event.advertisingId());
    }

    /** A hash says nothing of the user, and of an id in clear only what is no address and no number may go. */
    private static @Nullable String externalId(Person person, boolean hash) {
        return hash || person.hashed("id", person.id())
                ? Identifiers.hash(person, "id", person.id(), Identifiers::plain)
                : PersonalData.impersonalId(Identifiers.clear(person, "id", person.id()));
    }

    static boolean recognisable(Fields user) {
        return Stream.of("msclkid", "em", "ph", "anonymousId", "externalId", "idfa", "gaid")
                        .anyMatch(user::has)
                || (user.has("clientIpAddress") && user.has("clientUserAgent"));
    }

    private static Fields customData(Event event, String name) {
        Object amount = amount(event);
        String page = pageType(event, name);
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money());
        boolean shopping = "cart".equals(page) || "purchase".equals(page);
        return new Fields()
                .put("eventCategory", said(event, "event_category"))
                .put("eventLabel", said(event, "event_label"))
                .put("eventValue", event.properties().get("event_value") instanceof Number value ? value : null)
                .put("searchTerm", said(event, "search_term"))
                .put("transactionId", event.orderId())
                .put("value", amount)
                .put("currency", Money.isoCurrencyOf(event))
                .put(
                        "itemIds",
                        items.stream().map(LineItem::id).filter(Objects::nonNull).toList())
                .put("items", items.stream().map(UetEvent::item).toList())
                .put("pageType", page)
                .put("ecommTotalValue", shopping ? amount : null)
                .put("ecommCategory", said(event, "content_category"));
    }

    /** Without a currency it is in the goal's; in one that Microsoft does not know it is none. */
    static @Nullable Object amount(Event event) {
        Money money = event.money();
        return money == null || (money.currency() != null && Money.inIsoCurrency(money) == null)
                ? null
                : money.amount();
    }

    private static @Nullable String pageType(Event event, String name) {
        String said = event.text("page_type");
        String word = said == null ? "" : said.strip().toLowerCase(Locale.ROOT);
        return PAGE_TYPES.contains(word) ? word : PAGES.get(name);
    }

    private static Fields item(LineItem item) {
        return item.id() == null && item.name() == null
                ? new Fields()
                : new Fields()
                        .put("id", item.id())
                        .put("name", item.name())
                        .put("price", item.price())
                        .put("quantity", item.pieces());
    }

    private static @Nullable String said(Event event, String property) {
        return PersonalData.impersonal(event.text(property), event);
    }
}
