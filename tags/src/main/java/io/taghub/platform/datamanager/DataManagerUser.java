package io.taghub.platform.datamanager;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a person goes to Google: hashed identifiers, and what the advertiser thinks of the customer.
 *
 * @see <a href="https://developers.google.com/data-manager/api/devguides/concepts/formatting">the vendor's page</a>
 */
final class DataManagerUser {
    private static final int MAX_IDENTIFIERS = 10;
    private static final int MAX_PHONES = 3;

    private DataManagerUser() {}

    /** The best first, because Google takes ten. */
    static List<Fields> identifiers(Person person, @Nullable String defaultCountry) {
        String country = Identifiers.country(person.country());
        String from = country == null ? defaultCountry : country;
        List<String> emails = Identifiers.hashes(person, "email", person.emails(), DataManagerUser::email);
        List<String> phones =
                Identifiers.hashes(person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from));
        Fields address = address(person, country);
        // Of many addresses the last say little; a number and a postal address say something new.
        int others = Math.min(phones.size(), MAX_PHONES) + (address.isEmpty() ? 0 : 1);
        List<Fields> identifiers = new ArrayList<>();
        emails.stream()
                .limit(MAX_IDENTIFIERS - others)
                .forEach(hash -> identifiers.add(new Fields().put("emailAddress", hash)));
        phones.forEach(hash -> identifiers.add(new Fields().put("phoneNumber", hash)));
        if (!address.isEmpty()) {
            identifiers.add(Math.min(identifiers.size(), MAX_IDENTIFIERS - 1), new Fields().put("address", address));
        }
        return identifiers.subList(0, Math.min(identifiers.size(), MAX_IDENTIFIERS));
    }

    /** Whole or not at all: Google takes no half of one. */
    private static Fields address(Person person, @Nullable String country) {
        String givenName = Identifiers.hash(person, "first_name", person.firstName(), Identifiers::withoutTitles);
        String familyName = Identifiers.hash(person, "last_name", person.lastName(), Identifiers::withoutSuffixes);
        String postalCode = Identifiers.clear(person, "postal_code", person.postalCode());
        return givenName == null || familyName == null || country == null || postalCode == null
                ? new Fields()
                : new Fields()
                        .put("givenName", givenName)
                        .put("familyName", familyName)
                        .put("regionCode", country)
                        .put("postalCode", postalCode.strip());
    }

    /** Google's form: white space inside goes too, and Gmail addresses lose dots and suffix. */
    private static @Nullable String email(@Nullable String raw) {
        return Identifiers.withoutGmailSuffix(
                Identifiers.withoutGmailDots(Identifiers.email(Identifiers.squeezed(raw))));
    }

    static Fields properties(Event event) {
        List<Fields> own = PersonalData.free(event.user().properties(), event, Set.of()).entrySet().stream()
                .map(property -> new Fields()
                        .put("propertyName", property.getKey())
                        .put("value", property.getValue().toString()))
                .toList();
        return new Fields()
                .put("customerType", word(event, "customer_type", Set.of("NEW", "RETURNING", "REENGAGED")))
                .put("customerValueBucket", word(event, "customer_value_bucket", Set.of("LOW", "MEDIUM", "HIGH")))
                .put("additionalUserProperties", own);
    }

    private static @Nullable String word(Event event, String property, Set<String> words) {
        String said = event.text(property);
        String word = said == null ? "" : said.strip().toUpperCase(Locale.ROOT);
        return words.contains(word) ? word : null;
    }
}
