package io.taghub.postback;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.tag.Form;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand yen are not ten thousand dollars: a request that says USD of every event is for events in USD. */
class WrittenCurrencyTest {
    private static final String URL = "https://net.example/pb?c={{ click.id | required }}";

    private static Event ftd(String amount, String currency) {
        return Postbacks.ftd("c-1").money(amount, currency).build();
    }

    private static boolean isSent(Map<String, Object> settings, Event event) {
        return Postbacks.tag(settings).plan(event) instanceof Plan.Send;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&currency=USD&sum={{ value | money }}",
                "&cr=USD&sum={{ value }}",
                "&cur=usd&sum={{ value | minor_units }}",
                "&ccy=USD&sum={{ value | default:'0' }}",
                "&currency_code=USD&sum={{ value | money }}",
                "&priceCurrency=USD&sum={{ value | money }}",
                "&currency=840&sum={{ value | money }}",
                "&sum=USD{{ value | money }}",
                "&sum={{ value | money }}%20USD",
                "&parts=DEFAULT:{{ value }}&cr=USD",
                "&amount_usd={{ value | money }}",
                "&revenueUSD={{ value | money }}"
            })
    void anAmountGoesOutInTheCurrencyThatIsWrittenOutOrNotAtAll(String query) {
        Map<String, Object> settings = Postbacks.url(URL + query);
        assertThat(isSent(settings, ftd("100.00", "USD"))).isTrue();
        assertThat(Postbacks.skip(settings, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
        assertThat(isSent(settings, Postbacks.ftd("c-1").build()))
                .as("without a value nothing is mislabelled")
                .isTrue();
        assertThat(isSent(
                        settings,
                        Postbacks.ftd("c-1")
                                .money(new Money(BigDecimal.TEN, null))
                                .build()))
                .as("what says no currency is taken to be in the request's")
                .isTrue();
    }

    @Test
    void inAPathABodyAFormAndAHeader() {
        assertThat(Postbacks.skip(
                        Postbacks.url("https://net.example/pb/{{ click.id | required }}/USD/{{ value }}"),
                        ftd("10000", "JPY")))
                .isEqualTo(Reason.INVALID_FIELD);
        Map<String, Object> json = Postbacks.url(URL);
        json.put("method", "POST");
        json.put("body", Map.of("sale", Map.of("amount", "{{ value }}", "currency", "USD")));
        assertThat(Postbacks.skip(json, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
        assertThat(isSent(json, ftd("10000", "USD"))).isTrue();
        Map<String, Object> line = Map.of("id", "{{ item.id }}", "currency", "USD");
        json.put("body", Map.of("amount", "{{ value }}", "lines", Map.of("foreach", "items", "of", line)));
        assertThat(Postbacks.skip(json, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
        json.put("headers", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        json.put("body", Map.of("amount", "{{ value | money }}", "cur", "EUR"));
        assertThat(Postbacks.skip(json, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
        json.put("headers", Map.of("X-Currency", "EUR"));
        json.put("body", Map.of("amount", "{{ value | money }}"));
        assertThat(Postbacks.skip(json, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void aPresetsOwnParameterWrittenOver() {
        Map<String, Object> settings = Postbacks.examples("keitaro");
        assertThat(isSent(
                        settings,
                        ftd("10000", "JPY").toBuilder().status("approved").build()))
                .isTrue();
        settings.put("query", Map.of("currency", "USD"));
        assertThat(Postbacks.skip(settings, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
    }

    /** Of a network that takes every amount to be in one currency, and has no parameter that says so. */
    @Test
    void aPresetSaysInWhichAllAmountsAre() {
        Map<String, Object> settings = Postbacks.examples("mgid");
        settings.put("click_id", "clickid");
        assertThat(Postbacks.skip(settings, ftd("10000", "JPY"))).isEqualTo(Reason.INVALID_FIELD);
        assertThat(isSent(settings, ftd("10000", "USD"))).isTrue();
        // Who adds a parameter for it knows better.
        settings.put("query", Map.of("cur", "{{ currency }}"));
        assertThat(isSent(settings, ftd("10000", "JPY"))).isTrue();

        settings = Postbacks.examples("popcash");
        settings.remove("currency");
        assertThat(isSent(settings, ftd("10000", "USD"))).isTrue();
        assertThat(Postbacks.skip(settings, ftd("10000", "EUR"))).isEqualTo(Reason.INVALID_FIELD);
        settings.put("currency", "eur");
        assertThat(isSent(settings, ftd("10000", "EUR"))).isTrue();

        settings.put("currency", "dollars");
        assertThat(new PostbackTagType().form(settings).bind(settings))
                .isEqualTo(new Form.Bound.Invalid<>(
                        List.of(new Form.Problem("currency", "'DOLLARS' is no currency's code, such as USD"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&currency=USD",
                "&currency={{ currency }}&base=USD&sum={{ value | money }}",
                "&currency={{ currency | default:'USD' }}&sum={{ value | money }}",
                "&currency=points&sum={{ value | money }}",
                "&offer=USD&sum={{ value | money }}",
                "&sum_all={{ value | money }}",
                "&goal=TRY&sum={{ value | money }}"
            })
    void whatNamesNoCurrencyOrNoAmountTakesAll(String query) {
        assertThat(isSent(Postbacks.url(URL + query), ftd("10000", "JPY"))).isTrue();
    }
}
