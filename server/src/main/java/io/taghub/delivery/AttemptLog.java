package io.taghub.delivery;

import io.taghub.event.Event;
import io.taghub.outbound.Exchange;
import io.taghub.outbound.Redactor;
import io.taghub.personal.PersonalData;
import io.taghub.store.Attempt;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes attempts down as people may see them: without secrets and raw personal data, and not too long. */
final class AttemptLog {
    /** Larger batches are kept without their body, which {@code explain} can rebuild for one event. */
    private static final int LARGEST_KEPT = 20;

    private static final int ANSWER_KEPT = 4096;

    private final Redactor redactor;
    private Shown latest = new Shown("", "");

    /** An address and what people see of it: a tag has mostly one. */
    private record Shown(String url, String text) {}

    AttemptLog(Redactor redactor) {
        this.redactor = redactor;
    }

    Attempt attempt(List<Ready> batch, Request request, Exchange exchange, Tried tried, Instant at, Duration took) {
        List<Event> events = batch.stream().map(Ready::event).toList();
        boolean few = batch.size() <= LARGEST_KEPT;
        String sent = few
                ? redactor.request(request, events)
                : request.method() + " " + shown(request.url().toString()) + "\n\n(a batch of " + batch.size()
                        + " events, " + request.bodyText().length() + " characters)";
        String answer = exchange instanceof Exchange.Answered(Response response) ? response.text() : "";
        boolean failed = !(tried.first() instanceof Outcome.Delivered || tried.first() instanceof Outcome.Accepted);
        // Going through a large batch for every name in it would cost more than sending it did.
        String kept = few || failed ? redactor.text(answer, events) : PersonalData.masked(answer);
        return new Attempt(
                batch.stream().map(Ready::seq).toList(),
                at,
                took,
                tried.result(),
                reason(tried.first()),
                redactor.text(detail(tried.first()), few || failed ? events : List.of()),
                tried.status(),
                sent,
                kept.length() > ANSWER_KEPT ? kept.substring(0, ANSWER_KEPT) + "…" : kept,
                "",
                others(batch, tried));
    }

    private String shown(String url) {
        if (!url.equals(latest.url)) {
            latest = new Shown(url, redactor.text(url, List.of()));
        }
        return latest.text;
    }

    /** Where the platform says of each event what became of it, that is the attempt's result for it. */
    private List<Attempt.EventResult> others(List<Ready> batch, Tried tried) {
        List<Outcome> outcomes = tried.refused() ? List.of() : tried.outcomes(batch.size());
        List<Attempt.EventResult> others = new ArrayList<>();
        Outcome first = tried.first();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (!outcome.equals(first)) {
                others.add(new Attempt.EventResult(
                        batch.get(i).seq(),
                        tried.result(outcome),
                        reason(outcome),
                        detail(redacted(outcome, batch.get(i).event()))));
            }
        }
        return others;
    }

    /** A platform may quote what it did not like, and a verdict's detail is kept in clear. */
    Outcome redacted(Outcome outcome, Event event) {
        return switch (outcome) {
            case Outcome.Duplicate(), Outcome.Accepted _ -> outcome;
            case Outcome.Delivered(String note) -> new Outcome.Delivered(redactor.sentence(note, event));
            case Outcome.Retryable(Reason reason, Duration after, String detail) ->
                new Outcome.Retryable(reason, after, redactor.sentence(detail, event));
            case Outcome.Unknown(String detail) -> new Outcome.Unknown(redactor.sentence(detail, event));
            case Outcome.Rejected(Reason reason, String detail) ->
                new Outcome.Rejected(reason, redactor.sentence(detail, event));
            case Outcome.Misconfigured(Reason reason, String detail) ->
                new Outcome.Misconfigured(reason, redactor.sentence(detail, event));
        };
    }

    private static @Nullable Reason reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Duplicate() -> null;
            case Outcome.Accepted _ -> Reason.PENDING_VERDICT;
            case Outcome.Retryable(Reason reason, var _, var _) -> reason;
            case Outcome.Unknown _ -> Reason.UNKNOWN_OUTCOME;
            case Outcome.Rejected(Reason reason, var _) -> reason;
            case Outcome.Misconfigured(Reason reason, var _) -> reason;
        };
    }

    static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(String note) -> note;
            case Outcome.Duplicate() -> "";
            case Outcome.Accepted(String handle) -> handle;
            case Outcome.Retryable(var _, var _, String detail) -> detail;
            case Outcome.Unknown(String detail) -> detail;
            case Outcome.Rejected(var _, String detail) -> detail;
            case Outcome.Misconfigured(var _, String detail) -> detail;
        };
    }
}
