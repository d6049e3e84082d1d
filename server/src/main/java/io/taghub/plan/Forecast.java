package io.taghub.plan;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would become of an event at a tag.
 *
 * @param word {@code sent}, {@code waiting}, {@code switched off}, or a verdict in small letters
 * @param reason null where it would be sent
 */
public record Forecast(String word, @Nullable Reason reason) {
    static final Forecast SENT = new Forecast("sent", null);

    private static final String WAITING = "waiting";

    /** The config has the tag, with {@code enabled: false}. */
    static final Forecast OFF = new Forecast("switched off", null);

    static Forecast waiting(Reason reason) {
        return new Forecast(WAITING, reason);
    }

    static Forecast of(Verdict verdict, Reason reason) {
        return new Forecast(verdict.name().toLowerCase(Locale.ROOT), reason);
    }

    /** The same as what became of an event, for those that speak of it again. */
    Fate fate(long seq) {
        return equals(SENT)
                ? new Fate.Decided(new Decision(seq, Verdict.DELIVERED, null, ""))
                : equals(OFF)
                        ? new Fate.Decided(new Decision(seq, Verdict.SKIPPED, Reason.DISABLED, ""))
                        : word.equals(WAITING)
                                ? new Fate.Ahead()
                                : new Fate.Decided(
                                        new Decision(seq, Verdict.valueOf(word.toUpperCase(Locale.ROOT)), reason, ""));
    }

    /** {@code skipped, NO_CLICK_ID}. */
    public String text() {
        return reason == null ? word : word + ", " + reason.name();
    }
}
