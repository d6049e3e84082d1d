package io.taghub.platform.bigo;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.text.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into {@code POST /bigoad/trackingevent}, one each. BIGO knows a person by the click; errors come with HTTP 200
 * too, {@code code} in the body decides.
 *
 * @see <a href="https://www.bigoads.com/help/detail?id=111">the vendor's page</a>
 */
record BigoTag(BigoPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + BigoPlatform.HOST;
    private static final String LIST = String.join(", ", new TreeSet<>(BigoPlatform.NAMES));

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String name = setup.mapped(event);
        if (name == null || !BigoPlatform.NAMES.contains(name)) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    (name == null ? "no event of BIGO's is known for it" : "'" + name + "' is none of BIGO's events")
                            + "; event_names says which one: " + LIST);
        }
        String click = event.clickIds().value("bbg");
        if (click == null) {
            return Plan.skip(
                    Reason.NO_CLICK_ID, "the visitor did not come by a link with bbg, and has no cookie _bge_bbg");
        }
        boolean denied = event.consent().denies(Consent.Purpose.AD_USER_DATA);
        Client client = denied || event.client() == null ? new Client(null, null) : event.client();
        String referrer = event.page() == null ? null : event.page().referrer();
        Money money = Money.inIsoCurrency(event.money());
        Fields body = new Fields()
                .put("bbg", click)
                .put("pixel_id", settings.pixelId())
                .put("timestamp_ms", event.time().toEpochMilli())
                .put("url", PersonalData.strippedFrom(setup.ownUrl(event), event))
                .put("referer", PersonalData.strippedFrom(referrer, event))
                .put("ip", publicAddress(client.ip()))
                .put("user_agent", client.userAgent())
                .put("external_id", settings.sendUserId() ? userId(event) : null)
                .put(
                        "event",
                        new Fields()
                                .put("event_id", name)
                                .put("currency", money == null ? null : money.currency())
                                .put(
                                        "monetary",
                                        money == null ? null : money.rounded().toPlainString()));
        return Plan.send(new Item(body, "", null, Basket.withoutValue(event)));
    }

    private static @Nullable String userId(Event event) {
        Person person = PersonalData.shareable(event);
        return PersonalData.impersonalId(Identifiers.clear(person, "id", person.id()));
    }

    private static @Nullable String publicAddress(@Nullable String written) {
        String ip = Identifiers.ip(written);
        return ip != null && PublicAddress.isPublic(InetAddress.ofLiteral(ip)) ? ip : null;
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                ORIGIN + "/bigoad/trackingevent", items.getFirst().as(Fields.class));
    }

    @Override
    public Reading read(Response response, int size) {
        JsonNode answer = response.json();
        String code = answer.path("code").asString("");
        String said = answer.path("message").asString(answer.path("msg").asString(""));
        String detail = (code.isEmpty() ? "HTTP " + response.status() : "code " + code)
                + (said.isEmpty() ? "" : ": " + PersonalData.masked(said));
        return Reading.all(size, outcome(response, code, detail));
    }

    private Outcome outcome(Response response, String code, String detail) {
        if (response.passing() || response.status() / 100 == 3) {
            return response.retry();
        }
        if (response.status() == 401 || response.status() == 403) {
            return Outcome.misconfigured(Reason.NO_PERMISSION, detail);
        }
        if (!response.ok()) {
            return Outcome.rejected(detail);
        }
        if (code.isEmpty()) {
            return new Outcome.Unknown("the answer has no code");
        }
        return settings.isSuccess(code) ? Outcome.DELIVERED : Outcome.rejected(detail);
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
