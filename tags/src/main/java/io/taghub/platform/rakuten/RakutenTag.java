package io.taghub.platform.rakuten;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.ToldBefore;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.platform.GoodsLines;
import io.taghub.platform.Leads;
import io.taghub.platform.LinesBack;
import io.taghub.tag.Countable;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code GET /ep}: the order as lists of its lines, with the moment at which the visitor arrived.
 *
 * @see <a href="https://pubhelp.rakutenadvertising.com/hc/en-us/articles/14927247605517-Understand-Tracking-Technology">
 *     the vendor's page</a>
 */
record RakutenTag(RakutenPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + RakutenPlatform.HOST;

    /** In GMT, as Rakuten asks. */
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmm").withZone(ZoneOffset.UTC);

    private static final Pattern ERROR = Pattern.compile("(?is)<error>(.*?)</error>");
    private static final Pattern GOOD = Pattern.compile("(?i)<good>\\s*(\\d{1,6})\\s*</good>");
    private static final Pattern BAD = Pattern.compile("(?i)<bad>\\s*(\\d{1,6})\\s*</bad>");
    private static final Pattern ACCESS = Pattern.compile("(?i).*(access|denied|permission|not enabled).*");

    @Override
    public Plan plan(Event event) {
        return plan(event, List.of());
    }

    @Override
    public Plan plan(Event event, List<ToldBefore> told) {
        Correction correction = Correction.of(event);
        if (correction != null && !settings.cancellations()) {
            return Correction.impossible(
                    "whether Rakuten takes orders back by this call is not published; 'cancellations' tries");
        }
        Plan.Skip objection = correction == null ? Countable.objection(event) : null;
        if (objection != null) {
            return objection;
        }
        ClickId click = event.clickIds().first(settings.clickId(), "ransiteid");
        if (click == null) {
            return Plan.skip(Reason.NO_CLICK_ID, "the visitor did not come by a link with ranSiteID");
        }
        String order = PersonalData.impersonalId(Correction.about(event, correction));
        if (order == null) {
            return Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent");
        }
        if (correction != null) {
            LinesBack back = LinesBack.of(event, correction, told);
            String currency = currency(told.isEmpty() ? event : told.getFirst().event());
            return back.lines() == null
                    ? Correction.impossible("Rakuten counts line by line, and " + back.why())
                    : send(event, click, order, currency, back.lines(), -1);
        }
        Money money = Money.inIsoCurrency(event.money());
        if (money == null && !Leads.is(event, settings.leads())) {
            return event.money() == null
                    ? Leads.missing()
                    : Plan.skip(Reason.INVALID_FIELD, "the currency is missing or none of ISO 4217");
        }
        String currency = money == null ? null : money.currency();
        return send(event, click, order, currency, GoodsLines.told(event, money), 1);
    }

    private static @Nullable String currency(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        return money == null ? null : money.currency();
    }

    private Plan send(Event event, ClickId click, String order, @Nullable String currency, GoodsLines lines, int sign) {
        RakutenLists lists = RakutenLists.of(lines, sign);
        if (lists == null) {
            return Plan.skip(Reason.INVALID_FIELD, "Rakuten counts in hundredths, and the value is none in these");
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("mid", settings.mid());
        query.put("ord", order);
        query.put("tr", click.value());
        query.put("land", MINUTE.format(click.seen()));
        query.put("date", MINUTE.format(event.time()));
        if (currency != null) {
            query.put("cur", currency);
        }
        query.put("skulist", lists.skus());
        query.put("qlist", lists.quantities());
        query.put("amtlist", lists.amounts());
        query.put("namelist", lists.names());
        query.put("xml", "1");
        return Plan.send(new Item(Request.encoded(query), "", null, lines.remark()));
    }

    @Override
    public boolean corrects(Event event) {
        return settings.cancellations() && Correction.of(event) != null;
    }

    /** What takes an order back must not overtake it. */
    @Override
    public @Nullable String corrected(Event event) {
        if (!settings.cancellations()) {
            return null;
        }
        return Correction.about(event, Correction.of(event));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.get(ORIGIN + "/ep?" + items.getFirst().as(String.class));
    }

    /** 200 is no success: the XML in it decides. */
    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, outcome(response));
    }

    private static Outcome outcome(Response response) {
        String detail = "HTTP " + response.status();
        if (!response.ok()) {
            return response.status() == 400
                    ? Outcome.misconfigured(Reason.BAD_SETTINGS, detail + ": the merchant id is not right")
                    : response.failure(detail);
        }
        Matcher error = ERROR.matcher(response.text());
        if (error.find()) {
            String words = PersonalData.masked(error.group(1).strip());
            return ACCESS.matcher(words).matches()
                    ? Outcome.misconfigured(
                            Reason.NO_PERMISSION, words + ": the merchant id is not enabled for this call")
                    : Outcome.rejected(words);
        }
        int bad = count(BAD, response.text());
        int good = count(GOOD, response.text());
        if (bad > 0) {
            return Outcome.rejected(bad + " of " + (bad + Math.max(good, 0)) + " lines were refused");
        }
        return good > 0 && bad == 0
                ? Outcome.DELIVERED
                : new Outcome.Unknown(detail + " without a count of what was taken");
    }

    private static int count(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
