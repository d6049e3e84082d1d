package io.taghub.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds or changes an {@link Event} one component at a time. */
public final class EventBuilder {
    private String name;
    private String id;
    private Instant time;
    private Instant received;
    private Set<Channel> channels = Set.of(Channel.SERVER);
    private @Nullable String visitor;
    private Person user = Person.UNKNOWN;
    private ClickIds clickIds = ClickIds.NONE;
    private Consent consent = Consent.UNSET;
    private @Nullable Money money;
    private @Nullable String orderId;
    private List<LineItem> items = List.of();
    private @Nullable Page page;
    private @Nullable Client client;
    private Details<App> app = Details.none();
    private Details<Device> device = Details.none();
    private Details<Location> location = Details.none();
    private Event.@Nullable Original original;
    private @Nullable String status;
    private List<FieldNote> notes = List.of();
    private Map<String, Object> properties = Map.of();

    EventBuilder(String name, String id, Instant time) {
        this.name = name;
        this.id = id;
        this.time = time;
        this.received = time;
    }

    EventBuilder(Event event) {
        this(event.name(), event.id(), event.time());
        received = event.received();
        channels = event.channels();
        visitor = event.visitor();
        user = event.user();
        clickIds = event.clickIds();
        consent = event.consent();
        money = event.money();
        orderId = event.orderId();
        items = event.items();
        page = event.page();
        client = event.client();
        app = event.app();
        device = event.device();
        location = event.location();
        original = event.original();
        status = event.status();
        notes = event.notes();
        properties = event.properties();
    }

    /** Another event of the same making. */
    public EventBuilder named(String newName, String newId) {
        name = newName;
        id = newId;
        return this;
    }

    public EventBuilder time(Instant value) {
        time = value;
        return this;
    }

    public EventBuilder received(Instant value) {
        received = value;
        return this;
    }

    public EventBuilder channels(Set<Channel> value) {
        channels = value;
        return this;
    }

    public EventBuilder visitor(@Nullable String value) {
        visitor = value;
        return this;
    }

    public EventBuilder user(Person value) {
        user = value;
        return this;
    }

    public EventBuilder clickIds(ClickIds value) {
        clickIds = value;
        return this;
    }

    public EventBuilder consent(Consent value) {
        consent = value;
        return this;
    }

    public EventBuilder money(@Nullable Money value) {
        money = value;
        return this;
    }

    /** {@code money("49.99", "EUR")}. */
    public EventBuilder money(String amount, String currency) {
        return money(new Money(new BigDecimal(amount), currency));
    }

    public EventBuilder orderId(@Nullable String value) {
        orderId = value;
        return this;
    }

    public EventBuilder items(List<LineItem> value) {
        items = value;
        return this;
    }

    public EventBuilder page(@Nullable Page value) {
        page = value;
        return this;
    }

    public EventBuilder client(@Nullable Client value) {
        client = value;
        return this;
    }

    public EventBuilder app(Details<App> value) {
        app = value;
        return this;
    }

    public EventBuilder device(Details<Device> value) {
        device = value;
        return this;
    }

    public EventBuilder location(Details<Location> value) {
        location = value;
        return this;
    }

    public EventBuilder original(Event.@Nullable Original value) {
        original = value;
        return this;
    }

    public EventBuilder notes(List<FieldNote> value) {
        notes = value;
        return this;
    }

    public EventBuilder status(@Nullable String value) {
        status = value;
        return this;
    }

    public EventBuilder properties(Map<String, Object> value) {
        properties = value;
        return this;
    }

    public Event build() {
        return new Event(
                name,
                id,
                time,
                received,
                channels,
                visitor,
                user,
                clickIds,
                consent,
                money,
                orderId,
                items,
                page,
                client,
                app,
                device,
                location,
                original,
                status,
                notes,
                properties);
    }
}
