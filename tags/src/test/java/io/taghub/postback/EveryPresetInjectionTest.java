package io.taghub.postback;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Person;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Presets;
import io.taghub.tag.Fields;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** At every network what a visitor or a shop brings stays one value of one parameter, whatever it is made of. */
class EveryPresetInjectionTest {
    private static final List<String> NASTY = List.of(
            "x&payout=9999",
            "x#frag",
            "x%26amount%3D1",
            "a\r\nX-Evil: y",
            "../../admin",
            "a/b?c=d",
            "{{secret.token}}",
            "{{ settings.domain }}",
            "{clickid}",
            "x|y:z,w;v",
            "\",\"amount\":\"9\\",
            "<bad>1</bad>",
            "a=b=c",
            "[0]",
            "\u0000",
            "a b+c",
            "\u00e9\ud83c\udfb0\u202e");

    /** What every request is made of, the values taken out. */
    private record Shape(String method, String host, int segments, List<String> parameters, List<String> body) {
        static Shape of(Request request) {
            String query = request.url().getRawQuery();
            return new Shape(
                    request.method(),
                    request.url().getScheme() + "://" + request.url().getRawAuthority(),
                    request.url().getRawPath().split("/", -1).length,
                    query == null ? List.of() : names(query),
                    body(request));
        }

        private static List<String> names(String pairs) {
            return Stream.of(pairs.split("&"))
                    .map(pair -> pair.replaceFirst("=.*", ""))
                    .toList();
        }

        private static List<String> body(Request request) {
            if (request.body() == null) {
                return List.of();
            }
            if (!request.bodyText().startsWith("{")) {
                return names(request.bodyText());
            }
            List<String> names = new ArrayList<>();
            collect("", Fields.JSON.readTree(request.body()), names);
            return names;
        }

        private static void collect(String path, JsonNode node, List<String> names) {
            node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), names));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), names);
            }
            names.add(path);
        }
    }

    @TestFactory
    Stream<DynamicTest> oneParameterStaysOne() {
        Presets presets = new Presets(Map.of());
        return presets.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Preset preset = ((Bound.Filled<Preset>) presets.get(name)).value();
                    Map<String, Object> settings = Postbacks.examples(name);
                    // Some have no call but the operator's, and some no goal but the operator's.
                    settings.put("goals", Map.of("purchase", "7"));
                    if (!uses(settings)) {
                        settings.remove("goals");
                    }
                    Tag tag = Postbacks.tag(settings);
                    List<Shape> plain = shapes(tag, event(preset, "plain"));
                    assertThat(plain).as("something is sent").isNotEmpty();
                    for (String nasty : NASTY) {
                        Event event = event(preset, nasty);
                        if (tag.plan(event) instanceof Plan.Send) {
                            assertThat(shapes(tag, event))
                                    .as("%s with %s", name, nasty)
                                    .isEqualTo(plain);
                        }
                    }
                }));
    }

    private static boolean uses(Map<String, Object> settings) {
        return Postbacks.problems(settings).isEmpty();
    }

    private static List<Shape> shapes(Tag tag, Event event) {
        return switch (tag.plan(event)) {
            case Plan.Send(Item item) ->
                tag.lines(item).stream()
                        .map(line -> Shape.of(tag.request(List.of(line))))
                        .toList();
            case Plan.Skip skip -> throw new AssertionError(skip);
        };
    }

    private static Event event(Preset preset, String text) {
        List<ClickId> clicks = new ArrayList<>();
        Map<String, String> landing = new LinkedHashMap<>();
        List.of("sub1", "sub2", "a_bid", "chan").forEach(parameter -> landing.put(parameter, text));
        List<String> capture = preset.capture().isEmpty() ? List.of("clickid") : preset.capture();
        capture.forEach(name -> clicks.add(new ClickId(name, text, Postbacks.NOON, landing)));
        Map<String, Object> properties = new HashMap<>();
        List.of("coupon", "plan", "customer_type").forEach(property -> properties.put(property, text));
        return Event.named("purchase", "id-" + text, Postbacks.NOON)
                .clickIds(ClickIds.of(clicks))
                .user(Person.of("u-" + text))
                .orderId("SO-" + text)
                .money("50", preset.currency() == null ? "EUR" : "USD")
                .items(List.of(
                        new LineItem("i-" + text, "n-" + text, BigDecimal.ONE, new BigDecimal("25")),
                        new LineItem("j-" + text, "m-" + text, BigDecimal.ONE, new BigDecimal("25"))))
                .properties(properties)
                .build();
    }
}
