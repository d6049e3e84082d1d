package io.taghub.platform.applovin;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * AppLovin's Axon Conversion API: one wrong event refuses the batch, and an answer is a status without a word.
 *
 * @see <a href="https://support.axon.ai/en/growth/promoting-your-websites/api/axon-conversion-api">the vendor's page</a>
 */
record AppLovinTwin(TwinSetup setup) implements Twin {
    private static final String PATH = "/v1/event";
    private static final int MAX_BATCH = 100;

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(PATH) || !call.method().equals("POST")) {
            return bare(404, List.of("Axon takes events by POST at " + PATH));
        }
        List<String> problems = new ArrayList<>();
        String key = call.header("authorization");
        if (key == null || key.isBlank() || key.contains(setup.badWord())) {
            return bare(401, List.of("the Authorization header has no valid Conversion API key"));
        }
        if (key.regionMatches(true, 0, "Bearer ", 0, 7)) {
            problems.add("the Authorization header has Bearer before the key, which the vendor's table has not");
        }
        String pixel = call.query("pixel_id");
        if (pixel == null) {
            return bare(400, List.of("pixel_id is missing in the address"));
        }
        JsonNode body = StrictJson.parse(call.body());
        JsonNode events = body == null ? StrictJson.MISSING : body.path("events");
        if (!events.isArray() || events.isEmpty()) {
            return bare(400, List.of("the body must be an object with a list of events"));
        }
        if (events.size() > MAX_BATCH) {
            return bare(400, List.of("events holds more than 100"));
        }
        boolean valid = true;
        for (int i = 0; i < events.size(); i++) {
            AppLovinTwinEvent event = new AppLovinTwinEvent(events.get(i), call.at());
            String place = "events[" + i + "].";
            event.problems().forEach(problem -> problems.add(place + problem));
            valid &= event.valid();
        }
        if (!valid) {
            return bare(400, problems);
        }
        events.forEach(event -> count(call, pixel, event));
        return bare(200, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return bare(401, List.of("rehearsed: the key is not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        return bare(400, List.of("rehearsed: the batch is not taken"));
    }

    /** For how long Axon knows an id is not published, so it never forgets here. */
    private void count(Call call, String pixel, JsonNode event) {
        String name = event.path("name").stringValue();
        String id = StrictJson.string(event.path("dedupe_id"));
        JsonNode data = event.path("data");
        Conversion conversion = Conversion.of(call, "applovin", name, id)
                .worth(StrictJson.number(data.path("value")), StrictJson.string(data.path("currency")))
                .click(StrictJson.string(event.path("user_data").path("aleid")));
        setup.ledger().add(id == null ? null : "applovin|" + pixel + "|" + name + "|" + id, Ledger.FOREVER, conversion);
    }

    private static Answer bare(int status, List<String> problems) {
        return new Answer(status, "", "", problems);
    }
}
