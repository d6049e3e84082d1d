package io.taghub.platform.openaiads;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.platform.ExtInfo;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code user} of an event: by what OpenAI could know the person.
 *
 * @see <a href="https://developers.openai.com/ads/conversions-api">the vendor's page</a>
 */
final class OpenAiUser {
    /** So many of a list it reads, by those who write lists. */
    private static final int MOST = 3;

    private static final int LONGEST_CITY = 128;

    /** Of a person; address and browser alone are not enough. */
    private static final List<String> STRONG = List.of(
            "obref",
            "email_sha256",
            "external_id_sha256",
            "emails_sha256",
            "phone_numbers_sha256",
            "external_ids_sha256");

    private OpenAiUser() {}

    static Fields of(Event event, OpenAiPlatform.Settings settings, @Nullable String defaultCountry) {
        Person person = PersonalData.shareable(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        Fields user = new Fields().put("obref", event.clickIds().value("obref"));
        List<String> emails = Identifiers.hashes(person, "email", person.emails(), Identifiers::email);
        List<String> ids = ids(person);
        if (settings.userLists()) {
            lists(user, event, person, defaultCountry);
            user.put("emails_sha256", first(emails)).put("external_ids_sha256", first(ids));
        } else {
            user.put("email_sha256", emails.isEmpty() ? null : emails.getFirst())
                    .put("external_id_sha256", ids.isEmpty() ? null : ids.getFirst());
        }
        if (settings.sendLocation()) {
            location(user, person, settings.userLists());
        }
        return user.put("ip_address", Identifiers.ip(client.ip())).put("user_agent", client.userAgent());
    }

    static boolean matches(Fields user) {
        return STRONG.stream().anyMatch(user::has);
    }

    /** Case counts: the pixel hashes what the page gives it. */
    private static List<String> ids(Person person) {
        return Stream.concat(
                        Identifiers.hashes(
                                person, "id", Stream.ofNullable(person.id()).toList(), OpenAiUser::edge)
                                .stream(),
                        Identifiers.hashes(person, "external_ids", person.externalIds(), OpenAiUser::edge).stream())
                .distinct()
                .toList();
    }

    private static @Nullable String edge(@Nullable String raw) {
        return raw == null || raw.isBlank() ? null : raw.strip();
    }

    private static List<String> first(List<String> all) {
        return all.stream().limit(MOST).toList();
    }

    private static void lists(Fields user, Event event, Person person, @Nullable String defaultCountry) {
        String country = Identifiers.country(person.country());
        String from = country == null ? defaultCountry : country;
        boolean android = "a2".equals(ExtInfo.system(event)) && !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        user.put(
                        "phone_numbers_sha256",
                        first(Identifiers.hashes(
                                person, "phone", person.phones(), raw -> Identifiers.phone(raw, from))))
                .putList(
                        "first_names_sha256",
                        Identifiers.hash(person, "first_name", person.firstName(), Identifiers::unpunctuated))
                .putList(
                        "last_names_sha256",
                        Identifiers.hash(person, "last_name", person.lastName(), Identifiers::unpunctuated))
                .put("android_advertising_id", android ? Identifiers.plain(event.advertisingId()) : null);
    }

    private static void location(Fields user, Person person, boolean lists) {
        String country = Identifiers.country(Identifiers.clear(person, "country", person.country()));
        String city =
                PersonalData.cut(Identifiers.plain(Identifiers.clear(person, "city", person.city())), LONGEST_CITY);
        String code = postalCode(Identifiers.clear(person, "postal_code", person.postalCode()));
        if (lists) {
            String region = PersonalData.cut(
                    Identifiers.plain(Identifiers.clear(person, "region", person.region())), LONGEST_CITY);
            user.putList("countries", country)
                    .putList("regions", region)
                    .putList("cities", city)
                    .putList("postal_codes", code);
        } else {
            user.put("country", country).put("city", city).put("zip_code", code);
        }
    }

    /** Letters, digits, spaces and hyphens, at most 32; a code of another form is none. */
    private static @Nullable String postalCode(@Nullable String raw) {
        String code = raw == null ? "" : raw.strip().toUpperCase(Locale.ROOT);
        return code.matches("[A-Z0-9 -]{1,32}") ? code : null;
    }
}
