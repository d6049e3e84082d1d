package io.taghub.platform.thetradedesk;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The Trade Desk's real-time conversion events, which nobody signs: an unknown tag is a 402. What it answers beside the status
 * is not published, so nothing, and a repeat counts again.
 *
 * @see <a href="https://partner.thetradedesk.com/v3/portal/data/doc/DataConversionEventsApi">the vendor's page</a>
 */
record TheTradeDeskTwin(TwinSetup setup) implements Twin {
    private static final String PATH = "/track/realtimeconversion";
    private static final List<String> ACCOUNT = List.of("merchant_id", "adv", "tracker_id", "upixel_id");

    /** 28.6 MB, as long as a .NET server takes by default. */
    private static final int MAX_BYTES = 30_000_000;

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(PATH) || !call.method().equals("POST")) {
            return bare(404, List.of("conversion events are posted to " + PATH));
        }
        if (call.body().length() > MAX_BYTES) {
            return bare(413, List.of("the request is longer than 28.6 MB"));
        }
        JsonNode body = StrictJson.parse(call.body());
        JsonNode events = body == null ? StrictJson.MISSING : body.path("data");
        if (body == null || !events.isArray() || events.isEmpty()) {
            return bare(400, List.of("the body must be an object with a list 'data' of events"));
        }
        List<String> problems = new ArrayList<>();
        problems.addAll(StrictJson.unknown("", body, Set.of("data")));
        boolean known = true;
        boolean valid = true;
        for (int i = 0; i < events.size(); i++) {
            JsonNode each = events.get(i);
            TheTradeDeskTwinEvent event = new TheTradeDeskTwinEvent(each);
            String place = "data[" + i + "].";
            event.problems().forEach(problem -> problems.add(place + problem));
            valid &= event.valid();
            known &= event.tagged()
                    && ACCOUNT.stream()
                            .noneMatch(key -> each.path(key).asString("").contains(setup.badWord()));
        }
        if (!known) {
            problems.add("the tracking tag is not defined at The Trade Desk");
            return bare(402, problems);
        }
        if (!valid) {
            return bare(400, problems);
        }
        events.forEach(event -> count(call, event));
        return bare(200, problems);
    }

    /** There is no token; what comes nearest is a tag that it does not know. */
    @Override
    public Answer badToken(Call call) {
        return bare(402, List.of("rehearsed: the tracking tag is not known"));
    }

    @Override
    public Answer refusal(Call call) {
        return bare(400, List.of("rehearsed: the events are not taken"));
    }

    private void count(Call call, JsonNode event) {
        String name = event.path("event_name").asString("page view");
        String click = Stream.of("imp", "adid", "uid2_token", "euid_token")
                .map(key -> event.path(key).asString(""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(null);
        Conversion conversion = Conversion.of(call, "the-trade-desk", name, StrictJson.string(event.path("order_id")))
                .worth(StrictJson.number(event.path("value")), StrictJson.string(event.path("currency")))
                .click(click);
        setup.ledger().add(null, Duration.ZERO, conversion);
    }

    private static Answer bare(int status, List<String> problems) {
        return new Answer(status, "", "", problems);
    }
}
