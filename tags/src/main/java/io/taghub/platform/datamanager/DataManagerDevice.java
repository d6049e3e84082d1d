package io.taghub.platform.datamanager;

import io.taghub.event.Client;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Location;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The device of an event, or of the landing, and the place where it happened. */
final class DataManagerDevice {
    private DataManagerDevice() {}

    /** @param sendIp whether Google may have the address */
    static Fields of(Event event, boolean sendIp) {
        Client client = event.client() == null ? new Client(null, null) : event.client();
        return info(
                client.userAgent(),
                sendIp ? client.ip() : null,
                field -> event.device().get(field));
    }

    /** One that the operator describes in the words of {@code client} and {@code device}. */
    static @Nullable Fields said(@Nullable Object device, boolean sendIp) {
        if (!(device instanceof Map<?, ?> map)) {
            return null;
        }
        return info(
                text(map.get("user_agent")),
                sendIp ? text(map.get("ip")) : null,
                field -> text(map.get(Details.key(field))));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    private static Fields info(
            @Nullable String userAgent, @Nullable String ip, Function<Device, @Nullable String> device) {
        return new Fields()
                .put("userAgent", userAgent)
                .put("ipAddress", Identifiers.ip(ip))
                .put("category", device.apply(Device.CATEGORY))
                .put("languageCode", device.apply(Device.LANGUAGE))
                .put("screenHeight", pixels(device.apply(Device.SCREEN_HEIGHT)))
                .put("screenWidth", pixels(device.apply(Device.SCREEN_WIDTH)))
                .put("operatingSystem", device.apply(Device.OS))
                .put("operatingSystemVersion", device.apply(Device.OS_VERSION))
                .put("model", device.apply(Device.MODEL))
                .put("brand", device.apply(Device.BRAND))
                .put("browser", device.apply(Device.BROWSER))
                .put("browserVersion", device.apply(Device.BROWSER_VERSION));
    }

    private static @Nullable Integer pixels(@Nullable String said) {
        return said != null && said.matches("\\d{1,6}") ? Integer.valueOf(said) : null;
    }

    static Fields place(Event event) {
        Details<Location> location = event.location();
        String store = location.get(Location.STORE_ID);
        return new Fields()
                .put("storeId", store == null ? event.text("store_code") : store)
                .put("city", location.get(Location.CITY))
                .put("subdivisionCode", location.get(Location.REGION))
                .put("regionCode", location.get(Location.COUNTRY))
                .put("subcontinentCode", location.get(Location.SUBCONTINENT))
                .put("continentCode", location.get(Location.CONTINENT));
    }
}
