package io.taghub.platform.tiktok;

import io.taghub.event.App;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only an event of an app says: the device, the app, and the ad that brought the installation. */
final class TikTokApp {
    private static final List<String> AD = List.of(
            "callback",
            "campaign_id",
            "ad_id",
            "creative_id",
            "is_retargeting",
            "attributed",
            "attribution_type",
            "attribution_provider");

    private TikTokApp() {}

    static Fields device(Event event) {
        Details<App> app = event.app();
        String id = event.advertisingId();
        String os = event.device().get(Device.OS);
        boolean apple = os != null && os.toLowerCase(Locale.ROOT).startsWith("i");
        return new Fields()
                .put(apple ? "idfa" : "gaid", id == null ? null : Identifiers.sha256(Identifiers.plain(id)))
                .put("idfv", app.get(App.VENDOR_ID))
                .put("att_status", app.get(App.ATT_STATUS));
    }

    static Fields app(Event event) {
        return new Fields()
                .put("app_id", event.app().get(App.ID))
                .put("app_name", event.app().get(App.NAME))
                .put("app_version", event.app().get(App.VERSION));
    }

    static @Nullable Fields ad(Event event) {
        if (!(event.properties().get("ad") instanceof Map<?, ?> said)) {
            return null;
        }
        Fields ad = new Fields();
        AD.forEach(key -> {
            Object value = said.get(key);
            ad.put(key, value instanceof String || value instanceof Number || value instanceof Boolean ? value : null);
        });
        return ad;
    }
}
