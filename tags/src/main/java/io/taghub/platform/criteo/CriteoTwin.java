package io.taghub.platform.criteo;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Criteo's server-to-server events: a 200 whatever comes, with errors inside. Of these only one is published; what else is
 * wrong is remarked and does not count. A transaction counts once. The host in the address only says where to go.
 *
 * @see <a href="https://guides.criteotilt.com/onetag/s2s/">the vendor's page</a>
 */
record CriteoTwin(TwinSetup setup) implements Twin {
    private static final String PATH = "/m/event";

    /** By where the visitor is, says the vendor; here everybody is in one place. */
    private static final String REGION = "widget.eu.criteo.com";

    private static final String NOBODY = "UserIdentifierMissing";

    @Override
    public Answer answer(Call call) {
        if (!call.path().replaceFirst("/$", "").equals(PATH)) {
            return new Answer(404, "", "", List.of("Criteo takes events at " + PATH));
        }
        if (call.host().equals(CriteoPlatform.HOST)) {
            return Answer.redirect("https://" + REGION + PATH + asked(call));
        }
        String version = call.query("version");
        List<String> problems = new ArrayList<>();
        if (version == null || !version.startsWith("s2s_")) {
            problems.add("the address needs version=s2s_v0");
        }
        String data = call.query("data");
        JsonNode body = StrictJson.parse(call.method().equals("GET") && data != null ? data : call.body());
        if (body == null || !body.isObject()) {
            return new Answer(400, "", "", List.of("the body is no JSON object"));
        }
        CriteoTwinRequest request = new CriteoTwinRequest(body, call.at(), setup.badWord());
        problems.addAll(request.problems());
        if (!request.identified()) {
            return answered(NOBODY, problems);
        }
        for (int i = 0; i < body.path("events").size(); i++) {
            JsonNode event = body.path("events").get(i);
            count(call, body, event, request.uncounted(event));
        }
        return answered(null, problems);
    }

    /** There is no token that could be wrong. */
    @Override
    public Answer badToken(Call call) {
        return refusal(call);
    }

    @Override
    public Answer refusal(Call call) {
        return answered(NOBODY, List.of("rehearsed: the event is not taken"));
    }

    private static String asked(Call call) {
        return call.query().entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> each.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void count(Call call, JsonNode body, JsonNode event, @Nullable String uncounted) {
        String name = event.path("event").asString("");
        String id = StrictJson.string(event.path("id"));
        BigDecimal worth = null;
        for (JsonNode item : event.path("item")) {
            BigDecimal price = StrictJson.number(item.path("price"));
            BigDecimal pieces = StrictJson.number(item.path("quantity"));
            if (name.equals("trackTransaction") && price != null) {
                BigDecimal all = price.multiply(pieces == null ? BigDecimal.ONE : pieces);
                worth = worth == null ? all : worth.add(all);
            }
        }
        Conversion conversion = Conversion.of(call, "criteo", name, id)
                .worth(worth, StrictJson.string(event.path("currency")))
                .click(StrictJson.string(body.path("id").path("mapped_user_id")))
                .uncounted(uncounted);
        boolean sale = name.equals("trackTransaction") && id != null && uncounted == null;
        String key = sale ? "criteo|" + body.path("account").asString("") + "|" + id : null;
        setup.ledger().add(key, Ledger.FOREVER, conversion);
    }

    private static Answer answered(@Nullable String error, List<String> problems) {
        ObjectNode answer = StrictJson.object();
        ArrayNode errors = answer.putArray("errors");
        if (error != null) {
            errors.add(error);
        }
        answer.putArray("warnings");
        return Answer.json(200, answer, error == null ? problems : with(problems, error));
    }

    private static List<String> with(List<String> problems, String error) {
        List<String> all = new ArrayList<>(problems);
        all.add(error);
        return all;
    }
}
