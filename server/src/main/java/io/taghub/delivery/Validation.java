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
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.time.InstantSource;
import java.util.List;

/** Asks a tag's platform what it thinks of one event's request, where it can say so and count nothing. */
public final class Validation {
    private Validation() {}

    /** Consent and all else that decides whether the event may go out decides here too. */
    public static Probe.Report of(
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
            case Triage.Judgement.Decide decide ->
                unproven("it does not go out: " + decide.reason().text()
                        + (decide.detail().isEmpty() ? "" : " (" + decide.detail() + ")"));
        };
    }

    private static Probe.Report unproven(String why) {
        return new Probe.Report(Probe.Result.UNPROVEN, why);
    }

    private static Probe.Report ask(
            Tag.Checkable checkable, TagConfig tag, HubConfig config, Event event, Item item, InstantSource clock) {
        try (Outbound outbound = Probe.outbound(tag, config, clock)) {
            Request request = checkable.validation(List.of(item));
            Exchange exchange = outbound.send(request);
            if (!(exchange instanceof Exchange.Answered(Response response))) {
                return Probe.unanswered(exchange, tag, config);
            }
            List<String> objections = checkable.objections(response);
            String host = request.url().getHost();
            if (objections.isEmpty()) {
                return response.ok()
                        ? new Probe.Report(Probe.Result.OK, host + " has no objection; nothing was counted")
                        : Probe.unanswered(exchange, tag, config);
            }
            String said = host + " objects: " + String.join("; ", objections);
            return new Probe.Report(Probe.Result.FAILED, new Redactor(tag.secrets()).text(said, List.of(event)));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Its message may quote the event or a secret.
            return new Probe.Report(
                    Probe.Result.FAILED,
                    Reason.TAG_FAILED.text() + " (" + broken.getClass().getSimpleName() + ")");
        }
    }
}
