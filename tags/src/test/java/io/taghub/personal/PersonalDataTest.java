package io.taghub.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Person;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://shop.example/,                                    https://shop.example/
                    https://shop.example/a?x=1&y=,                            https://shop.example/a?x=1&y=
                    https://shop.example/a?q=ada@example.com&x=1,             https://shop.example/a?x=1
                    https://shop.example/a?q=Ada%40Example.com,               https://shop.example/a
                    https://shop.example/a?Phone=1234&x=1,                    https://shop.example/a?x=1
                    https://shop.example/a?c=%2B1+650+555-1212#top,           https://shop.example/a#top
                    https://shop.example/a#/reset?email=ada%40example.com,    https://shop.example/a
                    https://shop.example/a?broken=%zz&b=2,                    https://shop.example/a?broken=%25zz&b=2
                    https://shop.example/a?email=x&city=Pagecity&x=1,         https://shop.example/a?x=1
                    https://shop.example/a?street=S&state=NY&iban=X&geo=DE,   https://shop.example/a?geo=DE
                    https://shop.example/a?order_state=new&country=DE,        https://shop.example/a?order_state=new&country=DE
                    https://shop.example/a?utm_city=Berlin&utm_term=login&clickid=abc&fbclid=IwAR0x, https://shop.example/a?utm_city=Berlin&utm_term=login&clickid=abc&fbclid=IwAR0x
                    https://shop.example/a?venue_city=Berlin&login=1&sub1=x,  https://shop.example/a?venue_city=Berlin&sub1=x
                    https://shop.example/a?geo=52.52003%2C13.40502&x=1,       https://shop.example/a?x=1
                    https://shop.example/a?x=1#/checkout?city=Berlin,         https://shop.example/a?x=1
                    https://shop.example/a?x=1#/checkout?step=2,              https://shop.example/a?x=1#/checkout?step=2
                    https://shop.example/a?gclid=Cj0KCQjw_-aB,                https://shop.example/a?gclid=Cj0KCQjw_-aB
                    https://shop.example/a?bob%40x.example=1&ann@x.example&x=1, https://shop.example/a?x=1
                    https://shop.example/a?q=bob＠x.example&img=logo@2x.png&v=pkg@1.2.3&x=1, https://shop.example/a?img=logo@2x.png&v=pkg@1.2.3&x=1
                    https://shop.example/a?gclid={gclid}&utm_source=%7B%7Bsite_source_name%7D%7D&x=1, https://shop.example/a?x=1
                    https://shop.example/a?c=__CLICKID__&d=%5Bcid%5D&utm_term=unknown&ids=%5B1%5D&y=a_, https://shop.example/a?utm_term=unknown&ids=%5B1%5D&y=a_
                    """)
    void leavesPageAddressesWithoutPersonalData(String url, String stripped) {
        assertThat(PersonalData.strippedFrom(url)).isEqualTo(stripped);
    }

    private static Event adas(Map<String, Object> properties) {
        return Event.named("lead", "l-1", Instant.EPOCH)
                .user(new Person(
                        "u-1",
                        "ada@example.com",
                        "+44 20 7946 0018",
                        "Ada",
                        "Lovelace",
                        "London",
                        null,
                        null,
                        "GB",
                        "1815-12-10",
                        null))
                .properties(properties)
                .build();
    }

    /** However often it was escaped, wherever it stands. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://shop.example/u/ada@example.com/orders           | https://shop.example/u/removed/orders
            https://shop.example/u/ada%40example.com                | https://shop.example/u/removed
            https://shop.example/u/ada%2540example.com?x=1          | https://shop.example/u/removed?x=1
            https://shop.example/u/mary%252540example.org           | https://shop.example/u/removed
            https://shop.example/?q=ada%2540example.com&x=1         | https://shop.example/?x=1
            https://shop.example/?q=mailto:mary%40example.org       | https://shop.example/
            https://shop.example/?q=mary&#64;example.org&x=1        | https://shop.example/?x=1
            https://shop.example/?q=mary%26%2364%3Bexample.org&x=1  | https://shop.example/?x=1
            https://shop.example/u/mary&amp;#x40;example&#46;org/x  | https://shop.example/u/removed/x
            https://shop.example/?q=mary&commat;example.org&x=1     | https://shop.example/?x=1
            https://shop.example/?a=1&amp;b=2                       | https://shop.example/?a=1&amp;b=2
            https://shop.example/?em=a&ph=441234567&fn=b&ln=c&zp=1010&db=19900228&x=1 | https://shop.example/?x=1
            https://shop.example/?ud[em]=a&ud[fn]=b&ph=7.4&db=main&error_fn=f&x=1 | https://shop.example/?ph=7.4&db=main&error_fn=f&x=1
            https://shop.example/call/+442079460018                 | https://shop.example/call/removed
            https://shop.example/call/020-7946-0018                 | https://shop.example/call/removed
            https://shop.example/call/442079460018                  | https://shop.example/call/removed
            https://shop.example/member/ada-lovelace                | https://shop.example/member/removed
            https://shop.example/member/Lovelace%2C%20Ada/x         | https://shop.example/member/removed/x
            https://shop.example/born/1815-12-10                    | https://shop.example/born/removed
            https://shop.example/?who=Ada+Lovelace&x=1              | https://shop.example/?x=1
            https://shop.example/?b=10.12.1815&x=1                  | https://shop.example/?x=1
            https://shop.example/?fname=Ada&lname=Lovelace&x=1      | https://shop.example/?x=1
            https://shop.example/?billing_email=a&billing%5Fphone=1&x=1 | https://shop.example/?x=1
            https://shop.example/?back=%2Fok%3Femail%3Dmary%2540example.org&x=1 | https://shop.example/?x=1
            https://shop.example/?back=%2Fok%3Ffname%3DMay&x=1      | https://shop.example/?x=1
            https://shop.example/?back=%2Fok%3Fstep%3D2&x=1         | https://shop.example/?back=%2Fok%3Fstep%3D2&x=1
            https://ada:lovelace@shop.example/x                     | https://shop.example/x
            https://shop.example/#/u/ada%40example.com              | https://shop.example/
            https://shop.example/c/ada/lovelace                     | https://shop.example/c/ada/lovelace
            https://shop.example/products/ada                       | https://shop.example/products/ada
            https://shop.example/p/4111111111111111/10%25-off       | https://shop.example/p/4111111111111111/10%25-off
            https://shop.example/@brand/sale                        | https://shop.example/@brand/sale
            https://shop.example/?order_id=442079460018             | https://shop.example/?order_id=442079460018
            https://shop.example/?gclid=ada-lovelace                | https://shop.example/?gclid=ada-lovelace
            /thanks?email=ada@example.com                           | /thanks
            shop.example/u/ada@example.com                          | shop.example/u/removed
            android-app://com.shop.app/                             | android-app://com.shop.app/
            """)
    void whatIsThePersonsOwnLeavesTheAddress(String url, String stripped) {
        assertThat(PersonalData.strippedFrom(url, adas(Map.of()))).isEqualTo(stripped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing_first_name",
                "billing_last_name",
                "billing_email",
                "billing_phone",
                "billing_address_1",
                "billing_address_2",
                "billing_address1",
                "billing_street",
                "billing_postcode",
                "billing_zip",
                "billing_city",
                "billing_state",
                "billing_company",
                "billing_name",
                "shipping_name",
                "shipping_company",
                "em",
                "fn",
                "ln",
                "zp",
                "user_data[em]",
                "billingAddressLine1",
                "fname",
                "lname",
                "user_email",
                "e_mail",
                "tel",
                "dob"
            })
    void aPersonsFieldIsPersonalByItsKey(String key) {
        assertThat(PersonalData.freeProperties(adas(Map.of(key, "Xq 1")), Set.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing_country",
                "shipping_method",
                "shipping_cost",
                "billing_cycle",
                "shipping_tier",
                "company_size"
            })
    void whatIsAboutTheOrderStays(String key) {
        assertThat(PersonalData.freeProperties(adas(Map.of(key, "Xq 1")), Set.of()))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ada Lovelace               | true
            LOVELACE, ADA              | true
            020 7946 0018              | true
            0044 20 7946 0018          | true
            2079460018                 | true
            10/12/1815                 | true
            12 St James's Square       | true
            ada%2540example.com        | true
            jane.roe&#64;example.org   | true
            jane.roe&#x40;example.org  | true
            030 12345678               | true
            (030) 12345678             | true
            0151/23456789              | true
            01 23 45 67 89             | true
            0151-23456789-7            | false
            0123456789012345           | false
            01 12 2025                 | false
            10 20 30 40 50             | false
            0.1 20 30 40 50            | false
            https://x.example/?e=mary%40example.org | true
            Ada                        | false
            May                        | false
            Ada Lovelace's notes, 2nd  | false
            London                     | false
            1815                       | false
            49.99                      | false
            """)
    void aPropertyThatRepeatsThePersonIsPersonal(String value, boolean personal) {
        Event event = adas(Map.of("note", value, "billing_address_1", "12 St. James's Square"));
        assertThat(PersonalData.freeProperties(event, Set.of()).containsKey("note"))
                .isEqualTo(!personal);
        assertThat(PersonalData.impersonal(value, event) == null).isEqualTo(personal);
    }

    /** Whatever text of an item it stands in; ids and prices stay. */
    @Test
    void anItemIsNotCalledAsThePersonIs() {
        LineItem named = new LineItem(
                "Ada Lovelace",
                "Ada Lovelace",
                null,
                new BigDecimal("9.90"),
                null,
                "mary@example.org",
                "red",
                List.of("lovelace, ada", "shoes"),
                "Ada",
                null,
                new LineItem.Listing("l-1", "Ada%20Lovelace"),
                null,
                null,
                null,
                Map.of());
        Event event = adas(Map.of()).toBuilder().items(List.of(named)).build();

        assertThat(PersonalData.items(event))
                .containsExactly(new LineItem(
                        "Ada Lovelace",
                        null,
                        null,
                        new BigDecimal("9.90"),
                        null,
                        null,
                        "red",
                        List.of("shoes"),
                        "Ada",
                        null,
                        new LineItem.Listing("l-1", null),
                        null,
                        null,
                        null,
                        Map.of()));
    }

    @Test
    void anIdIsNoPhoneNumber() {
        assertThat(PersonalData.freeProperties(adas(Map.of("batch_id", "2079460018", "sku", "18151210")), Set.of()))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            blob          | {"last_name":"Quinn","zip":"75001"}              | false
            blob          | [{"note":"Ada Lovelace"}]                        | false
            blob          | {"color":"red","size":4}                         | true
            blob          | {broken                                          | true
            link          | https://shop.example/u/ada-lovelace               | false
            link          | https://shop.example/u/ada@example.com            | false
            link          | https://Shop.example/p/red shoe?size=4            | true
            image         | https://cdn.shop.example/logo@2x.png              | true
            build         | pkg@1.2.3                                         | true
            bob@x.example | 1                                                 | false
            note          | bob＠x.example                                     | false
            note          | {"a":"bob\\u0040x.example"}                        | false
            """)
    void aTextIsPersonalByWhatIsInIt(String key, String value, boolean free) {
        assertThat(PersonalData.freeProperties(adas(Map.of(key, value)), Set.of())
                        .containsKey(key))
                .isEqualTo(free);
    }

    @Test
    void freePropertiesAreScalarsThatSayNothingAboutThePerson() {
        Event event = Event.named("lead", "l-1", Instant.EPOCH)
                .properties(Map.of(
                        "vertical",
                        "casino",
                        "step",
                        2,
                        "vip",
                        false,
                        "items",
                        List.of(1),
                        "note",
                        "write to ada@example.com",
                        "call",
                        "+44 7911 123456",
                        "first-name",
                        "Ada",
                        "value",
                        5))
                .build();
        assertThat(PersonalData.freeProperties(event, Set.of("value")))
                .isEqualTo(Map.of("vertical", "casino", "step", 2, "vip", false));
    }

    @Test
    void masksAddressesAPlatformQuotes() {
        assertThat(PersonalData.masked("invalid e-mail 'ada@example.com' at 3")).isEqualTo("invalid e-mail '***' at 3");
        assertThat(PersonalData.masked("x".repeat(500))).hasSize(201);
    }
}
