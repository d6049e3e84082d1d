package io.taghub.twin;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something a platform counts, or would count if it were not refused.
 *
 * @param id the platform's own key for it: event id, transaction id, order id
 * @param status the network's own word, such as {@code sale} or {@code rejected}
 * @param uncounted why it does not count ({@code test}, or the platform's reason); null where it does
 * @param due when the platform will have made up its mind
 * @param received how many copies came
 * @param seq the request that brought the first copy
 */
public record Conversion(
        String host,
        String platform,
        String event,
        @Nullable String id,
        @Nullable BigDecimal value,
        @Nullable String currency,
        @Nullable String clickId,
        @Nullable String status,
        @Nullable String uncounted,
        Instant at,
        Instant due,
        int received,
        long seq) {

    public static Conversion of(Call call, String platform, String event, @Nullable String id) {
        return new Conversion(
                call.host(), platform, event, id, null, null, null, null, null, call.at(), call.at(), 1, call.seq());
    }

    public Conversion worth(@Nullable BigDecimal amount, @Nullable String inCurrency) {
        return new Conversion(
                host, platform, event, id, amount, inCurrency, clickId, status, uncounted, at, due, received, seq);
    }

    /**
     * What is left of it; where nothing is, it does not count.
     *
     * @param back what goes back, with or without a sign; null for all of it
     */
    public Conversion less(@Nullable BigDecimal back) {
        BigDecimal left = value == null || back == null ? BigDecimal.ZERO : value.subtract(back.abs());
        Conversion changed = worth(left.max(BigDecimal.ZERO), currency);
        return left.signum() > 0 ? changed : changed.uncounted("taken back");
    }

    public Conversion click(@Nullable String click) {
        return new Conversion(
                host, platform, event, id, value, currency, click, status, uncounted, at, due, received, seq);
    }

    public Conversion status(@Nullable String word) {
        return new Conversion(
                host, platform, event, id, value, currency, clickId, word, uncounted, at, due, received, seq);
    }

    public Conversion uncounted(@Nullable String reason) {
        return new Conversion(
                host, platform, event, id, value, currency, clickId, status, reason, at, due, received, seq);
    }

    public Conversion due(Instant when) {
        return new Conversion(
                host, platform, event, id, value, currency, clickId, status, uncounted, at, when, received, seq);
    }

    public Conversion again() {
        return new Conversion(
                host, platform, event, id, value, currency, clickId, status, uncounted, at, due, received + 1, seq);
    }

    public ObjectNode json(Instant now) {
        boolean processing = now.isBefore(due);
        ObjectNode json = StrictJson.object();
        json.put("host", host)
                .put("platform", platform)
                .put("event", event)
                .put("id", id)
                .put("value", value)
                .put("currency", currency)
                .put("click_id", clickId)
                .put("status", status)
                .put("count", processing || uncounted != null ? 0 : 1)
                .put("state", processing ? "processing" : uncounted == null ? "counted" : "not counted");
        if (!processing && uncounted != null) {
            json.put("reason", uncounted);
        }
        return json.put("received", received).put("seq", seq).put("at", at.toString());
    }
}
