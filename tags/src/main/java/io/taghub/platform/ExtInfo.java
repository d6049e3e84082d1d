package io.taghub.platform;

import io.taghub.event.App;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code extinfo} of an app's event, by which several platforms are told of app and device in the same way. */
public final class ExtInfo {
    private ExtInfo() {}

    /** {@code i2}, {@code a2}, or null where the device runs something that there is no word for. */
    public static @Nullable String system(Event event) {
        String os = event.device().get(Device.OS);
        String word = os == null ? "" : os.toLowerCase(Locale.ROOT).replace(" ", "");
        return switch (word) {
            case "ios", "ipados", "iphoneos", "iphone", "ipad", "i2" -> "i2";
            case "android", "a2" -> "a2";
            default -> null;
        };
    }

    /** Sixteen texts in a fixed order, empty where nothing is known: a list would lose those. */
    public static String[] of(Event event) {
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
