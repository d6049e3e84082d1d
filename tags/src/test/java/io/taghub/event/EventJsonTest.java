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
        "2026-11-22T11:45:00+0000, 2026-11-22T11:45:00Z, false",
        "2026-11-22T11:45:00+01, 2026-11-22T10:45:00Z, false",
        "2026-11-22 12:45:00 +0100, 2026-11-22T11:45:00Z, false",
        "2026-11-22 11:45:00.250+00, 2026-11-22T11:45:00.250Z, false",
        "20261122T114500Z, 2026-11-22T11:45:00Z, false",
        "20261122T124500+0100, 2026-11-22T11:45:00Z, false",
        "20261122114500, 2026-11-22T11:45:00Z, true",
        "20261122, 2026-11-22T00:00:00Z, true",
        "2026/11/22 11:45:00 GMT, 2026-11-22T11:45:00Z, false",
        "2026-11-22 11:45:00 UTC, 2026-11-22T11:45:00Z, false",
        "2026-11-22 11:45:00.123456 UTC, 2026-11-22T11:45:00.123456Z, false",
        "2026-11-22 11:45:00 IST, 2026-11-22T12:00:00Z, true",
        "2026-11-22T12:45:00+01:00[Europe/Berlin], 2026-11-22T11:45:00Z, false",
        "2026-11-22T12:45:00[Europe/Berlin], 2026-11-22T11:45:00Z, false",
        "2026-11-22T11:45:00Z[UTC], 2026-11-22T11:45:00Z, false",
        "2026-11-22T11:45:00.123456789Z, 2026-11-22T11:45:00.123456789Z, false",
        "2026-11-22T11:45:00.1234567891Z, 2026-11-22T11:45:00.123456789Z, false",
        "2026-11-22T11:45Z, 2026-11-22T11:45:00Z, false",
        "1795348000123456789, 2026-11-22T11:46:40.123456789Z, false",
        "'2026-11-22T11:45:00,5Z', 2026-11-22T11:45:00.500Z, false",
        "'Sun, 22 Nov 2026 11:45:00 GMT', 2026-11-22T11:45:00Z, false",
        "'Sun, 22 Nov 2026 12:45:00 +0100', 2026-11-22T11:45:00Z, false",
        "22 Nov 2026 06:45:00 EST, 2026-11-22T11:45:00Z, false",
        "'Sunday, 22-Nov-2026 11:45:00 GMT', 2026-11-22T11:45:00Z, false",
        "Sun Nov 22 2026 12:45:00 GMT+0100 (Central European Standard Time), 2026-11-22T11:45:00Z, false",
        "Sun Nov 22 11:45:00 UTC 2026, 2026-11-22T11:45:00Z, false",
        "Sun Nov  1 11:45:00 2026, 2026-11-01T11:45:00Z, true",
        "2026-02-30T11:45:00+0000, 2026-11-22T12:00:00Z, true",
        "2026-11-22T25:45:00+0000, 2026-11-22T12:00:00Z, true",
        "11/10/2026 11:45:00, 2026-11-22T12:00:00Z, true",
        "yesterday, 2026-11-22T12:00:00Z, true",
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

    /** In the spelling of the Data Manager API, Google Ads, Segment, a template or a French keyboard it is the same word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'consent':{'adUserData':'CONSENT_DENIED','adPersonalization':'CONSENT_GRANTED'}   | AD_USER_DATA=DENIED AD_PERSONALIZATION=GRANTED |
            'consent':{'adStorage':'denied','adUserData':'DENIED'}                            | AD_STORAGE=DENIED AD_USER_DATA=DENIED          |
            'consent':{'ad-user-data':'denied','Analytics Storage':'granted'}                 | AD_USER_DATA=DENIED ANALYTICS_STORAGE=GRANTED  |
            'consent':{'AD_USER_DATA':false,'ad_personalisation':'no'}                        | AD_USER_DATA=DENIED AD_PERSONALIZATION=DENIED  |
            'consent':{'ad_user_data':'granted','adUserData':'denied'}                        | AD_USER_DATA=DENIED                            |
            'consent':{'ad_user_data':['granted']}                                            | AD_USER_DATA=DENIED                            | consent.ad_user_data
            'consent':{'functionalityStorage':'denied','ad_storage':'yes'}                    | AD_STORAGE=GRANTED                             |
            'ad_user_data':'denied'                                                           | AD_USER_DATA=DENIED                            |
            'adUserData':'CONSENT_DENIED'                                                     | AD_USER_DATA=DENIED                            |
            'user_data':{'consent':{'ad_user_data':'denied'}}                                 | AD_USER_DATA=DENIED                            |
            'properties':{'consent':{'ad_user_data':'denied'}}                                | AD_USER_DATA=DENIED                            |
            'consent':{'ad_user_data':'granted','newsletter':'denied'}                        | AD_USER_DATA=GRANTED                           | consent.newsletter
            'consent':{'newsletter':'granted'}                                                |                                                | consent.newsletter
            'consent':[]                                                                      |                                                |
            'consent':{}                                                                      |                                                |
            'consent':''                                                                      |                                                |
            """)
    void aPurposeIsKnownInEverySpelling(String written, String states, String noted) {
        Event event = event(written);

        assertThat(event.consent().states().entrySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(states == null ? new String[0] : states.split(" +"));
        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
    }

    @Test
    void aRefusalUnderNamesOfWhichNoneIsKnownRefusesEverything() {
        for (String said :
                List.of("'marketing':'denied'", "'marketing':false,'other':true", "'gdpr':'CPXxRfAPXxRfA'")) {
            Event event = event("'consent':{" + said + "}");
            assertThat(event.consent().states()).hasSize(4).doesNotContainValue(Consent.State.GRANTED);
            assertThat(noted(event)).contains("consent");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'properties':[],'page':[],'client':[],'click_ids':[],'user':[],'items':[],'app':[],'device':[]",
                "'custom_data':[],'user_data':[],'original_event':[],'user_location':[],'order_id':[],'value':[]",
                "'user':{'address':[],'properties':[],'email':[],'hashed':[]},'nonsense':[]"
            })
    void anEmptyListIsAbsent(String written) {
        assertThat(event(written)).isEqualTo(event(""));
    }

    @Test
    void oneOfAListIsReadWhereOneIsMeant() {
        Event event = event("'value':['49,99'],'currency':['eur'],'items':[{'id':'a','price':[5]}]");

        assertThat(event.notes()).isEmpty();
        assertThat(event.money()).isEqualTo(new Money(new BigDecimal("49.99"), "EUR"));
        assertThat(event.items()).containsExactly(new LineItem("a", null, null, new BigDecimal("5")));
        assertThat(noted(event("'value':[1,2],'currency':['EUR']"))).containsExactly("value");
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
        Event event = event(
                "'app':{'app_id':'com.example.shop','app_version':'7.14.2','idfa':'EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E',"
                        + "'att_status':3,'app_instance_id':'fba1','os_version':'17.1'},'device':{'model':'iPhone15,2',"
                        + "'screen_resolution':'390x844','language':'en-GB','wifi':true},"
                        + "'user_location':{'city':'London','region_id':'GB-LND','country_id':'GB'},'user':{'anon_id':'XZ-1'}");

        assertThat(event.notes()).isEmpty();
        assertThat(event.app().values())
                .isEqualTo(Map.of(
                        App.ID, "com.example.shop",
                        App.VERSION, "7.14.2",
                        App.ADVERTISING_ID, "EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E",
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
                + "'app':{'advertising_id':'EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E'},'client':{'ip':'203.0.113.9'}");
        assertThat(event.toString()).doesNotContain("ada@", "James", "EA7583CD", "203.0.113.9");
    }

    /** Of two people without an account each would be the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "NULL",
                "0",
                "-1",
                "N/A",
                "guest",
                "Anonymous",
                "unknown",
                "0000",
                "[object Object]",
                "{{player_id}}",
                "{user_id}",
                "${userId}",
                "[USER_ID]",
                "%USER_ID%",
                "%%UID%%",
                "__UID__",
                "##uid##",
                "*|UNIQID|*",
                "*|MERGE1|*",
                "%%_subscriberkey%%",
                "Array",
                "logged_out",
                "not logged in",
                "anonymous_user",
                "no-user",
                "null-null",
                "undefined_undefined",
                "__",
                "\u2014",
                "<user_id>",
                "{:uid}",
                "USER_ID",
                "your_user_id",
                "u-{{ id }}",
                "%7B%7Bid%7D%7D",
                "(not set)"
            })
    void aPlaceholderIsNobodysId(String written) {
        Event event = event("'user':{'id':'%s','email':'ada@example.com'}".formatted(written));

        assertThat(event.user().id()).isNull();
        assertThat(event.user().email()).isEqualTo("ada@example.com");
        assertThat(noted(event)).containsExactly("user.id");
    }

    /** What was judged by the rules of its time is in the journal as it is, and with it whose click counts. */
    @Test
    void whatTheHubWroteIsNotJudgedAgain() {
        Event event = EventJson.read(JSON.readTree("{'name':'refund','id':'0','time':'2026-11-22T11:45:00Z',"
                + "'received':'2026-11-22T11:45:01Z','channels':['SERVER'],'order_id':'0',"
                + "'user':{'id':'guest','email':'none','phone':'123','first_name':'%s'},'items':[{'id':'a','quantity':-1}]}"
                        .formatted(SHA)));

        assertThat(event.user())
                .isEqualTo(new Person("guest", "none", "123", SHA, null, null, null, null, null, null, null));
        assertThat(event.orderId()).isEqualTo("0");
        assertThat(event.items().getFirst().quantity()).isEqualTo(BigDecimal.ONE.negate());
        assertThat(EventJson.readOwnUser(EventJson.write(event.user()))).isEqualTo(event.user());
    }

    @Test
    void aPlaceholderIsNoOrderAndNoEvent() {
        for (String nothing :
                List.of("undefined", "{{order_id}}", "%%ORDER%%", "{{ dlv - order id }}", "(not set)", "ORDER_ID")) {
            assertThat(event("'order_id':'%s'".formatted(nothing)).orderId()).isNull();
            assertThat(parsed("{'name':'purchase','id':'%s'}".formatted(nothing)))
                    .isInstanceOf(EventJson.Parsed.Bad.class);
        }
        for (String order :
                List.of("{a3bb189e-8bf9-3888-9912-ace4e6543002}", "ORDER-7", "a_b_c", "Bestellung", "#1001")) {
            assertThat(event("'order_id':'%s'".formatted(order)).orderId()).isEqualTo(order);
        }
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
            'properties':{'value':77,'currency':'€'}             | 77      | EUR |
            'value':50,'currency':'€'                            | 50      | EUR |
            'value':50,'currency':978                            | 50      | EUR |
            'value':50,'currency':'RMB'                          | 50      | CNY |
            'value':50,'currency':'eru'                          | 50      | ERU | currency
            'value':4999,'currency':'GBX'                        | 4999    | GBX | currency
            'value':50,'currency':'XAU'                          | 50      | XAU | currency
            'properties':{'value':77,'currency':'ERU'}           | 77      | ERU | properties.currency
            'value':50,'currency':'what else'                    | 50      |     | currency
            'value':0.5,'currency':'btc'                         | 0.5     | BTC |
            'value':'1 299,00 kr','currency':'SEK'               | 1299.00 | SEK |
            'value':'1.299,- kr','currency':'NOK'                | 1299.00 | NOK |
            'value':'49,99 zł'                                   | 49.99   | PLN |
            'value':'￦12,990'                                    | 12990   | KRW |
            'value':'₩12,990'                                    | 12990   | KRW |
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
                "'page':{'url':'about:srcdoc'}",
                "'page':{'url':'https:///x'}",
                "'page':{'url':'https://'}",
                "'page':{'url':'file:///C:/x.html'}",
                "'items':[{'id':'a','price':-5}]",
                "'conversion_count':'abc'",
                "'user':{'first_name':'0cbc6611f5540bd0809a388dc95a615b','hashed':true}",
                "'shipping':'abc'",
                "'value':'A1001','currency':'EUR'",
                "'value':'SKU-12','currency':'EUR'",
                "'items':[{'id':'a','price':'from 49.99'}]",
                "'items':[{'id':'a','quantity':-1}]",
                "'client':{'ip':['10.0.0.1','198.18.0.1']}"
            })
    void whatCannotBeRightIsLeftOutAndNoted(String field) {
        assertThat(event(field).notes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            \\u200bjohn@example.com                  | john@example.com
            \\ufeffJohn@example.com                  | John@example.com
            jo\\u00adhn@example.com                  | john@example.com
            mailto:john@example.com?subject=x       | john@example.com
            \\"john@example.com\\"                   | john@example.com
            <john@example.com>                      | john@example.com
            John Doe <john@example.com>             | john@example.com
            john @example.com                       | john@example.com
            john@example.com.                       | john@example.com
            a@example.com, b@example.com;c@x.org    | a@example.com b@example.com c@x.org
            Doe, John <john@example.com>            | john@example.com
            o'neil@example.com                      | o'neil@example.com
            """)
    void anAddressIsTakenOutOfWhatSurroundsIt(String written, String read) {
        Event event = event("'user':{'email':\"" + written + "\"}");

        assertThat(event.user().emails()).containsExactly(read.split(" "));
        assertThat(event.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            07911 123456 / 020 7946 0958 | 07911 123456;020 7946 0958
            +44 7911 123456, 02079460958 | +44 7911 123456;02079460958
            030/1234567                  | 030/1234567
            0151 / 23456789              | 0151 / 23456789
            \\u202a+44 7911 123456\\u202c | +44 7911 123456
            """)
    void severalNumbersInOneTextAreSeveral(String written, String read) {
        assertThat(event("'user':{'phone':\"" + written + "\"}").user().phones())
                .containsExactly(read.split(";"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'birth_date':'03/04/1997' | user.birth_date
            'birth_date':'2097-12-26' | user.birth_date
            'birth_date':'0001-01-01' | user.birth_date
            'birth_date':'26.12.1997' |
            'country':'Atlantis'      | user.country
            'country':'XX'            | user.country
            'country':'Turkey'        |
            'gender':'other'          | user.gender
            'gender':'Mrs'            |
            """)
    void whatOfAPersonNoPlatformTakesIsNoted(String written, String noted) {
        Event event = event("'user':{" + written + "}");

        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
        // Without it the operator's own country would stand in.
        assertThat(event.user().country()).isEqualTo(written.contains("country") ? written.split("'")[3] : null);
    }

    @Test
    void anAddressMayStandInAListOrHaveALength() {
        assertThat(java.util.Objects.requireNonNull(event("'client':{'ip':['10.0.0.1','8.8.8.8/32']}")
                                .client())
                        .ip())
                .isEqualTo("8.8.8.8");
    }

    private static final String DEVICE = "6D92078A-8246-4BA4-AE5B-76104861E7DC";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'idfa':'%s','advertiser_tracking_enabled':1                      | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':'1'                    | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':true                   | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':0                      | DENIED        | false |
            'idfa':'%s','advertiser_tracking_enabled':false                  | DENIED        | false |
            'idfa':'%s','advertiser_tracking_enabled':3                      | DENIED        | false | app.advertiser_tracking_enabled
            'idfa':'%s','att_status':3,'advertiser_tracking_enabled':0       | DENIED        | false |
            'idfa':'%s','att_status':2,'advertiser_tracking_enabled':1       | DENIED        | false |
            'idfa':'%s','att_status':1                                       | RESTRICTED    | false |
            'idfa':'%s','att_status':3                                       | AUTHORIZED    | true  |
            'idfa':'%s','att_status':'authorized'                            | AUTHORIZED    | true  |
            'idfa':'%s','att_status':'maybe'                                 | DENIED        | false | app.att_status
            'idfa':'%s','att_status':[3]                                     | DENIED        | false | app.att_status
            'idfa':'%s'                                                      |               | false |
            'idfa':'%s','tracking_enabled':true                              |               | true  |
            'idfa':'%s','tracking_enabled':'perhaps'                         |               | false | app.tracking_enabled
            'idfa':'not-a-uuid','att_status':3                               | AUTHORIZED    | false | app.idfa
            'idfa':'00000000-0000-0000-0000-000000000000','att_status':3     | AUTHORIZED    | false |
            'gaid':'%s'                                                      |               | true  |
            'gaid':'%s','tracking_enabled':0                                 |               | false |
            'gaid':'%s','advertiser_tracking_enabled':0                      | DENIED        | false |
            'gaid':'00000000-0000-0000-0000-000000000000'                    |               | false |
            'gaid':'38400000'                                                |               | false | app.gaid
            'advertising_id':'%s'                                            |               | false |
            """)
    void anAdvertisingIdGoesOutOnlyWhereItsOwnerAllowsIt(String app, String status, boolean sent, String noted) {
        for (String where : List.of("'app':{%s}", "'user':{%s}", "'app_data':{%s}")) {
            if (where.startsWith("'user'")
                    && (app.contains("'tracking_enabled'") || app.contains("'advertising_id'"))) {
                continue;
            }
            Event event = event(where.formatted(app.replace("%s", DEVICE)));
            assertThat(event.app().get(App.ATT_STATUS)).as(where).isEqualTo(status);
            assertThat(event.advertisingId()).as(where).isEqualTo(sent ? DEVICE : null);
            assertThat(noted(event)).as(where).isEqualTo(noted == null ? List.of() : List.of(noted));
            assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'category':'A','category2':'B','category5':'E'   | A;B;;;E
            'item_category3':'C'                             | ;;C
            'category':['A','B'],'item_category4':'D'        | A;B;;D
            'category':['A','B'],'category2':'C'             | A;B;C
            'category':'A','category2':'','category3':'C'    | A;;C
            'categories':['A','B','C','D','E','F']           | A;B;C;D;E
            """)
    void aCategoryStaysAtItsLevel(String item, String levels) {
        Event event = event("'items':[{'id':'a'," + item + "}]");

        assertThat(event.items().getFirst().categories()).containsExactly(levels.split(";"));
        assertThat(event.items().getFirst().category()).isEqualTo(levels.replaceAll("^;*([A-E]).*", "$1"));
        assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'sku':'abc'                                | abc
            'sku':'abc','product_id':'p'               | p
            'product_id':'p','sku':'abc'               | p
            'SKU':7                                    | 7
            'productId':'p','sku':'abc'                | p
            'variant_id':'v','name':'Tee'              | v
            """)
    void aProductIsKnownByWhatItsShopCallsIt(String item, String id) {
        Event event = event("'items':[{" + item + ",'price':5}]");

        assertThat(event.items().getFirst().id()).isEqualTo(id);
        assertThat(event.notes()).isEmpty();
    }

    @Test
    void whatIsLostOfAnItemIsSaid() {
        assertThat(noted(event("'items':[{'price':5,'quantity':2}]"))).containsExactly("items[0].id");
        assertThat(noted(event("'items':[{'name':'Tee'}]"))).containsExactly("items[0].id");
        assertThat(noted(event("'items':[{'id':'a','quantity':1.5}]"))).containsExactly("items[0].quantity");
        assertThat(event("'items':[{'id':'a','quantity':1.5}]")
                        .items()
                        .getFirst()
                        .quantity())
                .isEqualTo("1.5");
        assertThat(noted(event("'items':[{'id':'a','quantity':2.0}]"))).isEmpty();
        assertThat(noted(event("'items':[{'id':'a','delivery_category':'drone'}]")))
                .containsExactly("items[0].delivery_category");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user':{'user_properties':{'tier':{'value':'gold'}}}",
                "'user':{'properties':[{'propertyName':'tier','value':'gold'}]}",
                "'user_properties':{'tier':{'value':'gold','timestamp_micros':1}}",
                "'user_properties':{'tier':'gold','empty':'','hollow':{'value':''}}",
                "'properties':{'user_properties':{'tier':{'value':'gold'}}}"
            })
    void propertiesOfAUserAreReadInEveryPlatformsForm(String written) {
        Event event = event(written);

        assertThat(event.notes()).isEmpty();
        assertThat(event.user().properties()).isEqualTo(Map.of("tier", "gold"));
        assertThat(event.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tier':'gold','empty':''}",
                "[{'variable':'tier','value':'gold'},{'variable':'empty','value':' '}]",
                "{'tier':{'value':'gold'}}",
                "{'variable':'tier','value':'gold'}"
            })
    void customVariablesAreReadInEveryForm(String written) {
        for (String where : List.of("'custom_variables':%s", "'properties':{'custom_variables':%s}")) {
            Event event = event(where.formatted(written));
            assertThat(event.notes()).isEmpty();
            assertThat(event.properties()).isEqualTo(Map.of("custom_variables", Map.of("tier", "gold")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'contents':[{'id':'a','quantity':2}]",
                "'properties':{'contents':[{'content_id':'a','quantity':2}]}",
                "'properties':{'ecommerce':{'items':[{'item_id':'a','quantity':2}]}}",
                "'ecommerce':{'items':[{'item_id':'a','quantity':2}]}",
                "'custom_data':{'contents':[{'id':'a','quantity':2}]}"
            })
    void contentsAreTheBasket(String written) {
        Event event = event(written);

        assertThat(event.notes()).isEmpty();
        assertThat(event.items()).containsExactly(new LineItem("a", null, new BigDecimal("2"), null));
        assertThat(event.properties()).isEmpty();
    }

    @Test
    void enhancedEcommerceOfUniversalAnalyticsIsUnderstood() {
        Event event = event("'properties':{'currencyCode':'EUR','purchase':{"
                + "'actionField':{'id':'A-1','revenue':'49.99','shipping':'5','affiliation':'Web','coupon':'MAY'},"
                + "'products':[{'id':'a','name':'Tee','price':'24.99','quantity':2,'brand':'X'}]}}");

        assertThat(event.notes()).isEmpty();
        assertThat(event.orderId()).isEqualTo("A-1");
        assertThat(event.money()).isEqualTo(new Money(new BigDecimal("49.99"), "EUR"));
        assertThat(event.items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo("a");
            assertThat(item.price()).isEqualByComparingTo("24.99");
        });
        assertThat(event.properties()).containsOnlyKeys("shipping", "affiliation", "coupon");
        Event pushed =
                event("'properties':{'ecommerce':{'currencyCode':'EUR','transaction_id':'A-2','value':9.5,'tax':1,"
                        + "'purchase':{'actionField':{'revenue':'7'}}}}");
        assertThat(pushed.orderId()).isEqualTo("A-2");
        assertThat(pushed.money()).isEqualTo(new Money(new BigDecimal("9.5"), "EUR"));
        assertThat(event("'properties':{'purchase':'yes','add':{'n':1}}").properties())
                .containsOnlyKeys("purchase", "add");
    }

    @Test
    void anEventInMetasOwnFormIsUnderstood() {
        Event event = ((EventJson.Parsed.Ok) parsed("{'event_name':'purchase','event_id':'p-9','event_time':1795348000,"
                        + "'event_source_url':'https://shop.example/','action_source':'website','data_processing_options':[],"
                        + "'user_data':{'em':'ada@example.com','client_ip_address':'8.8.8.8','client_user_agent':'M',"
                        + "'fbp':'fb.1.1.2','fbc':'fb.1.1.3','lead_id':12,'subscription_id':'s'},"
                        + "'custom_data':{'value':'49.99','currency':'EUR','order_id':'A-1','color':'red','num_items':'3',"
                        + "'search_string':'tee'}}"))
                .event();

        assertThat(event.notes()).isEmpty();
        assertThat(event.name()).isEqualTo("purchase");
        assertThat(event.id()).isEqualTo("p-9");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1795348000));
        assertThat(event.page()).isEqualTo(new Page("https://shop.example/", null));
        assertThat(event.client()).isEqualTo(new Client("8.8.8.8", "M"));
        assertThat(event.clickIds().value("fbp")).isEqualTo("fb.1.1.2");
        assertThat(event.clickIds().value("fbc")).isEqualTo("fb.1.1.3");
        assertThat(event.user().email()).isEqualTo("ada@example.com");
        assertThat(event.money()).isEqualTo(new Money(new BigDecimal("49.99"), "EUR"));
        assertThat(event.orderId()).isEqualTo("A-1");
        assertThat(event.properties())
                .containsOnlyKeys(
                        "action_source",
                        "color",
                        "data_processing_options",
                        "lead_id",
                        "num_items",
                        "search_term",
                        "subscription_id")
                .containsEntry("num_items", new BigDecimal("3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "affiliation",
                "item_list_id",
                "item_list_name",
                "promotion_id",
                "payment_type",
                "shipping_tier",
                "messaging_channel",
                "page_id",
                "page_scoped_user_id",
                "ig_sid",
                "lead_id",
                "merchant_id"
            })
    void whatPlatformsHaveANameForMayStandBesideTheValue(String key) {
        Event event = event("'%s':'x'".formatted(key));

        assertThat(event.notes()).isEmpty();
        assertThat(event.properties()).isEqualTo(Map.of(key, "x"));
        assertThat(event("'%1$s':'x','properties':{'%1$s':'y'}".formatted(key)).properties())
                .isEqualTo(Map.of(key, "y"));
    }

    @Test
    void whatStandsAtItsPlaceGoesBefore() {
        Event event = event("'event_id':'p-2','page':{'url':'/a'},'event_source_url':'/b',"
                + "'items':[{'id':'a'}],'properties':{'contents':3,'order_id':'B'},'order_id':'A'");

        assertThat(event.id()).isEqualTo("p-1");
        assertThat(event.page()).isEqualTo(new Page("/a", null));
        assertThat(event.orderId()).isEqualTo("A");
        assertThat(event.properties()).containsEntry("contents", 3L);
        assertThat(noted(event)).containsExactlyInAnyOrder("event_id", "event_source_url");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            customer_segmentation | 'vip'            |
            customer_segmentation | 'New customer to business' | New customer to business
            customer_type         | 'new customer'   |
            customer_type         | 'Returning'      | Returning
            customer_value_bucket | 'HUGE'           |
            customer_value_bucket | 'high'           | high
            action_source         | 'carrier pigeon' |
            action_source         | 'physical store' | physical store
            last_updated          | 'yesterday'      |
            last_updated          | 1795348000       | 1795348000
            delivery_category     | 'drone'          |
            predicted_ltv         | 'much'           |
            predicted_ltv         | '900'            | 900
            num_items             | '3'              | 3
            tax                   | '7,98'           | 7.98
            custom_variables      | 'gold'           |
            opt_out               | 'perhaps'        | true
            limited_data_use      | 'no'             | false
            """)
    void whatPlatformsHaveAFormForMustHaveItWhereverItStands(String key, String written, String read) {
        for (String where : List.of("'%s':%s", "'properties':{'%s':%s}")) {
            Event event = event(where.formatted(key, written));
            Object value = event.properties().get(key);
            assertThat(value == null ? null : value.toString()).isEqualTo(read);
            assertThat(value instanceof String)
                    .isEqualTo(read != null
                            && !Set.of("predicted_ltv", "num_items", "tax", "opt_out", "limited_data_use")
                                    .contains(key));
            boolean wrong = read == null || key.equals("opt_out");
            assertThat(noted(event))
                    .isEqualTo(wrong ? List.of((where.startsWith("'%s") ? "" : "properties.") + key) : List.of());
        }
    }

    /** A person's word that asks for less is never lost to its form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['LDU']      | [LDU] | false
            'LDU'        | [LDU] | false
            'ldu'        | [LDU] | false
            ['ldu']      | [LDU] | false
            true         | [LDU] | false
            1            | [LDU] | false
            '["LDU"]'    | [LDU] | false
            [true]       | [LDU] | false
            ['LDU','X']  | [LDU] | true
            'limited'    | [LDU] | true
            {'LDU':true} | [LDU] | true
            []           | []    | false
            '[]'         | []    | false
            false        | []    | false
            ''           |       | false
            null         |       | false
            """)
    void dataProcessingOptionsAreReadInEveryForm(String written, String options, boolean noted) {
        for (String where : List.of("'data_processing_options':%s", "'properties':{'data_processing_options':%s}")) {
            Event event = event(where.formatted(written));
            Object read = event.properties().get("data_processing_options");
            assertThat(read == null ? null : read.toString()).as(where).isEqualTo(options);
            assertThat(event.notes()).as(where).hasSize(noted ? 1 : 0);
        }
        assertThat(event("'data_processing_options_country':'1','data_processing_options_state':'California'")
                        .properties())
                .isEqualTo(Map.of("data_processing_options_country", new BigDecimal("1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'country_id':'DEU','region_id':'BY'      | DE | DE-BY  |     |
            'country':'de','region':'de-by'          | DE | DE-BY  |     |
            'country':'Germany','region':'Bavaria'   | DE |        |     | user_location.region
            'country':'Atlantis'                     |    |        |     | user_location.country
            'country':'DE','region':'US-CA'          | DE |        |     | user_location.region
            'region':'US-CA'                         |    | US-CA  |     |
            'region':'CA'                            |    |        |     | user_location.region
            'continent_id':'Europe'                  |    |        |     | user_location.continent_id
            'continent_id':150                       |    |        | 150 |
            'continent':19                           |    |        | 019 |
            'continent_code':'999'                   |    |        |     | user_location.continent_code
            """)
    void placesAreCodes(String written, String country, String region, String continent, String noted) {
        Event event = event("'user_location':{" + written + "}");

        assertThat(event.location().get(Location.COUNTRY)).isEqualTo(country);
        assertThat(event.location().get(Location.REGION)).isEqualTo(region);
        assertThat(event.location().get(Location.CONTINENT)).isEqualTo(continent);
        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
    }

    @ParameterizedTest
    @CsvSource({"1920×1080,1920", "1920x1080,1920", "1920 X 1080,1920", "390,", "widexhigh,"})
    void aScreenHasWidthAndHeight(String written, String width) {
        Event event = event("'device':{'screen_resolution':'" + written + "'}");

        assertThat(event.device().get(Device.SCREEN_WIDTH)).isEqualTo(width);
        assertThat(noted(event)).isEqualTo(width == null ? List.of("device.screen_resolution") : List.of());
    }
}
