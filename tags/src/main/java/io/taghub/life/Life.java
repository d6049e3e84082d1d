package io.taghub.life;

import io.taghub.event.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversion stands after what was said of it. Illegal moves leave it where it was.
 *
 * @param state null where nothing was said yet
 * @param value what it is worth now, null where nobody said
 * @param reason of the last move, where it has one
 * @param said what it was worth before parts of it were given back; null where none were
 */
public record Life(
        @Nullable ConversionState state,
        @Nullable Money value,
        String reason,
        @Nullable Money said) {
    public static final Life UNKNOWN = new Life(null, null, "");

    private Life(@Nullable ConversionState state, @Nullable Money value, String reason) {
        this(state, value, reason, null);
    }

    /**
     * What became of a word.
     *
     * @param move the state it led to, {@code adjusted} where only the value is another, empty where nothing changed
     * @param refusal why it is none, in words; null where it is legal
     */
    public record Heard(Life life, String move, @Nullable String refusal) {
        public boolean legal() {
            return refusal == null;
        }
    }

    /** What became of each of these words, in the order in which they were said. */
    public static List<Heard> all(List<Saying> words) {
        Life[] life = {UNKNOWN};
        return words.stream()
                .map(word -> {
                    Heard heard = life[0].hear(word);
                    life[0] = heard.life;
                    return heard;
                })
                .toList();
    }

    public static Life of(List<Saying> words) {
        return words.isEmpty() ? UNKNOWN : all(words).getLast().life;
    }

    public Heard hear(Saying word) {
        return switch (word.kind()) {
            case OTHER -> new Heard(this, "", null);
            case PENDING ->
                isAny(null, ConversionState.PENDING)
                        ? to(ConversionState.PENDING, word)
                        : refused(ConversionState.PENDING.word());
            case APPROVED ->
                isAny(null, ConversionState.PENDING, ConversionState.APPROVED)
                        ? to(ConversionState.APPROVED, word)
                        : refused(ConversionState.APPROVED.word());
            case REJECTED ->
                isAny(null, ConversionState.PENDING, ConversionState.REJECTED)
                        ? to(ConversionState.REJECTED, word)
                        : refused(ConversionState.REJECTED.word());
            case CANCELLED ->
                isAny(ConversionState.PENDING, ConversionState.REJECTED)
                        ? to(ConversionState.REJECTED, word)
                        : isAny(null, ConversionState.APPROVED, ConversionState.REVERSED)
                                ? reversed(word)
                                : refused(ConversionState.REVERSED.word());
            case REVERSED ->
                isAny(null, ConversionState.APPROVED, ConversionState.REVERSED)
                        ? reversed(word)
                        : refused(ConversionState.REVERSED.word());
            case TAKEN_BACK ->
                isAny(ConversionState.PENDING, ConversionState.REJECTED) ? takenBackEarly(word) : takenBack(word);
            case ADJUSTED ->
                isAny(null, ConversionState.PENDING, ConversionState.APPROVED)
                        ? to(state == null ? ConversionState.APPROVED : state, word)
                        : refused("adjusted");
            case LEFT -> leaves(word);
        };
    }

    /** What is more than it is worth, or as much, takes nothing back; where nobody knows what it was, that is what it is. */
    private Heard leaves(Saying word) {
        Money left = word.money() == null ? null : inItsCurrency(word.money());
        boolean known = value != null && left != null && Objects.equals(left.currency(), value.currency());
        if (!known || isAny(ConversionState.REJECTED, ConversionState.REVERSED)) {
            return hear(new Saying(Saying.Kind.ADJUSTED, word.reason(), word.money()));
        }
        BigDecimal given = Objects.requireNonNull(value)
                .amount()
                .subtract(Objects.requireNonNull(left).amount());
        return given.signum() <= 0
                ? new Heard(this, "", null)
                : hear(new Saying(Saying.Kind.TAKEN_BACK, word.reason(), new Money(given, value.currency())));
    }

    private boolean isAny(@Nullable ConversionState... states) {
        for (ConversionState one : states) {
            if (one == state) {
                return true;
            }
        }
        return false;
    }

    private Heard to(ConversionState next, Saying word) {
        Money said = word.money() == null ? null : inItsCurrency(word.money());
        boolean adjusts = word.kind() == Saying.Kind.ADJUSTED;
        // Who gave a part of it back and says again what it was worth first says nothing of what was given back.
        boolean lowered = this.said != null && value != null && (said == null || (!adjusts && said.isSame(this.said)));
        Money now = said == null || lowered ? value : said;
        boolean same = value == null || now == null || now.isSame(value);
        String move = state != next ? next.word() : same ? "" : "adjusted";
        Money kept = lowered || (same && value != null) ? this.said : null;
        return new Heard(new Life(next, now, move.isEmpty() ? reason : word.reason(), kept), move, null);
    }

    /** What is said of it without a currency is said in its own. */
    public Money inItsCurrency(Money said) {
        return said.currency() == null && value != null ? new Money(said.amount(), value.currency()) : said;
    }

    private Heard reversed(Saying word) {
        Money nothing = value == null ? null : new Money(BigDecimal.ZERO, value.currency());
        boolean again = state == ConversionState.REVERSED;
        return new Heard(
                new Life(ConversionState.REVERSED, nothing, again ? reason : word.reason()),
                again ? "" : ConversionState.REVERSED.word(),
                null);
    }

    /** A part of it, where less is given back than it is worth. */
    private Heard takenBack(Saying word) {
        BigDecimal left = left(word);
        return left == null || state == ConversionState.REVERSED
                ? reversed(word)
                : new Heard(
                        new Life(
                                ConversionState.APPROVED,
                                new Money(left, Objects.requireNonNull(value).currency()),
                                word.reason(),
                                before()),
                        "adjusted",
                        null);
    }

    /** What it was worth before anything of it was given back. */
    private @Nullable Money before() {
        return said == null ? value : said;
    }

    /** Of what is not approved yet: all of it is a rejection; of a part the rest is approved later. */
    private Heard takenBackEarly(Saying word) {
        BigDecimal left = left(word);
        return left == null || state == ConversionState.REJECTED
                ? to(ConversionState.REJECTED, new Saying(word.kind(), word.reason(), null))
                : new Heard(
                        new Life(
                                ConversionState.PENDING,
                                new Money(left, Objects.requireNonNull(value).currency()),
                                word.reason(),
                                before()),
                        "adjusted",
                        null);
    }

    /** What is left of the value, null where nothing is, or nobody can say. */
    public @Nullable BigDecimal left(Saying word) {
        Money given = word.money();
        if (value == null || given == null || given.amount().signum() == 0) {
            return null;
        }
        boolean same = given.currency() == null
                || value.currency() == null
                || given.currency().equals(value.currency());
        BigDecimal left = value.amount().subtract(given.amount().abs());
        return same && left.signum() > 0 ? left : null;
    }

    private Heard refused(String move) {
        String now = state == null ? "" : state.word();
        return new Heard(
                this,
                "",
                "the conversion is " + now + (reason.isEmpty() ? "" : " (" + plain(reason) + ")") + ", which "
                        + article(move) + " does not follow");
    }

    private static String article(String move) {
        return switch (move) {
            case "refund" -> "a refund";
            case "chargeback" -> "a chargeback";
            case "pending", "approved", "rejected", "reversed", "adjusted" -> "'" + move + "'";
            default -> "taking it back";
        };
    }

    /** A sender's own words stay out of what is kept in clear. */
    private static String plain(String reason) {
        String known = reason.toLowerCase(Locale.ROOT);
        return List.of("refund", "chargeback", "fraud", "cancelled", "canceled", "test", "refunded")
                        .contains(known)
                ? known
                : "for a reason of its own";
    }
}
