package io.taghub.report;

/** The closed list of why a partner's row and ours differ; the last three explain nothing. */
public enum Cause {
    REJECTED("rejected: one of the two refused it"),
    NOT_APPROVED_YET("not approved yet: they have it, and have not decided"),
    OUT_OF_WINDOW("out of window: the click or the event was too old"),
    MISSING_ID("missing id: there was nothing by which the receiver could know it"),
    DUPLICATE("duplicate: it counts once, and is there more than once"),
    ID_DIFFERS("id differs: the same id in another case"),
    TIME_ZONE("time zone: the same event counts on another day"),
    AMOUNT_DIFFERS("amount differs"),
    NOT_SENT("not sent: the hub held it back, or it waits"),
    DAY_DIFFERS("day differs, and no time zone explains it"),
    UNKNOWN_TO_THEM("unknown to them: they took it, and it is not in their file"),
    UNKNOWN_TO_US("unknown to us: nothing that was recorded has any of its ids");

    private final String text;

    Cause(String text) {
        this.text = text;
    }

    /** In words, for pages and the terminal. */
    public String text() {
        return text;
    }
}
