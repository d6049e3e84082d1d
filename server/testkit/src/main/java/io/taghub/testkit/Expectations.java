package io.taghub.testkit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.Cookie;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What a test may do with its hub and expect of it. Every expectation looks at this test's events only, looks again until
 * it holds or the patience of {@link TestConfig} ends, and then fails with the trace of the events concerned and with what
 * the platforms received.
 *
 * <p>{@code event} is our name for it ({@code purchase}) or the platform's ({@code Purchase}); case, spaces and
 * underscores do not count.
 */
public abstract class Expectations {
    private static final Duration LOOK = Duration.ofMillis(15);
    private static final Set<String> UNSENT = Set.of("skipped", "suppressed", "expired", "rejected", "held");

    abstract Server server();

    /** The id of this test: what {@code TagHub-Run} carries. */
    public abstract String runId();

    /** Exactly what an expectation waits for failed for good: waiting longer cannot mend it. */
    private static final class Hopeless extends AssertionError {
        private static final long serialVersionUID = 1L;

        Hopeless(String message) {
            super(message);
        }
    }

    /** The event went to this tag's platform, and the platform took it. */
    public final void expectSent(String tag, String event) {
        expectSent(tag, event, sent -> {});
    }

    /** @param check what the platform must have received; where several events fit, one has to pass it */
    public final void expectSent(String tag, String event, Consumer<Sent> check) {
        await(tag, event, observed -> {
            List<Sent> sent = observed.sent(tag, observed.at(tag, event));
            if (sent.isEmpty()) {
                throw new AssertionError(
                        quoted(event) + " should have been sent to " + tag + " but was not; " + instead(observed, tag));
            }
            any(sent, check, tag, event);
        });
    }

    /** As {@link #expectSent}, and only one such event went, in a single request the platform took. */
    public final void expectOnce(String tag, String event) {
        expectOnce(tag, event, sent -> {});
    }

    public final void expectOnce(String tag, String event, Consumer<Sent> check) {
        await(tag, event, observed -> {
            List<Observed.Seen> seen = observed.at(tag, event);
            List<Sent> sent = observed.sent(tag, seen);
            if (sent.isEmpty()) {
                throw new AssertionError(quoted(event) + " should have been sent to " + tag + " once but was not; "
                        + instead(observed, tag));
            }
            if (sent.size() > 1) {
                throw new Hopeless(quoted(event) + " should have been sent to " + tag + " once but was sent "
                        + sent.size() + " times");
            }
            if (!seen.stream().allMatch(Observed.Seen::settled)) {
                throw new AssertionError("not every " + quoted(event) + " is decided yet at " + tag);
            }
            long arrived = Report.arrivals(sent.getFirst(), observed.received());
            if (arrived != 1) {
                throw new Hopeless(tag + "'s platform should have received " + quoted(event) + " once but received it "
                        + arrived + " times");
            }
            any(sent, check, tag, event);
        });
    }

    private static String instead(Observed observed, String tag) {
        List<Observed.Seen> seen =
                observed.at(tag).stream().filter(Observed.Seen::triggered).toList();
        return "of this test " + tag + " has " + (seen.isEmpty() ? "no event it is for" : observed.list(tag, seen));
    }

    private static void any(List<Sent> sent, Consumer<Sent> check, String tag, String event) {
        AssertionError last = null;
        for (Sent one : sent) {
            try {
                check.accept(one);
                return;
            } catch (AssertionError wrong) {
                last = wrong;
            }
        }
        if (last != null) {
            throw new AssertionError(quoted(event) + " at " + tag + ": " + last.getMessage(), last);
        }
    }

    /** Some event of this test was not sent to this tag for this reason. */
    public final void expectSkipped(String tag, Reason reason) {
        expectSkipped(tag, "", reason);
    }

    /** Not sent for this reason: skipped, suppressed, expired, rejected or held for review. */
    public final void expectSkipped(String tag, String event, Reason reason) {
        await(tag, event, observed -> {
            List<Observed.Seen> seen = event.isEmpty() ? observed.at(tag) : observed.at(tag, event);
            if (seen.stream()
                    .noneMatch(one ->
                            UNSENT.contains(one.verdict()) && one.reason().equals(reason.name()))) {
                throw new AssertionError(
                        (event.isEmpty() ? "an event" : quoted(event)) + " should have been skipped at "
                                + tag + " for " + reason + " (" + reason.text() + "), but at " + tag + " there is "
                                + (seen.isEmpty() ? "none" : Report.list(seen)));
            }
        });
    }

    /** The event's final verdict at this tag. */
    public final void expectVerdict(String tag, String event, Verdict verdict) {
        await(tag, event, observed -> {
            List<Observed.Seen> seen = observed.at(tag, event);
            if (seen.stream()
                    .noneMatch(one -> one.verdict().equals(verdict.name().toLowerCase(Locale.ROOT)))) {
                throw new AssertionError(quoted(event) + " should be " + verdict + " at " + tag + ", but there is "
                        + (seen.isEmpty() ? "none" : Report.list(seen)));
            }
        });
    }

