package io.taghub.intake;

import io.taghub.event.FieldNote;
import io.taghub.event.Person;
import io.taghub.tag.Placeholder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person without what stands where nothing is known: {@code n/a}, {@code {email}}, {@code 1234567890}. */
final class Somebody {
    private static final String WHY = "it is a placeholder or has not the form of one, and no platform could match it";

    private final Person person;
    private final List<FieldNote> notes;

    private Somebody(Person person, List<FieldNote> notes) {
        this.person = person;
        this.notes = notes;
    }

    /** @param notes get one for each value that is left out */
    static Person of(Person person, List<FieldNote> notes) {
        return person.hasDetails() ? new Somebody(person, notes).real() : person;
    }

    private Person real() {
        int before = notes.size();
        Person real = new Person(
                one("id", person.id()),
                all("email", person.emails()),
                all("phone", person.phones()),
                one("first_name", person.firstName()),
                one("last_name", person.lastName()),
                one("street", person.street()),
                one("city", person.city()),
                one("region", person.region()),
                one("postal_code", person.postalCode()),
                one("country", person.country()),
                one("birth_date", person.birthDate()),
                one("gender", person.gender()),
                all("external_ids", person.externalIds()),
                person.hashed(),
                person.properties());
        return notes.size() == before ? person : real;
    }

    private @Nullable String one(String field, @Nullable String value) {
        return value == null || isSomebodys(field, value) ? value : null;
    }

    private List<String> all(String field, List<String> values) {
        return values.stream().filter(value -> isSomebodys(field, value)).toList();
    }

    private boolean isSomebodys(String field, String value) {
        boolean real = !Placeholder.is(person, field, value);
        if (!real) {
            notes.add(FieldNote.ofText("user." + field, value, WHY));
        }
        return real;
    }
}
