package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Event;
import io.taghub.outbound.Exchange;
import io.taghub.outbound.Outbound;
import io.taghub.outbound.Redactor;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a tag's platform whether it takes the tag's credentials, with a call that counts nothing: the tag's own
 * {@linkplain io.taghub.tag.Tag#probe() probe}, or the token its credentials are exchanged for. Where there is neither it is
 * seen whether anybody answers.
 */
public final class Probe {
    private static final List<Event> NOBODY = List.of();

    private Probe() {}

    /** What came of it. */
    public enum Result {
        OK,
        /** The platform does not take them, or could not be asked. */
        FAILED,
        /** There is no harmless call that would tell. */
        UNPROVEN
    }

    /** @param text one plain sentence without a full stop; secrets are masked */
    public record Report(Result result, String text) {}

    /** One request or two, 15 seconds each at most. In mode sandbox the sandbox is asked. */
    public static Report of(TagConfig tag, HubConfig config, InstantSource clock) {
        Redactor redactor = Redactor.of(tag);
        try (Outbound outbound = outbound(tag, config, clock)) {
            Report report = report(tag, config, outbound, clock.instant());
            return new Report(report.result, redactor.text(report.text, NOBODY));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Its message may quote a secret.
            return new Report(
                    Result.FAILED,
                    Reason.TAG_FAILED.text() + " (" + broken.getClass().getSimpleName() + ")");
        }
    }

    private static Outbound outbound(TagConfig tag, HubConfig config, InstantSource clock) {
        return Outbound.of(tag, config, 1, clock);
    }

    private static Report report(TagConfig tag, HubConfig config, Outbound outbound, Instant now) {
        Optional<Request> probe = tag.tag().probe(now);
        if (probe.isPresent()) {
            Exchange exchange = outbound.send(probe.get());
            return exchange instanceof Exchange.Answered(Response response)
                    ? read(tag.tag().readProbe(response), probe.get().url().getHost())
                    : unanswered(exchange, tag, config);
        }
        return switch (outbound.token()) {
            case Outbound.Token.None() -> reached(tag, config, outbound);
            case Outbound.Token.Granted() ->
                new Report(Result.OK, "a token is granted; the first event tells whether it may report conversions");
            case Outbound.Token.Refused(Exchange why) -> unanswered(why, tag, config);
        };
    }

    /** Whether anybody is there: a question without a path, which is nobody's conversion. */
    private static Report reached(TagConfig tag, HubConfig config, Outbound outbound) {
        URI origin = tag.tag().origin().orElse(null);
        if (origin == null) {
            return unproven("no harmless call tells; the first event will");
        }
        String host = origin.getHost();
        String needs = tag.tag()
                .probeNeeds()
                .map(key -> "; set '" + key + "' and it is asked")
                .orElse("");
        Exchange exchange = outbound.send(new Request("HEAD", origin.resolve("/"), Map.of(), null));
        if (!(exchange instanceof Exchange.Answered)) {
            return unanswered(exchange, tag, config);
        }
        return tag.secrets().isEmpty()
                ? new Report(Result.OK, host + " answers, and there are no credentials to prove")
                : unproven(host + " answers, but no harmless call tells whether it takes the credentials"
                        + (needs.isEmpty() ? "; the first event will" : needs));
    }

    private static Report read(Reading reading, String host) {
        Outcome outcome = switch (reading) {
            case Reading.Each(var outcomes) -> outcomes.getFirst();
            case Reading.Refused(var _, Outcome.Rejected why) -> why;
        };
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Duplicate(), Outcome.Accepted _ ->
                new Report(Result.OK, host + " accepts the credentials");
            case Outcome.Retryable(Reason reason, var _, String detail) -> failed(reason, detail);
            case Outcome.Unknown(String detail) -> failed(Reason.PLATFORM_DOWN, detail);
            case Outcome.Rejected(Reason reason, String detail) -> failed(reason, detail);
            case Outcome.Misconfigured(Reason reason, String detail) -> failed(reason, detail);
        };
    }

    private static Report unanswered(Exchange exchange, TagConfig tag, HubConfig config) {
        return switch (exchange) {
            case Exchange.Unreachable _
            when tag.mode() == HubConfig.Mode.SANDBOX ->
                new Report(
                        Result.FAILED,
                        "the sandbox at " + config.sandbox() + " does not answer; start it with `taghub sandbox`");
            case Exchange.Answered(Response response) -> failed(Reason.PLATFORM_DOWN, "HTTP " + response.status());
            case Exchange.Unreachable(String detail) -> failed(Reason.UNREACHABLE, detail);
            case Exchange.Unknown(String detail) -> failed(Reason.PLATFORM_DOWN, detail);
            case Exchange.Blocked(String detail) -> failed(Reason.BLOCKED_ADDRESS, detail);
            case Exchange.Malformed(String detail) -> failed(Reason.BAD_SETTINGS, detail);
            case Exchange.Unauthorised(String detail) -> failed(Reason.BAD_CREDENTIALS, detail);
        };
    }

    private static Report failed(Reason reason, String detail) {
        return new Report(Result.FAILED, reason.text() + (detail.isEmpty() ? "" : ": " + detail));
    }

    /**
     * What the platform thinks of one event's request, where it can say so and count nothing. Consent and all else that
     * decides whether the event may go out decides here too.
     */
    public static Report opinion(
            TagConfig tag, HubConfig config, Journal.Entry entry, Known known, InstantSource clock) {
        if (!(tag.tag() instanceof Tag.Checkable checkable)) {
            return unproven("this platform cannot be asked");
        }
        if (tag.mode() == HubConfig.Mode.SHADOW) {
            return unproven("in mode shadow nothing is sent, so nobody is asked");
        }
        return switch (new Triage(tag, config).call(entry.event(), entry.agreed(), known, clock.instant())) {
            case Triage.Judgement.Send(Event whole, Item item) -> ask(checkable, tag, config, whole, item, clock);
            case Triage.Judgement.Wait wait ->
                unproven("it may not go out yet: " + wait.reason().text());
            case Triage.Judgement.Hold hold -> unproven("it is held: " + hold.detail());
            case Triage.Judgement.Decide decide ->
                unproven("it does not go out: " + decide.reason().text()
                        + (decide.detail().isEmpty() ? "" : " (" + decide.detail() + ")"));
        };
    }

    private static Report unproven(String why) {
        return new Report(Result.UNPROVEN, why);
    }

    private static Report ask(
            Tag.Checkable checkable, TagConfig tag, HubConfig config, Event event, Item item, InstantSource clock) {
        try (Outbound outbound = outbound(tag, config, clock)) {
            Request request = checkable.validation(List.of(item));
            Exchange exchange = outbound.send(request);
            if (!(exchange instanceof Exchange.Answered(Response response))) {
                return unanswered(exchange, tag, config);
            }
            List<String> objections = checkable.objections(response);
            String host = request.url().getHost();
            if (objections.isEmpty()) {
                return response.ok()
                        ? new Report(Result.OK, host + " has no objection; nothing was counted")
                        : unanswered(exchange, tag, config);
            }
            String said = host + " objects: " + String.join("; ", objections);
            return new Report(Result.FAILED, Redactor.of(tag).text(said, List.of(event)));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Its message may quote the event or a secret.
            return new Report(
                    Result.FAILED,
                    Reason.TAG_FAILED.text() + " (" + broken.getClass().getSimpleName() + ")");
        }
    }
}
