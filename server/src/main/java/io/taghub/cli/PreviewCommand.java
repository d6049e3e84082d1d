package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.hub.Configs;
import io.taghub.hub.PlainException;
import io.taghub.identity.ClickValue;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.map.Mapped;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.PageClicks;
import io.taghub.outbound.Redactor;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import io.taghub.tag.Reason;
import io.taghub.text.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code taghub preview}: what each tag would make of an event, without sending anything. */
@Command(
        name = "preview",
        description = "Show what each tag would send for an event, or for a webhook, without sending it.",
        mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--tag", paramLabel = "NAME", description = "this tag only")
    private @Nullable String tag;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "the file is a body as this source of 'inbound' posts it; no signature is asked for")
    private @Nullable String source;

    @Option(names = "--query", paramLabel = "TEXT", description = "with --source: the query, clickid=A&sum=50")
    private String query = "";

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "with --source: a header the mapping reads")
    private List<String> headers = List.of();

    @Parameters(
            paramLabel = "EVENT",
            description = "a file with one event as posted to /v1/events; - for standard input")
    private Path event = Path.of("-");

    @Override
    public Integer call() {
        HubConfig hub = Configs.need(config.file, config.profile);
        if (source == null) {
            return show(hub, read());
        }
        InboundSource one = hub.inbound().get(source);
        if (one == null) {
            throw new PlainException("there is no source '" + source + "' in the config"
                    + Suggestion.among(hub.inbound().keySet(), source));
        }
        int worst = 0;
        for (Mapped mapped : one.mapping().events(request(), null, Defaults.WEBHOOK_EVENTS)) {
            switch (mapped) {
                case Mapped.Ignored(String why) -> System.out.println("ignored: " + why);
                case Mapped.Refused(Code code, String detail) -> {
                    System.out.println("refused, " + code.word() + ": " + code.text()
                            + (detail.isEmpty() ? "" : " (" + detail + ")"));
                    worst = 1;
                }
                case Mapped.Made made -> {
                    System.out.println("it becomes\n"
                            + JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made.json()));
                    made.notes()
                            .forEach(note ->
                                    System.err.println("taghub: left out: '" + note.field() + "': " + note.why()));
                    worst = Math.max(worst, show(hub, made.json()));
                }
            }
        }
        return worst;
    }

    private Hook request() {
        String body = new String(bytes(), StandardCharsets.UTF_8);
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        boolean json =
                body.stripLeading().startsWith("{") || body.stripLeading().startsWith("[");
        all.put("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new PlainException("--header takes 'NAME: VALUE', not '" + header + "'");
            }
            all.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return new Hook(
                body.isBlank() ? "GET" : "POST",
                "https://localhost/in/" + source + (query.isEmpty() ? "" : "?" + query),
                all,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private int show(HubConfig hub, JsonNode json) {
        if (tag != null) {
            Configs.tag(hub, tag);
        }
        switch (EventJson.parse(
                json,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                name -> hub.rule(name).conversion() ? null : "preview")) {
            case EventJson.Parsed.Bad(String _, String reason) ->
                throw new PlainException("the event is not right: " + reason);
            case EventJson.Parsed.Ok(Event whole) -> {
                Event parsed = asTaken(whole, hub);
                parsed.notes()
                        .forEach(note -> System.err.println(
                                "taghub: left out: '" + note.field() + "' (" + note.given() + "): " + note.why()));
                parsed.clickIds().forEach(click -> judge(click, hub));
                hub.tags().values().stream()
                        .filter(one -> tag == null || tag.equals(one.name()))
                        .forEach(one -> System.out.println(show(one, hub, parsed)));
                // The hub goes on without what was left out; who tries an event out wants to know.
                return parsed.notes().isEmpty() ? 0 : 1;
            }
        }
    }

    /** Without the click ids that the hub leaves out, each with a note why. */
    private static Event asTaken(Event event, HubConfig hub) {
        ClickValue values = new ClickValue(hub.clickIds(), hub.browserIds());
        List<FieldNote> notes = new ArrayList<>(event.notes());
        List<ClickId> taken = new ArrayList<>();
        event.clickIds().forEach(id -> {
            String objection = values.objection(id);
            if (objection == null) {
                taken.add(values.kept(id));
            } else {
                notes.add(FieldNote.ofText("click_ids." + id.name(), id.value(), objection));
            }
        });
        Event kept = event.toBuilder().clickIds(ClickIds.of(taken)).notes(notes).build();
        String landing = event.page() == null ? null : event.page().url();
        return landing == null
                ? kept
                : PageClicks.with(kept, new ClickCaptures(() -> {}).of(hub).in(landing, event.time(), new TreeMap<>()));
    }

    private static void judge(ClickId click, HubConfig hub) {
        String unknown = click.owner() == null ? null : hub.unknownOwner(click.owner());
        if (unknown != null) {
            throw new PlainException("the event is not right: 'click_ids." + click.name() + ".for': " + unknown);
        }
    }

    private byte[] bytes() {
        try {
            return event.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(event);
        } catch (IOException unreadable) {
            throw new PlainException("the event file " + event + " cannot be read");
        }
    }

    private JsonNode read() {
        try {
            return JSON.readTree(bytes());
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            throw new PlainException("the event is not valid JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    private static String show(TagConfig tag, HubConfig hub, Event event) {
        return tag.name() + " (" + tag.type() + "): "
                + shown(tag, hub, event, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** What would be made of it at that time. */
    private static String shown(TagConfig tag, HubConfig hub, Event event, Instant now) {
        Triage triage = new Triage(tag, hub);
        Redactor redactor = Redactor.of(tag);
        return switch (triage.call(event, Agreed.said(event.consent()), Known.NOTHING, now)) {
            case Triage.Judgement.Decide decide ->
                decide.verdict().name().toLowerCase(java.util.Locale.ROOT) + ", "
                        + decide.reason().text() + (decide.detail().isEmpty() ? "" : " (" + decide.detail() + ")")
                        + "\n";
            case Triage.Judgement.Hold hold ->
                "would be held, " + Reason.CONTRACT.text() + " (" + hold.detail() + ")\n";
            case Triage.Judgement.Wait wait
            when wait.reason() == Reason.AWAITING_CONSENT ->
                "waits for the visitor's word on " + undecided(tag, event)
                        + " (\"consent\" in the event says it); once granted: "
                        + shown(tag, hub, granted(tag, event), now);
            case Triage.Judgement.Wait wait
            when wait.reason() == Reason.MIN_DELAY ->
                "waits until " + wait.until() + ", "
                        + (wait.detail().isEmpty() ? wait.reason().text() : wait.detail()) + "; then: "
                        + shown(tag, hub, event, wait.until());
            case Triage.Judgement.Wait wait ->
                "waits, " + wait.reason().text() + (wait.detail().isEmpty() ? "" : ", " + wait.detail()) + "\n";
            case Triage.Judgement.Send(Event whole, var item) ->
                "would send" + (item.remark().isEmpty() ? "" : " (" + item.remark() + ")") + "\n"
                        + tag.tag().lines(item).stream()
                                .map(line -> redactor.request(tag.tag().request(List.of(line)), List.of(whole))
                                        .indent(2))
                                .collect(Collectors.joining("\n"));
        };
    }

    private static String undecided(TagConfig tag, Event event) {
        return tag.consent().stream()
                .filter(purpose -> event.consent().state(purpose) == Consent.State.UNSET)
                .map(Consent.Purpose::key)
                .collect(Collectors.joining(", "));
    }

    /** What the tag needs and nobody has decided is allowed. */
    private static Event granted(TagConfig tag, Event event) {
        Consent consent = event.consent();
        for (Consent.Purpose purpose : tag.consent()) {
            consent = consent.state(purpose) == Consent.State.UNSET
                    ? consent.with(purpose, Consent.State.GRANTED)
                    : consent;
        }
        return event.toBuilder().consent(consent).build();
    }
}
