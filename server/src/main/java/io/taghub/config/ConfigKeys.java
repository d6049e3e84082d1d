package io.taghub.config;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.inbound.SourceReader;
import io.taghub.rule.ContractReader;
import io.taghub.rule.TagRuleReader;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every key of the config file but the tag types' own, said once: the reader checks by it, the JSON Schema and the
 * reference page are made from it.
 */
public final class ConfigKeys {
    public static final Form<Hub> HUB = Form.of(Hub.class);
    public static final Form<Event> EVENT = Form.of(Event.class);
    public static final Form<ClickId> CLICK_ID = Form.of(ClickId.class);
    public static final Form<Tag> TAG = Form.of(Tag.class);

    /** The keys that every tag has: those of the form, and those of its rule. */
    public static final List<Field> TAG_FIELDS =
            Stream.concat(TAG.fields().stream(), TagRuleReader.FIELDS.stream()).toList();

    public static final Group SERVER_KEYS = new Group(
            "server_keys",
            "Back ends that may call POST /v1/events: a name of your choice and its key.",
            "shop-backend",
            List.of(),
            new Field(
                    "key",
                    Kind.SECRET,
                    true,
                    "what the back end sends as 'Authorization: Bearer <key>'",
                    "${env:TAGHUB_SERVER_KEY}",
                    "",
                    "",
                    List.of()));
    public static final Group EVENTS = new Group(
            "events",
            "What is special about some events, by name; an event without an entry is an ordinary one.",
            "purchase",
            Stream.concat(EVENT.fields().stream(), ContractReader.FIELDS.stream())
                    .toList(),
            null);
    public static final Group CLICK_IDS = new Group(
            "click_ids",
            "Query parameters that carry a click id, beside the well-known ones; an entry of the same name replaces it.",
            "partner_click",
            CLICK_ID.fields(),
            null);
    public static final Group TAGS = new Group(
            "tags",
            "The tags that run, by a name of your choice that logs, metrics and explain show.",
            "partner",
            TAG_FIELDS,
            null);

    public static final Group INBOUND = new Group(
            "inbound",
            "Who reports events by webhook or postback to /in/NAME: a name of your choice, how it proves itself, and what is where; see docs/webhooks.md.",
            "casino-crm",
            SourceReader.FIELDS,
            null);

    /** What a file says of itself; it stands in no profile. */
    public static final List<Field> FILE = List.of(
            new Field(
                    Sources.INCLUDE,
                    Kind.TEXT_LIST,
                    false,
                    "further files of the same keys that belong to this config, one or several, by name or pattern; what is in one file is in no other",
                    "tags/*.yaml",
                    "",
                    "",
                    List.of()),
            new Field(
                    Profiles.KEY,
                    Kind.OBJECT,
                    false,
                    "what is otherwise in one place than in another, by a name for --profile: the keys of this file that differ there; groups go together, lists and values are replaced, null takes one away",
                    "",
                    "",
                    "",
                    List.of()));

    /** The groups whose keys the operator invents, in the order of the reference page. */
    public static final List<Group> GROUPS = List.of(SERVER_KEYS, EVENTS, CLICK_IDS, INBOUND, TAGS);

    private ConfigKeys() {}

    /**
     * A top-level key that holds entries named by the operator.
     *
     * @param example a name an entry could have
     * @param fields the keys of one entry, empty where an entry is a single value
     * @param single what one entry is where it is a single value
     */
    public record Group(
            String name,
            String description,
            String example,
            List<Field> fields,
            @Nullable Field single) {}

    public record Hub(
            @Described("your site") HubConfig.Site site,

            @Described(
                    value =
                            "what happens to what tags build: live sends it, sandbox sends it to the fake platforms, shadow only shows it",
                    byDefault = "live")
            HubConfig.Mode mode,

            @Described(
                    value =
                            "true where money is real, as in a profile for it: test codes and the modes sandbox and shadow are refused",
                    byDefault = "false")
            boolean production,

            @Described(
                    value = "where mode sandbox sends everything",
                    example = Defaults.SANDBOX,
                    pattern = "https?://[^/\\s]+/?",
                    byDefault = Defaults.SANDBOX)
            String sandbox,

            @Described(
                    value =
                            "where everything is kept, sqlite:PATH or postgresql://user@host/db (with a standby: user@host1:5432,host2:5432/db)",
                    example = "sqlite:data/taghub.db",
                    pattern = "sqlite:\\S.*|postgres(ql)?://\\S+",
                    byDefault = "sqlite:data/taghub.db")
            String store,

            @Described(value = "password of the PostgreSQL user", example = "${env:TAGHUB_STORE_PASSWORD}") @Nullable
            Secret storePassword,

            @Described(
                    value =
                            "32 bytes in base64 by which personal data is encrypted at rest; without it the hub makes a key and keeps it beside the store",
                    example = "${file:secrets/encryption.key}")
            @Nullable
            Secret encryptionKey,

            @Described(
                    value = "country of phone numbers written without one, ISO 3166-1 alpha-2",
                    example = "US",
                    pattern = "[A-Z]{2}")
            @Nullable
            String defaultCountry,

            @Described("where a visitor has not said anything, and what Global Privacy Control means")
            HubConfig.@Nullable ConsentRules consent,

            @Described("how the hub learns which visitor is which user") @Nullable
            Identify identify,

            @Described(
                    value =
                            "how long an event of a user waits, at a tag that needs a click, until the user is linked to the visitor who clicked; at most as long as events are kept",
                    byDefault = Defaults.LATE_LINK)
            Duration lateLink,

            @Described("how long what is kept") HubConfig.@Nullable Retention retention,

            @Described("the network around the hub") HubConfig.@Nullable NetworkRules network) {}

