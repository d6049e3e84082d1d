package io.taghub.platform.datamanager;

import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.life.Saying;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.text.Moment;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code events:ingest}, one request per conversion action, so that an answer speaks of one action and
 * the limit of ten destinations never matters.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">the vendor's page</a>
 */
record DataManagerTag(DataManagerPlatform.Settings settings, Setup setup) implements Tag.Checkable {
    private static final String HOST = "https://datamanager.googleapis.com/v1/";
    private static final String SCOPE = "https://www.googleapis.com/auth/datamanager";
    private static final URI TOKENS = URI.create("https://oauth2.googleapis.com/token");

    /** What people send for an order id when they have none; two of them would overwrite each other. */
    private static final Set<String> PLACEHOLDERS =
            Set.of("123", "1234", "null", "undefined", "none", "transaction_id");

    /** Google's words, and what other platforms and people call the same. */
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("WEB", "WEB"),
            Map.entry("WEBSITE", "WEB"),
            Map.entry("APP", "APP"),
            Map.entry("MOBILE_APP", "APP"),
            Map.entry("IN_STORE", "IN_STORE"),
            Map.entry("PHYSICAL_STORE", "IN_STORE"),
            Map.entry("OFFLINE", "IN_STORE"),
            Map.entry("PHONE", "PHONE"),
            Map.entry("PHONE_CALL", "PHONE"),
            Map.entry("MESSAGE", "MESSAGE"),
            Map.entry("CHAT", "MESSAGE"),
            Map.entry("BUSINESS_MESSAGING", "MESSAGE"),
            Map.entry("EMAIL", "OTHER"),
            Map.entry("CRM", "OTHER"),
            Map.entry("SYSTEM_GENERATED", "OTHER"),
            Map.entry("OTHER", "OTHER"));

    /** By any of them Google can find what the visitor saw or clicked. */
    private static final List<String> CLICKS = List.of(
            "gclid", "wbraid", "gbraid", "dclid", "impressionId", "matchId", "mobileDeviceId", "sessionAttributes");

    @Override
    public Plan plan(Event event) {
        String told = told(event);
        String action = settings.conversionActions().get(told);
        if (action == null) {
            return told.equals(event.name())
                    ? Plan.skip(Reason.NO_MAPPING, "conversion_actions does not list '" + told + "'")
                    : Correction.impossible(
                            "what it takes back was told as '" + told + "', and conversion_actions does not list that");
        }
        boolean takenBack = isTakenBack(event);
        Plan.Skip objection = takenBack ? unrestatable(event) : isAdjusted(event) ? null : Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        ClickId click = DataManagerClick.of(event);
        boolean sendIp = settings.sendIp() && DataManagerDevice.mayHaveAddress(event, setup.defaultCountry());
        Fields clicks = DataManagerClick.identifiers(event, click, sendIp);
        List<Fields> identifiers = DataManagerUser.identifiers(PersonalData.shareable(event), setup.defaultCountry());
        if (CLICKS.stream().noneMatch(clicks::has) && identifiers.isEmpty()) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY, "no gclid, wbraid or gbraid, no e-mail, no phone, no complete address");
        }
        Money money = event.money();
        if (money != null && money.currency() != null && Money.inIsoCurrency(money) == null) {
            return Plan.skip(Reason.INVALID_FIELD, money.currency() + " is not a currency of ISO 4217");
        }
        boolean braid = click != null && !click.name().equals("gclid");
        Fields body = new Fields()
                .put("transactionId", transactionId(event))
                .put("eventTimestamp", event.time().toString())
                .put("lastUpdatedTimestamp", lastUpdated(event))
                .put("eventSource", source(event))
                .put("currency", Money.isoCurrencyOf(event))
                .put("conversionValue", takenBack ? remaining(event) : money == null ? null : money.amount())
                .put(
                        "conversionCount",
                        event.properties().get("conversion_count") instanceof Number count ? count : null)
                .put("adIdentifiers", clicks)
                .put("userData", new Fields().put("userIdentifiers", identifiers))
                .put("consent", consent(event.consent()))
                .put("eventDeviceInfo", DataManagerDevice.of(event, sendIp))
                .put("eventLocation", DataManagerDevice.place(event))
                // Google warns of a basket beside a braid.
                .put("cartData", braid || takenBack ? null : DataManagerCart.of(event, settings.merchant()))
                .put("customVariables", customVariables(event))
                .put("userProperties", DataManagerUser.properties(event));
        return Plan.send(
                new Item(body, action, click == null ? null : click.seen().plus(settings.minClickAge())));
    }

    /** A refund goes where what it takes back was told; where nobody says what that was, where refunds are listed. */
    private static String told(Event event) {
        Correction correction = Correction.of(event);
        return correction == null ? event.name() : correction.of();
    }

    /** It says of an order what it is worth now; there is no other way to take one back. */
    private static boolean isTakenBack(Event event) {
        return Saying.takesBack(event) || "reversed".equals(event.status());
    }

    /** Another value of an order that was told before. */
    private static boolean isAdjusted(Event event) {
        boolean worth = event.money() == null || event.money().amount().signum() >= 0;
        return "adjusted".equals(event.status()) && event.orderId() != null && worth;
    }

    private static @Nullable String order(Event event) {
        return isTakenBack(event) ? Correction.takenBack(event) : event.orderId();
    }

    /** Without the order it would be a conversion more. */
    private static Plan.@Nullable Skip unrestatable(Event event) {
        if (Correction.takenBack(event) == null) {
            return new Plan.Skip(Reason.MISSING_FIELD, "order_id is missing: the order that is taken back");
        }
        return Money.isoCurrencyOf(event) == null
                ? new Plan.Skip(Reason.MISSING_FIELD, "currency is missing: what is left of the order has one")
                : null;
    }

    /** What the order is worth now, which is what Google is told: nothing, or what the sender says is left. */
    private static BigDecimal remaining(Event event) {
        BigDecimal left = Saying.remaining(event);
        return left == null ? BigDecimal.ZERO : left;
    }

    /** Where it happened: as the event says, where Google has a word for that, else as the settings say, else what is seen. */
    private String source(Event event) {
        String said = event.text("action_source");
        String word = SOURCES.get(
                said == null ? "" : said.strip().toUpperCase(Locale.ROOT).replaceAll("[ -]", "_"));
        if (word != null) {
            return word;
        }
        return settings.eventSource() != null
                ? settings.eventSource()
                : event.app().isEmpty() ? "WEB" : "APP";
    }

    private static @Nullable String lastUpdated(Event event) {
        String said = event.text("last_updated");
        Moment.Read read = said == null ? null : Moment.read(said);
        return read == null ? null : read.instant().toString();
    }

    /** Google refuses the event for a value that is personal, and ignores a name it does not know. */
    private static List<Fields> customVariables(Event event) {
        if (!(event.properties().get("custom_variables") instanceof Map<?, ?> said)) {
            return List.of();
        }
        Map<String, Object> variables = new TreeMap<>();
        said.forEach((name, value) -> variables.put(String.valueOf(name), value));
        return PersonalData.free(variables, event, Set.of()).entrySet().stream()
                .map(variable -> new Fields()
                        .put("variable", variable.getKey())
                        .put("value", variable.getValue().toString()))
                .toList();
    }

    /**
     * The order id where there is a real one, because the page's own Google tag reports it too, else the event id. A
     * repeated id is an adjustment that overwrites the value: two deposits must never share one, and a retry, which is the
     * same to the byte, changes nothing.
     */
    private static String transactionId(Event event) {
        String order = order(event);
        boolean real = order != null
                && order.length() > 1
                && !order.contains("@")
                && !PLACEHOLDERS.contains(order.toLowerCase(Locale.ROOT));
        return order != null && real ? order : event.id();
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

    /** The last upload of a transaction counts. */
    @Override
    public boolean corrects(Event event) {
        return true;
    }

    /** A refund is one more word about the order it takes back. */
    @Override
    public @Nullable String corrected(Event event) {
        String action = settings.conversionActions().get(told(event));
        String order = order(event);
        return action == null || order == null ? null : action + " " + transactionId(event);
    }

    @Override
    public Request request(List<Item> items) {
        return ingest(items, settings.validateOnly());
    }

    @Override
    public Request validation(List<Item> items) {
        return ingest(items, true);
    }

    @Override
    public List<String> objections(Response response) {
        return DataManagerAnswer.objections(response);
    }

    private Request ingest(List<Item> items, boolean validateOnly) {
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
                        .put("validateOnly", validateOnly ? true : null)
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
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion("v1", null));
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
