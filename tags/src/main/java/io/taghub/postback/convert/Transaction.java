package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Pair;
import java.util.regex.Pattern;

/** The macro {@code transaction_id}: at some networks it is the click, but not where the click's id stands beside it. */
final class Transaction {
    private static final Pattern WORD = Pattern.compile("(?i)(?:transaction|trans|txn|tx)_?id");
    private static final String CLICK = "{{ click.id | required }}";

    private Transaction() {}

    /** @param value what it is taken for */
    static boolean is(PastedUrl url, String parameter, Pair pair, String value) {
        boolean place = isWord(parameter)
                || !String.valueOf(Rewritten.usualPath(parameter)).startsWith("click.id");
        boolean beside = url.path().stream()
                        .anyMatch(segment ->
                                Rewritten.of(null, segment.text()).text().contains(CLICK))
                || url.query().stream().anyMatch(other -> other != pair && isClick(other));
        return value.equals(CLICK) && isWritten(pair) && place && beside;
    }

    private static boolean isClick(Pair pair) {
        String parameter = Gathered.decoded(pair.name().text());
        return !isWord(parameter)
                && !isWritten(pair)
                && Rewritten.of(parameter, pair.value().text()).text().equals(CLICK);
    }

    private static boolean isWritten(Pair pair) {
        return isWord(MacroWord.plain(Gathered.decoded(pair.value().text())));
    }

    private static boolean isWord(String word) {
        return WORD.matcher(word).matches();
    }
}
