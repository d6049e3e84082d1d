package io.taghub.identity;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first-party cookie: a version, 128 random bits that name the visitor, and the day it was set, so that it
 * is prolonged once a day and not with every answer.
 */
public record VisitorCookie(String visitor, LocalDate day) {
    private static final Pattern FORM = Pattern.compile("1\\.([A-Za-z0-9_-]{22})\\.(\\d{1,6})");
    /** Of one who is known to analytics alone: it can be taken for no other's. */
    private static final Pattern FOR_ANALYTICS = Pattern.compile("(?:a\\.)?(a-[A-Za-z0-9_-]{22})(?:\\.(\\d{1,6}))?");

    private static final SecureRandom RANDOM = new SecureRandom();

    public static VisitorCookie mint(Instant now) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new VisitorCookie(Base64.getUrlEncoder().withoutPadding().encodeToString(bits), day(now));
    }

    /** Null for anything that is not ours: a stranger's value never becomes a visitor. */
    public static @Nullable VisitorCookie parse(@Nullable String value) {
        Matcher form = FORM.matcher(value == null ? "" : value);
        return form.matches()
                ? new VisitorCookie(form.group(1), LocalDate.ofEpochDay(Long.parseLong(form.group(2))))
                : null;
    }

    /** A browser's name for analytics alone. */
    public static VisitorCookie mintForAnalytics(Instant now) {
        return new VisitorCookie("a-" + mint(now).visitor, day(now));
    }

    /** The same from its cookie; null for anything else. */
    public static @Nullable VisitorCookie parseForAnalytics(@Nullable String value) {
        Matcher form = FOR_ANALYTICS.matcher(value == null ? "" : value);
        return form.matches() && form.group(2) != null
                ? new VisitorCookie(form.group(1), LocalDate.ofEpochDay(Long.parseLong(form.group(2))))
                : null;
    }

    /** Whether it is such a cookie or such a name. */
    public static boolean isForAnalytics(String given) {
        return FOR_ANALYTICS.matcher(given).matches();
    }

    /** The visitor id in a cookie value or a bare id, as a back end may pass either on. */
    public static String visitorIn(String given) {
        VisitorCookie cookie = parse(given);
        return cookie == null ? given : cookie.visitor();
    }

    public boolean stale(Instant now) {
        return !day.equals(day(now));
    }

    public VisitorCookie renewed(Instant now) {
        return new VisitorCookie(visitor, day(now));
    }

    /** As it stands in the cookie. */
    public String value() {
        return (isForAnalytics(visitor) ? "a." : "1.") + visitor + "." + day.toEpochDay();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
