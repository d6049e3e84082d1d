package io.taghub.tag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of one event goes into a request.
 *
 * @param body made and read by the tag alone; the hub does not look inside
 * @param group only items of one group share a request (GA4: one client id); empty where any may
 * @param notBefore the platform does not take it earlier (Google: a click must be some hours old); null where at once is
 *     fine. The later of this and {@link Limits#minDelay()} counts
 * @param remark what of the event had to be left out, in words for a marketer; no personal data; empty where nothing was.
 *     It is the detail of what becomes of the event
 * @param recognised whether the platform recognises a repeat of it, as far as {@link Limits#dedupWindow()} says that it does
 *     at all; where it would not, an attempt without an answer is not repeated
 * @param waitsFor why the hub waits until {@code notBefore} of its own accord, in words; empty where it is the platform that
 *     does not take it earlier
 */
public record Item(
        Object body, String group, @Nullable Instant notBefore, String remark, boolean recognised, String waitsFor) {

    public Item(Object body, String group, @Nullable Instant notBefore, String remark, boolean recognised) {
        this(body, group, notBefore, remark, recognised, "");
    }

    public Item(Object body, String group, @Nullable Instant notBefore, String remark) {
        this(body, group, notBefore, remark, true);
    }

    public Item(Object body, String group, @Nullable Instant notBefore) {
        this(body, group, notBefore, "");
    }

    public Item(Object body, String group) {
        this(body, group, null);
    }

    /** The same, of which the platform would count every repeat. */
    public Item unrecognised() {
        return new Item(body, group, notBefore, remark, false, waitsFor);
    }

    /** The same, for which the hub waits of its own accord. */
    public Item collected(String why) {
        return new Item(body, group, notBefore, remark, recognised, why);
    }

    /** The body as the type the tag put in. */
    public <T> T as(Class<T> type) {
        return type.cast(body);
    }
}
