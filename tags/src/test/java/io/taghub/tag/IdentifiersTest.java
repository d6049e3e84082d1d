package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that no vendor's library shows: states, postal codes, countries, dates. */
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
                    1229-076,   PT, 1229
                    01310-100,  BR, 01310
                    'K1A 0A6',  CA, k1a0a6
                    10115,      DE, 10115
                    D-10115,    DE,
                    94025–1234, US, 94025
                    94025—1234,   , 94025
                    94025−1234, US, 94025
                    1229‑076,   PT, 1229
                    7,          DE,
                    '-',        US,
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
                    Turkey,                   TR
                    Türkiye,                  TR
                    Czech Republic,           CZ
                    Czechia,                  CZ
                    Hong Kong,                HK
                    Ivory Coast,              CI
                    Bosnia and Herzegovina,   BA
                    Bosnia & Herzegovina,     BA
                    Myanmar,                  MM
                    Palestine,                PS
                    Macedonia,                MK
                    North Macedonia,          MK
                    Swaziland,                SZ
                    Congo,                    CG
                    DR Congo,                 CD
                    The Netherlands,          NL
                    Great Britain,            GB
                    UAE,                      AE
                    Korea,                    KR
                    'Korea, Republic of',     KR
                    Russian Federation,       RU
                    'Congo, The Democratic Republic of the', CD
                    'Georgia, USA',
                    St. Lucia,                LC
                    España,                   ES
                    Österreich,               AT
                    Deutschland,              DE
                    Россия,                   RU
                    日本,                       JP
                    المملكة العربية السعودية, SA
                    Kosovo,                   XK
                    '',
                    ZZ,
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
                    26.12.1997, 19971226
                    26/12/1997, 19971226
                    26-12-1997, 19971226
                    12-26-1997, 19971226
                    1997/12/26, 19971226
                    1997-2-6,   19970206
                    1997-12-26T00:00:00Z, 19971226
                    1997-12-26 00:00:00,  19971226
                    03/03/1997, 19970303
                    03/04/1997,
                    26/12/97,
                    0001-01-01,
                    1799-12-31,
                    1997-13-01,
                    0000-00-00,
                    1997-02-30,
                    """)
    void birthDates(String raw, String date) {
        assertThat(Identifiers.birthDate(raw)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({"F,f", "female,f", "Mrs,f", "Ms.,f", "Mr.,m", "girl,f", "other,", "' Male ',m", "diverse,", "x,"})
    void genders(String raw, String letter) {
        assertThat(Identifiers.gender(raw)).isEqualTo(letter);
    }

    /** The cases of the formatters' own tests, the same in each of Google's languages, and what is close to them. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    ' Mr. Alex   ',  alex
                    Mrs. Alex,       alex
                    DR. Ada,         ada
                    Alex Dr.,        alex
                    Mralex,          mralex
                    Mr Alex,         mr alex
                    Alex Jr.,        alex jr.
                    Alex III,        alex iii
                    Mary-Ann,        mary-ann
                    ' Mr. ',
                    """)
    void givenNames(String raw, String name) {
        assertThat(Identifiers.withoutTitles(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    ' Quinn   ',        quinn
                    Quinn-Alex,         quinn-alex
                    ' Quinn, Jr.   ',   quinn
                    ' Quinn,Jr.   ',    quinn
                    ' Quinn Sr.  ',     quinn
                    'quinn, jr. dds',   quinn
                    'quinn, jr., dds',  quinn
                    Quinn III PhD,      quinn
                    Quinn Jr,           quinn jr
                    Dr. Quinn,          dr. quinn
                    Boardds,            boardds
                    lacparm,            lacparm
                    Levi,               levi
                    ', Jr. ',
                    """)
    void familyNames(String raw, String name) {
        assertThat(Identifiers.withoutSuffixes(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    O'Brien,            obrien
                    Jean-Luc,           jeanluc
                    'Quinn, Jr.',       quinnjr
                    van der Berg,       vanderberg
                    'José_María (2)',   josémaría2
                    정,                  정
                    O’Brien,            o’brien
                    '!@#',
                    """)
    void namesWithoutPunctuation(String raw, String name) {
        assertThat(Identifiers.unpunctuated(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.com,ada@example.com",
        "'\u00a0Ada@Example.com ',ada@example.com",
        "a@b@c,",
        "ada example.com,",
        "'ada @example.com',",
        "john doe <john@example.com>,",
        "j***@example.com,",
        "j•••@example.com,",
        "ada@exa_mple.com,",
        "ada@müller.example,ada@müller.example",
        "o'neil+x@example.co.uk,o'neil+x@example.co.uk",
        "email@example.com,email@example.com",
        "test@gmail.com,test@gmail.com",
        "user.name@example.com,user.name@example.com",
        "@example.com,",
        "ada@localhost,",
        "ada@example.,",
        "test@test.com,",
        "Test@TEST.co.uk,",
        "test+1@test.com,",
        "example@example.com,",
        "none@none.com,",
        "a@a.com,",
        "xxx@xxx.com,",
        "123@123.com,",
        "no-reply@shop.example,",
        "noemail@shop.example,",
        "undefined@undefined.com,",
        "your@email.com,",
        "name@domain.com,",
        "qa@shop.test,",
        "foo@bar.com,",
        "no@email.com,",
        "ada@noemail.com,",
        "invalid@invalid.com,",
        "{{email}}@example.com,",
        "john@@x.com,",
        "test@example.com,test@example.com",
        "hello@hello.com,hello@hello.com",
        "john@test.com,john@test.com",
        "testa@gmail.com,testa@gmail.com"
    })
    void emails(String raw, String email) {
        assertThat(Identifiers.email(raw)).isEqualTo(email);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    07911 123456,        GB, 447911123456
                    (650) 555-1212,      US, 16505551212
                    +44 (0)7911 123456,  US, 447911123456
                    0044 7911 123456,      , 447911123456
                    447911123456,          , 447911123456
                    447911123456,        US, 447911123456
                    49 (151) 2345-6789,    , 4915123456789
                    650 555 1212,          ,
                    07911 123456,          ,
                    12345678901234567,     ,
                    (000) 000-0000,      US,
                    000-000-0000,        DE,
                    0000000000,            ,
                    +1 000 000 0000,       ,
                    1111111111,          US,
                    (555) 555-5555,      US,
                    +91 99999 99999,       ,
                    123-456-7890,        US,
                    0123456789,          DE,
                    (555) 010-0100,      US,
                    (650) 555-1212,      GB,
                    0791112345,          GB,
                    447911,              GB,
                    07000 000000,        GB,
                    020 7946 0958,       GB, 442079460958
                    +44 7911 1234,       GB, 4479111234
                    +1 650 010 0100,     GB, 16500100100
                    0151 23456789,       DE, 4915123456789
                    """)
    void phones(String raw, String country, String phone) {
        assertThat(Identifiers.phone(raw, country)).isEqualTo(phone);
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
    @Test
    void gmail() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            String name = text(random, 'a', 'z', 2 + random.nextInt(10));
            String dotted = name.charAt(0) + "." + name.substring(1) + "+" + text(random, 'a', 'z', random.nextInt(5))
                    + "@GMail.com";
            assertThat(Identifiers.withoutGmailSuffix(Identifiers.withoutGmailDots(Identifiers.email(dotted))))
                    .isEqualTo(name + "@gmail.com");
            String other = dotted.toLowerCase(Locale.ROOT).replace("gmail", "example");
            assertThat(Identifiers.withoutGmailSuffix(Identifiers.withoutGmailDots(other)))
                    .isEqualTo(other);
        }
    }

    /** Whatever people type, a normal form is its own normal form, and nothing throws. */
    @Test
    void normalisingTwiceChangesNothing() {
        SplittableRandom random = new SplittableRandom(2);
        java.util.List<UnaryOperator<String>> rules = java.util.List.of(
                Identifiers::email,
                Identifiers::plain,
                Identifiers::squeezed,
                Identifiers::alphanumeric,
                Identifiers::letters,
                Identifiers::birthDate,
                Identifiers::country,
                text -> Identifiers.state(text, null),
                text -> Identifiers.postalCode(text, null),
                text -> Identifiers.phone(text, "US"));
        for (int i = 0; i < 2000; i++) {
            String raw = text(random, ' ', i % 2 == 0 ? '~' : '\uD000', random.nextInt(40));
            for (UnaryOperator<String> rule : rules) {
                String once = rule.apply(raw);
                if (once != null && !once.matches("\\d+")) {
                    assertThat(rule.apply(once)).isEqualTo(once);
                }
            }
        }
    }

    private static String text(SplittableRandom random, char from, char to, int length) {
        return random.ints(length, from, to + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
