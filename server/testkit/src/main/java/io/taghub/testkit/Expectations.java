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
public abstract non-sealed class Expectations extends LifeExpectations {
    private static final Duration LOOK = Duration.ofMillis(15);

    /** What a platform that is down lets wait again and again does not stop the clock for ever. */
    private static final int STOPS = 50;

    /** Nothing can be seen of what has not come yet, so nothing is believed to come after so long. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** A duplicate has a reason only where the hub, not the platform, found it to be one. */
    private static final Set<String> UNSENT =
            Set.of("skipped", "suppressed", "expired", "rejected", "held", "duplicate");

    /** The id of this test: what {@code TagHub-Run} carries. */
    public abstract String runId();

    Duration patience() {
        return server().patience;
    }

    /** @throws IllegalStateException where the clock is not this test's alone */
    void ownsClock() {}

    /** The event went to this tag's platform, and the platform took it. */
    public final void expectSent(String tag, String event) {
        expectSent(tag, event, sent -> {});
    }

    /** @param check what the platform must have received; where several events fit, one has to pass it */
    public final void expectSent(String tag, String event, Consumer<Sent> check) {
        await(tag, look -> {
            List<Sent> sent = look.sent(look.at(tag, event));
            if (sent.isEmpty()) {
                throw new AssertionError(
                        quoted(event) + " should have been sent to " + tag + " but was not; " + instead(look, tag));
            }
            any(sent, check, tag, event);
        });
    }

    /** As {@link #expectSent}, and only one such event went, in a single request, and nothing of this test waits there. */
    public final void expectOnce(String tag, String event) {
        expectOnce(tag, event, sent -> {});
    }

    public final void expectOnce(String tag, String event, Consumer<Sent> check) {
        await(tag, look -> {
            List<Seen> seen = look.at(tag, event);
            List<Sent> sent = look.sent(seen);
            if (sent.isEmpty()) {
                throw new AssertionError(quoted(event) + " should have been sent to " + tag + " once but was not; "
                        + instead(look, tag));
            }
            if (sent.size() > 1) {
                throw new Hopeless(quoted(event) + " should have been sent to " + tag + " once but was sent "
                        + sent.size() + " times");
            }
            noneHeld(look, tag, seen, quoted(event) + " should have been sent to " + tag + " once");
            allSettled(look, tag, quoted(event) + " was sent to " + tag + ", but whether only once is not known yet");
            long arrived = arrivals(look, tag, sent.getFirst());
            if (arrived != 1) {
                throw new Hopeless(tag + "'s platform should have received " + quoted(event) + " once but received it "
                        + arrived + " times");
            }
            any(sent, check, tag, event);
        });
    }

    /** Tests that share a hub may send what a platform cannot tell apart; theirs does not count. */
    private long arrivals(Look look, String tag, Sent sent) {
        long arrived = Report.arrivals(sent, look.received());
        if (arrived <= 1) {
            return arrived;
        }
        Look all = Look.ofAll(server());
        List<Seen> others = all.at(tag).stream()
                .filter(one -> look.at(tag).stream()
                        .noneMatch(
                                own -> own.id().equals(one.id()) && own.name().equals(one.name())))
                .toList();
        return arrived
                - all.sent(others).stream()
                        .filter(other -> Report.alike(other, sent))
                        .count();
    }

    private static String instead(Look look, String tag) {
        List<Seen> seen = look.at(tag).stream().filter(Seen::triggered).toList();
        List<Seen> waiting = look.unsettled(tag);
        return "of this test " + tag + " has " + (seen.isEmpty() ? "no event it is for" : look.named(seen))
                + (waiting.isEmpty() ? "" : "; still waiting: " + look.waiting(waiting));
    }

    /** Any of them may yet become what is counted: what the platform will call it is known when it is sent. */
    private static void allSettled(Look look, String tag, String claim) {
        List<Seen> waiting = look.unsettled(tag);
        if (!waiting.isEmpty()) {
            throw new AssertionError(
                    claim + ", because something of this test still waits there: " + look.waiting(waiting));
        }
    }

    private static void noneHeld(Look look, String tag, List<Seen> seen, String claim) {
        List<Seen> held = seen.stream().filter(Seen::held).toList();
        if (!held.isEmpty()) {
            throw new Hopeless(claim + ", but of what is held there nobody knows whether the platform has it: "
                    + look.named(held));
        }
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

    /** Not sent for this reason: skipped, suppressed, expired, rejected, a repeat, or held for review. */
    public final void expectSkipped(String tag, String event, Reason reason) {
        await(tag, look -> {
            List<Seen> seen = event.isEmpty() ? look.at(tag) : look.at(tag, event);
            if (seen.stream()
                    .noneMatch(one ->
                            UNSENT.contains(one.verdict()) && one.reason().equals(reason.name()))) {
                throw new AssertionError((event.isEmpty() ? "an event" : quoted(event))
                        + " should have been skipped at " + tag + " for " + reason + " (" + reason.text() + "), but at "
                        + tag + " there is " + there(look, tag, seen));
            }
        });
    }

    /** The event's final verdict at this tag. */
    @Override
    public final void expectVerdict(String tag, String event, Verdict verdict) {
        await(tag, look -> {
            List<Seen> seen = look.at(tag, event);
            if (seen.stream()
                    .noneMatch(one -> one.verdict().equals(verdict.name().toLowerCase(Locale.ROOT)))) {
                throw new AssertionError(quoted(event) + " should be " + verdict + " at " + tag + ", but there is "
                        + there(look, tag, seen));
            }
        });
    }

    private static String there(Look look, String tag, List<Seen> seen) {
        if (!seen.isEmpty()) {
            List<Seen> waiting = seen.stream().filter(one -> !one.settled()).toList();
            return Look.list(seen) + (waiting.isEmpty() ? "" : "; still waiting: " + look.waiting(waiting));
        }
        List<Seen> others = look.at(tag).stream().filter(Seen::triggered).toList();
        return others.isEmpty()
                ? "none"
                : "none of this name, only " + Look.list(others)
                        + " (what was not sent has our name, the platform's is not known)";
    }

    /** Events of this test came in, nothing of it waits at this tag, and none was sent. */
    public final void expectNothing(String tag) {
        expectNothing(tag, "");
    }

    /** This event came in and was not sent, and nothing of this test waits at this tag. */
    public final void expectNothing(String tag, String event) {
        await(tag, look -> {
            List<Seen> seen = event.isEmpty() ? look.at(tag) : look.at(tag, event);
            List<Seen> sent = seen.stream().filter(Seen::sent).toList();
            if (!sent.isEmpty()) {
                throw new Hopeless("nothing should have been sent to " + tag + " but this was: " + look.named(sent));
            }
            noneHeld(look, tag, seen, "nothing should have been sent to " + tag);
            if (seen.isEmpty()) {
                throw new AssertionError((event.isEmpty() ? "no event of this test" : "no " + quoted(event))
                        + " is there: it never came in, or was erased since, so this would hold whatever the hub does;"
                        + " to say that nothing is reported at all, use expectNoEvents()");
            }
            allSettled(look, tag, "so far nothing was sent to " + tag + ", but that is not the last word");
        });
    }

    /**
     * No event of this test comes in: looks on for a second. What a page sends later than that is not seen, so let its
     * requests end first.
     */
    public final void expectNoEvents() {
        long end = System.nanoTime() + QUIET.toNanos();
        boolean last = false;
        while (!last) {
            last = System.nanoTime() > end;
            Look look = look();
            if (!look.rows().isEmpty()) {
                throw new AssertionError("no event should have come in\n\n" + Report.of(look, runId()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** An event of this name came in. */
    public final void expectReceived(String event) {
        poll(look -> {
            if (look.rows().stream().noneMatch(row -> Look.same(row.path("name").asString(""), event))) {
                throw new AssertionError("the hub should have received " + quoted(event));
            }
        });
    }

    /**
     * Moves the time of hub and sandbox on; what becomes due by it happens at once. What this test's events could do
     * before is done before: the clock stops where a wait of theirs ends on the way, until the hub has done what is due
     * then, so that nothing is older when it goes than it would be with time itself.
     */
    public final Instant advance(Duration by) {
        ownsClock();
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock moves forward only, not by " + by);
        }
        Instant end = now().plus(by);
        Instant stop = end;
        for (int stops = 0; stop != null; stops++) {
            Look idle = poll(look -> {
                List<Seen> underWay = look.underWay();
                if (!underWay.isEmpty()) {
                    throw new AssertionError("the clock was not moved, because the hub is still at what came before: "
                            + look.waiting(underWay));
                }
            });
            stop = stops < STOPS ? idle.nextEnd(end) : null;
            moveTo(stop == null ? end : stop);
        }
        return now();
    }

    private void moveTo(Instant time) {
        Duration by = Duration.between(now(), time);
        HttpResponse<String> answer = server().http
                .send(HttpRequest.newBuilder(URI.create(server().console() + "/api/test/clock"))
                        .header("X-TagHub", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"advance\":\"" + (by.isNegative() ? Duration.ZERO : by) + "\"}")));
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(answer.body());
        }
    }

    /** What the hub's clock shows. */
    public final Instant now() {
        return server().now();
    }

    /** The same test with another patience: {@code hub.within(Duration.ofSeconds(30)).expectSent(...)}. */
    public final TestRun within(Duration patience) {
        return new TestRun(this, patience);
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
        return Report.events(look());
    }

    private Look look() {
        return Look.of(server(), runId());
    }

    private static String quoted(String event) {
        return "'" + event + "'";
    }

    @Override
    final void await(String tag, Consumer<Look> expectation) {
        Set<String> known = server().config().tags().keySet();
        if (!known.contains(tag)) {
            throw new IllegalArgumentException(
                    "there is no tag called " + quoted(tag) + "; there are " + String.join(", ", known));
        }
        poll(expectation);
    }

    /** However slow the machine is, the last look is one that began when the time was up. */
    @Override
    final Look poll(Consumer<Look> expectation) {
        long deadline = System.nanoTime() + patience().toNanos();
        while (true) {
            boolean last = System.nanoTime() > deadline;
            Look look = look();
            try {
                if (look.cut()) {
                    throw new Hopeless("this test has more events than can be looked at, the latest "
                            + look.rows().size() + "; let several tests share the work");
                }
                expectation.accept(look);
                return look;
            } catch (AssertionError wrong) {
                if (last || wrong instanceof Hopeless) {
                    throw new AssertionError(wrong.getMessage() + "\n\n" + Report.of(look, runId()), wrong);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }
}
