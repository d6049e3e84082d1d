package io.taghub.platform.awinorders;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.platform.Leads;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into {@code POST /s2s/advertiser/ID/orders}; Awin names the orders it takes and those it does not.
 *
 * @see <a href="https://help.awin.com/apidocs/conversion-api">the vendor's page</a>
 */
record AwinOrdersTag(AwinOrdersPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + AwinOrdersPlatform.HOST;
    private static final int MAX_BATCH = 1000;
    private static final int PER_MINUTE = 20;

    @Override
    public Plan plan(Event event) {
        if (Correction.of(event) != null) {
            return Correction.impossible("Awin takes orders back by the validation of transactions, not by this call");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        ClickId click = AwinOrder.click(event);
        if (click == null && AwinOrder.voucher(event) == null) {
            return Plan.skip(Reason.NO_CLICK_ID, "the visitor did not come by a link with awc and used no voucher");
        }
        String reference = AwinOrder.reference(event);
        if (reference == null) {
            return Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent");
        }
        if (reference.length() > AwinOrder.REFERENCE) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    "the order id is longer than " + AwinOrder.REFERENCE
                            + " characters, and Awin would cut it: two orders might become one");
        }
        boolean lead = Leads.is(event, settings.leads());
        Money money = lead ? null : Money.inIsoCurrency(event.money());
        if (money == null && !lead) {
            return event.money() == null
                    ? Leads.missing()
                    : Plan.skip(Reason.INVALID_FIELD, "the currency is missing or none of ISO 4217");
        }
        return Plan.send(AwinOrder.of(settings, event, reference, click, money));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                ORIGIN + "/s2s/advertiser/" + settings.advertiserId() + "/orders",
                new Fields().put("orders", items.stream().map(Item::body).toList()));
    }

    /** Without the orders only what holds for all of them. */
    @Override
    public Reading read(Response response, int size) {
        String detail = "HTTP " + response.status();
        Outcome outcome = response.ok()
                ? new Outcome.Unknown(detail + " with an answer that is not Awin's")
                : response.status() == 404
                        ? Outcome.misconfigured(Reason.BAD_SETTINGS, detail + ": no such advertiser")
                        : response.failure(detail + words(response.json()));
        return outcome instanceof Outcome.Rejected why
                ? new Reading.Refused(OptionalInt.empty(), why)
                : Reading.all(size, outcome);
    }

    @Override
    public Reading read(Response response, List<Item> items) {
        JsonNode answer = response.json();
        boolean awins = answer.has("batchId") || answer.has("successfulOrders") || answer.has("failedOrders");
        if (!response.ok() || !awins) {
            return read(response, items.size());
        }
        Set<String> taken = new HashSet<>();
        answer.path("successfulOrders")
                .forEach(order -> taken.add(order.path("orderReference").asString("")));
        Map<String, String> failed = new HashMap<>();
        answer.path("failedOrders")
                .forEach(order ->
                        failed.put(order.path("order").path("orderReference").asString(""), words(order)));
        return new Reading.Each(items.stream()
                .map(item -> String.valueOf(item.as(Fields.class).get("orderReference")))
                .map(reference -> outcome(response, reference, taken, failed))
                .toList());
    }

    /** 200: all are taken; 202: they will be; 206: those are that it names. */
    private static Outcome outcome(Response response, String reference, Set<String> taken, Map<String, String> failed) {
        if (failed.containsKey(reference)) {
            return Outcome.rejected("Awin refused the order" + failed.get(reference));
        }
        return taken.contains(reference) || (response.status() != 206 && failed.isEmpty())
                ? Outcome.DELIVERED
                : new Outcome.Unknown("HTTP " + response.status() + ", and the answer does not name the order");
    }

    private static String words(JsonNode answer) {
        StringBuilder words = new StringBuilder();
        for (JsonNode error : answer.path("errors")) {
            words.append(words.isEmpty() ? ": " : "; ")
                    .append((error.path("field").asString("") + " "
                                    + error.path("message").asString(""))
                            .strip());
        }
        return PersonalData.masked(words.toString());
    }

    @Override
    public Limits limits() {
        return Limits.batch(MAX_BATCH).requestsPerMinute(PER_MINUTE).dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("x-api-key", "", settings.apiKey());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
