package io.taghub.platform.datamanager;

import io.taghub.event.Client;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Location;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The device of an event, or of the landing, and the place where it happened. */
final class DataManagerDevice {
    /** The European Economic Area, the United Kingdom and Switzerland, with what is theirs and has a code of its own. */
    private static final Set<String> NO_ADDRESS =
            Set.of(("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH"
                            + " AX GF GP MF MQ RE YT")
                    .split(" "));

    private DataManagerDevice() {}

    /**
     * Whether Google takes an IP address of this visitor: not of one who is in Europe, or lives there. Of whom nothing is
     * known the country is the operator's.
     */
    static boolean mayHaveAddress(Event event, @Nullable String defaultCountry) {
        List<String> countries = Stream.of(
                        event.location().get(Location.COUNTRY), event.user().country())
                .map(Identifiers::country)
                .filter(Objects::nonNull)
                .toList();
        return countries.isEmpty()
                ? defaultCountry == null || !NO_ADDRESS.contains(defaultCountry)
                : countries.stream().noneMatch(NO_ADDRESS::contains);
    }

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
