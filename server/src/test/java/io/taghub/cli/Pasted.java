package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.hub.Configs;
import io.taghub.postback.convert.PastedTag;
import io.taghub.tag.Plan;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What becomes of pasted postback URLs: the tag, the config it makes, and what that sends. */
final class Pasted {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Pasted() {}

    static Loaded load(String yaml) {
        return ConfigReader.parse(
                "site: { domain: shop.example }\n" + yaml,
                "taghub.yaml",
                Path.of("."),
                name -> "value-of-" + name,
                Configs.types());
    }

    static PastedTag.Result convert(String url) {
        return PastedTag.of(url, "partner", List.of("purchase"), Set.of());
    }

    /** What the converted tag sends for a purchase. */
    static String sent(String url) {
        PastedTag.Result result = convert(url);
        assertThat(result.notes()).as(url).noneMatch(PastedTag.Note::todo);
        Loaded loaded = load("tags:\n" + result.yaml());
        assertThat(loaded).as("%s%n%s", result.yaml(), loaded).isInstanceOf(Loaded.Valid.class);
        HubConfig config = ((Loaded.Valid) loaded).config();
        Tag tag = config.tags().get("partner").tag();
        Event event = Event.named("purchase", "p-1", NOON)
                .orderId("o-7")
                .money(new Money(new BigDecimal("49.90"), "EUR"))
                .user(Person.of("u-1"))
                .clickIds(ClickIds.of(config.tags().get("partner").clickIds().stream()
                        .map(name -> new ClickId(name, "c-1", NOON))
                        .toList()))
                .build();
        Plan plan = tag.plan(event);
        assertThat(plan).as("%s", plan).isInstanceOf(Plan.Send.class);
        return tag.request(List.of(((Plan.Send) plan).item())).url().toString();
    }
}
