package io.taghub.platform.kwai;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into {@code POST /log/common/api}, one each. Kwai knows a person by the click alone; nothing else of them goes
 * out. Errors come with HTTP 200 too: {@code result} in the body decides.
 */
record KwaiTag(KwaiPlatform.Settings settings, Setup setup) implements Tag {
    private static final Pattern NAME = Pattern.compile("EVENT_[A-Z_0-9]+");

    /** Of a code that nobody has described, whose fault it is: in these words it is the tag's, and any event's. */
    private static final Pattern TOKEN = Pattern.compile("(?i)token|authori[sz]|permission|access denied|pixel ?id");

    private static final String ORIGIN = "https://" + KwaiPlatform.HOST;

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String name = setup.mapped(event);
        if (name == null || !NAME.matcher(name).matches()) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    (name == null ? "no event of Kwai's is known for it" : "'" + name + "' is no event of Kwai's")
                            + "; event_names says which one, written in full, EVENT_CONTENT_VIEW for instance");
        }
        String click = settings.testClickId() == null ? click(event) : settings.testClickId();
        if (click == null) {
            return Plan.skip(
                    Reason.NO_CLICK_ID,
                    "the visitor did not come by a link with " + String.join(" or ", KwaiType.clickIdNames(settings)));
        }
        Fields properties = properties(event);
        return Plan.send(new Fields()
                .put("clickid", click)
                .put("event_name", name)
                // The number, for the word true is refused.
                .put("is_attributed", 1)
                .put("mmpcode", "PL")
                .put("pixelId", settings.pixelId())
                .put("pixelSdkVersion", "9.9.9")
                .put(
                        "properties",
                        properties.isEmpty() ? null : new String(properties.toJson(), StandardCharsets.UTF_8))
                .put("testFlag", settings.testFlag())
                .put("trackFlag", settings.testMode())
                .put("third_party", "taghub"));
    }

    private @Nullable String click(Event event) {
        return KwaiType.clickIdNames(settings).stream()
                .map(event.clickIds()::value)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What it is about and worth; of several items no one id and name, for there is no place for more. */
    private Fields properties(Event event) {
        List<LineItem> items = PersonalData.items(event);
        LineItem item = items.size() == 1 ? items.getFirst() : null;
        Money money = Money.inIsoCurrency(event.money());
        BigDecimal pieces = items.stream().map(LineItem::pieces).reduce(BigDecimal.ZERO, BigDecimal::add);
        String type = said("content_type", event);
        return new Fields()
                .put("content_id", item == null ? said("content_id", event) : item.id())
                .put("content_type", type == null && !items.isEmpty() ? "product" : type)
                .put("content_name", item == null ? said("content_name", event) : item.name())
                .put("value", money == null ? null : money.amount())
                .put("currency", Money.isoCurrencyOf(event))
                .put("quantity", items.isEmpty() ? null : pieces)
                .put("event_timestamp", settings.eventTimestamp() ? event.time().getEpochSecond() : null);
    }

    private static @Nullable String said(String property, Event event) {
        return PersonalData.impersonal(event.text(property), event);
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(ORIGIN + "/log/common/api", items.getFirst().as(Fields.class))
                .header("Accept", "application/json;charset=utf-8");
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, outcome(response));
    }

    private Outcome outcome(Response response) {
        JsonNode answer = response.json();
        String result = answer.path("result").asString("");
        String said = answer.path("error_msg").asString(answer.path("message").asString(""));
        String detail = result.isEmpty()
                ? "HTTP " + response.status()
                : "result " + result + (said.isEmpty() ? "" : ": " + PersonalData.masked(said));
        if (response.passing()) {
            return response.retry();
        }
        if (response.status() == 401 || response.status() == 403) {
            return Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
        }
        if (settings.isOfToken(result)
                || (!settings.isSuccess(result) && TOKEN.matcher(said).find())) {
            return Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
        }
        if (settings.isRejection(result)) {
            return Outcome.rejected(detail);
        }
        if (response.ok() && settings.isSuccess(result)) {
            return Outcome.DELIVERED;
        }
        if (!result.isEmpty()) {
            return Outcome.rejected(detail);
        }
        return response.ok() ? new Outcome.Unknown("the answer has no 'result'") : response.retry();
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    @Override
    public Auth auth() {
        return new Auth.Field("access_token", settings.accessToken());
    }
}
