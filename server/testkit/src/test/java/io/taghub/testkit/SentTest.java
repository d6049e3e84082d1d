package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an event is called and worth is found wherever a platform has it. */
class SentTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"data":[{"event_id":"o-1","event_name":"Purchase","custom_data":{"value":5,"currency":"EUR"}}]}             | Purchase
            {"conversions":[{"event_id":"tw-a-b","conversion_id":"o-1","value":"5.00","price_currency":"EUR"}]}          | tw-a-b
            {"data":[{"eventType":"custom","eventName":"purchase","customData":{"value":5,"currency":"EUR"}}]}           | purchase
            {"data":[{"eventType":"pageLoad","customData":{"value":5,"currency":"EUR"}}]}                                | pageLoad
            {"data":{"events":[{"type":{"tracking_type":"PURCHASE"},"metadata":{"value":5,"currency":"EUR"}}]}}          | PURCHASE
            {"data":{"events":[{"type":{"tracking_type":"CUSTOM","custom_event_name":"kyc"},"metadata":{"value":5,"currency":"EUR"}}]}} | kyc
            {"elements":[{"conversion":"urn:lla:llaPartnerConversion:7","eventId":"o-1","conversionValue":{"amount":"5.0","currencyCode":"EUR"}}]} | urn:lla:llaPartnerConversion:7
            {"data":{"type":"event","attributes":{"metric":{"data":{"attributes":{"name":"Placed Order"}}},"value":5,"value_currency":"EUR"}}} | Placed Order
            {"events":[{"id":"o-1","type":"order_created","data":{"type":"contents","amount":5,"currency":"EUR"}}]}     | order_created
            {"events":[{"id":"o-1","type":"custom","custom_event_name":"kyc","data":{"type":"custom","amount":5,"currency":"EUR"}}]} | kyc
            {"event_name":"EVENT_PURCHASE","properties":"{\\"value\\":5,\\"currency\\":\\"EUR\\"}"}                 | EVENT_PURCHASE
            {"bbg":"b-1","event":{"event_id":"ec_purchase","monetary":"5.00","currency":"EUR"}}                          | ec_purchase
            {"actions":[{"click-id":"a","name":"Sale","revenue":5,"currency":"EUR"}]}                                    | Sale
            {"OfflineConversions":[{"ConversionName":"FTD","ConversionValue":5.0,"ConversionCurrencyCode":"EUR"}]}       | FTD
            """)
    void nameAndWorth(String body, String name) {
        JsonNode row = Http.JSON.readTree("{\"id\":\"o-1\"}");
        JsonNode attempt = Http.JSON.readTree(
                "{\"request\":\"POST https://api.example/\",\"events\":1,\"place\":0,\"request_json\":" + body + "}");

        Sent sent = new Sent(row, attempt);

        assertThat(sent.name()).isEqualTo(name);
        sent.value("5").currency("EUR");
    }

    /** Metrica takes a file, whose rows are known by the names in its first line. */
    @Test
    void ofARowInAFile() {
        String file = "POST https://api.example/?comment=x\nContent-Type: multipart/form-data; boundary=b\n\n--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"c.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                + "Yclid,Target,DateTime,Price,Currency\n1,lead,1795334400,,\n2,\"order, \"\"paid\"\"\",1795334460,5.00,EUR\n\r\n--b--\r\n";
        JsonNode attempt = Http.JSON
                .createObjectNode()
                .put("request", file)
                .put("events", 2)
                .put("place", 1);

        Sent sent = new Sent(Http.JSON.readTree("{\"id\":\"o-1\"}"), attempt);

        assertThat(sent.name()).isEqualTo("order, \"paid\"");
        sent.value("5").currency("EUR").has("Yclid", "2");
    }

    /** impact.com takes a form, whose values are like parameters. */
    @Test
    void ofAForm() {
        String form = "POST https://api.example/x?y=1\nContent-Type: application/x-www-form-urlencoded\n\n"
                + "EventTypeId=5678&CurrencyCode=EUR&Amount=5.00&OrderId=o%201";
        JsonNode attempt = Http.JSON
                .createObjectNode()
                .put("request", form)
                .put("events", 1)
                .put("place", 0);

        Sent sent = new Sent(Http.JSON.readTree("{\"id\":\"o-1\"}"), attempt);

        assertThat(sent.name()).isEqualTo("5678");
        sent.value("5").currency("EUR").has("OrderId", "o 1").has("y", "1");
    }
}
