package io.taghub.postback.twin;

import io.taghub.tag.Described;
import io.taghub.text.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as seen from its own side: the form that {@code twin.yaml} is. A parameter is written as its name,
 * {@code header NAME} or {@code path N}; of {@code a|b} the first that is there counts.
 */
record TwinFile(
        @Described("places where it is found, HOST/PATH?PARAMETER&PARAMETER; * is any text without a slash")
        List<String> at,

        @Described("the parameter with the click id") @Nullable
        String click,

        @Described("the parameter with the transaction or order") @Nullable
        String transaction,

        @Described("the parameter that says what happened") @Nullable
        String event,

        @Described("the parameter with the amount, or a product of them: price * quantity, AMT{i} * QTY{i} - DISCOUNT")
        @Nullable
        String amount,

        @Described("the parameter that names the transaction that a call takes back, with its amount or as a whole")
        @Nullable
        String takesBack,

        @Described(value = "the parameter with the currency", byDefault = "currency")
        String currency,

        @Described(value = "the parameter with the status", byDefault = "status")
        String status,

        @Described(value = "the method it is called by, where it takes but one", pattern = "GET|POST") @Nullable
        String method,

        @Described("parameters it does not do without; where this key is not there, the click id")
        List<String> required,

        @Described("what a parameter's value looks like, a regular expression")
        Map<String, String> forms,

        @Described("how many characters of a parameter's value it keeps")
        Map<String, String> cut,

        @Described("statuses of conversions that do not count")
        List<String> uncounted,

        @Described("what a status may become, a|b; where this key is not there, anything")
        Map<String, String> moves,

        @Described("the parameter with the token; one with the sandbox's bad word in it is refused") @Nullable
        String token,

        @Described("what it takes for a repeat; where this key is not there, nothing is one") @Nullable
        Repeat repeat,

        @Described("what it answers, HTTP status and body") Map<String, String> replies) {

    /** @param by what a repeat has in common with the first, of several the first whose first part is there */
    record Repeat(
            @Described("click+transaction: what a repeat has in common with the first")
            List<String> by,

            @Described(
                    value = "what becomes of a repeat",
                    pattern = "ignored|refused|restated|moved",
                    byDefault = "ignored")
            String then,

            @Described(value = "how long the first is remembered", byDefault = "36500d")
            Duration within) {

        boolean restates() {
            return then.equals("restated");
        }

        boolean moves() {
            return then.equals("moved");
        }
    }

    TwinFile {
        at.forEach(Place::of);
        forms.values().forEach(form -> Expression.compile(form, 0));
        cut.forEach((name, length) ->
                check(length.matches("[1-9]\\d{0,4}"), "what is cut is cut at a number of characters: " + name));
        replies.forEach((kind, reply) -> {
            check(
                    kind.matches("delivered|repeat|unmoved|bad_token|(missing|invalid)( \\S+)?"),
                    "there is no reply '" + kind
                            + "'; there are delivered, repeat, unmoved, bad_token, missing, invalid,"
                            + " 'missing PARAMETER' and 'invalid PARAMETER'");
            check(reply.matches("(?s)[2-5]\\d\\d( .*)?"), "the reply '" + kind + "' is a status, a space and a body");
        });
        String then = repeat == null ? "ignored" : repeat.then();
        check(
                !then.equals("refused") || replies.containsKey("repeat"),
                "who refuses a repeat answers it; write replies: { repeat: ... }");
        check(
                !then.equals("ignored") || !replies.containsKey("repeat"),
                "who answers a repeat refuses or restates it; write repeat: { then: refused }");
        check(
                token == null || replies.containsKey("bad_token"),
                "who has a token answers a bad one; write replies: { bad_token: ... }");
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
