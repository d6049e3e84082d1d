package io.taghub.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened once: a page view, a registration, a first deposit. Its identity is (name, id); neither these
 * nor the time ever change after admission.
 *
 * @param name the operator's word for it, {@code purchase}
 * @param id unique within the name; the same in the browser's and the back end's copy
 * @param time when it happened
 * @param received when the hub took the first copy
 * @param channels which ways copies came in
 * @param clickIds none of them later than the event
 * @param visitor the hub's id of the browser, from the first-party cookie
 * @param status the state of a conversion where it has one: {@code pending}, {@code approved}, {@code rejected}
 * @param app the app it happened in, empty for what happened elsewhere
 * @param device empty where only the user agent is known
 * @param location where the visitor was, where the operator says it
 * @param original the earlier event that this one amends
 * @param notes what could not be right of what the senders wrote, and was left out
 * @param properties whatever else the operator sent: strings, numbers, booleans, lists and maps of these
 */
public record Event(
        String name,
        String id,
        Instant time,
        Instant received,
        Set<Channel> channels,
        @Nullable String visitor,
        Person user,
        ClickIds clickIds,
        Consent consent,
        @Nullable Money money,
        @Nullable String orderId,
        List<LineItem> items,
        @Nullable Page page,
        @Nullable Client client,
        Details<App> app,
        Details<Device> device,
        Details<Location> location,
        @Nullable Original original,
        @Nullable String status,
        List<FieldNote> notes,
        Map<String, Object> properties) {

    private static final Set<String> REGISTRATIONS = Set.of("registration", "sign_up");

    /** The earlier event that this one amends; each part is optional. */
    public record Original(
            @Nullable String name,
            @Nullable String id,
            @Nullable Instant time,
            @Nullable String orderId) {}

    public Event {
        channels = Set.copyOf(channels);
        items = List.copyOf(items);
        clickIds = clickIds.notAfter(time);
        notes = List.copyOf(notes);
    }

    /** A builder that starts with nothing but what every event has. */
    public static EventBuilder named(String name, String id, Instant time) {
        return new EventBuilder(name, id, time);
    }

    public EventBuilder toBuilder() {
        return new EventBuilder(this);
    }

    /** Whether it says that somebody became a user: from then on they are known. */
    public boolean isRegistration() {
        return REGISTRATIONS.contains(name);
    }

    /** The order, else the event itself: what a receiver may know it by. */
    public String transaction() {
        return orderId == null ? id : orderId;
    }

    /** A string property, or null where it is absent or of another type. */
    public @Nullable String text(String property) {
        return properties.get(property) instanceof String text ? text : null;
    }

    /** A property that says yes or no, also where it is written as a text or as 1 and 0; null where it says neither. */
    public @Nullable Boolean flag(String property) {
        Object value = properties.get(property);
        return switch (value == null ? "" : value.toString().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> null;
        };
    }

    /**
     * Whether its use for advertising is limited, in whatever words the visitor or the sender says so (a denial of
     * ad_personalization, {@code limited_data_use}, Meta's {@code data_processing_options}), or else the operator.
     */
    public boolean isLimited(boolean bySetting) {
        Boolean said = flag("limited_data_use");
        if (properties.get("data_processing_options") instanceof List<?> options) {
            said = options.contains("LDU");
        }
        return consent.denies(Consent.Purpose.AD_PERSONALIZATION) || (said == null ? bySetting : said);
    }

    /**
     * Whether the device's owner lets advertisers know it. What is not known is not allowed; only where an Android hands its
     * id out does it say so itself.
     */
    public boolean mayTrack() {
        String status = app.get(App.ATT_STATUS);
        if (status != null && !status.equals("NOT_APPLICABLE")) {
            return status.equals("AUTHORIZED");
        }
        String tracking = app.get(App.TRACKING_ENABLED);
        String os = device.get(Device.OS);
        return tracking == null
                ? isDevice(app.get(App.ADVERTISING_ID))
                        && os != null
                        && os.toLowerCase(Locale.ROOT).startsWith("a")
                : tracking.equals("true");
    }

    /** IDFA or Google's advertising id, null where the device's owner does not let advertisers have it. */
    public @Nullable String advertisingId() {
        String id = app.get(App.ADVERTISING_ID);
        return isDevice(id) && mayTrack() ? id : null;
    }

    /** Who does not allow tracking has an id of zeros alone. */
    private static boolean isDevice(@Nullable String id) {
        return id != null
                && DetailsJson.DEVICE_ID.matcher(id).matches()
                && id.chars().anyMatch(c -> c != '0' && c != '-');
    }

    /** The currency, also where the event has no value of its own; null where none was said. */
    public @Nullable String currency() {
        return money == null ? text("currency") : money.currency();
    }

    /** The best of two copies of one event: this copy's value field by field, else the other's. */
    public Event or(Event other) {
        Set<Channel> both = new TreeSet<>(channels);
        both.addAll(other.channels);
        Map<String, Object> merged = new TreeMap<>(other.properties);
        merged.putAll(properties);
        return new Event(
                name,
                id,
                time,
                received.isBefore(other.received) ? received : other.received,
                both,
                visitor == null ? other.visitor : visitor,
                user.or(other.user),
                clickIds.or(other.clickIds),
                consent.or(other.consent),
                money == null ? other.money : money,
                orderId == null ? other.orderId : orderId,
                items.isEmpty() ? other.items : items,
                Page.or(page, other.page),
                Client.or(client, other.client),
                app.or(other.app),
                device.or(other.device),
                location.or(other.location),
                original == null ? other.original : original,
                status == null ? other.status : status,
                together(notes, other.notes),
                merged);
    }

    private static List<FieldNote> together(List<FieldNote> mine, List<FieldNote> theirs) {
        return mine.isEmpty() || theirs.isEmpty()
                ? mine.isEmpty() ? theirs : mine
                : Stream.concat(mine.stream(), theirs.stream()).distinct().toList();
    }
}
