package io.taghub.tag;

/** The closed list of reasons why an event was not sent, not taken, or has to wait. */
public enum Reason {
    // skipped: the tag or the hub decided that this event is not for this platform
    NOT_TRIGGERED("the tag's 'when' does not ask for this event"),
    DISABLED("the tag was not in use for this event"),
    CHANNEL_NOT_ALLOWED("this event may not come from this channel"),
    BOT("the visitor is a bot"),
    OWN_REPORT("the receiver reported it itself, by a webhook or postback"),
    NO_CLICK_ID("there is no click id of this network"),
    NO_MATCH_KEY("there is nothing by which the platform could recognise the person"),
    MISSING_FIELD("a field the platform requires is missing"),
    INVALID_FIELD("a field has a value the platform does not take"),
    NO_MAPPING("the tag does not say what this event is called at the platform"),
    STATUS_NOT_MAPPED("the network has no word for this status"),
    ILLEGAL_MOVE("the conversion cannot become this from what it is"),
    VALUE_RULE("the tag's rule for the value cannot be applied"),
    NO_REVERSAL("it takes a conversion back, and this receiver cannot be told so"),
    TOO_OLD("the event is older than the platform takes"),
    CLICK_TOO_OLD("the click is too old to count"),
    NOT_LAST_CLICK("another channel's click came last, and the tag is told only of what its own brought"),
    TOO_LARGE("the event does not fit into a request of this platform"),
    CLICK_AMBIGUOUS("the click id could belong to several receivers, and nothing says whose it is"),
    // suppressed: a person or a law says no
    CONSENT("the visitor did not consent"),
    GPC("the browser sends Global Privacy Control"),
    OPTED_OUT("the visitor opted out"),
    ERASED("the person asked to be forgotten"),
    // waiting or failed for now
    WAITING_FOR_TWIN("waits for the copy from the other channel"),
    MIN_DELAY("it is too early to send it"),
    RATE_LIMITED("the platform asks us to slow down"),
    PLATFORM_DOWN("the platform did not answer as it should"),
    UNREACHABLE("no connection to the platform"),
    BREAKER_OPEN("the platform did not take the last request, and the tag rests before the next"),
    PENDING_VERDICT("the platform took it and has not decided yet"),
    AWAITING_LINK("the user is not linked to a visitor yet, whose click might count"),
    AWAITING_CONSENT("the visitor has not decided yet"),
    CONTRACT("the event breaks a rule that 'events' in the config sets for its name"),
    REOPENED("a person asked for another attempt"),
    // the tag is set up wrongly
    BAD_CREDENTIALS("the platform does not accept the credentials"),
    NO_PERMISSION("the credentials may not do this"),
    BAD_SETTINGS("the platform does not know this account, pixel or conversion action"),
    UNKNOWN_ANSWERS("the answers are none that this platform is known to give; resume the tag or change its settings"),
    // duplicate by the hub's own judgement
    ONCE("it repeats an event that counts once, and this receiver has that one already"),
    // final
    REJECTED_BY_PLATFORM("the platform refused the event"),
    RETRIES_EXHAUSTED("every attempt failed until the time was up"),
    UNKNOWN_OUTCOME("it was sent and no answer came that says what became of it; a second attempt might count twice"),
    BLOCKED_ADDRESS("the address is not one the hub may call"),
    TAG_FAILED("the tag itself failed"),
    DISCARDED("a person decided not to send it"),
    SHADOW("shadow mode: built and shown, not sent");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** Whether nothing but other settings, or other rights at the platform, mend it. */
    public boolean isOfSettings() {
        return this == BAD_CREDENTIALS || this == NO_PERMISSION || this == BAD_SETTINGS;
    }

    /** One plain sentence without a full stop, for pages and {@code explain}. */
    public String text() {
        return text;
    }
}
