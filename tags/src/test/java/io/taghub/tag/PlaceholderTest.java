package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Person;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is nobody's is neither hashed nor sent in clear; what is somebody's name as well is. */
class PlaceholderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    first_name  | N/A               | true
                    first_name  | undefined         | true
                    last_name   | null              | true
                    first_name  | Unknown           | true
                    first_name  | Test              | true
                    first_name  | {{first_name}}    | true
                    first_name  | [First Name]      | true
                    first_name  | %FNAME%           | true
                    last_name   | -                 | true
                    last_name   | .                 | true
                    last_name   | (not set)         | true
                    city        | not provided      | true
                    region      | N/A               | true
                    postal_code | n/a               | true
                    postal_code | -                 | true
                    postal_code | 00000             | true
                    postal_code | 00000-0000        | true
                    postal_code | 01000             | false
                    first_name  | Nan               | false
                    last_name   | Na                | false
                    last_name   | O'Nil             | false
                    last_name   | Guest             | false
                    last_name   | Tester            | false
                    first_name  | guest             | true
                    first_name  | Customer          | true
                    first_name  | Ada               | false
                    first_name  | 정                | false
                    email       | n/a               | true
                    email       | {email}           | true
                    email       | john@@x.com       | true
                    email       | user@localhost    | true
                    email       | noreply@shop.example | true
                    email       | ada@example.com   | false
                    email       | ADA @example.com  | false
                    phone       | n/a               | false
                    phone       | 123456            | true
                    phone       | 1234567890        | true
                    phone       | +1 234            | true
                    phone       | 07911 123456      | false
                    phone       | +44 7911 123456   | false
                    """)
    void nobodys(String field, String value, boolean nobodys) {
        assertThat(Placeholder.is(Person.UNKNOWN, field, value)).isEqualTo(nobodys);
        if (nobodys && !field.equals("email") && !field.equals("phone")) {
            assertThat(Identifiers.hash(Person.UNKNOWN, field, value, Identifiers::plain))
                    .isNull();
            assertThat(Identifiers.clear(Person.UNKNOWN, field, value)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"'',true", "null,true", "undefined,true", "none,true", "None,true", "N/A,true", "ada@example.com,false"
    })
    void ofNothingTheHashIsNobodysToo(String clear, boolean nobodys) {
        String hash = String.valueOf(Identifiers.sha256(clear));
        Person person = new Person(
                null,
                List.of(hash),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Set.of("email"),
                Map.of());

        assertThat(Placeholder.is(person, "email", hash.toUpperCase(Locale.ROOT)))
                .isEqualTo(nobodys);
        assertThat(Identifiers.hashes(person, "email", person.emails(), Identifiers::email))
                .isEqualTo(nobodys ? List.of() : List.of(hash));
    }

    @ParameterizedTest
    @CsvSource({"0,true", "f,false", "0123456789abcdef,false"})
    void aHashOfZerosIsNone(String part, boolean nothing) {
        Person person =
                new Person("u", part.repeat(64 / part.length()), null, null, null, null, null, null, null, null, null);
        Person hashed = new Person(
                "u",
                person.emails(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Set.of("email"),
                Map.of());

        assertThat(Placeholder.is(hashed, "email", person.emails().getFirst())).isEqualTo(nothing);
    }
}
