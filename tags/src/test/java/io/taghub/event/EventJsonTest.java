package io.taghub.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class EventJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    private static final String SHA = "836F82DB99121B3481011F16B49DFA5FBC714A0D1B1B9F784A1EBBBF5B39577F";

    private static EventJson.Parsed parsed(String json) {
        return EventJson.parse(JSON.readTree(json), NOW, name -> name.equals("purchase") ? null : "made-1");
    }

    /** A purchase with an id and this beside. */
    private static Event event(String more) {
        return ((EventJson.Parsed.Ok)
                        parsed("{'name':'purchase','id':'p-1'" + (more.isEmpty() ? "" : "," + more) + "}"))
                .event();
    }

    private static List<String> noted(Event event) {
        return event.notes().stream().map(FieldNote::field).toList();
    }

    @Test
    void aBasketOfGa4IsUnderstoodWithEveryFieldOfItsItems() {
        Event event =
                event("'currency':'USD','value':72.05,'transaction_id':'T_12345','coupon':'SUMMER','shipping':3.33,"
                        + "'tax':1.11,'items':[{'item_id':'SKU_12345','item_name':'Stan and Friends Tee','affiliation':'Store',"
                        + "'coupon':'SUMMER_FUN','discount':2.22,'index':0,'item_brand':'Google','item_category':'Apparel',"
                        + "'item_category2':'Adult','item_category3':'Shirts','item_category4':'Crew','item_category5':'Short',"
                        + "'item_list_id':'related','item_list_name':'Related','item_variant':'green','location_id':'ChIJ',"
                        + "'price':10.01,'quantity':3,'promotion_id':'P_1'}]");

        assertThat(event.notes()).isEmpty();
        assertThat(event.orderId()).isEqualTo("T_12345");
        assertThat(event.properties())
                .containsEntry("coupon", "SUMMER")
                .containsEntry("shipping", new BigDecimal("3.33"))
                .containsEntry("tax", new BigDecimal("1.11"));
        assertThat(event.items())
                .containsExactly(new LineItem(
                        "SKU_12345",
                        "Stan and Friends Tee",
                        new BigDecimal("3"),
                        new BigDecimal("10.01"),
                        new BigDecimal("2.22"),
                        "Google",
                        "green",
                        List.of("Apparel", "Adult", "Shirts", "Crew", "Short"),
                        "SUMMER_FUN",
                        0,
                        new LineItem.Listing("related", "Related"),
                        "Store",
                        "ChIJ",
                        null,
                        Map.of("promotion_id", "P_1")));
    }

    @Test
    void metasAndTikToksContentsAreUnderstoodToo() {
        Event event = event(
                "'items':[{'id':'a','quantity':1,'item_price':9.5,'delivery_category':'home_delivery','title':'A'},"
                        + "{'content_id':77,'content_name':'B','content_category':'Toys','brand':'Acme','price':'3.50'},'c',5]");

        assertThat(event.notes()).isEmpty();
        assertThat(event.items()).extracting(LineItem::id).containsExactly("a", "77", "c", "5");
        assertThat(event.items()).extracting(LineItem::name).containsExactly("A", "B", null, null);
        assertThat(event.items().getFirst().price()).isEqualTo("9.5");
        assertThat(event.items().getFirst().deliveryCategory()).isEqualTo("home_delivery");
        assertThat(event.items().get(1).category()).isEqualTo("Toys");
    }

    @Test
    void aPersonMayHaveSeveralOfEach() {
        Person user = event(
                        "'user':{'id':1001,'email':['ada@example.com','lovelace@example.com'],'phone':'+44 20 7946 0958',"
                                + "'phones':[442079460959],'external_id':['crm-9','1001'],'street':'12 St James Sq',"
                                + "'user_properties':{'tier':'vip'}}")
                .user();

        assertThat(user.id()).isEqualTo("1001");
        assertThat(user.emails()).containsExactly("ada@example.com", "lovelace@example.com");
        assertThat(user.phones()).containsExactly("+44 20 7946 0958", "442079460959");
        assertThat(user.externalIds()).containsExactly("crm-9");
        assertThat(user.street()).isEqualTo("12 St James Sq");
        assertThat(user.properties()).containsExactly(Map.entry("tier", "vip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'hashed':true,'email':'%s','city':'London'",
                "'hashed':['email'],'email':'%s','city':'London'",
                "'hashed':['em'],'em':'%s','ct':'London'",
                "'hashed':{'email':true,'city':false},'email':'%s','city':'London'",
                "'email':{'value':'%s','hashed':true},'city':'London'",
                "'email':{'sha256':'%s'},'city':'London'",
                "'sha256_email_address':['%s'],'address':[{'city':'London'}]"
            })
    void aHashIsOneWhereTheSenderSaysSo(String user) {
        Person person = event("'user':{" + user.formatted(SHA) + "}").user();

        assertThat(person.email()).isEqualTo(SHA.toLowerCase(java.util.Locale.ROOT));
        assertThat(person.hashed("email", person.email())).isTrue();
        assertThat(person.city()).isEqualTo("London");
        assertThat(person.hashed("city", person.city())).isFalse();
    }

    @Test
    void aHashOfWhichNothingIsSaidIsNeitherSentNorForgotten() {
        Event unsaid = event("'user':{'email':'" + SHA + "','id':'" + SHA + "'}");
        assertThat(unsaid.user()).isEqualTo(Person.of(SHA));
        assertThat(unsaid.notes())
                .containsExactly(new FieldNote(
                        "user.email",
                        "text of 64 characters",
                        "it looks like a SHA-256; \"hashed\": true in 'user' says that it is one"));

        Event none = event("'user':{'email':'900150983cd24fb0d6963f7d28e17f72','hashed':['email']}");
        assertThat(none.user().emails()).isEmpty();
        assertThat(noted(none)).containsExactly("user.email");
    }

    @Test
    void blankAndNullAreAbsentEverywhere() {
        Event event = event("'value':'','currency':' ','order_id':null,'time':'','visitor':'','status':'',"
                + "'items':[{'id':'','name':' ','price':'','quantity':'','category':['',null],'sku':''}],"
                + "'user':{'id':'','email':['',null],'hashed':'','birth_date':null},'click_ids':{'gclid':'','ttclid':null},"
                + "'consent':{'ad_storage':'','ad_user_data':null},'page':{'url':''},'client':{'ip':''},'app':{'id':''},"
                + "'device':'','user_location':null,'original_event':'','properties':null,'nonsense':''");

        assertThat(event.notes()).isEmpty();
        assertThat(event)
                .isEqualTo(Event.named("purchase", "p-1", NOW)
                        .items(List.of(new LineItem(null, null, null, null)))
                        .page(new Page(null, null))
                        .client(new Client(null, null))
                        .build());
    }

    @Test
    void numbersStandForTheTextTheyAreMeantAs() {
        Event event = ((EventJson.Parsed.Ok)
                        parsed(
                                "{'name':1984,'id':1001,'order_id':77.0,'status':1,'time':'1795348000',"
                                        + "'user':{'id':9007199254740993,'phone':442079460958,'postal_code':10115},"
                                        + "'items':[{'item_id':12.50,'item_name':1984,'item_brand':7}],'click_ids':{'clickid':12}}"))
                .event();

        assertThat(event.notes()).isEmpty();
        assertThat(event.name()).isEqualTo("1984");
        assertThat(event.id()).isEqualTo("1001");
        assertThat(event.orderId()).isEqualTo("77");
        assertThat(event.status()).isEqualTo("1");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1795348000));
        assertThat(event.user().id()).isEqualTo("9007199254740993");
        assertThat(event.user().phone()).isEqualTo("442079460958");
        assertThat(event.user().postalCode()).isEqualTo("10115");
        assertThat(event.items().getFirst().id()).isEqualTo("12.5");
        assertThat(event.items().getFirst().name()).isEqualTo("1984");
        assertThat(event.items().getFirst().brand()).isEqualTo("7");
        assertThat(event.clickIds().value("clickid")).isEqualTo("12");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T11:45:00+01:00, 2026-11-22T10:45:00Z, false",
        "2026-11-22T11:45:00, 2026-11-22T11:45:00Z, true",
        "2026-11-22 11:45:00Z, 2026-11-22T11:45:00Z, false",
        "2026-11-22, 2026-11-22T00:00:00Z, true",
        "1795348000, 2026-11-22T11:46:40Z, false",
        "1795348000.25, 2026-11-22T11:46:40.250Z, false",
        "1795348000123, 2026-11-22T11:46:40.123Z, false",
        "1795348000123456, 2026-11-22T11:46:40.123456Z, false",
        "2025-01-01T00:00:00Z, 2025-01-01T00:00:00Z, false",
        "1970-01-01T00:00:00Z, 2026-11-22T12:00:00Z, true",
        "2027-11-22T11:45:00Z, 2026-11-22T12:00:00Z, true",
        "22/11/2026, 2026-11-22T12:00:00Z, true"
    })
    void timesAreReadInEveryFormThatIsOne(String written, Instant time, boolean noted) {
        Event event = event("'time':'" + written + "'");
        assertThat(event.time()).isEqualTo(time);
        assertThat(noted(event)).isEqualTo(noted ? List.of("time") : List.of());
    }

    @Test
    void whatCannotBeReadInAConsentIsADenial() {
        Event event = event("'consent':{'ad_storage':'GRANTED','ad_user_data':true,'ad_personalization':'nope',"
                + "'analytics_storage':'unspecified','functionality_storage':'granted','security_storage':'granted',"
                + "'personalization_storage':'denied','wait_for_update':500}");

        assertThat(event.consent().states())
                .isEqualTo(Map.of(
                        Consent.Purpose.AD_STORAGE, Consent.State.GRANTED,
                        Consent.Purpose.AD_USER_DATA, Consent.State.GRANTED,
                        Consent.Purpose.AD_PERSONALIZATION, Consent.State.DENIED));
        assertThat(noted(event)).containsExactly("consent.ad_personalization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'consent':'denied'", "'consent':[1]", "'consent':false"})
    void aConsentThatIsNoneDeniesEverything(String consent) {
        Event event = event(consent);
        assertThat(event.consent().states()).hasSize(4).doesNotContainValue(Consent.State.GRANTED);
        assertThat(noted(event)).containsExactly("consent");
    }

    @Test
    void onlyWhatNamesAConversionCanRefuseIt() {
        assertThat(parsed("{'name':'lead','id':'a b'}")).isInstanceOfSatisfying(EventJson.Parsed.Ok.class, ok -> {
            assertThat(ok.event().id()).isEqualTo("made-1");
            assertThat(noted(ok.event())).containsExactly("id");
        });
        assertThat(parsed("{'name':'purchase','id':'a b'}")).isInstanceOf(EventJson.Parsed.Bad.class);
        assertThat(parsed("{'name':'purchase','id':' p-1 '}"))
                .isInstanceOfSatisfying(
                        EventJson.Parsed.Ok.class,
                        ok -> assertThat(ok.event().id()).isEqualTo("p-1"));
        assertThat(parsed("{'name':{},'id':'x'}")).isInstanceOf(EventJson.Parsed.Bad.class);
    }

    @Test
    void whatIsTooMuchIsCutAndNoted() {
        String items = "{'id':'a'},".repeat(600);
        Event event =
                event("'order_id':'" + "x".repeat(9000) + "','items':[" + items.substring(0, items.length() - 1) + "]");

        assertThat(event.items()).hasSize(500);
        assertThat(event.orderId()).isNull();
        assertThat(noted(event)).containsExactlyInAnyOrder("order_id", "items");
    }

    @Test
    void ofTwoNamesOfOneThingOursCounts() {
        Event event = event(
                "'order_id':'A','transaction_id':'B','items':[{'id':'a','product_id':'b','price':1,'item_price':2}],"
                        + "'user':{'email':'a@example.com','em':'b@example.com'}");

        assertThat(event.orderId()).isEqualTo("A");
        assertThat(event.items().getFirst().id()).isEqualTo("a");
        assertThat(event.items().getFirst().price()).isEqualTo("1");
        assertThat(event.items().getFirst().properties()).containsEntry("product_id", "b");
        assertThat(event.user().emails()).containsExactly("a@example.com");
        assertThat(noted(event)).containsExactlyInAnyOrder("transaction_id", "user.em");
    }

    @Test
    void anAppEventCarriesWhatPlatformsAskOfApps() {
        Event event = event("'app':{'app_id':'com.example.shop','app_version':'7.14.2','idfa':'EA7583CD',"
                + "'att_status':3,'app_instance_id':'fba1','os_version':'17.1'},'device':{'model':'iPhone15,2',"
                + "'screen_resolution':'390x844','language':'en-GB','wifi':true},"
                + "'user_location':{'city':'London','region_id':'GB-LND','country_id':'GB'},'user':{'anon_id':'XZ-1'}");

        assertThat(event.notes()).isEmpty();
        assertThat(event.app().values())
                .isEqualTo(Map.of(
                        App.ID, "com.example.shop",
                        App.VERSION, "7.14.2",
                        App.ADVERTISING_ID, "EA7583CD",
                        App.ATT_STATUS, "AUTHORIZED",
                        App.INSTANCE_ID, "fba1",
                        App.ANONYMOUS_ID, "XZ-1"));
        assertThat(event.device().values())
                .isEqualTo(Map.of(
                        Device.OS, "iOS",
                        Device.OS_VERSION, "17.1",
                        Device.MODEL, "iPhone15,2",
                        Device.SCREEN_WIDTH, "390",
                        Device.SCREEN_HEIGHT, "844",
                        Device.LANGUAGE, "en-GB",
                        Device.WIFI, "true"));
        assertThat(event.location().values())
                .isEqualTo(Map.of(Location.CITY, "London", Location.REGION, "GB-LND", Location.COUNTRY, "GB"));
    }

    @Test
    void whatPlatformsHaveFieldsForIsUnderstoodBesideTheValueAsAmongTheProperties() {
        Event event = event("'event_source':'APP','opt_out':true,'limited_data_use':'1','currency':'eur',"
                + "'original_event_data':{'event_name':'Purchase','event_time':1795348000,'order_id':'A-1'}");

        assertThat(event.notes()).isEmpty();
        assertThat(event.text("action_source")).isEqualTo("APP");
        assertThat(event.flag("opt_out")).isTrue();
        assertThat(event.flag("limited_data_use")).isTrue();
        assertThat(event.flag("other")).isNull();
        assertThat(event.money()).isNull();
        assertThat(event.currency()).isEqualTo("EUR");
        assertThat(event.original())
                .isEqualTo(new Event.Original("Purchase", null, Instant.ofEpochSecond(1795348000), "A-1"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Event event = event("'order_id':'A-1','value':-4.5,'currency':'EUR','visitor':'v1','status':'approved',"
                + "'user':{'id':'u','email':['a@example.com','" + SHA + "'],'hashed':true,'properties':{'tier':2}},"
                + "'items':[{'id':'a','category':['x','y'],'list_id':'l','index':3,'sku':'z'}],"
                + "'consent':{'ad_storage':'granted','ad_user_data':'denied'},'page':{'url':'/a'},"
                + "'client':{'ip':'203.0.113.9'},'app':{'id':'com.example'},'device':{'os':'Android'},"
                + "'user_location':{'country':'GB'},'original_event':{'id':'p-0'},'nonsense':1,"
                + "'click_ids':{'gclid':{'value':'Cj0','seen':'2026-11-20T00:00:00Z','params':{'a':'b'},'for':'x'}},"
                + "'properties':{'list':[1,2],'nested':{'a':true}}");

        assertThat(noted(event)).containsExactly("nonsense");
        assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
        assertThat(EventJson.read(JSON.readTree(EventJson.write(event).toString())))
                .isEqualTo(event);
    }

    @Test
    void anEventWithNothingBesideIsWrittenShortly() {
        assertThat(EventJson.write(event("")).toString())
                .isEqualTo("{\"name\":\"purchase\",\"id\":\"p-1\",\"time\":\"2026-11-22T12:00:00Z\","
                        + "\"received\":\"2026-11-22T12:00:00Z\",\"channels\":[\"SERVER\"]}");
    }

    @Test
    void whatTheFirstReleaseWroteIsStillRead() {
        Event event = EventJson.read(JSON.readTree("{'name':'ftd','id':'d-1','time':'2026-11-22T11:45:00Z',"
                + "'received':'2026-11-22T11:45:01Z','channels':['BROWSER','SERVER'],'visitor':'erased',"
                + "'user':{'id':'u-1','email':'ada@example.com','phone':'+442079460958','first_name':'Ada'},"
                + "'click_ids':{'gclid':{'value':'Cj0','seen':'2026-11-01T00:00:00Z'}},'consent':{'ad_storage':'granted'},"
                + "'value':250.00,'currency':'EUR','items':[{'id':'ftd','name':'First','quantity':1,'price':250.00}],"
                + "'client':{'ip':'10.0.0.5','user_agent':'x'},'properties':{'_bot':true}}"));

        assertThat(event.user())
                .isEqualTo(new Person(
                        "u-1", "ada@example.com", "+442079460958", "Ada", null, null, null, null, null, null, null));
        assertThat(event.items())
                .containsExactly(new LineItem("ftd", "First", BigDecimal.ONE, new BigDecimal("250.00")));
        assertThat(event.channels()).isEqualTo(Set.of(Channel.BROWSER, Channel.SERVER));
        assertThat(event.client()).isEqualTo(new Client("10.0.0.5", "x"));
        assertThat(event.properties()).containsExactly(Map.entry("_bot", true));
    }

    @Test
    void twoCopiesCompleteEachOther() {
        Event one =
                event("'user':{'email':'" + SHA + "','hashed':true},'app':{'id':'a'},'device':{'os':'iOS'},'what':1");
        Event other =
                event("'user':{'id':'u','email':'b@example.com','properties':{'tier':1}},'app':{'id':'b','name':'B'}");
        Event both = one.or(other);

        assertThat(both.user().email()).isEqualTo(SHA.toLowerCase(java.util.Locale.ROOT));
        assertThat(both.user().hashed()).containsExactly("email");
        assertThat(both.user().properties()).containsEntry("tier", 1L);
        assertThat(both.app().values()).isEqualTo(Map.of(App.ID, "a", App.NAME, "B"));
        assertThat(noted(both)).containsExactly("what");
        assertThat(noted(one.or(one))).containsExactly("what");
    }

    @Test
    void aFractionOfAPieceIsKeptAndNoted() {
        Event event = event("'items':[{'id':'a','quantity':1.5},{'id':'b','qty':2.50},{'id':'c','quantity':2.0}]");

        assertThat(event.items().getFirst().quantity()).isEqualByComparingTo("1.5");
        assertThat(noted(event)).containsExactly("items[0].quantity", "items[1].qty");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.0,0", "0.4,1", "1.5,2", "-1,1", ",1"})
    void piecesAreWholeAndNothingStaysNothing(BigDecimal quantity, BigDecimal pieces) {
        assertThat(new LineItem("a", null, quantity, null).pieces()).isEqualByComparingTo(pieces);
    }

    @Test
    void whatIsPersonalIsInNoText() {
        Event event = event("'user':{'id':'u-1','email':'ada@example.com','street':'12 St James Sq'},"
                + "'app':{'advertising_id':'EA7583CD'},'client':{'ip':'203.0.113.9'}");
        assertThat(event.toString()).doesNotContain("ada@", "James", "EA7583CD", "203.0.113.9");
    }

    /** Of two people without an account each would be the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {"undefined", "NULL", "0", "-1", "N/A", "guest", "Anonymous", "unknown", "0000", "[object Object]"
            })
    void aPlaceholderIsNobodysId(String written) {
        Event event = event("'user':{'id':'%s','email':'ada@example.com'}".formatted(written));

        assertThat(event.user().id()).isNull();
        assertThat(event.user().email()).isEqualTo("ada@example.com");
        assertThat(noted(event)).containsExactly("user.id");
    }

    @Test
    void aPlaceholderIsNoOrderAndNoEvent() {
        assertThat(event("'order_id':'undefined'").orderId()).isNull();
        assertThat(event("'order_id':'0017'").orderId()).isEqualTo("0017");
        assertThat(parsed("{'name':'purchase','id':'undefined'}")).isInstanceOf(EventJson.Parsed.Bad.class);
        assertThat(parsed("{'name':'scroll','id':'null'}"))
                .isInstanceOfSatisfying(
                        EventJson.Parsed.Ok.class,
                        ok -> assertThat(ok.event().id()).isEqualTo("made-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'value':'15.990','currency':'CLP'                    | 15990   | CLP |
            'value':'10,000','currency':'KRW'                    | 10000   | KRW |
            'value':'1.150.000','currency':'IDR'                 | 1150000 | IDR |
            'value':'15.990','currency':'KWD'                    | 15.990  | KWD |
            'value':'1.234','currency':'EUR'                     | 1.234   | EUR | value
            'value':1.234,'currency':'EUR'                       | 1.234   | EUR |
            'value':'49.90 USD'                                  | 49.90   | USD |
            'value':'R$ 1.299,90'                                | 1299.90 | BRL |
            'value':'£20','currency':'EUR'                       | 20      | EUR | value
            'value':'$20','currency':'AUD'                       | 20      | AUD |
            'properties':{'value':77,'currency':'eur'}           | 77      | EUR |
            'value':5,'properties':{'value':77,'currency':'EUR'} | 5       | EUR |
            """)
    void theCurrencySaysWhatAnAmountMeans(String written, BigDecimal amount, String currency, String noted) {
        Event event = event(written);

        assertThat(event.money()).isEqualTo(new Money(amount, currency));
        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
    }

    @Test
    void aBasketOfPhpIsAListAndWhatSaysNothingIsNoProduct() {
        assertThat(event("'items':{'0':{'id':'a'},'1':{'id':'b','quantity':-1}}")
                        .items())
                .containsExactly(new LineItem("a", null, null, null), new LineItem("b", null, null, null));
        assertThat(event("'items':[{},{'id':'a'}]").items()).hasSize(1);
        assertThat(noted(event("'items':{}"))).containsExactly("items[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user':{'email':'jane.example.org'}",
                "'user':{'phone':'123'}",
                "'user':{'birth_date':'spring'}",
                "'page':{'url':'not a url'}",
                "'page':{'referrer':5}",
                "'shipping':'abc'",
                "'items':[{'id':'a','quantity':-1}]",
                "'client':{'ip':['10.0.0.1','198.18.0.1']}"
            })
    void whatCannotBeRightIsLeftOutAndNoted(String field) {
        assertThat(event(field).notes()).hasSize(1);
    }

    @Test
    void anAddressMayStandInAListOrHaveALength() {
        assertThat(java.util.Objects.requireNonNull(event("'client':{'ip':['10.0.0.1','8.8.8.8/32']}")
                                .client())
                        .ip())
                .isEqualTo("8.8.8.8");
    }
}
