package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that no vendor's library shows: states, postal codes, countries, dates, and what is nothing at all. */
class IdentifiersTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    California,         ,   ca
                    CA,                 US, ca
                    US-CA,              US, ca
                    'New York',         US, ny
                    'District of Columbia', US, dc
                    Québec,             CA, qc
                    'Île-de-France',    FR, îledefrance
                    Bayern,             DE, bayern
                    DE-BY,              DE, by
                    Washington,         GB, washington
                    '  ',               US,
                    """)
    void states(String raw, String country, String state) {
        assertThat(Identifiers.state(raw, country)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    94025-1234, US, 94025
                    940251234,  US, 94025
                    94025-1234,   , 94025
                    SW1A 1AA,   GB, sw1a1aa
                    1229-076,   PT, 1229076
                    01310-100,  BR, 01310100
                    10115,      DE, 10115
                    """)
    void postalCodes(String raw, String country, String code) {
        assertThat(Identifiers.postalCode(raw, country)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    de,                       DE
                    DEU,                      DE
                    ' Germany ',              DE
                    'United States of America', US
                    UK,                       GB
                    Côte d’Ivoire,            CI
                    Atlantis,
                    XX,
                    """)
    void countries(String raw, String code) {
        assertThat(Identifiers.country(raw)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    1997-12-26, 19971226
                    19971226,   19971226
                    12/26/1997, 19971226
                    26.12.1997,
                    1997-02-30,
                    """)
    void birthDates(String raw, String date) {
        assertThat(Identifiers.birthDate(raw)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({"F,f", "female,f", "' Male ',m", "diverse,", "x,"})
    void genders(String raw, String letter) {
        assertThat(Identifiers.gender(raw)).isEqualTo(letter);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    Mr. Alex,      alex
                    DR. Ada,       ada
                    'Quinn, Jr.',  quinn
                    Quinn III,     quinn
                    Drake,         drake
                    Levi,          levi
                    """)
    void titles(String raw, String name) {
        assertThat(Identifiers.withoutTitles(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.com,ada@example.com",
        "'\u00a0Ada@Example.com ',ada@example.com",
        "a@b@c,",
        "ada example.com,",
        "'ada @example.com',",
        "@example.com,"
    })
    void emails(String raw, String email) {
        assertThat(Identifiers.email(raw)).isEqualTo(email);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,203.0.113.9",
        "' 2001:db8::1 ',2001:db8::1",
        "203.0.113.9:443,",
        "203.0.113.999,",
        "127.1,",
        "[::1],",
        "0.0.0.0,",
        "unknown,"
    })
    void ips(String raw, String ip) {
        assertThat(Identifiers.ip(raw)).isEqualTo(ip);
    }

    /** Dots and suffix of a Gmail address never matter, those of any other always do. */
    @Property(tries = 200, seed = "1")
    void gmail(
            @ForAll @AlphaChars @StringLength(min = 2, max = 12) String name,
            @ForAll @AlphaChars @StringLength(max = 5) String tag) {
        String plain = name.toLowerCase(Locale.ROOT) + "@gmail.com";
        String dotted = name.charAt(0) + "." + name.substring(1) + "+" + tag + "@GMail.com";
        assertThat(Identifiers.withoutGmailSuffix(Identifiers.withoutGmailDots(Identifiers.email(dotted))))
                .isEqualTo(plain);
        String other = dotted.toLowerCase(Locale.ROOT).replace("gmail", "example");
        assertThat(Identifiers.withoutGmailSuffix(Identifiers.withoutGmailDots(other)))
                .isEqualTo(other);
    }

    /** Whatever people type, a normal form is its own normal form, and nothing throws. */
    @Property(tries = 500, seed = "2")
    void normalisingTwiceChangesNothing(@ForAll String raw) {
        for (java.util.function.UnaryOperator<String> rule :
                java.util.List.<java.util.function.UnaryOperator<String>>of(
                        Identifiers::email,
                        Identifiers::plain,
                        Identifiers::squeezed,
                        Identifiers::alphanumeric,
                        Identifiers::letters,
                        Identifiers::birthDate,
                        Identifiers::country,
                        text -> Identifiers.state(text, null),
                        text -> Identifiers.postalCode(text, null),
                        text -> Identifiers.phone(text, "US"))) {
            String once = rule.apply(raw);
            if (once != null && !once.matches("\\d+")) {
                assertThat(rule.apply(once)).isEqualTo(once);
            }
        }
    }
}
