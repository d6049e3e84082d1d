package io.taghub.personal;

import io.taghub.event.Person;
import io.taghub.tag.Identifiers;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a person goes out hashed: a value in the platform's own form, hashed once, or the hash that the operator gave for
 * it. A hash never goes where a platform wants the value itself.
 *
 * @param person as far as the platform may know them
 */
public record Hashes(Person person) {

    /** SHA-256 in lower-case hex, null where nothing usable is known. */
    public @Nullable String one(String field, @Nullable String value, Spelling form) {
        if (value == null) {
            return null;
        }
        return person.hashed(field, value) ? value.toLowerCase(Locale.ROOT) : Identifiers.sha256(form.apply(value));
    }

    /** The same of each value, each hash once, in the order given. */
    public List<String> all(String field, Collection<String> values, Spelling form) {
        return values.stream()
                .map(value -> one(field, value, form))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The operator's ids of the person, the main one first. */
    public List<String> ids(Spelling form) {
        Stream<String> main = all("id", person.id() == null ? List.of() : List.of(person.id()), form).stream();
        return Stream.concat(main, all("external_ids", person.externalIds(), form).stream())
                .distinct()
                .toList();
    }

    /** The value itself, for platforms that want it in clear; null where all that is known of it is a hash. */
    public @Nullable String clear(String field, @Nullable String value) {
        return person.hashed(field, value) ? null : value;
    }

    /** How a platform writes a value before it is hashed; null for what is no such value. */
    @FunctionalInterface
    public interface Spelling {
        @Nullable
        String apply(String value);

        /** The same with a prefix, the plus of a phone number for instance. */
        default Spelling after(String prefix) {
            return value -> {
                String written = apply(value);
                return written == null ? null : prefix + written;
            };
        }
    }
}
