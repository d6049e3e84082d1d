package io.taghub.delivery;

import io.taghub.outbound.Exchange;
import io.taghub.store.Attempt;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.util.Collections;
import java.util.List;

/**
 * What one request came to.
 *
 * @param unknown whether it may have arrived although no usable answer came
 * @param status HTTP status, 0 where none came
 */
record Tried(Reading reading, boolean unknown, int status) {
    /** Nothing was sent. */
    static final Tried NOT_SENT = new Tried(new Reading.Each(List.of()), false, 0);

    private static final int TOO_LARGE = 413;

    /** The tag could not make a request of it: so none of it arrived. */
    static Tried unmade(Throwable broken) {
        return new Tried(refused(broken.getClass().getSimpleName()), false, 0);
    }

    private static Reading refused(String detail) {
        return new Reading.Refused(java.util.OptionalInt.empty(), new Outcome.Rejected(Reason.TAG_FAILED, detail));
    }

    static Tried of(Tag tag, Exchange exchange, List<Item> items) {
        int size = items.size();
        return switch (exchange) {
            case Exchange.Answered(Response response) -> of(tag, response, items);
            case Exchange.Unreachable(String detail) ->
                new Tried(Reading.all(size, Outcome.retry(Reason.UNREACHABLE, detail)), false, 0);
            case Exchange.Unknown(String detail) ->
                new Tried(Reading.all(size, Outcome.retry(Reason.UNKNOWN_OUTCOME, detail)), true, 0);
            case Exchange.Malformed(String detail) -> new Tried(refused(detail), false, 0);
            case Exchange.Blocked(String detail) ->
                new Tried(Reading.all(size, Outcome.misconfigured(Reason.BLOCKED_ADDRESS, detail)), false, 0);
            case Exchange.Unauthorised(String detail) ->
                new Tried(Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail)), false, 0);
        };
    }

    private static Tried of(Tag tag, Response response, List<Item> items) {
        int size = items.size();
        try {
            Reading reading = tag.read(response, items);
            if (reading instanceof Reading.Each(var outcomes) && outcomes.size() != size) {
                throw new IllegalStateException("a reading needs an outcome per item");
            }
            if (reading instanceof Reading.Refused && response.redirects()) {
                return new Tried(Reading.all(size, response.retry()), true, response.status());
            }
            boolean unknown =
                    reading instanceof Reading.Each(var each) && each.stream().anyMatch(Tried::mayHaveArrived);
            return new Tried(reading, unknown, response.status());
        } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
            // It answered, so it may have taken the events: as unknown as no answer.
            String detail = unreadable.getClass().getSimpleName();
            return new Tried(Reading.all(size, Outcome.retry(Reason.UNKNOWN_OUTCOME, detail)), true, response.status());
        }
    }

    private static boolean mayHaveArrived(Outcome outcome) {
        return outcome instanceof Outcome.Unknown
                || (outcome instanceof Outcome.Retryable(Reason reason, var _, var _)
                        && reason == Reason.UNKNOWN_OUTCOME);
    }

    boolean refused() {
        return reading instanceof Reading.Refused;
    }

    boolean tooLarge() {
        return status == TOO_LARGE;
    }

    /** Whether everything in it failed for now. */
    boolean failed() {
        return reading instanceof Reading.Each(var outcomes)
                && !outcomes.isEmpty()
                && outcomes.stream().allMatch(one -> isFailure(one) || one instanceof Outcome.Unknown);
    }

    /** Whether the platform asks to be left alone, or the tag is set up wrongly: going on would make it worse. */
    boolean enough() {
        return reading instanceof Reading.Each(var outcomes)
                && outcomes.stream()
                        .anyMatch(outcome -> outcome instanceof Outcome.Misconfigured
                                || (outcome instanceof Outcome.Retryable(Reason reason, var after, var _)
                                        && isFailure(outcome)
                                        && (after != null || reason == Reason.RATE_LIMITED)));
    }

    /** Of the platform; that it does not take an event yet is none. */
    static boolean isFailure(Outcome outcome) {
        return outcome instanceof Outcome.Retryable(Reason reason, var _, var _) && reason != Reason.MIN_DELAY;
    }

    List<Outcome> outcomes(int size) {
        return switch (reading) {
            case Reading.Each(var outcomes) when outcomes.size() == size -> outcomes;
            case Reading.Each(var outcomes) -> Collections.nCopies(size, outcomes.getFirst());
            case Reading.Refused(var _, Outcome.Rejected why) -> Collections.nCopies(size, why);
        };
    }

    Outcome first() {
        return outcomes(1).getFirst();
    }

    /** The word that attempts and metrics keep. */
    String result() {
        return refused() ? "refused" : result(first());
    }

    /** The same of one of its items. */
    String result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Duplicate() -> "duplicate";
            case Outcome.Retryable _ -> unknown ? Attempt.UNKNOWN : "retryable";
            case Outcome.Unknown _ -> Attempt.UNKNOWN;
            case Outcome.Rejected _ -> "rejected";
            case Outcome.Misconfigured _ -> "misconfigured";
        };
    }
}
