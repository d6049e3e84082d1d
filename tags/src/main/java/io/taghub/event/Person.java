package io.taghub.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user an event is about. Everything but {@code id} is raw personal data as the operator sent it; it is normalised
 * and hashed per platform at send time, never before, but for what the operator gives hashed already.
 *
 * @param id the operator's own user id, opaque to everybody else
 * @param emails the best first
 * @param phones the best first
 * @param region state or province, free text or ISO 3166-2 part
 * @param country ISO 3166-1 alpha-2
 * @param birthDate ISO 8601 date
 * @param gender {@code f}, {@code m} or free text
 * @param externalIds further ids of the same person, beside {@code id}
 * @param hashed the fields, by their names in JSON, which the operator gives as SHA-256; see {@link #hashed(String, String)}
 * @param properties what the operator keeps of the person beyond these: strings, numbers and booleans
 */
public record Person(
        @Nullable String id,
        List<String> emails,
        List<String> phones,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String street,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable String birthDate,
        @Nullable String gender,
        List<String> externalIds,
        Set<String> hashed,
        Map<String, Object> properties) {

    public static final Person UNKNOWN = new Person(null, null, null, null, null, null, null, null, null, null, null);

    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");

    public Person {
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        externalIds = List.copyOf(externalIds);
        hashed = Set.copyOf(hashed);
    }

    /** A person with one of each, as most have. */
    public Person(
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
        this(
                id,
                email == null ? List.of() : List.of(email),
                phone == null ? List.of() : List.of(phone),
                firstName,
                lastName,
                null,
                city,
                region,
                postalCode,
                country,
                birthDate,
                gender,
                List.of(),
                Set.of(),
                Map.of());
    }

    public static Person of(String id) {
        return new Person(id, null, null, null, null, null, null, null, null, null, null);
    }

    /** The best e-mail address, or null. */
    public @Nullable String email() {
        return emails.isEmpty() ? null : emails.getFirst();
    }

    /** The best phone number, or null. */
    public @Nullable String phone() {
        return phones.isEmpty() ? null : phones.getFirst();
    }

    /**
     * Whether this value of the field is a hash already: the operator said so, and it has the form of one. It goes out as
     * it is, or not at all; never hashed again.
     *
     * @param field its name in JSON, {@code email}
     */
    public boolean hashed(String field, @Nullable String value) {
        return value != null && hashed.contains(field) && isSha256(value);
    }

    /** 64 hexadecimal digits. */
    public static boolean isSha256(String value) {
        return value.length() == 64 && SHA256.matcher(value).matches();
    }

    /** Field by field: this one's value, else the other's. */
    public Person or(Person other) {
        if (isUnknown() || other.isUnknown()) {
            return isUnknown() ? other : this;
        }
        return new Person(
                id == null ? other.id : id,
                emails.isEmpty() ? other.emails : emails,
                phones.isEmpty() ? other.phones : phones,
                firstName == null ? other.firstName : firstName,
                lastName == null ? other.lastName : lastName,
                street == null ? other.street : street,
                city == null ? other.city : city,
                region == null ? other.region : region,
                postalCode == null ? other.postalCode : postalCode,
                country == null ? other.country : country,
                birthDate == null ? other.birthDate : birthDate,
                gender == null ? other.gender : gender,
                externalIds.isEmpty() ? other.externalIds : externalIds,
                hashed.containsAll(other.hashed) ? hashed : together(hashed, other.hashed),
                properties.isEmpty() && other.properties.isEmpty()
                        ? properties
                        : together(properties, other.properties));
    }

    private boolean isUnknown() {
        return this == UNKNOWN || (id == null && equals(UNKNOWN));
    }

    private static Set<String> together(Set<String> mine, Set<String> theirs) {
        Set<String> both = new TreeSet<>(theirs);
        both.addAll(mine);
        return both;
    }

    private static Map<String, Object> together(Map<String, Object> mine, Map<String, Object> theirs) {
        Map<String, Object> both = new TreeMap<>(theirs);
        both.putAll(mine);
        return both;
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
