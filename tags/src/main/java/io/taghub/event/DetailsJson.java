package io.taghub.event;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of {@link Details}: an object of texts under the fields' names or those that platforms have for them. */
final class DetailsJson {
    private static final Map<String, String> APP_ALIASES = Map.ofEntries(
            entry("app_id", "id"),
            entry("bundle_id", "id"),
            entry("package", "id"),
            entry("app_name", "name"),
            entry("app_version", "version"),
            entry("build_number", "build"),
            entry("app_instance_id", "instance_id"),
            entry("install_id", "instance_id"),
            entry("madid", "advertising_id"),
            entry("idfa", "advertising_id"),
            entry("gaid", "advertising_id"),
            entry("aaid", "advertising_id"),
            entry("ifa", "advertising_id"),
            entry("idfv", "vendor_id"),
            entry("anon_id", "anonymous_id"),
            entry("advertiser_tracking_enabled", "att_status"),
            entry("application_tracking_enabled", "tracking_enabled"));

    private static final Map<String, String> DEVICE_ALIASES = Map.ofEntries(
            entry("type", "category"),
            entry("manufacturer", "brand"),
            entry("operating_system", "os"),
            entry("operating_system_version", "os_version"),
            entry("locale", "language"),
            entry("language_code", "language"),
            entry("density", "screen_density"),
            entry("cores", "cpu_cores"));

    private static final Map<String, String> LOCATION_ALIASES = Map.of(
            "region_id", "region",
            "subdivision_code", "region",
            "country_id", "country",
            "region_code", "country",
            "subcontinent_id", "subcontinent",
            "subcontinent_code", "subcontinent",
            "continent_id", "continent",
            "continent_code", "continent",
            "store_code", "store_id");

    /** What senders put into {@code user} as platforms do, and we keep with the app. */
    static final Set<String> OF_APPS = Set.of("madid", "idfa", "gaid", "aaid", "idfv", "anon_id", "att_status");

    /** What senders put into {@code app} and we keep with the device. */
    private static final Set<String> OF_DEVICES = Set.of("os", "os_version");

    /** Apple's own numbers for it, in their order. */
    private static final List<String> ATT = List.of("NOT_DETERMINED", "RESTRICTED", "DENIED", "AUTHORIZED");

    private static final Map<String, String> ATT_WORDS =
            Map.of("TRUE", "AUTHORIZED", "FALSE", "DENIED", "NOT_APPLICABLE", "NOT_APPLICABLE");

    /** Several may stand in a list, or in one text with commas. */
    private static final Set<String> LISTS = Set.of("url_schemes", "campaign_ids");

    private DetailsJson() {}

    /** Whose advertising id it is says what the device runs. */
    private static final Map<String, String> SYSTEMS =
            Map.of("idfa", "iOS", "idfv", "iOS", "gaid", "Android", "aaid", "Android");

    static void moveInto(Map<App, String> app, JsonReader user) {
        for (String key : user.names()) {
            if (OF_APPS.contains(key)) {
                App field = App.valueOf(APP_ALIASES.getOrDefault(key, key).toUpperCase(Locale.ROOT));
                String value = user.key(key);
                if (value != null) {
                    app.putIfAbsent(field, value);
                }
            }
        }
    }

    /** @param app what was found of it elsewhere */
    static void app(JsonReader event, EventBuilder into, Map<App, String> app) {
        Map<Device, String> device = new EnumMap<>(Device.class);
        JsonReader given = event.object("app");
        if (given != null) {
            for (String key : given.names()) {
                if (SYSTEMS.containsKey(key) && !given.absent(key)) {
                    device.putIfAbsent(Device.OS, SYSTEMS.get(key));
                }
            }
            read(given.renamed(APP_ALIASES), App.class, OF_DEVICES).forEach(app::put);
            JsonReader of = given.renamed(DEVICE_ALIASES);
            for (Device field : List.of(Device.OS, Device.OS_VERSION)) {
                String value = of.key(Details.key(field));
                if (value != null) {
                    device.put(field, value);
                }
            }
        }
        String att = app.remove(App.ATT_STATUS);
        String status = att == null ? null : attStatus(att);
        if (status != null) {
            app.put(App.ATT_STATUS, status);
        } else if (att != null && given != null) {
            given.leaveOut("att_status", "it must be AUTHORIZED, DENIED, NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE");
        }
        into.app(details(app)).device(details(device(event.object("device"))).or(details(device)));
    }

    private static @Nullable String attStatus(String written) {
        String word = written.toUpperCase(Locale.ROOT).replace(' ', '_');
        if (word.length() == 1 && word.charAt(0) >= '0' && word.charAt(0) <= '3') {
            return ATT.get(word.charAt(0) - '0');
        }
        return ATT.contains(word) ? word : ATT_WORDS.get(word);
    }

    private static Map<Device, String> device(@Nullable JsonReader given) {
        if (given == null) {
            return Map.of();
        }
        Map<Device, String> device = read(given.renamed(DEVICE_ALIASES), Device.class, Set.of("screen_resolution"));
        String size = given.key("screen_resolution");
        int by = size == null ? -1 : size.toLowerCase(Locale.ROOT).indexOf('x');
        if (size != null && by > 0 && by < size.length() - 1) {
            device.putIfAbsent(Device.SCREEN_WIDTH, size.substring(0, by).strip());
            device.putIfAbsent(Device.SCREEN_HEIGHT, size.substring(by + 1).strip());
        }
        return device;
    }

    static Details<Location> location(@Nullable JsonReader given) {
        return given == null
                ? Details.none()
                : details(read(given.renamed(LOCATION_ALIASES), Location.class, Set.of()));
    }

    private static <D extends Enum<D>> Details<D> details(Map<D, String> values) {
        return values.isEmpty() ? Details.none() : new Details<>(values);
    }

    /** @param elsewhere keys that are read by somebody else */
    private static <D extends Enum<D>> Map<D, String> read(JsonReader in, Class<D> fields, Set<String> elsewhere) {
        Map<String, D> known = new HashMap<>();
        for (D field : fields.getEnumConstants()) {
            known.put(Details.key(field), field);
        }
        in.allow(known.keySet(), elsewhere);
        Map<D, String> values = new EnumMap<>(fields);
        known.forEach((key, field) -> {
            String value = LISTS.contains(key) ? String.join(",", in.texts(key)) : in.scalar(key);
            if (value != null && !value.isEmpty()) {
                values.put(field, value);
            }
        });
        return values;
    }

    static <D extends Enum<D>> void write(ObjectNode json, String key, Details<D> details) {
        if (!details.isEmpty()) {
            ObjectNode node = json.putObject(key);
            new TreeMap<>(details.values()).forEach((field, value) -> node.put(Details.key(field), value));
        }
    }
}
