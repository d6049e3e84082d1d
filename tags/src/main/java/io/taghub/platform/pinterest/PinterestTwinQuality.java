package io.taghub.platform.pinterest;

import io.taghub.twin.StrictJson;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * By what Pinterest could match the web events it got, as its event quality score answers it; how the overall status is made
 * nobody knows, so here it is always FAIR.
 */
final class PinterestTwinQuality {
    /** Pinterest's word to where the event has it. */
    private static final Map<String, String> COMPONENTS = Map.of(
            "hashed_email", "/user_data/em",
            "hashed_maid", "/user_data/hashed_maids",
            "ip_address", "/user_data/client_ip_address",
            "user_agent", "/user_data/client_user_agent",
            "click_id_epik", "/user_data/click_id",
            "advertiser_external_id", "/user_data/external_id",
            "external_event_id", "/event_id",
            "order_id", "/custom_data/order_id",
            "source_url", "/event_source_url");

    private static final class Seen {
        private int events;
        private final Map<String, Integer> with = new TreeMap<>();
    }

    private final Map<String, Seen> seen = new TreeMap<>();

    synchronized void saw(JsonNode event) {
        if (!event.path("action_source").asString("").equals("web")) {
            return;
        }
        Seen all = seen.computeIfAbsent(event.path("event_name").asString(""), name -> new Seen());
        all.events++;
        COMPONENTS.forEach((component, place) -> {
            if (!StrictJson.absent(event.at(place))) {
                all.with.merge(component, 1, Integer::sum);
            }
        });
    }

    synchronized ArrayNode answer(String lookback) {
        ArrayNode answer = StrictJson.array();
        ObjectNode score = answer.addObject().put("overall_status", "FAIR");
        ObjectNode components = score.putObject("quality_components");
        for (String component : new TreeMap<>(COMPONENTS).keySet()) {
            ObjectNode events = components.putObject(component);
            seen.forEach((name, all) -> events.putObject(name)
                    .put("coverage", 100.0 * all.with.getOrDefault(component, 0) / all.events)
                    .putArray("issues"));
        }
        score.put("ingestion_source", "CONVERSIONS_API")
                .put("source_platform", "WEB")
                .put("lookback_period", lookback);
        return answer;
    }
}
