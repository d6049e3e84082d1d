package io.taghub.event;

import static io.taghub.event.Read.event;
import static io.taghub.event.Read.noted;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says of its items and money, in every language there is for it. */
final class BasketJsonTest {
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
}