    public record Identify(
            @Described(
                    value =
                            "who may say that a visitor is a user; without 'browser' only what a back end says links the two",
                    example = "server",
                    pattern = "browser|server")
            List<String> from) {}

    public record Event(
            @Described(
                    value =
                            "money depends on it: it is recognised and retried for longer, and a back end must give it an id",
                    byDefault = "false")
            boolean conversion,

            @Described(
                    value = "the channels that may report it; both without it",
                    example = "server",
                    pattern = "browser|server")
            @Nullable
            List<String> from,

            @Described("wait for the copy from the other channel and send the best of both")
            EventRule.@Nullable Pair pair,

            @Described(
                    value = "how long a second copy is recognised; " + Defaults.CONVERSION_DEDUP_WRITTEN
                            + " for conversions, " + Defaults.DEDUP_WRITTEN + " for the rest",
                    example = "7d")
            @Nullable
            Duration dedup,

            @Described(
                    value =
                            "what makes another event of this name a repeat that no receiver gets again: the same user, order, click, or only the same id; ftd goes by user, other conversions by their order where they have one, the rest by id",
                    example = "user")
            EventRule.@Nullable Once once,

            @Described(
                    "make one of these of each user's first event of another name, where the back end does not report it")
            @Nullable
            Derive derive) {}

    public record Derive(
            @Described(value = "the events of which the first is meant", example = "deposit")
            String from) {}

    public record ClickId(
            @Described(value = "whose click it is, a word of your choice", example = "partner", byDefault = "affiliate")
            String platform,

            @Described(
                    value = "regular expression the value must match as a whole; any value without it",
                    example = "[0-9a-f]{32}")
            @Nullable
            String pattern,

            @Described(value = "how long the click counts", byDefault = Defaults.CLICK_LIFETIME)
            Duration lifetime) {}

    public record Tag(
            @Described(value = "the tag type", example = "postback")
            String type,

            @Described(
                    value = "names of the events it is for, each with conditions below it where there are any",
                    example = "purchase")
            List<String> when,

            @Described(
                    value = "what a visitor must not have denied; [] for nothing, the tag type's own without it",
                    example = "ad_user_data",
                    pattern = "ad_storage|ad_user_data|ad_personalization|analytics_storage")
            @Nullable
            List<String> consent,

            @Described("the hub's mode, for this tag alone") HubConfig.@Nullable Mode mode,

            @Described("our event names to the platform's") @Nullable
            Map<String, String> eventNames,

            @Described(
                    value =
                            "which of several clicks counts; locked is the last one before registration, last_paid passes over links whose utm_medium says that nobody is paid for them",
                    byDefault = "locked")
            TagConfig.AttributionModel attribution,

            @Described(
                    value =
                            "which click after the lock takes the user over: none, one of the same network, or any channel's",
                    byDefault = "never")
            TagConfig.Overwrite overwrite,

            @Described(
                    value = "only_if_winner tells the receiver of nothing to which another channel's click came last",
                    byDefault = "always")
            TagConfig.Send send,

            @Described(
                    value =
                            "what becomes of another event of what the receiver has: create sends each, new_or_repeated too with a property 'repeated' of all but the first, ignore none, edit another status or value, add_payout each order once for a receiver that adds their values up, ignore_by_id those with another order or event id; without it what 'once' of the event says",
                    example = "edit")
            TagConfig.@Nullable RepeatPolicy repeats,

            @Described(
                    value = "how old a click may be at the time of the event; the click id's own lifetime without it",
                    example = "30d")
            @Nullable
            Duration window,

            @Described(
                    value =
                            "what to do when no answer came and the receiver does not recognise repeats: hold it for a person, or resend it",
                    byDefault = "hold")
            TagConfig.OnUnknown onUnknown,

            @Described(value = "false switches the tag off", byDefault = "true")
            boolean enabled,

            @Described(value = "whether events of bots are sent", byDefault = "false")
            boolean bots,

            @Described("what the platform bears, where your account differs") @Nullable
            Limits limits) {}

    public record Limits(
            @Described(
                    value = "most events in one request, at most what the tag type allows; 0 for that",
                    pattern = "\\d+",
                    byDefault = "0")
            int maxBatch,

            @Described(value = "oldest event the platform takes", example = "7d") @Nullable
            Duration maxAge,

            @Described(value = "how long to wait after the event", example = "1h") @Nullable
            Duration minDelay,

            @Described(value = "most requests in a minute; 0 for the tag type's own", pattern = "\\d+", byDefault = "0")
            int requestsPerMinute) {}
}
