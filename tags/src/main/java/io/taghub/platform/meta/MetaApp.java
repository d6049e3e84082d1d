package io.taghub.platform.meta;

import io.taghub.event.App;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.tag.Fields;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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

    /** {@code i2}, {@code a2}, or null where the device runs something that Meta has no word for. */
    static @Nullable String system(Event event) {
        String os = event.device().get(Device.OS);
        String word = os == null ? "" : os.toLowerCase(Locale.ROOT).replace(" ", "");
        return switch (word) {
            case "ios", "ipados", "iphoneos", "iphone", "ipad", "i2" -> "i2";
            case "android", "a2" -> "a2";
            default -> null;
        };
    }

    /** Why Meta would refuse it, or null. */
    static @Nullable String objection(Event event) {
        if (system(event) == null) {
            return "an app event needs device.os: iOS or Android";
        }
        return event.device().get(Device.OS_VERSION) == null ? "an app event needs device.os_version" : null;
    }

    static Fields data(Event event) {
        Details<App> app = event.app();
        return new Fields()
                .put("advertiser_tracking_enabled", event.mayTrack() ? 1 : 0)
                .put("application_tracking_enabled", bit(app.get(App.TRACKING_ENABLED)))
                .put("extinfo", extinfo(event))
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

    /** Sixteen texts in a fixed order, empty where nothing is known: a list would lose those. */
    private static String[] extinfo(Event event) {
        Details<Device> device = event.device();
        return new String[] {
            known(system(event)),
            known(event.app().get(App.ID)),
            known(event.app().get(App.VERSION)),
            known(event.app().get(App.BUILD)),
            known(device.get(Device.OS_VERSION)),
            known(device.get(Device.MODEL)),
            known(device.get(Device.LANGUAGE)),
            shortZone(event),
            known(device.get(Device.CARRIER)),
            known(device.get(Device.SCREEN_WIDTH)),
            known(device.get(Device.SCREEN_HEIGHT)),
            known(device.get(Device.SCREEN_DENSITY)),
            known(device.get(Device.CPU_CORES)),
            known(device.get(Device.STORAGE_GB)),
            known(device.get(Device.FREE_STORAGE_GB)),
            known(device.get(Device.TIMEZONE))
        };
    }

    private static String known(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** {@code CET} of {@code Europe/Berlin} in winter. */
    private static String shortZone(Event event) {
        String zone = event.device().get(Device.TIMEZONE);
        if (zone == null || !zone.contains("/")) {
            return known(zone);
        }
        try {
            String name = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                    .withZone(ZoneId.of(zone))
                    .format(event.time());
            return name.chars().allMatch(Character::isUpperCase) ? name : "";
        } catch (DateTimeException noSuchZone) {
            return "";
        }
    }
}
