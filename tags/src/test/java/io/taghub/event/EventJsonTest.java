package io.taghub.event;

import static io.taghub.event.Read.JSON;
import static io.taghub.event.Read.NOW;
import static io.taghub.event.Read.SHA;
import static io.taghub.event.Read.event;
import static io.taghub.event.Read.noted;
import static io.taghub.event.Read.parsed;
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

final class EventJsonTest {
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
    void oneOfAListIsReadWhereOneIsMeant() {
        Event event = event("'value':['49,99'],'currency':['eur'],'items':[{'id':'a','price':[5]}]");

        assertThat(event.notes()).isEmpty();
        assertThat(event.money()).isEqualTo(new Money(new BigDecimal("49.99"), "EUR"));
        assertThat(event.items()).containsExactly(new LineItem("a", null, null, new BigDecimal("5")));
        assertThat(noted(event("'value':[1,2],'currency':['EUR']"))).containsExactly("value");
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
}
