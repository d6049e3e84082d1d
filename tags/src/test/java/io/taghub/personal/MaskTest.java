package io.taghub.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is personal, by key and by form: hidden from people, and not among the free properties a platform gets. */
class MaskTest {
    private static final Event NOBODY = Event.named("purchase", "o-1", Instant.parse("2026-03-02T10:00:00Z"))
            .build();

    private static boolean sent(String key, Object value) {
        Event event = NOBODY.toBuilder().properties(Map.of(key, value)).build();
        return PersonalData.freeProperties(event, Set.of()).containsKey(key);
    }

    private static String shown(String json) {
        return Mask.OF_NOBODY.properties(Fields.JSON.readTree(json)).toString();
    }

    private static String shown(String key, String value) {
        return shown(Fields.JSON.writeValueAsString(Map.of(key, value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "e-mail",
                "E_Mail",
                "eMail",
                "Email Address",
                "customerEmail",
                "customer.email",
                "user[email]",
                "billing_emails",
                "email2",
                "emailHash",
                "useremail",
                "correo_electronico",
                "phone",
                "phoneNumber",
                "phone_numbers",
                "Telefonnummer",
                "mobile",
                "msisdn",
                "telefone",
                "first_name",
                "firstName",
                "FIRSTNAME",
                "last-name",
                "full_name",
                "surname",
                "prénom",
                "apellidos",
                "nachname",
                "imię",
                "customer_name",
                "cardholderName",
                "name",
                "names",
                "username",
                "birth_date",
                "dateOfBirth",
                "dob",
                "birthday",
                "geburtsdatum",
                "gender",
                "sex",
                "city",
                "billing_city",
                "shippingCity",
                "billingcity",
                "user_city",
                "Stadt",
                "ciudad",
                "ville",
                "town",
                "region",
                "customerRegion",
                "province",
                "postal_code",
                "postalCode",
                "postcode",
                "zip",
                "zip_code",
                "ZIPCode",
                "billing_zip",
                "PLZ",
                "codePostal",
                "street",
                "street_address",
                "streetName",
                "Straße",
                "rue",
                "house_number",
                "address",
                "billing_address",
                "address_line_1",
                "addressLine2",
                "home_address",
                "bic",
                "swift_code",
                "routing_number",
                "aba_routing_number",
                "bsb",
                "tin",
                "taxIdentificationNumber",
                "vat_id",
                "nationality",
                "citizenship",
                "country_of_birth",
                "ethnicity",
                "login",
                "user_login",
                "loginName",
                "contact",
                "contact_person",
                "latlon",
                "iban",
                "IBAN",
                "customer_iban",
                "iban_number",
                "bank_account",
                "accountNumber",
                "ssn",
                "SSN",
                "socialSecurityNumber",
                "ssn_last4",
                "national_id",
                "tax_id",
                "passport",
                "passportNumber",
                "drivers_license",
                "card_number",
                "creditCardNumber",
                "cardNo",
                "cvv",
                "ip",
                "ip_address",
                "clientIp",
                "userIP",
                "latitude",
                "lng",
                "password",
                "passwd",
                "pin",
                "client_secret",
                "access_token",
                "billing_state",
                "user_location",
                "whatsapp",
                "телефон",
                "город"
            })
    void personalByKey(String key) {
        assertThat(sent(key, "Canary7 Lane")).as("%s is sent", key).isFalse();
        assertThat(shown(key, "Canary7 Lane")).doesNotContain("Canary7");
    }

    @ParameterizedTest
    @CsvSource({
        "capacity, 40",
        "velocity, high",
        "product_name, Canary Islands",
        "item_name, Red shoes",
        "game_name, Starburst",
        "event_name, Derby",
        "company_name, Acme",
        "campaign_name, spring",
        "payment_method_name, visa",
        "status, shipped",
        "state, approved",
        "order_state, CA",
        "state, in transit",
        "player_state, active",
        "code, SPRING",
        "zip_file, photos.zip",
        "region_code, EU",
        "country, DE",
        "country_code, DE",
        "billing_country, DE",
        "venue_city, Berlin",
        "destination_city, Rome",
        "store_address, 1 High Street",
        "wallet_address, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "address, 0x52908400098527886E0F7030069857D2E4169EE7",
        "deposit_address, TJRyWwFs9wTFGZg3JbrVriFbNfCrDp1X1",
        "order_id, 4111111111111111",
        "click_id, 4111111111111111",
        "gclid, Cj0KCQjw_-aB",
        "_fbp, 4111111111111111",
        "tblci, 4111111111111111",
        "rdt_uuid, 4111111111111111",
        "session_id, 234-567-8901",
        "sku, 123-45-6789",
        "app_version, 10.2.3.4",
        "amount, 41111111111111.11",
        "price, 49.99",
        "payment_method, card",
        "card_type, visa",
        "gift_card, GC-12",
        "card, visa",
        "token, USDT",
        "token_symbol, BTC",
        "email_campaign, spring",
        "email_opt_in, yes",
        "phone_model, Pixel 9",
        "phone_verified, yes",
        "is_mobile, yes",
        "method, email",
        "device, mobile",
        "vip, gold",
        "tip, 5",
        "hotel, Astoria",
        "title, Red shoes",
        "page_title, Hats",
        "description, welcome bonus",
        "note, 2026-11-22 10:00:00 and 12:34:56",
        "note, 100 200 300",
        "agent, Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36",
        "timestamp, 1795348000000",
        "account_id, 4111111111111111",
        "score, +12",
        "vertical, casino",
    })
    void notPersonalHoweverItLooks(String key, String value) {
        assertThat(sent(key, value)).as("%s is sent", key).isTrue();
        assertThat(shown(key, value)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "write to ada.l+x@mail.example.co.uk",
                "ada%40example.com",
                "+44 7911 123456",
                "call +1 (650) 555-1212 now",
                "0044 20 7946 0958",
                "(650) 555-1212",
                "650-555-1212",
                "DE89 3704 0044 0532 0130 00",
                "de89370400440532013000",
                "pay to GB82WEST12345698765432 please",
                "4111 1111 1111 1111",
                "4111111111111111",
                "378282246310005 12/29",
                "5555-5555-5555-4444",
                "123-45-6789",
                "203.0.113.77",
                "from 203.0.113.77.",
                "2001:db8:85a3:8d3:1319:8a2e:370:7348",
                "2001:db8::7348",
            })
    void personalByForm(String value) {
        assertThat(sent("note", value)).isFalse();
        assertThat(shown("note", value)).doesNotContain(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "DE89370400440532013001",
                "000-12-3456",
                "256.1.1.1",
                "1.2.3",
                "10:20:30",
                "442079460958",
                "2026-11-22T15:00:00+02:00",
                "a @ b.c",
                "041c6a5b2f6ce9d0b1a2c3d4e5f60718",
                "6f1c2a34-4111-1111-9111-111111111111",
            })
    void otherDigitsAreNone(String value) {
        assertThat(sent("note", value)).isTrue();
        assertThat(shown("note", value)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"CA", "ca", "California", "New York"})
    void aStateOfAmericaIsWhereSomebodyLives(String state) {
        assertThat(sent("state", state)).isFalse();
    }

    @Test
    void besideACityAStateIsAPlaceUnlessItSaysHowFarSomethingIs() {
        Event event = NOBODY.toBuilder()
                .properties(Map.of("city", "Munich", "state", "Bavaria"))
                .build();
        assertThat(PersonalData.freeProperties(event, Set.of())).isEmpty();
        assertThat(shown("{\"city\":\"Munich\",\"state\":\"Approved\"}"))
                .isEqualTo("{\"city\":\"***\",\"state\":\"Approved\"}");
    }

    @Test
    void aFlagIsNotPersonal() {
        assertThat(sent("email", true)).isTrue();
        assertThat(sent("phone", 442079460958L)).isFalse();
    }

    @Test
    void whatIsNestedIsFoundByWhatItStandsIn() {
        assertThat(shown("""
                        {"customer":{"name":"Ada","state":"Kent","id":"c-1","vip":true},
                         "billing":{"address":{"line1":"1 Lane","country":"GB","type":"home","extra":["flat 2"]}},
                         "contacts":[{"phones":[{"number":"7946"}],"mails":["x"]}],
                         "items":[{"name":"Hat","price":4.50,"state":"new"}],
                         "bonus":{"name":"Welcome","code":"W1"},
                         "name":{"first":"Ada","last":"L"}}"""))
                .isEqualTo("{\"customer\":{\"name\":\"***\",\"state\":\"***\",\"id\":\"c-1\",\"vip\":true},"
                        + "\"billing\":{\"address\":{\"line1\":\"***\",\"country\":\"GB\",\"type\":\"home\",\"extra\":[\"***\"]}},"
                        + "\"contacts\":[{\"phones\":[{\"number\":\"***\"}],\"mails\":[\"***\"]}],"
                        + "\"items\":[{\"name\":\"Hat\",\"price\":4.50,\"state\":\"new\"}],"
                        + "\"bonus\":{\"name\":\"Welcome\",\"code\":\"W1\"},"
                        + "\"name\":{\"first\":\"***\",\"last\":\"***\"}}");
    }

    @Test
    void hashesStayAndSecretsGo() {
        String hash = Identifiers.hex("SHA-256", "ada@example.com");
        assertThat(shown("{\"em\":[\"" + hash + "\"],\"email\":\"" + hash + "\"}"))
                .doesNotContain("***");
        assertThat(shown("{\"password\":\"" + hash + "\",\"api_token\":\"" + hash + "\"}"))
                .isEqualTo("{\"password\":\"***\",\"api_token\":\"***\"}");
    }

    @Test
    void addressesFormsAndJsonThatIsCutShort() {
        assertThat(Mask.OF_NOBODY.text("https://a.example/p?cid=4111111111111111&city=Bad%20Ems&x=1#phone=7"))
                .isEqualTo("https://a.example/p?cid=4111111111111111&city=***&x=1#phone=***");
        assertThat(Mask.OF_NOBODY.text("status=ok&iban=DE1&user%5Bemail%5D=x"))
                .isEqualTo("status=ok&iban=***&user%5Bemail%5D=***");
        assertThat(Mask.OF_NOBODY.text(
                        "{\"data\":[{\"user\":{\"city\": \"Bonn\",\"zip_code\":53111,\"note\":\"call +44 7911 12"))
                .isEqualTo("{\"data\":[{\"user\":{\"city\": \"***\",\"zip_code\":\"***\",\"note\":\"call ***");
        assertThat(Mask.OF_NOBODY.text("{\"url\":\"https://a.example/?street=Lane+1&q=2\"}"))
                .isEqualTo("{\"url\":\"https://a.example/?street=***&q=2\"}");
    }

    @Test
    void whatIsKnownOfAPersonIsHiddenWhereverItIsRepeated() {
        Event event = NOBODY.toBuilder()
                .user(new Person("u-1", null, null, "Augusta", null, "St. Albans", "CA", "1010", "GB", null, "f"))
                .clickIds(ClickIds.of(new ClickId("cid", "4111111111111111", Instant.EPOCH)))
                .orderId("Order-Ada")
                .properties(Map.of("customer", Map.of("iban", "canary iban 7"), "gender", "purchase"))
                .build();
        Mask mask = Mask.of(List.of(event));
        assertThat(mask.text("unknown place 'st. albans' or stalbans of Augusta, not of Augustana; canary+iban+7"))
                .isEqualTo("unknown place '***' or *** of ***, not of Augustana; ***");
        assertThat(mask.text(
                        "{\"event\":\"purchase\",\"value\":1010,\"currency\":\"CAD\",\"s2\":\"4111111111111111\"}"))
                .isEqualTo("{\"event\":\"purchase\",\"value\":1010,\"currency\":\"CAD\",\"s2\":\"4111111111111111\"}");
    }

    /** A short name is another's word too: it is hidden under its key and as the full name. */
    @Test
    void whatIsShortIsHiddenWhereItIsAPersonsOnly() {
        Event event = NOBODY.toBuilder()
                .user(new Person("u-1", "5", null, "May", "Roe", "Rome", null, null, "GB", null, null))
                .build();
        Mask mask = Mask.of(List.of(event));

        assertThat(mask.text(
                        "{\"ua\":\"Mozilla/5.0\",\"product_name\":\"May\",\"title\":\"Roe deer in Rome\",\"n\":5}"))
                .isEqualTo("{\"ua\":\"Mozilla/5.0\",\"product_name\":\"May\",\"title\":\"Roe deer in Rome\",\"n\":5}");
        assertThat(
                        mask.text(
                                "{\"first_name\":\"May\",\"note\":\"by May Roe or ROE, MAY\",\"email\":\"5\",\"city\":\"Rome\"}"))
                .isEqualTo("{\"first_name\":\"***\",\"note\":\"by *** or ***\",\"email\":\"***\",\"city\":\"***\"}");
        assertThat(mask.text("q=May+Roe&p=May")).isEqualTo("q=***&p=May");
        assertThat(Mask.sentence(event).text("no such person: May")).isEqualTo("no such person: ***");
    }

    @Test
    void aSentenceThatIsKeptHoldsNothingOfTheEventsOwnTexts() {
        Event event = NOBODY.toBuilder()
                .status("ring Ada at noon")
                .orderId("ORD-77")
                .properties(Map.of("note", "her third wedding", "state", "rejected"))
                .build();
        assertThat(Mask.sentence(event).text("rejected: 'ring ada at noon', her third wedding, ORD-77, code 5"))
                .isEqualTo("rejected: '***', ***, ORD-77, code 5");
    }

    @Test
    void hostileTextsAreNoTrap() {
        String hostile = "{\"a\":\"" + "\\\"=".repeat(20_000) + "+1 ".repeat(20_000) + "1".repeat(20_000)
                + ":".repeat(20_000) + "a.".repeat(20_000) + "@".repeat(2_000);
        org.junit.jupiter.api.Assertions.assertTimeout(
                java.time.Duration.ofSeconds(5), () -> Mask.OF_NOBODY.text(hostile));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "geo      | 52.52003,13.40502      | true",
                "geo      | 52.5, 13.4             | true",
                "geo      | 13.40502               | true",
                "geo      | DE                     | false",
                "geo      | T1                     | false",
                "position | -33.8688;151.2093      | true",
                "position | 3                      | false",
                "note     | at 52.52003,13.40502   | true",
                "odds     | 1.909,2.25             | false",
                "version  | 1.24.3                 | false",
            })
    void coordinatesAreAPosition(String key, String value, boolean personal) {
        assertThat(sent(key, value)).isEqualTo(!personal);
        assertThat(shown(key, value).contains("***")).isEqualTo(personal);
    }

    @Test
    void aConfigsOwnWordUnderNameIsNoPersons() {
        Person ada = new Person(null, null, null, "Ada", null, null, null, null, null, null, null);
        List<Event> about = List.of(Event.named("lead", "l-1", Instant.parse("2026-03-02T10:00:00Z"))
                .user(ada)
                .build());
        Mask mask = Mask.of(about, Set.of("Make_Purchase", "Ada"));
        assertThat(mask.text("https://x.example/c?name=Make_Purchase&n=1")).contains("name=Make_Purchase");
        assertThat(mask.text("https://x.example/c?name=lead")).contains("name=lead");
        assertThat(mask.text("https://x.example/c?name=Ada")).contains("name=***");
        assertThat(mask.text("https://x.example/c?name=Grace")).contains("name=***");
    }

    /** HilltopAds calls it so. */
    @Test
    void aTokenThatIsTheClickIsShownAndAnyOtherIsNot() {
        Event clicked = NOBODY.toBuilder()
                .clickIds(ClickIds.of(new ClickId("ctoken", "Zx81kPq0aBcDeFgHiJkLmN", NOBODY.time())))
                .build();
        assertThat(Mask.of(List.of(clicked))
                        .text("GET https://trk.example/close/?token=Zx81kPq0aBcDeFgHiJkLmN&price=1"))
                .contains("token=Zx81kPq0aBcDeFgHiJkLmN");
        assertThat(Mask.of(List.of(clicked))
                        .text("GET https://trk.example/close/?token=0aBcDeFgHiJkLmNZx81kPq&price=1"))
                .contains("token=***");
    }
}
