package io.taghub.tag;

/** What a tag makes of one event: an item to send, or the reason why there is nothing to send. */
public sealed interface Plan {

    record Send(Item item) implements Plan {}

    /**
     * @param reason from the closed list
     * @param detail what exactly was missing or wrong, in words for a marketer; no personal data
     */
    record Skip(Reason reason, String detail) implements Plan {}

    static Plan send(Item item) {
        return new Send(item);
    }

    static Plan send(Object body) {
        return new Send(new Item(body, ""));
    }

    static Plan skip(Reason reason, String detail) {
        return new Skip(reason, detail);
    }
}
