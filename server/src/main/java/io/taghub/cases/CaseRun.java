package io.taghub.cases;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.config.lookup.References;
import io.taghub.delivery.Triage;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.event.Event;
import io.taghub.example.ClearTexts;
import io.taghub.example.Comparison;
import io.taghub.outbound.Redactor;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one case through the tags of a config. */
final class CaseRun {
    /** For the visitor's word, then for the user's visitor, then for the platform. */
    private static final int WAITS = 5;

    private final OwnCase wanted;
    private final HubConfig config;
    private final List<Failure> failures = new ArrayList<>();

    /** @param path where what was expected stands in the file */
    record Failure(String path, String message) {}

    private CaseRun(OwnCase wanted, HubConfig config) {
        this.wanted = wanted;
        this.config = config;
    }

    static List<Failure> of(OwnCase wanted, HubConfig config) {
        CaseRun run = new CaseRun(wanted, config);
        Map<String, Triage> triages = Triage.of(config);
        wanted.expected()
                .forEach((name, expected) -> run.tag(
                        Objects.requireNonNull(config.tags().get(name)),
                        Objects.requireNonNull(triages.get(name)),
                        expected));
        return run.failures;
    }

    private void tag(TagConfig tag, Triage triage, ExpectedFate expected) {
        String path = wanted.path() + ".expect." + tag.name();
        Judgement judgement = judge(triage, expected instanceof ExpectedFate.Waits);
        switch (expected) {
            case ExpectedFate.Sent(var parts) -> {
                if (judgement instanceof Judgement.Send(Event _, Item item)) {
                    compare(tag, item, parts, path + ".request.");
                } else {
                    fail(path, tag, "expected to be sent, but it " + words(judgement, tag));
                }
            }
            case ExpectedFate.NotSent(Reason reason) -> {
                Reason why = judgement instanceof Judgement.Decide decide
                        ? decide.reason()
                        : judgement instanceof Judgement.Hold ? Reason.CONTRACT : null;
                boolean right = why != null && (reason == null || why == reason);
                if (!right) {
                    fail(
                            path,
                            tag,
                            "expected " + (reason == null ? "not to be sent" : reason) + ", but it "
                                    + words(judgement, tag));
                }
            }
            case ExpectedFate.Waits(Reason reason) -> {
                boolean right = judgement instanceof Judgement.Wait wait && (reason == null || wait.reason() == reason);
                if (!right) {
                    fail(path, tag, "expected to wait, " + reason + ", but it " + words(judgement, tag));
                }
            }
        }
    }

    /** What it comes to when nothing more is heard; where the case is about the wait, only that. */
    private Judgement judge(Triage triage, boolean waits) {
        Event event = wanted.event();
        if (Collections.disjoint(config.rule(event.name()).from(), event.channels())) {
            return new Judgement.Decide(Verdict.REJECTED, Reason.CHANNEL_NOT_ALLOWED, "");
        }
        Instant at = wanted.at();
        Judgement judgement = triage.call(event, wanted.agreed(), wanted.known(), at);
        for (int i = 0; i < WAITS && !waits && judgement instanceof Judgement.Wait wait; i++) {
            at = wait.end().isAfter(at) ? wait.end() : at.plusSeconds(1);
            judgement = triage.call(event, wanted.agreed(), wanted.known(), at);
        }
        return judgement;
    }

    private void compare(TagConfig tag, Item item, Map<String, @Nullable Object> parts, String path) {
        if (parts.isEmpty()) {
            return;
        }
        Request request;
        try {
            request = tag.tag().request(List.of(item));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            fail(
                    path,
                    tag,
                    "the tag cannot make a request of it: " + broken.getClass().getSimpleName());
            return;
        }
        String country = config.defaultCountry() == null ? "US" : config.defaultCountry();
        ClearTexts clear = new ClearTexts(wanted.written(), country);
        Redactor redactor = new Redactor(tag.secrets());
        for (Comparison.Difference one :
                Comparison.named(parts, request, tag.tag().auth(), redactor::withoutSecrets)) {
            String actual = one.actual() == null
                    ? "is missing"
                    : "is " + redactor.withoutSecrets(shown(clear.in(one.actual())));
            String clearly = one.expected() == null ? "" : shown(clear.in(one.expected()));
            String wanted = redactor.withoutSecrets(clearly);
            boolean shownAnyway = one.path().equals("url") && clearly.contains("***");
            String expected = one.expected() == null
                    ? "it should not be there"
                    : wanted.equals(clearly)
                                    && !shownAnyway
                                    && !References.REFERENCE.matcher(clearly).find()
                            ? "expected " + wanted
                            : hidden(one.path());
            failures.add(new Failure(path + one.path(), quoted(tag) + one.path() + " " + actual + ", " + expected));
        }
    }

    /** A case holds no secret, and in an address it stands in no case. */
    private static String hidden(String path) {
        return path.equals("url")
                ? "and a secret is expected in it; write url without that parameter, and query: { NAME: \"***\" } for it"
                : "and a secret is expected; write \"***\" for it, a case holds none";
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }

    private String words(Judgement judgement, TagConfig tag) {
        return switch (judgement) {
            case Judgement.Send(Event _, Item item) -> "is sent" + line(item, tag);
            case Judgement.Decide decide ->
                "is " + decide.verdict().name().toLowerCase(Locale.ROOT) + ", " + decide.reason() + " ("
                        + decide.reason().text()
                        + (decide.detail().isEmpty() ? "" : ": " + decide.detail()) + ")";
            case Judgement.Hold hold -> "is held, " + Reason.CONTRACT + " (" + hold.detail() + ")";
            case Judgement.Wait wait ->
                "waits, " + wait.reason() + " (" + wait.reason().text() + ")";
        };
    }

    private static String line(Item item, TagConfig tag) {
        try {
            Request request = tag.tag().request(List.of(item));
            return ": " + request.method() + " "
                    + new Redactor(tag.secrets()).withoutSecrets(request.url().toString());
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return "";
        }
    }

    private void fail(String path, TagConfig tag, String message) {
        failures.add(new Failure(path, quoted(tag) + message));
    }

    private String quoted(TagConfig tag) {
        return "\"" + wanted.title() + "\": " + tag.name() + ": ";
    }
}
