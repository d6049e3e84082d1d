package io.taghub.platform.yandex;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Identifiers;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into rows of CSV files, one file per goal: Metrica's verdict is about a file and names no row, and of one goal
 * at least it is plain whether there is such a goal. Whether Metrica recognises a row that comes again is not known, so nothing
 * is sent twice.
 *
 * @see <a href="https://yandex.com/dev/metrika/en/management/openapi/offline_conversions/upload_1">the vendor's page</a>
 */
record YandexTag(YandexPlatform.Settings settings, Setup setup) implements Tag {
    private static final String API = "https://" + YandexPlatform.HOST + "/management/v1/counter/";
    private static final int MAX_ROWS = 1000;
    private static final String COLLECTED = "it is collected into one file with others of its goal ('upload_every')";

    /** What a file may take from its time on until it is there. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    /** 5,000 requests a day are the user's quota; beside the files there are the questions what became of them. */
    private static final int FILES_PER_MINUTE = 3;

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String goal = setup.nameOf(event);
        if (YandexFile.isUnwritable(goal)) {
            return Plan.skip(Reason.INVALID_FIELD, "the goal's name has a line break or another control character");
        }
        YandexRow row = new YandexRow()
                .put("UserId", settings.sendUserId() ? userId(event) : null)
                .put("ClientId", event.clickIds().value("ym_uid"))
                .put("Yclid", event.clickIds().value("yclid"))
                .put("PurchaseId", settings.sendPurchaseId() ? PersonalData.impersonalId(event.orderId()) : null);
        if (row.isEmpty()) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no yclid of a click, no ClientID from Metrica's cookie _ym_uid, and no user id or order id that the tag"
                            + " may send");
        }
        row.put("Target", goal).put("DateTime", String.valueOf(event.time().getEpochSecond()));
        Money money = Money.inIsoCurrency(event.money());
        if (money != null) {
            row.put("Price", money.rounded().toPlainString()).put("Currency", money.currency());
        }
        Item item = new Item(row, goal, notBefore(event), Basket.withoutValue(event));
        return Plan.send(settings.uploadEvery().isZero() ? item : item.collected(COLLECTED));
    }

    /** The operator's own, as the site tells it to Metrica. */
    private static @Nullable String userId(Event event) {
        Person person = PersonalData.shareable(event);
        return PersonalData.impersonalId(Identifiers.clear(person, "id", person.id()));
    }

    /**
     * Metrica refuses a file with a time that is still to come. What would be too old by the time its file goes does not wait for
     * it.
     */
    private @Nullable Instant notBefore(Event event) {
        Instant earliest = event.time().isAfter(event.received()) ? event.time() : event.received();
        long every = settings.uploadEvery().toSeconds();
        Instant atOnce = earliest.equals(event.received()) ? null : earliest;
        if (every == 0) {
            return atOnce;
        }
        Instant file = Instant.ofEpochSecond(Math.floorDiv(earliest.getEpochSecond(), every) * every + every);
        return file.plus(ON_ITS_WAY).isAfter(event.time().plus(settings.maxAge())) ? atOnce : file;
    }

    @Override
    public Request request(List<Item> items) {
        YandexFile file = YandexFile.of(rows(items));
        return new Request(
                "POST",
                URI.create(API + settings.counterId() + "/offline_conversions/upload?comment="
                        + YandexLookup.comment(file)),
                Map.of("Content-Type", YandexFile.CONTENT_TYPE),
                file.multipart());
    }

    @Override
    public Reading read(Response response, int size) {
        return YandexAnswer.uploaded(response, size);
    }

    private static List<YandexRow> rows(List<Item> items) {
        return items.stream().map(item -> item.as(YandexRow.class)).toList();
    }

    /** By its comment a file of which nobody knows whether it arrived is found among Metrica's uploads. */
    @Override
    public Optional<String> lookup(List<Item> items) {
        return Optional.of(YandexLookup.of(rows(items)).handle());
    }

    @Override
    public Request status(String handle) {
        if (YandexLookup.of(handle) != null) {
            return Request.get(
                    API + settings.counterId() + "/offline_conversions/uploadings?limit=" + YandexLookup.LIMIT);
        }
        return Request.get(API + settings.counterId() + "/offline_conversions/uploading/"
                + URLEncoder.encode(handle, StandardCharsets.UTF_8));
    }

    @Override
    public Reading readStatus(String handle, Response response, int size) {
        YandexLookup lookup = YandexLookup.of(handle);
        return lookup == null ? YandexAnswer.decided(response, size) : YandexAnswer.found(lookup, response, size);
    }

    @Override
    public Optional<Request> probe() {
        return Optional.of(Request.get(API + settings.counterId() + "/offline_conversions/uploadings?limit=1"));
    }

    @Override
    public Reading readProbe(Response response) {
        if (!response.ok()) {
            return read(response, 1);
        }
        return Reading.all(
                1,
                response.json().path("uploadings").isArray()
                        ? Outcome.DELIVERED
                        : new Outcome.Unknown(
                                "HTTP " + response.status() + " with an answer that is no list of Metrica's uploads"));
    }

    @Override
    public Limits limits() {
        return Limits.batch(MAX_ROWS).maxAge(settings.maxAge()).requestsPerMinute(FILES_PER_MINUTE);
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion("management/v1", null));
    }

    /** Metrica takes three at once from a user, who may have other programs. */
    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", "OAuth ", settings.accessToken());
    }
}
