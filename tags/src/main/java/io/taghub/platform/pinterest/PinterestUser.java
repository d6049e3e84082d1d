package io.taghub.platform.pinterest;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * The {@code user_data} of an event: by what Pinterest could know the person.
 *
 * @see <a href="https://developers.pinterest.com/docs/api/v5/events-create">the vendor's page</a>
 */
final class PinterestUser {
    private PinterestUser() {}

    static Fields of(Event event, @Nullable String defaultCountry) {
        Person person = PersonalData.shareable(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        String country = Identifiers.country(person.country());
        String from = country == null ? defaultCountry : country;
        Fields user = new Fields()
                .put("em", Identifiers.hashes(person, "email", person.emails(), PinterestUser::email))
                .put("ph", Identifiers.hashes(person, "phone", person.phones(), raw -> Identifiers.phone(raw, from)))
                .putList("fn", Identifiers.hash(person, "first_name", person.firstName(), Identifiers::squeezed))
                .putList("ln", Identifiers.hash(person, "last_name", person.lastName(), Identifiers::squeezed))
                .putList("ge", Identifiers.hash(person, "gender", person.gender(), PinterestUser::gender))
                .putList("db", Identifiers.hash(person, "birth_date", person.birthDate(), Identifiers::birthDate))
                .putList("ct", Identifiers.hash(person, "city", person.city(), Identifiers::alphanumeric))
                .putList("st", Identifiers.hash(person, "region", person.region(), region -> state(region, country)))
                .putList(
                        "zp",
                        Identifiers.hash(person, "postal_code", person.postalCode(), code -> postalCode(code, country)))
                .putList(
                        "country",
                        Identifiers.hash(
                                person,
                                "country",
                                person.country(),
                                raw -> Identifiers.plain(Identifiers.country(raw))))
                .put("external_id", Identifiers.ids(person))
                .put("client_ip_address", Identifiers.ip(client.ip()))
                .put("client_user_agent", client.userAgent())
                .put("click_id", event.clickIds().value("epik"));
        if (!event.consent().denies(Consent.Purpose.AD_USER_DATA)) {
            user.putList("hashed_maids", Identifiers.sha256(Identifiers.plain(event.advertisingId())));
        }
        return user;
    }

    /** Pinterest takes no event without one of these; phone, user id and click go beside them. */
    static boolean matches(Fields user) {
        return user.has("em")
                || user.has("hashed_maids")
                || (user.has("client_ip_address") && user.has("client_user_agent"));
    }

    /** Without any white space, also inside. */
    private static @Nullable String email(@Nullable String raw) {
        return Identifiers.email(Identifiers.squeezed(raw));
    }

    /** Also {@code n} of those who are neither. */
    private static @Nullable String gender(@Nullable String raw) {
        String known = Identifiers.gender(raw);
        String word = Identifiers.alphanumeric(raw);
        return known == null && word != null && word.matches("n|nonbinary|enby") ? "n" : known;
    }

    /** Two letters or nothing. */
    private static @Nullable String state(@Nullable String raw, @Nullable String country) {
        String state = Identifiers.state(raw, country);
        return state != null && state.matches("[a-z]{2}") ? state : null;
    }

    /** Without spaces and dashes, the digits behind them too; of a code of the USA the first five. */
    private static @Nullable String postalCode(@Nullable String raw, @Nullable String country) {
        String code = Identifiers.alphanumeric(raw);
        boolean american = country == null || country.equals("US");
        return american && code != null && code.matches("\\d{9}") ? code.substring(0, 5) : code;
    }
}
