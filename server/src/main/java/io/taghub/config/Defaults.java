package io.taghub.config;

import io.taghub.tag.Form;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What holds where the config says nothing, and what the hub allows: every such number that an operator may ask for stands
 * here and nowhere else. What receivers allow is the tag types' own ({@link io.taghub.tag.Limits}); how far
 * ahead of the hub's clock an event may be is the event language's ({@link io.taghub.event.EventJson#MAX_FUTURE}).
 */
public final class Defaults {

    // What is recognised as the same.

    static final String DEDUP_WRITTEN = "48h";
    static final String CONVERSION_DEDUP_WRITTEN = "90d";

    /** How long a second copy of an event is recognised; {@code events.X.dedup}. */
    public static final Duration DEDUP = written(DEDUP_WRITTEN);

    /** The same where money depends on it: a thank-you page is opened again from a mail weeks later. */
    public static final Duration CONVERSION_DEDUP = written(CONVERSION_DEDUP_WRITTEN);

    /** Bytes on disk for an event that is remembered: on SQLite 40 to 50 were measured, on PostgreSQL row and index are reckoned. */
    public static final int SQLITE_KEY = 55;

    public static final int POSTGRES_KEY = 130;

    // What waits for what. The config file's form needs them as written.

    /** For the copy from the other channel; {@code events.X.pair.wait}. */
    static final String PAIR_WAIT = "30s";

    /** For the visitor's word where the default is denied; {@code consent.wait}. */
    static final String CONSENT_WAIT = "30m";

    /** For the visitor who clicked; {@code late_link}. */
    static final String LATE_LINK = "72h";

    // How long what is kept; retention, click_ids.X.lifetime.

    static final String EVENTS_KEPT = "7d";
    static final String ATTEMPTS_KEPT = "30d";
    static final String IDENTITY_KEPT = "90d";
    static final String RECEIVED_KEPT = "30d";
    static final String CLICK_LIFETIME = "90d";

    /** How long a signed link to the debug overlay works. */
    public static final Duration DEBUG_LINK = Duration.ofHours(8);

    // What one request may bring.

    /** Bytes of one body of {@code POST /v1/events}. */
    public static final int BACK_END_BODY = 1 << 20;

    public static final int BACK_END_EVENTS = 2000;

    /** Bytes of one webhook's body, and events in it: as many as such a body may well have. */
    public static final int WEBHOOK_BODY = 1 << 20;

    public static final int WEBHOOK_EVENTS = 10_000;

    /** Refused webhooks of one source that are kept to be looked at, how many of a minute, and bytes of each one's body. */
    public static final int REFUSED_KEPT = 500;

    public static final int REFUSED_A_MINUTE = 60;
    public static final int REFUSED_BODY = 16 * 1024;

    /** Bytes of one body of the snippet, which sends 45,000 characters at most, of up to four bytes each. */
    public static final int SNIPPET_BODY = 192 * 1024;

    public static final int SNIPPET_EVENTS = 100;

    /** An event of a browser that says it is older is taken for one of this age: its clock is wrong, or it slept. */
    public static final Duration SNIPPET_AGE = Duration.ofDays(7);

    /** How long a browser keeps the visitor cookie, counted from its last visit; browsers cap cookies at 400 days. */
    public static final Duration VISITOR_COOKIE = Duration.ofDays(390);

    // Where everything listens; --port, --console-port, --sandbox-port.

    public static final int PORT = 8080;
    public static final int CONSOLE_PORT = 8081;
    public static final int SANDBOX_PORT = 9090;
    public static final String SANDBOX = "http://127.0.0.1:" + SANDBOX_PORT;

    // How a tag sends.

    /** Requests of one tag on the way at the same time. */
    public static final int IN_FLIGHT = 16;

    public static final Duration CONNECT = Duration.ofSeconds(5);

    /** From the first byte out to the last byte in; after that the outcome is unknown. */
    public static final Duration ANSWER = Duration.ofSeconds(10);

    /** The waits between attempts, each with jitter of a fifth either way. */
    public static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(16),
            Duration.ofHours(16));

    /** After this an event that was attempted and never taken is given up. */
    public static final Duration RETRY_FOR = Duration.ofHours(72);

    /** What a platform may ask for at most: some limits are a day's. */
    public static final Duration LONGEST_ASKED = Duration.ofHours(24);

    /** The shortest wait after a platform said that it is called too often, or did not answer in time. */
    public static final Duration SLOW_DOWN = Duration.ofMinutes(1);

    /** How long a tag rests whose platform is down: at first, and at most. */
    public static final Duration BREAK = Duration.ofSeconds(1);

    public static final Duration LONGEST_BREAK = Duration.ofMinutes(5);

    /** A platform that decides later is asked for so long; then the event counts as delivered. */
    public static final Duration ASK_FOR = Duration.ofDays(3);

    /** Attempts in a row without a known outcome, after which a tag pauses. */
    public static final int UNKNOWN_IN_A_ROW = 5;

    private Defaults() {}

    static Duration written(String duration) {
        return Objects.requireNonNull(Form.duration(duration));
    }
}
