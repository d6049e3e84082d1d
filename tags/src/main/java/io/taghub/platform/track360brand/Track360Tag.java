package io.taghub.platform.track360brand;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Marks;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a registration into a customer and every other event into a transaction of theirs; another status of it is the same
 * transaction told again.
 *
 * @see <a href="https://track360.io/developers/connect-to-track360/igaming">the vendor's page</a>
 */
final class Track360Tag implements Tag {
    private static final String APPROVED = "approved";

    /** Where it goes and with what. */
    private record Call(String path, Fields body) {}

    private final Track360Platform.Settings settings;
    private final Setup setup;
    private final Map<String, Track360Field> ofCustomer;
    private final Map<String, Track360Field> ofTransaction;

    Track360Tag(Track360Platform.Settings settings, Setup setup) {
        this.settings = settings;
        this.setup = setup;
        ofCustomer = Track360Field.all(settings.customerFields());
        ofTransaction = Track360Field.all(settings.transactionFields());
    }

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
        return event.isRegistration()
                ? customer(event, click, customer, status)
                : transaction(event, correction, click, customer, status);
    }

    private Plan customer(Event event, ClickId click, String customer, String status) {
        Fields body = new Fields()
                .put("customer_id", customer)
                .put("signup_date", event.time().toString());
        String lacking = fill(body, ofCustomer, event, setup.nameOf(event), click, null);
        if (lacking != null) {
            return Plan.skip(
                    Reason.NO_CLICK_ID,
                    "'" + lacking + "' is required of a customer, and the landing or the event has none");
        }
        List<String> tracking = ofCustomer.entrySet().stream()
                .filter(field -> field.getValue().isTracking())
                .map(Map.Entry::getKey)
                .toList();
        if (!tracking.isEmpty() && tracking.stream().noneMatch(body::has)) {
            return Plan.skip(
                    Reason.NO_CLICK_ID,
                    "nothing of 'customer_fields' that says whose customer it is stood in the landing");
        }
        return status.equals(APPROVED)
                ? Plan.send(new Call(settings.customerPath(), body))
                : Correction.impossible("a customer is told once, and this one is not approved");
    }

    private Plan transaction(
            Event event, @Nullable Correction correction, ClickId click, String customer, String status) {
        String word = word(event, status);
        if (!status.equals(APPROVED) && !(tells("status") && word != null)) {
            return Correction.impossible(
                    "'statuses' has no word for this status, or 'transaction_fields' no field with it, and it would count as one more");
        }
        String name = name(event, correction);
        if (name == null && tells("event")) {
            return Correction.impossible(
                    "what it takes back was told under its own name, and the event does not say which that is");
        }
        if (event.money() != null && event.money().amount().signum() < 0) {
            return Plan.skip(
                    Reason.INVALID_FIELD, "the value is negative, and what Track360 takes it for is not known");
        }
        String id = PersonalData.impersonalId(Correction.about(event, correction));
        if (id == null) {
            return Plan.skip(Reason.MISSING_FIELD, "there is no order id and no event id that may be sent");
        }
        Fields body = new Fields().put("transaction_id", id).put("customer_id", customer);
        String lacking = fill(body, ofTransaction, worth(event, correction), name == null ? "" : name, click, word);
        return lacking == null
                ? Plan.send(new Call(settings.transactionPath(), body))
                : Plan.skip(
                        Reason.MISSING_FIELD, "'" + lacking + "' is required of a transaction, and this one has none");
    }

    private boolean tells(String source) {
        return ofTransaction.values().stream().anyMatch(field -> field.source().equals(source));
    }

    /** Theirs for the sender's word or, where there is none, for ours. */
    private @Nullable String word(Event event, String status) {
        String said = event.status() == null || Saying.takesBack(event) || status.equals("adjusted")
                ? null
                : settings.word(event.status().strip().toLowerCase(Locale.ROOT));
        return said == null ? settings.word(status) : said;
    }

    /** Our word for it, which {@code statuses} has theirs for. */
    private static String status(Event event, @Nullable Correction correction) {
        if (correction == null) {
            return switch (Saying.kind(event.status())) {
                case APPROVED -> APPROVED;
                case PENDING -> "pending";
                case REJECTED, CANCELLED, REVERSED, TAKEN_BACK, LEFT, ADJUSTED, OTHER ->
                    Objects.requireNonNull(event.status()).toLowerCase(Locale.ROOT);
            };
        }
        boolean rejected = "rejected".equalsIgnoreCase(event.status()) || "rejected".equals(event.text(Marks.STATE));
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

    /** What they call the transaction: of one that is taken back what they called it then, null where nobody says. */
    private @Nullable String name(Event event, @Nullable Correction correction) {
        if (correction == null || !Saying.takesBack(event)) {
            return setup.nameOf(event);
        }
        String told = correction.of();
        return told.equals(event.name()) ? null : setup.eventNames().getOrDefault(told, told);
    }

    /** The name of a field that is required and has nothing, the first of them; null where none is lacking. */
    private static @Nullable String fill(
            Fields body,
            Map<String, Track360Field> fields,
            Event event,
            String name,
            ClickId click,
            @Nullable String status) {
        String lacking = null;
        for (Map.Entry<String, Track360Field> field : fields.entrySet()) {
            Object value = field.getValue().value(event, name, click, status);
            body.put(field.getKey(), value);
            lacking = lacking == null && value == null && field.getValue().required() ? field.getKey() : lacking;
        }
        return lacking;
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
