package io.taghub.platform.klaviyo;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The profile an event belongs to, in clear. Klaviyo refuses the event for an address or a number of a wrong form.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/create_event">the vendor's page</a>
 */
final class KlaviyoProfile {
    private static final List<String> KEYS = List.of("email", "phone_number", "external_id", "_kx");

    private KlaviyoProfile() {}

    static Fields of(Event event, @Nullable String defaultCountry, boolean whole) {
        Person person = PersonalData.shareable(event);
        String country = Identifiers.country(Identifiers.clear(person, "country", person.country()));
        String from = country == null ? defaultCountry : country;
        Fields profile = new Fields()
                .put("email", first(person, "email", person.emails(), Identifiers::email))
                .put(
                        "phone_number",
                        first(person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from)))
                .put("external_id", own(person))
                .put("_kx", event.clickIds().value("_kx"));
        return whole && !person.equals(Person.UNKNOWN)
                ? profile.put("first_name", clear(person, "first_name", person.firstName()))
                        .put("last_name", clear(person, "last_name", person.lastName()))
                        .put("organization", said(person, "organization", "company_name", "company"))
                        .put("title", said(person, "title", "job_title"))
                        .put(
                                "location",
                                new Fields()
                                        .put("address1", clear(person, "street", person.street()))
                                        .put("city", clear(person, "city", person.city()))
                                        .put("region", clear(person, "region", person.region()))
                                        .put("zip", clear(person, "postal_code", person.postalCode()))
                                        .put("country", country))
                : profile;
    }

    /** Whether anything says whose event it is. */
    static boolean isKnown(Fields profile) {
        return KEYS.stream().anyMatch(profile::has);
    }

    private static @Nullable String first(
            Person person, String field, List<String> values, UnaryOperator<@Nullable String> normalised) {
        return values.stream()
                .map(value -> normalised.apply(Identifiers.clear(person, field, value)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String own(Person person) {
        return Stream.concat(
                        Stream.ofNullable(PersonalData.impersonalId(Identifiers.clear(person, "id", person.id()))),
                        person.externalIds().stream()
                                .map(id -> PersonalData.impersonalId(Identifiers.clear(person, "external_ids", id)))
                                .filter(Objects::nonNull))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String clear(Person person, String field, @Nullable String raw) {
        String value = Identifiers.clear(person, field, raw);
        return value == null ? null : value.strip();
    }

    private static @Nullable String said(Person person, String... names) {
        return Stream.of(names)
                .map(person.properties()::get)
                .filter(String.class::isInstance)
                .map(text -> ((String) text).strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
