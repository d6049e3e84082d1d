package io.taghub.platform.thetradedesk;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Location;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Setup;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as The Trade Desk takes it, in real time or offline: amounts and quantities are texts in both.
 *
 * @see <a href="https://partner.thetradedesk.com/v3/portal/data/doc/DataConversionEventsApi">real-time conversion events</a>
 * @see <a href="https://open.thetradedesk.com/advertiser/docsApp/GuidesAdvertiser/data/doc/post-providerapi-offlineconversion">offline
 *     conversions</a>
 */
record TheTradeDeskEvent(Event event, TheTradeDeskPlatform.Settings settings, Setup setup) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int DYNAMIC_PROPERTIES = 10;

    /** What it is known by: an id, the impression or, where the operator says that is enough, the IP address. */
    boolean recognisable(boolean offline) {
        return TheTradeDeskUser.of(event) != null
                || TheTradeDeskUser.impression(event) != null
                || (!offline && settings.matchByIp() && ip() != null);
    }

    /** The page's own address; the site's would be another page's. */
    @Nullable
    String page() {
        return PersonalData.strippedFrom(setup.ownUrl(event), event);
    }

    /** @param byPage by the universal pixel, which goes by the address and takes no name */
    Fields realTime(boolean byPage, String name) {
        Money money = Money.inIsoCurrency(event.money());
        boolean merchant = !byPage && settings.merchantId() != null;
        Fields body = new Fields()
                .put("merchant_id", merchant ? settings.merchantId() : null)
                .put("adv", merchant ? null : settings.advertiserId())
                .put("tracker_id", byPage ? null : settings.trackerId())
                .put("upixel_id", byPage ? settings.pixelId() : null)
                .put("event_name", byPage ? null : name)
                .put("value", money == null ? null : text(money.amount()))
                .put("currency", Money.isoCurrencyOf(event))
                .put("order_id", order(name))
                .put("referrer_url", page())
                .put("client_ip", ip())
                .put("imp", TheTradeDeskUser.impression(event));
        TheTradeDeskUser user = TheTradeDeskUser.of(event);
        if (user != null) {
            body.putAll(user.realTime().toMap());
        }
        return body.put("items", items())
                .putAll(dynamic("td"))
                .put("data_processing_option", limited())
                .put("privacy_settings", privacy(false));
    }

    Fields offline(TheTradeDeskPlatform.Offline account, String name) {
        Money money = Money.inIsoCurrency(event.money());
        TheTradeDeskUser user = TheTradeDeskUser.of(event);
        return new Fields()
                .put(
                        "UserIdArray",
                        user == null ? null : List.of(List.of(user.kind().offline(), user.id())))
                .put("ImpressionId", TheTradeDeskUser.impression(event))
                .put("OrderId", order(name))
                .put("TrackingTagId", account.trackingTagId())
                .put("MerchantId", settings.merchantId())
                .put("EventName", name)
                .put("TimestampUtc", TIME.format(event.time()))
                .put("Value", money == null ? null : text(money.amount()))
                .put("ValueCurrency", Money.isoCurrencyOf(event))
                .put("LineItems", items())
                .put("PrivacySettings", privacy(true))
                .putAll(dynamic("TD"));
    }

    /** An order without a number has the event's: it is the only thing by which a repeat could be known. */
    private @Nullable String order(String name) {
        boolean sale = name.equalsIgnoreCase(TheTradeDeskPlatform.PURCHASE);
        return event.orderId() == null && sale ? event.id() : event.orderId();
    }

    private @Nullable String ip() {
        Client client = event.client();
        return client == null ? null : Identifiers.ip(client.ip());
    }

    private List<Fields> items() {
        return Money.pricedWithCurrency(PersonalData.items(event), event).stream()
                .filter(item -> item.id() != null)
                .map(this::item)
                .toList();
    }

    private Fields item(LineItem item) {
        return new Fields()
                .put("item_code", item.id())
                .put("name", item.name())
                .put("qty", item.pieces().toPlainString())
                .put("price", item.price() == null ? null : text(item.price()))
                .put("cat", item.category());
    }

    /** With the decimals of its currency at least: 50.00. */
    private String text(BigDecimal amount) {
        String currency = Money.isoCurrencyOf(event);
        int digits = currency == null ? 0 : Currency.getInstance(currency).getDefaultFractionDigits();
        BigDecimal exact = amount.stripTrailingZeros();
        return exact.setScale(Math.max(Math.max(digits, 0), exact.scale())).toPlainString();
    }

    private Map<String, Object> dynamic(String prefix) {
        Fields found = new Fields();
        for (int i = 1; i <= DYNAMIC_PROPERTIES; i++) {
            Object said = event.properties().get("td" + i);
            Object kept = said == null ? null : PersonalData.impersonal("td" + i, said, event);
            found.put(
                    prefix + i,
                    kept instanceof String || kept instanceof Number || kept instanceof Boolean ? plain(kept) : null);
        }
        return found.toMap();
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** Denied by the visitor, or as the event says, or else the settings. */
    private @Nullable Fields limited() {
        return event.isLimited(settings.limitedDataUse())
                ? new Fields().putList("policies", "LDU").put("region", region())
                : null;
    }

    private @Nullable String region() {
        String place = event.location().get(Location.REGION);
        if (place != null && place.toUpperCase(Locale.ROOT).startsWith("US-")) {
            return place.toLowerCase(Locale.ROOT);
        }
        Person person = PersonalData.shareable(event);
        String state = Identifiers.state(Identifiers.clear(person, "region", person.region()), "US");
        boolean american = "US".equals(Identifiers.country(person.country()));
        return american && state != null && state.length() == 2 ? "us-" + state : settings.limitedDataRegion();
    }

    /** What the operator's consent platform says, where it says all three parts of it. */
    private List<Fields> privacy(boolean texts) {
        List<Fields> found = new ArrayList<>();
        if (event.properties().get("privacy_settings") instanceof List<?> said) {
            for (Object one : said) {
                if (one instanceof Map<?, ?> each
                        && each.get("privacy_type") instanceof String type
                        && each.get("consent_string") instanceof String consent
                        && each.get("is_applicable") != null) {
                    boolean applies = List.of("1", "true")
                            .contains(each.get("is_applicable").toString());
                    int flag = applies ? 1 : 0;
                    found.add(new Fields()
                            .put("privacy_type", type)
                            .put("is_applicable", texts ? String.valueOf(flag) : (Object) flag)
                            .put("consent_string", consent));
                }
            }
        }
        return found;
    }
}
