package io.taghub.event;

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

/** What platforms have fields for, in our words or in theirs. */
final class PlatformFieldsTest {
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
}
