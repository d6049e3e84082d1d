package io.taghub.platform.datamanager;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code events:ingest}, one request per conversion action, so that an answer speaks of one action and
 * the limit of ten destinations never matters.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">the vendor's page</a>
 */
record DataManagerTag(DataManagerPlatform.Settings settings, Setup setup) implements Tag {
    private static final String HOST = "https://datamanager.googleapis.com/v1/";
    private static final String SCOPE = "https://www.googleapis.com/auth/datamanager";
    private static final URI TOKENS = URI.create("https://oauth2.googleapis.com/token");

    /** What people send for an order id when they have none; two of them would overwrite each other. */
    private static final Set<String> PLACEHOLDERS =
            Set.of("123", "1234", "null", "undefined", "none", "transaction_id");

    @Override
    public Plan plan(Event event) {
        String action = settings.conversionActions().get(event.name());
        if (action == null) {
            return Plan.skip(Reason.NO_MAPPING, "conversion_actions does not list '" + event.name() + "'");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        ClickId click = click(event);
        List<Fields> identifiers = userIdentifiers(PersonalData.shareable(event));
        if (click == null && identifiers.isEmpty()) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY, "no gclid, wbraid or gbraid, no e-mail, no phone, no complete address");
        }
        Money money = event.money();
        if (money != null && money.currency() != null && Money.inIsoCurrency(money) == null) {
            return Plan.skip(Reason.INVALID_FIELD, money.currency() + " is not a currency of ISO 4217");
        }
        Client client = event.client() == null ? new Client(null, null) : event.client();
        Fields body = new Fields()
                .put("transactionId", transactionId(event))
                .put("eventTimestamp", event.time().toString())
                .put("eventSource", settings.eventSource())
                .put("currency", money == null ? null : money.currency())
                .put("conversionValue", money == null ? null : money.amount())
                .put("adIdentifiers", click == null ? null : adIdentifiers(click))
                .put("userData", new Fields().put("userIdentifiers", identifiers))
                .put("consent", consent(event.consent()))
                .put(
                        "eventDeviceInfo",
                        new Fields()
                                .put("userAgent", client.userAgent())
                                .put("ipAddress", settings.sendIp() ? Identifiers.ip(client.ip()) : null))
                .put("userProperties", new Fields().put("customerType", customerType(event)));
        return Plan.send(
                new Item(body, action, click == null ? null : click.seen().plus(settings.minClickAge())));
    }

    /** Of several click ids one: gclid says most, and gbraid and wbraid must never go together. */
    private static @Nullable ClickId click(Event event) {
        for (String name : List.of("gclid", "wbraid", "gbraid")) {
            ClickId click = event.clickIds().get(name);
            if (click != null) {
                return click;
            }
        }
        return null;
    }

    /** The click id, and what else Google put into the landing address, which helps where the click id does not match. */
    private static Fields adIdentifiers(ClickId click) {
        Map<String, String> session = new TreeMap<>(click.params());
        session.keySet().removeIf(name -> !name.startsWith("gad_"));
        if (!session.isEmpty()) {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, click.seen());
            session.put("session_start_time_usec", String.valueOf(micros));
        }
        byte[] attributes = new Fields().putAll(session).toJson();
        return new Fields()
                .put(click.name(), click.value())
                .put(
                        "sessionAttributes",
                        session.isEmpty()
                                ? null
                                : Base64.getUrlEncoder().withoutPadding().encodeToString(attributes));
    }

    /**
     * The order id where there is a real one, because the page's own Google tag reports it too, else the event id. A
     * repeated id is an adjustment that overwrites the value: two deposits must never share one, and a retry, which is the
     * same to the byte, changes nothing.
     */
    private static String transactionId(Event event) {
        String order = event.orderId();
        boolean real = order != null
                && order.length() > 1
                && !order.contains("@")
                && !PLACEHOLDERS.contains(order.toLowerCase(Locale.ROOT));
        return order != null && real ? order : event.id();
    }

    private List<Fields> userIdentifiers(Person person) {
        String country = Identifiers.country(person.country());
        String phone = Identifiers.phone(person.phone(), country == null ? setup.defaultCountry() : country);
        List<Fields> identifiers = new ArrayList<>();
        identifiers.add(new Fields().put("emailAddress", Identifiers.sha256(email(person.email()))));
        identifiers.add(new Fields().put("phoneNumber", phone == null ? null : Identifiers.sha256("+" + phone)));
        String givenName = Identifiers.withoutTitles(person.firstName());
        String familyName = Identifiers.withoutSuffixes(person.lastName());
        String postalCode = person.postalCode();
        if (givenName != null && familyName != null && country != null && postalCode != null) {
            identifiers.add(new Fields()
                    .put(
                            "address",
                            new Fields()
                                    .put("givenName", Identifiers.sha256(givenName))
                                    .put("familyName", Identifiers.sha256(familyName))
                                    .put("regionCode", country)
                                    .put("postalCode", postalCode.strip())));
        }
        identifiers.removeIf(Fields::isEmpty);
        return identifiers;
    }

    /** Google's form: white space inside goes too, and Gmail addresses lose dots and suffix. */
    private static @Nullable String email(@Nullable String raw) {
        return Identifiers.withoutGmailSuffix(
                Identifiers.withoutGmailDots(Identifiers.email(Identifiers.squeezed(raw))));
    }

    private static Fields consent(Consent consent) {
        return new Fields()
                .put("adUserData", word(consent.state(Consent.Purpose.AD_USER_DATA)))
                .put("adPersonalization", word(consent.state(Consent.Purpose.AD_PERSONALIZATION)));
    }

    private static @Nullable String word(Consent.State state) {
        return switch (state) {
            case GRANTED -> "CONSENT_GRANTED";
            case DENIED -> "CONSENT_DENIED";
            case UNSET -> null;
        };
    }

    private static @Nullable String customerType(Event event) {
        String type = event.text("customer_type");
        String word = type == null ? "" : type.toUpperCase(Locale.ROOT);
        return Set.of("NEW", "RETURNING", "REENGAGED").contains(word) ? word : null;
    }

    @Override
    public Request request(List<Item> items) {
        boolean hashes = items.stream().anyMatch(item -> item.as(Fields.class).has("userData"));
        return quota(Request.postJson(
                HOST + "events:ingest",
                new Fields()
                        .putList(
                                "destinations",
                                new Fields()
                                        .put("operatingAccount", account(settings.accountId()))
                                        .put("loginAccount", account(settings.loginAccountId()))
                                        .put(
                                                "productDestinationId",
                                                items.getFirst().group()))
                        .put("encoding", hashes ? "HEX" : null)
                        .put("validateOnly", settings.validateOnly() ? true : null)
                        .put("events", items.stream().map(Item::body).toList())));
    }

    private static @Nullable Fields account(@Nullable String id) {
        return id == null ? null : new Fields().put("accountType", "GOOGLE_ADS").put("accountId", id.replace("-", ""));
    }

    private Request quota(Request request) {
        return settings.projectId() == null ? request : request.header("x-goog-user-project", settings.projectId());
    }

    @Override
    public Reading read(Response response, int size) {
        return DataManagerAnswer.ingested(response, size, settings.validateOnly());
    }

    @Override
    public Request status(String handle) {
        return quota(Request.get(
                HOST + "requestStatus:retrieve?requestId=" + URLEncoder.encode(handle, StandardCharsets.UTF_8)));
    }

    @Override
    public Reading readStatus(Response response, int size) {
        return DataManagerAnswer.decided(response, size, settings.minClickAge());
    }

    /** A repeated transaction id changes nothing, for as long as Google keeps the conversion open to adjustment. */
    @Override
    public Limits limits() {
        return Limits.batch(2000).dedupWindow(Duration.ofDays(30)).requestsPerMinute(300);
    }

    @Override
    public Auth auth() {
        DataManagerPlatform.OAuth oauth = settings.oauth();
        if (oauth != null) {
            return new Auth.OAuth2Refresh(TOKENS, oauth.clientId(), oauth.clientSecret(), oauth.refreshToken());
        }
        return settings.serviceAccount() == null
                ? new Auth.None()
                : new Auth.ServiceAccount(settings.serviceAccount(), SCOPE, TOKENS);
    }
}