    /** Events of this test came in, are decided at this tag, and none was sent. */
    public final void expectNothing(String tag) {
        expectNothing(tag, "");
    }

    /** This event came in, is decided at this tag, and was not sent. */
    public final void expectNothing(String tag, String event) {
        await(tag, event, observed -> {
            List<Observed.Seen> seen = event.isEmpty() ? observed.at(tag) : observed.at(tag, event);
            if (seen.stream().anyMatch(Observed.Seen::sent)) {
                throw new Hopeless("nothing should have been sent to " + tag + " but this was: "
                        + Report.list(seen.stream().filter(Observed.Seen::sent).toList()));
            }
            if (seen.isEmpty()) {
                throw new AssertionError((event.isEmpty() ? "no event of this test" : quoted(event) + " never")
                        + " came in, so this would hold whatever the hub does;"
                        + " to say that nothing is reported at all, use expectNoEvents()");
            }
            if (!seen.stream().allMatch(Observed.Seen::settled)) {
                throw new AssertionError("not everything is decided yet at " + tag + ": " + Report.list(seen));
            }
        });
    }

    /** No event of this test has come in so far. Let the page's own request end first; this does not wait. */
    public final void expectNoEvents() {
        Observed observed = observed();
        if (!observed.rows().isEmpty()) {
            throw new AssertionError("no event should have come in\n" + Report.of(observed, runId()));
        }
    }

    /** An event of this name came in. */
    public final void expectReceived(String event) {
        poll("", observed -> {
            if (observed.rows().stream()
                    .noneMatch(row -> Observed.same(row.path("name").asString(""), event))) {
                throw new AssertionError("the hub should have received " + quoted(event));
            }
        });
    }

    /** Moves the time of hub and sandbox on; what becomes due by it happens at once. All tests of the hub share the clock. */
    public final Instant advance(Duration by) {
        HttpResponse<String> answer = server().http
                .send(HttpRequest.newBuilder(URI.create(server().console() + "/api/test/clock"))
                        .header("X-TagHub", "1")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"" + by + "\"}")));
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(answer.body());
        }
        return now();
    }

    /** What the hub's clock shows. */
    public final Instant now() {
        return server().now();
    }

    /** Your back end: reports events in this test's name. */
    public final BackEnd backend() {
        return new BackEnd(server(), runId());
    }

    /** Makes an id that no other test has, {@code dep-4f2a9c...}; use it for events and users. */
    public final String unique(String prefix) {
        return prefix + "-" + runId() + "-"
                + java.util.UUID.randomUUID().toString().substring(0, 4);
    }

    /** The public listener: {@code http://127.0.0.1:43210}. */
    public final String origin() {
        return server().origin();
    }

    /** The console, for a look by hand or the HTTP API: {@code http://127.0.0.1:43211}. */
    public final String console() {
        return server().console();
    }

    /** The fake platforms, {@code /_sandbox/requests} among others: {@code http://127.0.0.1:43212}. */
    public final String sandbox() {
        return server().sandbox();
    }

    /** The one tag for a page under test. */
    public final String scriptTag() {
        return "<script defer src=\"" + origin() + "/"
                + server().config().site().prefix() + "/h.js\" data-th></script>";
    }

    /** Serves a page with the script tag in its head, for tests without a site of their own; answers its address. */
    public final String page(String body) {
        return server().page("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A test page</title>"
                + scriptTag() + "</head><body>" + body + "</body></html>");
    }

    /** From now on what this browser reports belongs to this test. */
    public final BrowserContext join(BrowserContext browser) {
        browser.addCookies(
                List.of(new Cookie("TagHub-Run", runId()).setUrl(origin()).setHttpOnly(true)));
        return browser;
    }

    /** For any other client: send this header with what belongs to this test. */
    public final Map<String, String> runHeader() {
        return Map.of("TagHub-Run", runId());
    }

    /** What {@code taghub explain} prints of this test's events. */
    public final String explain() {
        return Report.events(observed());
    }

    private Observed observed() {
        return new Observed(server(), runId());
    }

    private static String quoted(String event) {
        return "'" + event + "'";
    }

    private void await(String tag, String event, Consumer<Observed> expectation) {
        Set<String> known = server().config().tags().keySet();
        if (!known.contains(tag)) {
            throw new IllegalArgumentException(
                    "there is no tag called " + quoted(tag) + "; there are " + String.join(", ", known));
        }
        poll(event, expectation);
    }

    private void poll(String event, Consumer<Observed> expectation) {
        long deadline = System.nanoTime() + server().patience.toNanos();
        Observed observed = observed();
        while (true) {
            try {
                expectation.accept(observed);
                return;
            } catch (AssertionError wrong) {
                if (wrong instanceof Hopeless || System.nanoTime() > deadline) {
                    throw new AssertionError(wrong.getMessage() + "\n\n" + Report.of(observed, runId()), wrong);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }
}
