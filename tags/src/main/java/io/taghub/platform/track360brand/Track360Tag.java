package io.taghub.platform.track360brand;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.life.Saying;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.postback.answer.Answers;
import io.taghub.tag.Auth;
import io.taghub.tag.Fields;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a registration into a customer and every other event into a transaction of theirs; another status of it is the same
 * transaction told again.
 *
 * @see <a href="https://track360.io/developers/connect-to-track360/igaming">the vendor's page</a>
 */
record Track360Tag(Track360Platform.Settings settings, Setup setup) implements Tag {
    private static final String APPROVED = "approved";

    /** Where it goes and with what. */
    private record Call(String path, Fields body) {}

    @Override
    public Plan plan(Event event) {
        ClickId click = event.clickIds().get(settings.clickId());
        if (click == null) {
            return Plan.skip(Reason.NO_CLICK_ID, "the visitor did not come by a link with " + settings.clickId());
        }
        String customer =
                PersonalData.impersonalId(PersonalData.shareable(event).id());
        if (customer == null) {
            return Plan.skip(Reason.MISSING_FIELD, "user.id is missing: the customer it is about");
        }
        Correction correction = Correction.of(event);
        String status = status(event, correction);
        boolean told = settings.transactionFields().containsValue("status");
        String word = settings.word(status);
        if (event.isRegistration()) {
            String lacking = lacking(event, click);
            if (lacking != null) {
                return Plan.skip(Reason.NO_CLICK_ID, lacking);
            }
            return status.equals(APPROVED)
                    ? Plan.send(new Call(settings.customerPath(), customer(event, click, customer)))
                    : Correction.impossible("a customer is told once, and this one is not approved");
        }
        if (!status.equals(APPROVED) && !(told && word != null)) {
            return Correction.impossible(
                    "'statuses' has no word for this status, or 'transaction_fields' no field with it, and it would count as one more");
        }
        String name = name(event, correction);
        if (name == null && settings.transactionFields().containsValue("event")) {
            return Correction.impossible(
                    "what it takes back was told under its own name, and the event does not say which that is");
        }
        if (event.money() != null && event.money().amount().signum() < 0) {
            return Plan.skip(
                    Reason.INVALID_FIELD, "the value is negative, and what Track360 takes it for is not known");
        }
        String id = PersonalData.impersonalId(Correction.about(event, correction));
        return id == null
                ? Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent")
                : Plan.send(new Call(
                        settings.transactionPath(),
                        fill(
                                new Fields().put("transaction_id", id).put("customer_id", customer),
                                settings.transactionFields(),
                                worth(event, correction),
                                name == null ? "" : name,
                                click,
                                word)));
    }

    /** Our word for it, which {@code statuses} has theirs for. */
    private static String status(Event event, @Nullable Correction correction) {
        if (correction == null) {
            return event.status() == null ? APPROVED : event.status().toLowerCase(Locale.ROOT);
        }
        boolean rejected = "rejected".equalsIgnoreCase(event.status());
        return !correction.whole() ? "adjusted" : rejected ? "rejected" : "reversed";
    }

    /** What it is worth now: of a transaction that is gone, what it was. */
    private static Event worth(Event event, @Nullable Correction correction) {
        return correction == null || correction.whole() || correction.left() == null
                ? event
                : event.toBuilder()
                        .money(new Money(correction.left(), event.currency()))
                        .build();
    }

    private Fields customer(Event event, ClickId click, String customer) {
        Fields body = new Fields()
                .put("customer_id", customer)
                .put("signup_date", event.time().toString());
        return settings.customerFields() == null
                ? body
                : fill(body, settings.customerFields(), event, setup.nameOf(event), click, null);
    }

    /** Why a customer would be nobody's there; null where it is somebody's. */
    private @Nullable String lacking(Event event, ClickId click) {
        Map<String, String> fields = settings.customerFields() == null ? Map.of() : settings.customerFields();
        boolean tracked = fields.values().stream().noneMatch(Track360Field::isTracking);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            Object value = Track360Field.of(field.getValue(), event, setup.nameOf(event), click, null);
            if (value == null && Track360Field.isRequired(field.getValue())) {
                return "'" + field.getKey() + "' is required of a customer, and the landing or the event has none";
            }
            tracked |= value != null && Track360Field.isTracking(field.getValue());
        }
        return tracked ? null : "nothing of 'customer_fields' that says whose customer it is stood in the landing";
    }

    /** What they call the transaction: of one that is taken back what they called it then, null where nobody says. */
    private @Nullable String name(Event event, @Nullable Correction correction) {
        if (correction == null || !Saying.takesBack(event)) {
            return setup.nameOf(event);
        }
        String told = correction.of();
        return told.equals(event.name()) ? null : setup.eventNames().getOrDefault(told, told);
    }

    private Fields fill(
            Fields body, Map<String, String> fields, Event event, String name, ClickId click, @Nullable String status) {
        fields.forEach((theirs, ours) -> body.put(theirs, Track360Field.of(ours, event, name, click, status)));
        return body;
    }

    @Override
    public boolean corrects(Event event) {
        return !event.isRegistration() && Correction.of(event) != null;
    }

    /** One status after the other. */
    @Override
    public @Nullable String corrected(Event event) {
        return event.isRegistration() ? null : Correction.about(event, Correction.of(event));
    }

    @Override
    public Request request(List<Item> items) {
        Call call = items.getFirst().as(Call.class);
        return Request.postJson("https://" + settings.host() + call.path(), call.body());
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, outcome(response));
    }

    /** Published is only that a wrong token is a 401 with JSON. */
    private static Outcome outcome(Response response) {
        String detail = "HTTP " + response.status();
        if (response.ok()) {
            return Answers.plain(response);
        }
        return response.status() == 404
                ? Outcome.misconfigured(Reason.BAD_SETTINGS, detail + ": the path is not theirs")
                : response.failure(detail);
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        String prefix = settings.tokenPrefix() == null ? "" : settings.tokenPrefix();
        return new Auth.Header(settings.tokenHeader(), prefix, settings.brandToken());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create("https://" + settings.host()));
    }
}
