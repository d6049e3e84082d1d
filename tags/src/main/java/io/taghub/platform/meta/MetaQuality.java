package io.taghub.platform.meta;

import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What Meta says of a dataset's web events.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/dataset-quality-api">Dataset Quality API</a>
 */
final class MetaQuality {
    private MetaQuality() {}

    static Tag.Survey survey(String origin, MetaPlatform.Settings settings, MetaPlatform.Quality quality) {
        String agent = quality.agentName() == null ? "" : "&agent_name=" + encoded(quality.agentName());
        return new Tag.Survey(
                Request.get(origin + settings.apiVersion() + "/dataset_quality?dataset_id=" + settings.pixelId() + agent
                        + "&fields=" + encoded(quality.fields())),
                new Auth.Query("access_token", quality.accessToken()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static List<Tag.Grade> grades(Response response) {
        List<Tag.Grade> grades = new ArrayList<>();
        for (JsonNode event : response.json().path("web")) {
            Map<String, Double> figures = new TreeMap<>();
            JsonNode quality = event.path("event_match_quality");
            put(figures, "match_quality", quality.path("composite_score"));
            put(figures, "coverage", event.path("event_coverage").path("percentage"));
            for (JsonNode key : quality.path("match_key_feedback")) {
                put(
                        figures,
                        "coverage_" + key.path("identifier").asString("").toLowerCase(Locale.ROOT),
                        key.path("coverage").path("percentage"));
            }
            // Both spellings are in use.
            for (JsonNode key :
                    event.path(event.has("dedup_key_feedback") ? "dedup_key_feedback" : "dedupe_key_feedback")) {
                if ("event_id".equals(key.path("dedupe_key").asString("event_id"))) {
                    put(
                            figures,
                            "dedup_rate",
                            key.path("overall_browser_coverage_from_dedupe_key").path("percentage"));
                }
            }
            List<String> words = new ArrayList<>();
            for (JsonNode problem : quality.path("diagnostics")) {
                String solution = problem.path("solution").asString("");
                words.add(problem.path("name").asString("") + (solution.isEmpty() ? "" : ": " + solution));
            }
            grades.add(new Tag.Grade(event.path("event_name").asString(""), figures, words));
        }
        return grades;
    }

    private static void put(Map<String, Double> figures, String name, JsonNode value) {
        if (value.isNumber()) {
            figures.put(name, value.doubleValue());
        }
    }
}
