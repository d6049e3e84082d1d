package io.taghub.platform.rakuten;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.InClear;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rakuten's pixel with {@code xml=1}: always 200 but for a wrong merchant id, how many lines were taken stands in the XML.
 * What it does with an order it has is not published: here it counts once, and negative amounts are taken from it.
 *
 * @see <a href="https://pubhelp.rakutenadvertising.com/hc/en-us/articles/14927247605517-Understand-Tracking-Technology">
 *     the vendor's page</a>
 */
record RakutenTwin(TwinSetup setup) implements Twin {
    private static final Set<String> KNOWN = Set.of(
            "mid",
            "ord",
            "tr",
            "land",
            "date",
            "cur",
            "skulist",
            "qlist",
            "amtlist",
            "namelist",
            "brandlist",
            "xml",
            "coupon",
            "custid",
            "img");
    private static final Pattern MINUTE = Pattern.compile("\\d{8}_\\d{4}");
    private static final Pattern CENTS = Pattern.compile("-?\\d{1,15}");
    private static final List<String> LISTS = List.of("skulist", "qlist", "amtlist", "namelist");

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals("/ep")) {
            return new Answer(404, "text/plain", "", List.of("orders go to /ep"));
        }
        String mid = call.query("mid");
        if (mid == null || !mid.matches("\\d+") || mid.contains(setup.badWord())) {
            return new Answer(400, "text/plain", "Bad Request", List.of("mid is missing or no merchant id"));
        }
        List<String> problems = new ArrayList<>();
        ObjectNode all = StrictJson.object();
        call.query().forEach((name, values) -> {
            all.put(name, values.getFirst());
            if (!KNOWN.contains(name)) {
                problems.add(name + " is not a known parameter");
            }
        });
        problems.addAll(InClear.problems("", all));
        List<String> wrong = wrong(call);
        if (!wrong.isEmpty()) {
            problems.addAll(wrong);
            return xml("<bad>" + Math.max(1, list(call, "skulist").size()) + "</bad><good>0</good>", problems);
        }
        count(call);
        int lines = list(call, "skulist").size();
        return xml(
                "<unique_id>" + call.seq() + "</unique_id><summary><total>" + lines + "</total><good>" + lines
                        + "</good><bad>0</bad></summary>",
                problems);
    }

    /** There is no token; a merchant that is not enabled is told so. */
    @Override
    public Answer badToken(Call call) {
        return xml("<error>Access denied</error>", List.of("rehearsed: the merchant is not enabled"));
    }

    @Override
    public Answer refusal(Call call) {
        return xml("<good>0</good><bad>1</bad>", List.of("rehearsed: the order is not taken"));
    }

    private static List<String> wrong(Call call) {
        List<String> wrong = new ArrayList<>();
        for (String name : List.of("ord", "tr", "land", "skulist", "qlist", "amtlist")) {
            if (call.query(name) == null) {
                wrong.add(name + " is missing");
            }
        }
        for (String name : List.of("land", "date")) {
            String minute = call.query(name);
            if (minute != null && !MINUTE.matcher(minute).matches()) {
                wrong.add(name + " is not of the form YYYYMMDD_HHMM");
            }
        }
        int lines = list(call, "skulist").size();
        for (String name : LISTS) {
            if (call.query(name) != null && list(call, name).size() != lines) {
                wrong.add(name + " has another number of lines than skulist");
            }
        }
        if (!list(call, "amtlist").stream()
                .allMatch(amount -> CENTS.matcher(amount).matches())) {
            wrong.add("amtlist is no list of whole hundredths");
        }
        if (!list(call, "qlist").stream().allMatch(pieces -> pieces.matches("\\d{1,9}"))) {
            wrong.add("qlist is no list of whole numbers");
        }
        String currency = call.query("cur");
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            wrong.add("cur is no code of ISO 4217");
        }
        String click = call.query("tr");
        if (click != null && Shape.isUnfilled(click)) {
            wrong.add("tr is a placeholder nobody filled in");
        }
        return wrong;
    }

    private static List<String> list(Call call, String name) {
        String list = call.query(name);
        return list == null ? List.of() : Arrays.asList(list.split("\\|", -1));
    }

    private void count(Call call) {
        BigDecimal worth = list(call, "amtlist").stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointLeft(2);
        @Nullable String order = call.query("ord");
        boolean back = worth.signum() < 0;
        Conversion conversion = Conversion.of(
                        call, "rakuten", list(call, "skulist").getFirst(), order)
                .worth(worth, call.query("cur"))
                .click(call.query("tr"))
                .uncounted(back ? "no such order" : null);
        boolean lessened = back
                && setup.ledger()
                        .change(
                                one -> one.platform().equals("rakuten")
                                        && Objects.equals(one.id(), order)
                                        && !Objects.equals(one.uncounted(), conversion.uncounted()),
                                one -> one.less(worth));
        if (!lessened) {
            setup.ledger().add(back ? null : "rakuten|" + call.query("mid") + "|" + order, Ledger.FOREVER, conversion);
        }
    }

    private static Answer xml(String body, List<String> problems) {
        return new Answer(
                200, "text/xml; charset=utf-8", "<?xml version=\"1.0\"?><response>" + body + "</response>", problems);
    }
}
