package io.taghub.platform.ga4;

import static io.taghub.personal.PersonalData.cut;

import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Location;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a person and their device stands beside the events of a request.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">the vendor's page</a>
 */
final class Ga4User {
    private static final int MAX_PROPERTIES = 25;
    private static final int MAX_PROPERTY_NAME = 24;
    private static final int MAX_PROPERTY = 36;

    private static final Set<String> RESERVED = Set.of(
            "first_open_time", "first_visit_time", "last_deep_link_referrer", "user_id", "first_open_after_install");

    private Ga4User() {}

    static Fields properties(Event event) {
        Fields properties = new Fields();
        PersonalData.free(event.user().properties(), event, RESERVED).forEach((key, value) -> {
            String written = Ga4Names.sanitised(key);
            String name = cut(written, MAX_PROPERTY_NAME);
            if (name != null && !RESERVED.contains(name) && properties.toMap().size() < MAX_PROPERTIES) {
                Object sent = value instanceof Number ? value : cut(value.toString(), MAX_PROPERTY);
                properties.put(name, new Fields().put("value", sent));
            }
        });
        return properties;
    }

    /** What the operator says, which goes before what GA4 would make of the IP address. */
    static Fields location(Event event) {
        Details<Location> location = event.location();
        return new Fields()
                .put("city", location.get(Location.CITY))
                .put("region_id", location.get(Location.REGION))
                .put("country_id", location.get(Location.COUNTRY))
                .put("subcontinent_id", location.get(Location.SUBCONTINENT))
                .put("continent_id", location.get(Location.CONTINENT));
    }

    static Fields device(Event event) {
        Details<Device> device = event.device();
        String width = device.get(Device.SCREEN_WIDTH);
        String height = device.get(Device.SCREEN_HEIGHT);
        return new Fields()
                .put("category", device.get(Device.CATEGORY))
                .put("language", device.get(Device.LANGUAGE))
                .put("screen_resolution", width == null || height == null ? null : width + "x" + height)
                .put("operating_system", device.get(Device.OS))
                .put("operating_system_version", device.get(Device.OS_VERSION))
                .put("model", device.get(Device.MODEL))
                .put("brand", device.get(Device.BRAND))
                .put("browser", device.get(Device.BROWSER))
                .put("browser_version", device.get(Device.BROWSER_VERSION));
    }

    /** @see <a href="https://developers.google.com/analytics/devguides/collection/ga4/uid-data">user-provided data</a> */
    static Fields data(Person person, @Nullable String defaultCountry) {
        String country = Identifiers.country(person.country());
        String from = country == null ? defaultCountry : country;
        Fields address = new Fields()
                .put(
                        "sha256_first_name",
                        Identifiers.hash(person, "first_name", person.firstName(), Identifiers::letters))
                .put(
                        "sha256_last_name",
                        Identifiers.hash(person, "last_name", person.lastName(), Identifiers::letters));
        if (!address.isEmpty()) {
            address.put("sha256_street", Identifiers.hash(person, "street", person.street(), Ga4User::street))
                    .put("city", Identifiers.letters(Identifiers.clear(person, "city", person.city())))
                    .put("region", Identifiers.letters(Identifiers.clear(person, "region", person.region())))
                    .put(
                            "postal_code",
                            Identifiers.plain(Identifiers.clear(person, "postal_code", person.postalCode())))
                    .put("country", country);
        }
        return new Fields()
                .put("sha256_email_address", Identifiers.hashes(person, "email", person.emails(), Ga4User::email))
                .put(
                        "sha256_phone_number",
                        Identifiers.hashes(
                                person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from)))
                .putList("address", address);
    }

    private static @Nullable String email(@Nullable String raw) {
        return Identifiers.withoutGmailDots(Identifiers.email(Identifiers.squeezed(raw)));
    }

    /** {@code 1600 Amphitheatre Pkwy.} becomes {@code 1600 amphitheatre pkwy}. */
    private static @Nullable String street(@Nullable String raw) {
        return raw == null ? null : Identifiers.plain(raw.replaceAll("[^\\p{L}\\p{M}\\p{N}\\s\\p{Z}]", ""));
    }
}
