package io.taghub.platform.pinterest;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What Pinterest says of an account's web events that came by the API.
 *
 * @see <a href="https://developers.pinterest.com/docs/api/v5/conversion_eqs-list">event quality score</a>
 */
final class PinterestQuality {
    /** Ours for its words, as Meta's are called too; others keep theirs. */
    private static final Map<String, String> IDENTIFIERS = Map.of(
            "hashed_email", "email",
            "advertiser_external_id", "external_id",
            "click_id_epik", "epik");

    private PinterestQuality() {}

    static Tag.Survey survey(String account, PinterestPlatform.Quality quality) {
        return new Tag.Survey(
                Request.get(account + "/conversion_eqs?lookback_period=" + quality.lookbackPeriod()
                        + "&source_platform=WEB&ingestion_source=CONVERSIONS_API"),
                new Auth.Header("Authorization", "Bearer ", quality.accessToken()));
    }

    /** One of all events with the verdict, and one of each kind of event with its figures and what is wrong with it. */
    static List<Tag.Grade> grades(Response response) {
        List<Tag.Grade> grades = new ArrayList<>();
        for (JsonNode score : response.json()) {
            String status = score.path("overall_status").asString("");
            if (!status.isEmpty()) {
                grades.add(new Tag.Grade("", Map.of(), List.of(status)));
            }
            Map<String, Map<String, Double>> figures = new TreeMap<>();
            Map<String, List<String>> words = new TreeMap<>();
            score.path("quality_components")
                    .properties()
                    .forEach(component -> component.getValue().properties().forEach(event -> {
                        String name = event.getKey();
                        JsonNode said = event.getValue();
                        read(
                                component.getKey(),
                                said,
                                figures.computeIfAbsent(name, first -> new TreeMap<>()),
                                words.computeIfAbsent(name, first -> new ArrayList<>()));
                    }));
            figures.forEach(
                    (name, values) -> grades.add(new Tag.Grade(name, values, words.getOrDefault(name, List.of()))));
        }
        return grades;
    }

    private static void read(String component, JsonNode said, Map<String, Double> figures, List<String> words) {
        put(figures, "coverage_" + IDENTIFIERS.getOrDefault(component, component), said.path("coverage"));
        // The share of events that the tag sent as well, recognised by their id.
        if (component.equals("external_event_id")) {
            put(figures, "dedup_rate", said.path("overlap"));
        }
        for (JsonNode issue : said.path("issues")) {
            String reason = issue.path("reason").asString("");
            words.add(PersonalData.masked(
                    component + ": " + issue.path("name").asString("") + (reason.isEmpty() ? "" : ": " + reason)));
        }
    }

    private static void put(Map<String, Double> figures, String name, JsonNode value) {
        if (value.isNumber()) {
            figures.put(name, value.doubleValue());
        }
    }
}
