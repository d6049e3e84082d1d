package io.taghub.postback.twin;

import com.google.re2j.Pattern;
import io.taghub.text.Expression;
import io.taghub.twin.Answer;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One network at work: what it makes of a call. */
final class Network {
    private static final String TAKES_BACK = "takes back";

    private final String name;
    private final TwinFile file;
    private final CallAmount worth;
    private final Map<String, Pattern> forms = new LinkedHashMap<>();

    Network(String name, TwinFile file) {
        this.name = name;
        this.file = file;
        this.worth = CallAmount.of(file.amount());
        file.forms().forEach((parameter, form) -> forms.put(parameter, Expression.compile(form, 0)));
    }

    List<Place> places() {
        return file.at().stream().map(Place::of).toList();
    }

    /** Its places as they are written, {@code a.mgid.com/postback/*}. */
    String addresses() {
        return String.join(" or ", file.at());
    }

    /** Where its token may stand. */
    Stream<String> tokens() {
        return file.token() == null ? Stream.of() : Stream.of(file.token().split("\\|"));
    }

    /**
     * The token first, then what is missing, then what is wrong; only what is left can be a conversion.
     *
     * @param known what is wrong whatever is in it
     */
    Answer answer(Received whole, Ledger ledger, String badWord, List<String> known) {
        List<String> problems = whole.problems(name -> forms.containsKey(name) && isRight(name, ""));
        problems.addAll(known);
        if (file.method() != null && !whole.call().method().equals(file.method())) {
            problems.add(name + " is told by " + file.method() + ", and this is a "
                    + whole.call().method());
        }
        Received call = whole.cut(file.cut());
        file.cut().forEach((parameter, length) -> {
            if (!Objects.equals(whole.value(parameter), call.value(parameter))) {
                problems.add(parameter + " is longer than " + length + " characters and is cut");
            }
        });
        if (worth.isSaid(call) && amount(call) == null) {
            problems.add("the amount is not a plain number");
        }
        String token = call.value(file.token());
        if (token == null ? tokens().anyMatch(place -> place.startsWith("path ")) : token.contains(badWord)) {
            problems.add(badToken());
            return reply(call, problems, "", "bad_token");
        }
        for (String parameter : file.required()) {
            if (call.value(parameter) == null) {
                String[] names = parameter.split("\\|");
                problems.add(orSo(names) + " is required by " + name);
                return reply(call, problems, names[0], "missing " + names[0], "missing");
            }
        }
        List<String> wrong = forms.keySet().stream()
                .filter(parameter -> !isRight(parameter, call.value(parameter)))
                .toList();
        wrong.forEach(parameter ->
                problems.add(parameter + " does not look like " + file.forms().get(parameter) + " at " + name));
        for (String parameter : wrong) {
            if (file.replies().containsKey("invalid") || file.replies().containsKey("invalid " + parameter)) {
                return reply(call, problems, parameter, "invalid " + parameter, "invalid");
            }
        }
        // Anything may be sent to a host nobody knows; only what carries parameters can be a postback.
        return call.parameters().isEmpty() && call.value(file.click()) == null
                ? reply(call, problems, "")
                : reply(call, problems, "", count(call, ledger, problems));
    }

    private String badToken() {
        return "the token is not one that " + name + " takes";
    }

    /** In its own words where they are known, else in HTTP's. */
    Answer badToken(Received call) {
        return rehearsed(call, "bad_token", "401 Unauthorized", badToken());
    }

    Answer refusal(Received call) {
        String kind = file.replies().containsKey("missing") ? "missing" : "invalid";
        return rehearsed(call, kind, "400 Bad Request", "rehearsed: the request is not taken");
    }

    private Answer rehearsed(Received call, String kind, String otherwise, String problem) {
        Reply reply = Reply.of(file.replies().getOrDefault(kind, otherwise));
        return reply.answer(blank -> blank.equals("parameter") ? "click" : call.value(blank), List.of(problem));
    }

    private boolean isRight(String parameter, @Nullable String value) {
        return value == null || Objects.requireNonNull(forms.get(parameter)).matches(value);
    }

