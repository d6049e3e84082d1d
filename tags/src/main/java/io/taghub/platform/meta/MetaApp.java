package io.taghub.platform.meta;

import io.taghub.event.App;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.platform.ExtInfo;
import io.taghub.tag.Fields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code app_data} of an event that happened in an app.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/app-events">the vendor's page</a>
 */
final class MetaApp {
    private MetaApp() {}

    /** Why Meta would refuse it, or null. */
    static @Nullable String objection(Event event) {
        if (ExtInfo.system(event) == null) {
            return "an app event needs device.os: iOS or Android";
        }
        return event.device().get(Device.OS_VERSION) == null ? "an app event needs device.os_version" : null;
    }

    static Fields data(Event event) {
        Details<App> app = event.app();
        return new Fields()
                .put("advertiser_tracking_enabled", event.mayTrack() ? 1 : 0)
                .put("application_tracking_enabled", bit(app.get(App.TRACKING_ENABLED)))
                .put("extinfo", ExtInfo.of(event))
                .put("campaign_ids", app.get(App.CAMPAIGN_IDS))
                .put("install_referrer", app.get(App.INSTALL_REFERRER))
                .put("installer_package", app.get(App.INSTALLER_PACKAGE))
                .put("url_schemes", list(app.get(App.URL_SCHEMES)))
                .put("vendor_id", app.get(App.VENDOR_ID));
    }

    private static @Nullable Integer bit(@Nullable String said) {
        return switch (said == null ? "" : said.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> 1;
            case "false", "0", "no" -> 0;
            default -> null;
        };
    }

    private static List<String> list(@Nullable String said) {
        return said == null ? List.of() : List.of(said.split("[,\\s]+"));
    }
}
