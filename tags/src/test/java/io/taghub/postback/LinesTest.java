package io.taghub.postback;

import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.skip;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.LineItem;
import io.taghub.event.ToldBefore;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lines of an order: in parameters with a counter, in lists and joined texts, and as calls of their own. */
class LinesTest {
    private static EventBuilder order(LineItem... lines) {
        return ftd("c-1").orderId("SO-1").money("70", "EUR").items(List.of(lines));
    }

    private static LineItem line(String id, String name, String quantity, String price) {
        return new LineItem(id, name, new BigDecimal(quantity), new BigDecimal(price));
    }

    private static final LineItem SHOE = line("sku-1", "Shoe & lace", "2", "25");
    private static final LineItem HAT = line("sku|2", "H=a|t", "1", "20");

    private static Map<String, Object> query(Map<String, Object> query) {
        Map<String, Object> settings = url("https://net.example/pb?c={{ click.id | required }}");
        settings.put("query", query);
        return settings;
    }

    @Test
    void aNameWithACounterIsThereForEachLine() {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("oid", "{{ txn.id }}");
        query.put("ITEM{{i}}", "{{ item.id }}");
        query.put("AMT{{ i }}", "{{ item.price | money }}");
        query.put("QTY{{i}}", "{{ item.quantity }}");
        query.put("n", "{{ items.count }}");

        assertThat(request(query(query), order(SHOE, HAT).build()).url())
                .hasToString("https://net.example/pb?c=c-1&oid=SO-1&ITEM1=sku-1&AMT1=25.00&QTY1=2"
                        + "&ITEM2=sku%7C2&AMT2=20.00&QTY2=1&n=2");
        assertThat(request(query(query), order().build()).url())
                .hasToString("https://net.example/pb?c=c-1&oid=SO-1&n=1");
    }

    @Test
    void aCounterFromZeroAndSeveralValuesInOne() {
        assertThat(request(
                                query(
                                        Map.of(
                                                "bd[{{i0}}]",
                                                "AW:P|{{ item.id | without:'|' }}|{{ item.name | without:'|' }}|{{ item.total | money }}")),
                                order(SHOE, HAT).build())
                        .url())
                .hasToString("https://net.example/pb?c=c-1&bd%5B0%5D=AW%3AP%7Csku-1%7CShoe%20%26%20lace%7C50.00"
                        + "&bd%5B1%5D=AW%3AP%7Csku2%7CH%3Dat%7C20.00");
    }

    /** Lists that stand side by side keep their places, and a value cannot make one more of itself. */
    @Test
    void linesAreJoinedAndKeepTheirPlaces() {
        LineItem unnamed = new LineItem("sku-3", null, null, new BigDecimal("5"));
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("skulist", Map.of("foreach", "items", "of", "{{ item.id }}", "join", "|"));
        query.put("namelist", Map.of("foreach", "items", "of", "{{ item.name }}", "join", "|"));
        query.put("amtlist", Map.of("foreach", "items", "of", "{{ item.total | minor_units }}", "join", "|"));
        query.put("couponlist", Map.of("foreach", "items", "of", "{{ item.coupon }}", "join", "|"));

        assertThat(request(query(query), order(HAT, unnamed, SHOE).build()).url())
                .hasToString("https://net.example/pb?c=c-1&skulist=sku2%7Csku-3%7Csku-1"
                        + "&namelist=H%3Dat%7C%7CShoe%20%26%20lace&amtlist=2000%7C500%7C5000");
    }

    @Test
    void inJsonLinesAreAList() {
        Map<String, Object> settings = url("https://net.example/pb");
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sku", "{{ item.id }}");
        line.put("price", "{{ item.price }}");
        line.put("tags", "{{ item.property.colours }}");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("click", "{{ click.id | required }}");
        body.put("items", Map.of("foreach", "items", "of", line));
        body.put("skus", Map.of("foreach", "items", "of", "{{ item.id }}", "join", ","));
        settings.put("body", body);
        LineItem injected = line("\"},{\"sku\":\"x,y", "n", "1", "1.50");

        assertThat(request(settings, order(SHOE, injected).build()).bodyText())
                .isEqualTo("{\"click\":\"c-1\",\"items\":[{\"sku\":\"sku-1\",\"price\":25},"
                        + "{\"sku\":\"\\\"},{\\\"sku\\\":\\\"x,y\",\"price\":1.5}],"
                        + "\"skus\":\"sku-1,\\\"}{\\\"sku\\\":\\\"xy\"}");
        assertThat(request(settings, order().build()).bodyText()).isEqualTo("{\"click\":\"c-1\"}");
    }

