package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The event that a pasted postback tells of, by the network's own word for it: {@code goal=FTD} is one of first deposits. */
final class MeantEvent {
    private static final String USUAL = "purchase";

    /** Where a network's word for the event stands, and may be nothing else. */
    private static final Pattern PLACE =
            Pattern.compile("(?i)(?:.*[_.-])?(?:goal|event|action|et)(?:[_.-]?(?:name|type|alias|token|id))?");

    /** Where it stands sometimes. */
    private static final Pattern PERHAPS =
            Pattern.compile("(?i)(?:conversion|conv|cnv|sale|lead)?[_.-]?(?:type|status|step|name)");

    private static final List<Map.Entry<Pattern, String>> WORDS = List.of(
            word("ftds?|first(?:time)?dep(?:osit)?s?|1stdep(?:osit)?|fd", "ftd"),
            word("q(?:ualified)?ftd|cpaqualified|qualified(?:player|deposit)?", "qualified_ftd"),
            word("dep(?:osit)?s?|re(?:peat)?dep(?:osit)?s?|topup", "deposit"),
            word("reg(?:istration|ister|istered|s)?|sign(?:ed)?up|(?:create|new)account", "registration"),
            word("sales?|purchases?|orders?|buy|paid|payment|confirmedsale", "purchase"),
            word("leads?|form(?:submit)?", "lead"),
            word("subscri(?:be|ption)", "subscribe"),
            word("(?:free|start)?trial", "start_trial"),
            word("refund(?:ed)?", "refund"),
            word("chargeback", "chargeback"),
            word("withdraw(?:al)?", "withdrawal"),
            word("kyc(?:completed|passed)?|verified", "kyc_completed"),
            word("addtocart|atc", "add_to_cart"),
            word("(?:begin|initiate|start)?checkout", "begin_checkout"));

    private MeantEvent() {}

    private static Map.Entry<Pattern, String> word(String pattern, String event) {
        return Map.entry(Pattern.compile(pattern), event);
    }

    /** What no word says is pointed at, where one stands. */
    static String of(PastedCall call, Gathered gathered) {
        List<Pair> pairs = new ArrayList<>(call.url().query());
        pairs.addAll(call.form());
        for (Pattern place : List.of(PLACE, PERHAPS)) {
            for (Pair pair : pairs) {
                String event = place.matcher(pair.name().text()).matches() ? known(pair) : null;
                if (event != null) {
                    return event;
                }
            }
        }
        pairs.stream()
                .filter(MeantEvent::isWord)
                .findFirst()
                .ifPresent(pair -> gathered.note(
                        pair.value().at(),
                        "'" + pair.name().text()
                                + "' is one event of the network's, and which of yours it is nobody knows;"
                                + " 'when' has " + USUAL + ": put yours there, or say --when EVENT",
                        false));
        return USUAL;
    }

    private static @Nullable String known(Pair pair) {
        String word = Gathered.decoded(pair.value().text())
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[-_. +]", "");
        return WORDS.stream()
                .filter(one -> one.getKey().matcher(word).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isWord(Pair pair) {
        String name = pair.name().text();
        return PLACE.matcher(name).matches()
                && pair.value().text().matches("[\\w.-]+")
                && !Rewritten.of(name, pair.value().text()).hasMacros();
    }
}
