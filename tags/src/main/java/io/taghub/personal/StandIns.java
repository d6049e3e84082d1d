package io.taghub.personal;

import io.taghub.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What receivers are told in place of an event's or an order's id that is a person's address or phone number: always the same
 * for the same id, so that they know a repeat and a refund by it, and nothing by which they would know the person.
 */
public final class StandIns {
    /** Of these alone no address or international number can be made. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.:/-]*");

    private static final HexFormat HEX = HexFormat.of();

    private StandIns() {}

    /** The event as a receiver gets to see it; itself where its ids are nobody's. */
    public static Event of(Event event) {
        String id = String.valueOf(id(event.id()));
        String order = id(event.orderId());
        Event.Original original = original(event.original());
        return id.equals(event.id()) && same(order, event.orderId()) && original == event.original()
                ? event
                : event.toBuilder()
                        .named(event.name(), id)
                        .orderId(order)
                        .original(original)
                        .build();
    }

    private static Event.@Nullable Original original(Event.@Nullable Original original) {
        if (original == null) {
            return null;
        }
        String id = id(original.id());
        String order = id(original.orderId());
        return same(id, original.id()) && same(order, original.orderId())
                ? original
                : new Event.Original(original.name(), id, original.time(), order);
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    private static @Nullable String id(@Nullable String id) {
        if (id == null || PLAIN.matcher(id).matches() || PersonalData.impersonalId(id) != null) {
            return id;
        }
        try {
            // Not the plain hash, by which platforms look a person up.
            byte[] text = ("stand-in " + id).getBytes(StandardCharsets.UTF_8);
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
