package io.taghub.identity;

import io.taghub.RealPlatforms;
import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.rule.TagRule;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store, visits with clicks, and a first deposit of the user ada three weeks later. */
abstract class WithClicks {
    static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    static final Instant REGISTERED = START.plus(Duration.ofDays(3));
    static final Instant DEPOSIT = START.plus(Duration.ofDays(24));

    private final Attribution attribution =
            new Attribution(RealPlatforms.CLICKS.clickIds(), new Claims(List.of(), Set.of()));
    Store store;
    private int ids;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> DEPOSIT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    void comes(String name, Instant when, @Nullable String visitor, @Nullable String user, ClickId... clicks) {
        EventBuilder event = Event.named(name, name + ++ids, when)
                .channels(Set.of(Channel.BROWSER))
                .visitor(visitor)
                .clickIds(ClickIds.of(clicks));
        admit(user == null ? event.build() : event.user(Person.of(user)).build());
    }

    void admit(Event event) {
        store.journal().admit(List.of(new Journal.Incoming(event, Duration.ofDays(2), null)));
    }

    static ClickId click(String name, String value, Instant seen) {
        return new ClickId(name, value, seen);
    }

    static Event deposit(ClickId... named) {
        return Event.named("ftd", "d1", DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("ada"))
                .clickIds(ClickIds.of(named))
                .build();
    }

    Attribution.Resolved resolve(Event event, TagConfig tag) {
        Known known = store.identity().known(List.of(event)).getFirst();
        return attribution.resolve(event, known, tag);
    }

    @Nullable
    String paid(TagConfig.AttributionModel model) {
        return resolve(deposit(), tag(model, null, "btag")).ids().value("btag");
    }

    static TagConfig tag(TagConfig.AttributionModel model, @Nullable Duration window, String... clickIds) {
        return new TagConfig(
                "partner",
                "postback",
                new Silent(),
                Set.of("ftd"),
                TagRule.NONE,
                Set.of(),
                HubConfig.Mode.SANDBOX,
                new TagConfig.ClickTerms(model, window),
                null,
                List.of(clickIds),
                Limits.SINGLE,
                TagConfig.OnUnknown.HOLD,
                false,
                Set.of(),
                "f",
                null);
    }

    private record Silent() implements Tag {
        @Override
        public Plan plan(Event event) {
            return Plan.skip(Reason.DISABLED, "a test tag");
        }

        @Override
        public Request request(List<Item> items) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading read(Response response, int size) {
            throw new UnsupportedOperationException();
        }
    }
}
