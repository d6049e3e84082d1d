package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Presets;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shared steps of the tests here: settings to a tag, an event to its request. */
final class Postbacks {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Postbacks() {}

    static Tag tag(Map<String, Object> settings) {
        var type = new PostbackTagType();
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<Postback>(Postback postback) ->
                type.create(postback, new Setup(Map.of(), null, URI.create("https://shop.example/")));
            case Bound.Invalid<Postback>(var problems) -> throw new AssertionError(problems);
        };
    }

    static List<Problem> problems(Map<String, Object> settings) {
        return switch (new PostbackTagType().form(settings).bind(settings)) {
            case Bound.Filled<Postback> _ -> List.of();
            case Bound.Invalid<Postback>(var problems) -> problems;
        };
    }

    /** Of a preset, filled with the examples of its own file. */
    static Map<String, Object> examples(String name) {
        var preset = ((Bound.Filled<Preset>) new Presets(Map.of()).get(name)).value();
        Map<String, Object> settings = new HashMap<>(Map.of("preset", name));
        preset.settings()
                .forEach(setting -> settings.put(
                        setting.name(),
                        setting.type() == Preset.Type.SECRET
                                ? new Secret(setting.example().isEmpty() ? "s3cret" : setting.example())
                                : setting.example()));
        if (preset.capture().isEmpty()) {
            settings.put("click_id", "clickid");
        }
        if (preset.isHttp()) {
            settings.put("allow_http", true);
        }
        if (preset.url() == null) {
            settings.put("url", "https://net.example/pb?c={{ click.id | required }}");
        }
        return settings;
    }

    static Map<String, Object> url(String url) {
        return new HashMap<>(Map.of("url", url));
    }

    static EventBuilder ftd(String clickId) {
        return Event.named("ftd", "dep-1", NOON)
                .clickIds(ClickIds.of(new ClickId("clickid", clickId, NOON, Map.of("sub2", "blue", "aff", "77"))));
    }

    static Request request(Map<String, Object> settings, Event event) {
        Tag tag = tag(settings);
        return switch (tag.plan(event)) {
            case Plan.Send(var item) -> tag.request(List.of(item));
            case Plan.Skip skip -> throw new AssertionError(skip);
        };
    }

    static Reason skip(Map<String, Object> settings, Event event) {
        return switch (tag(settings).plan(event)) {
            case Plan.Send(var item) ->
                throw new AssertionError("sent " + item.as(Prepared.class).requests());
            case Plan.Skip skip -> skip.reason();
        };
    }
}
