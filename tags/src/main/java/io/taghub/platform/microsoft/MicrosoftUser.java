package io.taghub.platform.microsoft;

import io.taghub.event.Person;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Setup;
import org.jspecify.annotations.Nullable;

/**
 * The hashes Microsoft knows a person by: one each, the same for both ways.
 *
 * @see <a href="https://help.ads.microsoft.com/apex/index/3/en/60178">Enhanced conversions</a>
 */
final class MicrosoftUser {
    private MicrosoftUser() {}

    static @Nullable String email(Person person) {
        return Identifiers.hashes(person, "email", person.emails(), MicrosoftUser::normalised).stream()
                .findFirst()
                .orElse(null);
    }

    static @Nullable String phone(Person person, Setup setup) {
        String country = Identifiers.country(person.country());
        String from = country == null ? setup.defaultCountry() : country;
        return Identifiers.hashes(person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from)).stream()
                .findFirst()
                .orElse(null);
    }

    /** Without the dots and the {@code +suffix} in front of the sign, whoever runs the mailbox. */
    static @Nullable String normalised(@Nullable String raw) {
        String email = Identifiers.email(raw);
        if (email == null) {
            return null;
        }
        int at = email.indexOf('@');
        String name = email.substring(0, at).replaceFirst("\\+.*", "").replace(".", "");
        return name.isEmpty() ? null : name + email.substring(at);
    }
}
