package io.taghub.platform.kwai;

import io.taghub.tag.Claim;
import io.taghub.tag.Form;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code type: kwai}. Its click ids are called as those of many networks are, so it says which are its own and none is
 * registered as Kwai's alone.
 */
final class KwaiType implements TagType<KwaiPlatform.Settings> {
    private static final List<String> CLICK_IDS = List.of("clickid", "click_id");

    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("registration", "EVENT_COMPLETE_REGISTRATION"),
            Map.entry("sign_up", "EVENT_COMPLETE_REGISTRATION"),
            Map.entry("lead", "EVENT_FORM_SUBMIT"),
            Map.entry("generate_lead", "EVENT_FORM_SUBMIT"),
            Map.entry("ftd", "EVENT_FIRST_DEPOSIT"),
            Map.entry("deposit", "EVENT_PURCHASE"),
            Map.entry("redeposit", "EVENT_PURCHASE"),
            Map.entry("purchase", "EVENT_PURCHASE"),
            Map.entry("place_an_order", "EVENT_PLACE_ORDER"),
            Map.entry("view_item", "EVENT_CONTENT_VIEW"),
            Map.entry("search", "EVENT_SEARCH"),
            Map.entry("add_to_wishlist", "EVENT_ADD_TO_WISHLIST"),
            Map.entry("add_to_cart", "EVENT_ADD_TO_CART"),
            Map.entry("begin_checkout", "EVENT_INITIATED_CHECKOUT"),
            Map.entry("add_payment_info", "EVENT_ADD_PAYMENT_INFO"),
            Map.entry("subscribe", "EVENT_SUBSCRIBE"),
            Map.entry("contact", "EVENT_CONTACT"),
            Map.entry("download", "EVENT_DOWNLOAD"));

    static List<String> clickIdNames(KwaiPlatform.Settings settings) {
        return settings.clickId() == null
                ? CLICK_IDS
                : List.of(settings.clickId().toLowerCase(Locale.ROOT));
    }

    @Override
    public String name() {
        return "kwai";
    }

    @Override
    public Set<String> alsoCalled() {
        return Set.of("kuaishou", "kwai-ads");
    }

    @Override
    public String description() {
        return "Kwai for Business: events of websites for Kwai ads.";
    }

    @Override
    public Form<KwaiPlatform.Settings> form(Map<String, Object> written) {
        return Form.of(KwaiPlatform.Settings.class);
    }

    @Override
    public Tag create(KwaiPlatform.Settings settings, Setup setup) {
        return new KwaiTag(settings, setup);
    }

    @Override
    public Map<String, String> eventNames() {
        return EVENTS;
    }

    @Override
    public List<String> clickIds(KwaiPlatform.Settings settings) {
        return clickIdNames(settings);
    }

    @Override
    public Claim claim(KwaiPlatform.Settings settings) {
        Map<String, Set<String>> when = new TreeMap<>();
        if (settings.capture() != null) {
            settings.capture().when().forEach((parameter, value) -> when.put(parameter, Set.of(value)));
        }
        return new Claim(name(), KwaiPlatform.HOST, Set.copyOf(clickIdNames(settings)), when, settings.shared());
    }
}
