package io.taghub.platform.meta;

import io.taghub.twin.StrictJson;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * By what Meta could match the events it got, as its dataset quality answers it; of the score nobody knows how it is made, so
 * there is none here.
 */
final class MetaTwinQuality {
    private static final Map<String, String> IDENTIFIERS = Map.of(
            "em", "email",
            "ph", "phone",
            "external_id", "external_id",
            "client_ip_address", "ip_address",
            "client_user_agent", "user_agent",
            "fbc", "fbc",
            "fbp", "fbp");

    private static final class Seen {
        private int events;
        private final Map<String, Integer> with = new TreeMap<>();
    }

    private final Map<String, Seen> seen = new TreeMap<>();

    synchronized void saw(JsonNode event) {
        if (!event.path("action_source")
                .asString("website")
                .toLowerCase(Locale.ROOT)
                .equals("website")) {
            return;
        }
        Seen all = seen.computeIfAbsent(event.path("event_name").asString(""), name -> new Seen());
        all.events++;
        IDENTIFIERS.forEach((key, identifier) -> {
            if (!StrictJson.absent(event.path("user_data").path(key))) {
                all.with.merge(identifier, 1, Integer::sum);
            }
        });
    }

    synchronized ObjectNode answer() {
        ObjectNode answer = StrictJson.object();
        var web = answer.putArray("web");
        seen.forEach((name, all) -> {
            ObjectNode quality = web.addObject().put("event_name", name).putObject("event_match_quality");
            var feedback = quality.putArray("match_key_feedback");
            all.with.forEach((identifier, count) -> feedback.addObject()
                    .put("identifier", identifier)
                    .putObject("coverage")
                    .put("percentage", 100.0 * count / all.events));
        });
        return answer;
    }
}
