package io.taghub.inbound.hook;

import java.util.Locale;

/** The closed list of what can become of a request: shown, counted and, where it was refused, told to the sender. */
public enum Code {
    // taken
    ACCEPTED(Kind.OK, 200, "it became an event"),
    PARTLY(Kind.OK, 200, "some of it became events, the rest was refused"),
    INVALID_AMOUNT(Kind.OK, 200, "it became an event without its amount, which could not be read"),
    UNRESOLVED_FIELD(Kind.OK, 200, "it became an event without a field in which a macro was not filled in"),
    UNKNOWN_CLICK(Kind.OK, 200, "it became an event, and its click id is none that the hub can use"),
    EXPIRED_CLICK(Kind.OK, 200, "it became an event, and its click is older than clicks of its name count"),
    DUPLICATE(Kind.DUPLICATE, 200, "it had been taken before"),
    IGNORED(Kind.IGNORED, 200, "the source says that it is of no interest"),
    // refused: nothing that the sender does again changes it
    BAD_METHOD(Kind.REFUSED, 405, "the source does not take this method"),
    BAD_TOKEN(Kind.REFUSED, 401, "the token, key or password is missing or wrong"),
    BAD_SIGNATURE(Kind.REFUSED, 401, "the signature is missing or wrong"),
    STALE(Kind.REFUSED, 401, "its signature is older, or of a time later, than the source allows"),
    IP_DENIED(Kind.REFUSED, 403, "it comes from an address that is not the source's"),
    UNREADABLE(Kind.REFUSED, 400, "the body is not what the mapping reads, or did not come whole"),
    TOO_LARGE(Kind.REFUSED, 413, "the body is larger than 1 MB, or has more than 10,000 events"),
    UNKNOWN_EVENT(Kind.REFUSED, 422, "the mapping has no event for what it says happened"),
    UNRESOLVED_MACRO(Kind.REFUSED, 422, "a macro was not filled in where the event's name, id or click should be"),
    MISSING_ID(Kind.REFUSED, 422, "there is nothing by which a second one would be recognised"),
    NOT_TAKEN(Kind.REFUSED, 422, "the event it became is not one the hub takes"),
    // ours
    RECEIVED(Kind.OURS, 503, "it is kept, and no event was made of it yet");

    /** What the sender is answered by; the source may have an answer for each. */
    public enum Kind {
        OK,
        DUPLICATE,
        IGNORED,
        REFUSED,
        OURS
    }

    private final Kind kind;
    private final int status;
    private final String text;

    Code(Kind kind, int status, String text) {
        this.kind = kind;
        this.status = status;
        this.text = text;
    }

    public Kind kind() {
        return kind;
    }

    /** HTTP status where the source says nothing else. */
    public int status() {
        return status;
    }

    /** One clause without a full stop. */
    public String text() {
        return text;
    }

    /** As it is written in answers, metrics and pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean refused() {
        return kind == Kind.REFUSED;
    }
}
