package io.taghub.event;

import static java.util.Map.entry;

import io.taghub.text.Places;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Meta's word for the permission, 1 or 0; Apple's numbers are others. */
    private static final String META_ATT = "advertiser_tracking_enabled";

    /** What senders put into {@code app} and we keep with the device. */
    private static final Set<String> OTHERS_OF_APPS =
            Set.of("os", "os_version", "operating_system", "operating_system_version", META_ATT);

    static final Pattern DEVICE_ID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern PIXELS = Pattern.compile("\\d{1,5}(?:\\.\\d{1,4})?");

    private static final Pattern RESOLUTION = Pattern.compile("(\\d{1,5})\\s*[xX×*]\\s*(\\d{1,5})");

    private static final Set<String> ALLOWING = Set.of("AUTHORIZED", "NOT_APPLICABLE");

    private static final String FLAG_RULE = "it must be true or false, and is taken as a refusal";

    private static final String ATT_RULE =
            "it must be AUTHORIZED, DENIED, NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE," + " and is taken as denied";

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

    static void app(JsonReader event, EventBuilder into) {
        Map<Device, String> device = new EnumMap<>(Device.class);
        JsonReader given = event.object("app");
        if (given != null) {
            for (String key : given.names()) {
                if (SYSTEMS.containsKey(key) && !given.absent(key)) {
                    device.putIfAbsent(Device.OS, SYSTEMS.get(key));
                }
            }
            into.app(details(app(given.renamed(APP_ALIASES))));
            JsonReader of = given.renamed(DEVICE_ALIASES);
            for (Device field : List.of(Device.OS, Device.OS_VERSION)) {
                String value = of.key(Details.key(field));
                if (value != null) {
                    device.put(field, value);
                }
            }
        }
        into.device(details(device(event.object("device"))).or(details(device)));
    }

    private static Map<App, String> app(JsonReader given) {
        Map<App, String> app = read(given, App.class, OTHERS_OF_APPS);
        String att = app.get(App.ATT_STATUS);
        if (!given.absent("att_status")) {
            String status = att == null ? null : attStatus(att);
            if (att != null && status == null) {
                given.leaveOut("att_status", ATT_RULE);
            }
            app.put(App.ATT_STATUS, status == null ? "DENIED" : status);
        }
        if (!given.absent(META_ATT)) {
            Boolean said = given.flagIfAny(META_ATT);
            if (said == null) {
                given.leaveOut(META_ATT, FLAG_RULE);
            }
            // Of two words on one permission the refusal counts.
            if (!Boolean.TRUE.equals(said)) {
                app.merge(App.ATT_STATUS, "DENIED", (one, other) -> ALLOWING.contains(one) ? other : one);
            } else {
                app.putIfAbsent(App.ATT_STATUS, "AUTHORIZED");
            }
        }
        if (!given.absent("tracking_enabled")) {
            Boolean said = given.flagIfAny("tracking_enabled");
            if (said == null) {
                given.leaveOut("tracking_enabled", FLAG_RULE);
            }
            app.put(App.TRACKING_ENABLED, String.valueOf(Boolean.TRUE.equals(said)));
        }
        for (App id : List.of(App.ADVERTISING_ID, App.VENDOR_ID)) {
            keep(app, id, given, DEVICE_ID.asMatchPredicate(), "a device's id is a UUID");
        }
        return app;
    }

    private static @Nullable String attStatus(String written) {
        String word = written.toUpperCase(Locale.ROOT).replaceAll("[ -]", "_");
        if (word.length() == 1 && word.charAt(0) >= '0' && word.charAt(0) <= '3') {
            return ATT.get(word.charAt(0) - '0');
        }
        return ATT.contains(word) ? word : ATT_WORDS.get(word);
    }

    private static Map<Device, String> device(@Nullable JsonReader given) {
        if (given == null) {
            return Map.of();
        }
        JsonReader in = given.renamed(DEVICE_ALIASES);
        Map<Device, String> device = read(in, Device.class, Set.of("screen_resolution"));
        for (Device side : List.of(Device.SCREEN_WIDTH, Device.SCREEN_HEIGHT)) {
            keep(device, side, in, PIXELS.asMatchPredicate(), "it must be a number of pixels");
        }
        String size = in.key("screen_resolution");
        Matcher sides = RESOLUTION.matcher(size == null ? "" : size);
        if (sides.matches()) {
            device.putIfAbsent(Device.SCREEN_WIDTH, sides.group(1));
            device.putIfAbsent(Device.SCREEN_HEIGHT, sides.group(2));
        } else if (size != null) {
            in.leaveOut("screen_resolution", "it must be width and height in pixels, such as 390x844");
        }
        return device;
    }

    static Details<Location> location(@Nullable JsonReader given) {
        if (given == null) {
            return Details.none();
        }
        JsonReader in = given.renamed(LOCATION_ALIASES);
        Map<Location, String> place = read(in, Location.class, Set.of());
        place.computeIfPresent(Location.COUNTRY, (field, said) -> Places.country(said));
        if (!place.containsKey(Location.COUNTRY) && !in.absent("country")) {
            in.leaveOut("country", "it must be an ISO 3166-1 code such as GB");
        }
        String country = place.get(Location.COUNTRY);
        place.computeIfPresent(Location.REGION, (field, said) -> Places.subdivision(said, country));
        if (!place.containsKey(Location.REGION) && !in.absent("region")) {
            in.leaveOut("region", "it must be an ISO 3166-2 code of its country, such as GB-LND");
        }
        for (Location area : List.of(Location.SUBCONTINENT, Location.CONTINENT)) {
            place.computeIfPresent(area, (field, said) -> Places.area(said));
            if (!place.containsKey(area) && !in.absent(Details.key(area))) {
                in.leaveOut(Details.key(area), "it must be a region's UN M49 code, such as 150");
            }
        }
        return details(place);
    }

    private static <D extends Enum<D>> void keep(
            Map<D, String> values, D field, JsonReader in, Predicate<String> form, String rule) {
        String value = values.get(field);
        if (value != null && !form.test(value)) {
            in.leaveOut(Details.key(field), rule);
            values.remove(field);
        }
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