    private static String orSo(String[] names) {
        List<String> all = List.of(names);
        int last = all.size() - 1;
        return last == 0 ? all.getFirst() : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    /** The first of these replies that the file has, else what it says to a delivery. */
    private Answer reply(Received call, List<String> problems, String parameter, String... kinds) {
        List<String> candidates = new ArrayList<>(List.of(kinds));
        candidates.add("delivered");
        Reply reply = candidates.stream()
                .filter(file.replies()::containsKey)
                .findFirst()
                .map(file.replies()::get)
                .map(Reply::of)
                .orElse(Reply.OK);
        return reply.answer(blank -> blank.equals("parameter") ? parameter : call.value(blank), problems);
    }

    /** @return the kind of the reply */
    private String count(Received call, Ledger ledger, List<String> problems) {
        TwinFile.Repeat repeat = file.repeat();
        String status = call.value(file.status());
        String takenBack = takenBack(call, ledger);
        Conversion conversion = conversion(call, status, takenBack);
        if (repeat == null || repeat.moves()) {
            if (repeat != null && takenBack == null && moves(conversion, ledger)) {
                return "repeat";
            }
            ledger.add(null, Ledger.FOREVER, conversion);
            takeBack(takenBack, conversion, ledger);
            return "delivered";
        }
        String[] kind = {"delivered"};
        ledger.merge(key(repeat, call), repeat.within(), conversion, known -> {
            if (!repeat.restates() || status == null || status.equals(known.status())) {
                kind[0] = "repeat";
                return known.again();
            }
            if (!mayBecome(known.status(), status)) {
                kind[0] = "unmoved";
                problems.add("the status of this conversion cannot become this one at " + name);
                return known.again();
            }
            return moved(known, conversion).again();
        });
        if (kind[0].equals("delivered")) {
            takeBack(takenBack, conversion, ledger);
        }
        return kind[0];
    }

    /**
     * Of nobody knows whom it is not known what a repeat is: only what says another status or amount of a conversion is none
     * more. Without a transaction it is of the click's last one, where it ends that.
     */
    private static boolean moves(Conversion said, Ledger ledger) {
        String status = said.status();
        boolean known = said.id() != null || (said.clickId() != null && said.uncounted() != null);
        // One parameter alone may be either's.
        boolean worth = said.value() != null && said.id() != null && !said.id().equals(said.clickId());
        if (status == null ? !worth : !known) {
            return false;
        }
        return ledger.change(
                one -> one.host().equals(said.host())
                        && Objects.equals(said.id(), one.id())
                        && Objects.equals(said.clickId(), one.clickId())
                        && !TAKES_BACK.equals(one.uncounted())
                        && (one.event().equals(said.event())
                                || said.event().equals(said.status())
                                || said.uncounted() != null)
                        && (!Objects.equals(status, one.status()) || !isSame(one.value(), said.value())),
                one -> moved(one, said).again());
    }

    private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? one == other : one.compareTo(other) == 0;
    }

    /** As it is said now; what counts no more keeps what it was worth. */
    private static Conversion moved(Conversion known, Conversion said) {
        boolean worth = said.uncounted() == null && said.value() != null;
        return (worth ? known.worth(said.value(), said.currency()) : known)
                .status(said.status())
                .uncounted(said.uncounted());
    }

    /**
     * Of a transaction that this call names in so many words or, with a minus before its amount, as its own; what is less than
     * nothing and of no other, a day on which a player won, is a conversion like others.
     */
    private @Nullable String takenBack(Received call, Ledger ledger) {
        String named = call.value(file.takesBack());
        BigDecimal amount = amount(call);
        String own = amount != null && amount.signum() < 0 ? call.value(file.transaction()) : null;
        boolean known = own != null && ledger.list(call.host()).stream().anyMatch(one -> isOf(one, call.host(), own));
        return named != null ? named : known ? own : null;
    }

    private static boolean isOf(Conversion one, String host, String transaction) {
        return one.host().equals(host) && transaction.equals(one.id()) && !TAKES_BACK.equals(one.uncounted());
    }

    private @Nullable BigDecimal amount(Received call) {
        return worth.in(call);
    }

    /** From the last of the transaction that is worth so much; where none is, from one after the other. */
    private static void takeBack(@Nullable String transaction, Conversion back, Ledger ledger) {
        if (transaction == null) {
            return;
        }
        BigDecimal amount = back.value() == null ? null : back.value().abs();
        boolean whole = ledger.change(
                one -> isOf(one, back.host(), transaction)
                        && (amount == null
                                || (one.value() != null && one.value().compareTo(amount) >= 0)),
                one -> one.less(amount));
        BigDecimal left = whole || amount == null ? BigDecimal.ZERO : amount;
        for (Conversion sold : ledger.list(back.host()).reversed()) {
            if (left.signum() > 0 && isOf(sold, back.host(), transaction)) {
                BigDecimal part = left;
                ledger.change(sold::equals, one -> one.less(part));
                left = left.subtract(sold.value() == null ? left : sold.value());
            }
        }
    }

    private Conversion conversion(Received call, @Nullable String status, @Nullable String takenBack) {
        String event = call.value(file.event());
        return Conversion.of(call.call(), name, event == null ? "conversion" : event, call.value(file.transaction()))
                .worth(amount(call), call.value(file.currency()))
                .click(call.value(file.click()))
                .status(status)
                .uncounted(takenBack == null ? uncounted(status) : TAKES_BACK);
    }

    private @Nullable String uncounted(@Nullable String status) {
        return status != null && file.uncounted().contains(status) ? status : null;
    }

    private boolean mayBecome(@Nullable String from, String to) {
        return file.moves().isEmpty()
                || from == null
                || List.of(file.moves().getOrDefault(from, "").split("\\|")).contains(to);
    }

    /** A host is one network's, so what a repeat has in common with the first is compared within it. */
    private @Nullable String key(TwinFile.Repeat repeat, Received call) {
        for (String by : repeat.by()) {
            List<String> values = new ArrayList<>(List.of(call.host(), by));
            for (String part : by.split("\\+")) {
                values.add(Objects.toString(call.value(where(part.strip())), ""));
            }
            if (!values.get(2).isEmpty()) {
                return String.join("\n", values);
            }
        }
        return null;
    }

    /** A word of the file, else a parameter's name. */
    private @Nullable String where(String word) {
        return switch (word) {
            case "click" -> file.click();
            case "transaction" -> file.transaction();
            case "event" -> file.event();
            default -> word;
        };
    }
}
