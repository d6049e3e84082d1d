package io.taghub.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user an event is about. Everything but {@code id} is raw personal data as the operator sent it; it is normalised
 * and hashed per platform at send time, never before.
 *
 * @param id the operator's own user id, opaque to everybody else
 * @param region state or province, free text or ISO 3166-2 part
 * @param country ISO 3166-1 alpha-2
 * @param birthDate ISO 8601 date
 * @param gender {@code f}, {@code m} or free text
 */
public record Person(
        @Nullable String id,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable String birthDate,
        @Nullable String gender) {

    public static final Person UNKNOWN = new Person(null, null, null, null, null, null, null, null, null, null, null);

    public static Person of(String id) {
        return new Person(id, null, null, null, null, null, null, null, null, null, null);
    }

    /** Field by field: this one's value, else the other's. */
    public Person or(Person other) {
        return new Person(
                id == null ? other.id : id,
                email == null ? other.email : email,
                phone == null ? other.phone : phone,
                firstName == null ? other.firstName : firstName,
                lastName == null ? other.lastName : lastName,
                city == null ? other.city : city,
                region == null ? other.region : region,
                postalCode == null ? other.postalCode : postalCode,
                country == null ? other.country : country,
                birthDate == null ? other.birthDate : birthDate,
                gender == null ? other.gender : gender);
    }

    /** Whether anything beyond the operator's own id is known. */
    public boolean hasDetails() {
        return !equals(id == null ? UNKNOWN : of(id));
    }

    /** Shows the opaque id only: personal data must not reach a log by way of a string. */
    @Override
    public String toString() {
        return "Person[" + Objects.toString(id, "unknown") + (hasDetails() ? ", ***]" : "]");
    }
}
