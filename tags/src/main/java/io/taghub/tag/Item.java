package io.taghub.tag;

/**
 * What of one event goes into a request.
 *
 * @param body made and read by the tag alone; the hub does not look inside
 * @param group only items of one group share a request (GA4: one client id); empty where any may
 */
public record Item(Object body, String group) {

    /** The body as the type the tag put in. */
    public <T> T as(Class<T> type) {
        return type.cast(body);
    }
}