    @Test
    void aFormHasCountersToo() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ClickId", "{{ click.id | required }}");
        body.put("ItemSku{{i}}", "{{ item.id }}");
        body.put("ItemPrice{{i}}", "{{ item.price | money }}");
        settings.put("body", body);

        assertThat(request(
                                settings,
                                order(SHOE, line("a&ItemPrice9=1", "", "1", "2"))
                                        .build())
                        .bodyText())
                .isEqualTo("ClickId=c-1&ItemSku1=sku-1&ItemPrice1=25.00&ItemSku2=a%26ItemPrice9%3D1&ItemPrice2=2.00");
    }

    private static Map<String, Object> fanOut() {
        Map<String, Object> settings = url(
                "https://net.example/tt?c={{ click.id | required }}&o={{ txn.id }}"
                        + "&p={{ i }}&of={{ items.count }}&sku={{ item.id }}&sum={{ item.total | default:value | money }}&d={{ delivery.id }}");
        settings.put("fan_out", "items");
        return settings;
    }

    private static List<Request> calls(Map<String, Object> settings, Event event) {
        Tag tag = Postbacks.tag(settings);
        Item item = ((Plan.Send) tag.plan(event)).item();
        return tag.lines(item).stream().map(line -> tag.request(List.of(line))).toList();
    }

    @Test
    void eachLineIsACallOfItsOwn() {
        List<Request> calls = calls(fanOut(), order(SHOE, HAT).build());

        assertThat(calls)
                .extracting(call -> call.url().toString().replaceFirst("&d=.*", ""))
                .containsExactly(
                        "https://net.example/tt?c=c-1&o=SO-1&p=1&of=2&sku=sku-1&sum=50.00",
                        "https://net.example/tt?c=c-1&o=SO-1&p=2&of=2&sku=sku%7C2&sum=20.00");
        Set<String> deliveries = new TreeSet<>(calls.stream()
                .map(call -> call.url().toString().replaceFirst(".*&d=", ""))
                .toList());
        assertThat(deliveries).as("a delivery's id is one call's").hasSize(2);
    }

    @Test
    void anOrderWithoutLinesIsOneCall() {
        assertThat(calls(fanOut(), order().build())).singleElement().asString().contains("o=SO-1&p=1&of=1&sum=70.00");
    }

    @Test
    void whatMeansALineStandsInOne() {
        assertThat(problems(url("https://net.example/pb?c={{ click.id | required }}&s={{ item.id }}")))
                .extracting(Problem::message)
                .containsExactly(
                        "{{ item... }} and {{ i }} mean a line of the order, and stand under a name with {{ i }}, in"
                                + " foreach: items, or anywhere with fan_out: items");
        assertThat(problems(query(Map.of("a", Map.of("foreach", "items", "of", "{{ item.id }}")))))
                .extracting(Problem::path, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "query.a", "'join' is missing: what stands between the lines, for example \"|\""));
        assertThat(problems(query(Map.of("a", Map.of("foreach", "lines", "of", "{{ item.id }}", "join", "|")))))
                .extracting(Problem::path)
                .containsExactly("query.a.foreach");
        assertThat(problems(query(Map.of("a", Map.of("foreach", "items", "off", "{{ item.id }}", "join", "|")))))
                .extracting(Problem::message)
                .contains("unknown key 'off'; did you mean 'of'?");
        Map<String, Object> both = fanOut();
        both.put("query", Map.of("x{{i}}", "{{ item.id }}"));
        assertThat(problems(both)).extracting(Problem::path).contains("query.x{{i}}");
        Map<String, Object> json = url("https://net.example/pb");
        json.put("body", Map.of("c", "{{ click.id | required }}", "x{{i}}", "{{ item.id }}"));
        assertThat(problems(json)).extracting(Problem::path).containsExactly("body.x{{i}}");
    }

    @Test
    void aNegativePriceIsRefusedWhereNegativeValuesAre() {
        assertThat(skip(
                        query(Map.of("AMT{{i}}", "{{ item.price | money }}")),
                        order(line("a", "n", "1", "-3")).build()))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    /** What a visitor can write into a basket is a value and stays one. */
    @Test
    void whatIsPersonalInALineIsLeftOut() {
        assertThat(request(
                                query(Map.of(
                                        "n{{i}}", "{{ item.name }}", "s{{i}}", "{{ item.id }}", "c", "{{ click.id }}")),
                                order(line("ada@example.com", "for ada@example.com", "1", "3"))
                                        .build())
                        .url()
                        .toString())
                .doesNotContain("ada");
    }

    private static final LineItem SOCK = line("sock", "Sock", "3", "10");

    private static EventBuilder refund(String id, LineItem... lines) {
        return Event.named("refund", id, ftd("c-1").build().time())
                .clickIds(ftd("c-1").build().clickIds())
                .orderId("SO-1")
                .original(new Event.Original("ftd", "e-1", ftd("c-1").build().time(), null))
                .items(List.of(lines));
    }

    private static ToldBefore told(EventBuilder event, Integer... lines) {
        return new ToldBefore(event.build(), Set.of(lines));
    }

    private static String back(EventBuilder event, ToldBefore... told) {
        Map<String, Object> settings = url(
                "https://net.example/tt?c={{ click.id | required }}&l={{ i }}{{ item.id }}*{{ item.quantity }}&s={{ status }}");
        settings.put("fan_out", "items");
        settings.put("statuses", Map.of("approved", "ok", "reversed", "void"));
        settings.put("reversal", "resend_status");
        Tag tag = Postbacks.tag(settings);
        return switch (tag.plan(event.build(), List.of(told))) {
            case Plan.Send(Item item) ->
                String.join(
                        " ",
                        tag.lines(item).stream()
                                .map(line -> tag.request(List.of(line)).url().toString())
                                .map(url -> url.replaceFirst(".*&l=", "")
                                        .replaceFirst("&s=void", "")
                                        .replace("%2A", "*"))
                                .toList());
            case Plan.Skip(Reason reason, var _) -> reason.name();
            case Plan other -> other.toString();
        };
    }

    @Test
    void whatTakesAnOrderBackTakesTheLinesThatAreLeft() {
        LineItem one = line("sock", "Sock", "1", "10");
        LineItem hat = line("hat", "Hat", "1", "20");
        ToldBefore sale = told(order(SHOE, hat, SOCK));
        assertThat(back(refund("r"), sale)).isEqualTo("1sku-1*2 2hat*1 3sock*3");
        assertThat(back(refund("r", hat), sale)).isEqualTo("2hat*1");
        assertThat(back(refund("r"), sale, told(refund("q", hat)), told(refund("p", one))))
                .isEqualTo("1sku-1*2 3sock*2");
        assertThat(back(refund("r", hat), sale, told(refund("q", hat)))).isEqualTo("NO_REVERSAL");
        assertThat(back(refund("r", hat), told(order(SHOE, hat, SOCK), 1, 3))).isEqualTo("NO_REVERSAL");
        assertThat(back(refund("r", SHOE, hat), told(order(SHOE, hat, SOCK), 1, 3)))
                .isEqualTo("1sku-1*2");
        // The second of two calls was taken: that of the third line.
        assertThat(back(refund("r"), told(order(SHOE, hat, SOCK), 1, 3), told(refund("q"), 2)))
                .isEqualTo("1sku-1*2");
    }

    @Test
    void ofTwoLinesOfOneProductThatOfThePriceGoesBack() {
        LineItem dear = line("a", "A", "1", "40");
        LineItem cheap = line("a", "A", "1", "20");
        ToldBefore sale = told(order(cheap, dear));
        assertThat(back(refund("r", dear), sale)).isEqualTo("2a*1");
        assertThat(back(refund("r"), sale, told(refund("q", dear)))).isEqualTo("1a*1");
        assertThat(back(refund("r", line("a", "A", "1", "5")), sale)).isEqualTo("1a*1");
    }
}
