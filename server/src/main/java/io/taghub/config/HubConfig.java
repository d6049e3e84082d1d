package io.taghub.config;

import io.taghub.config.yaml.YamlTree;
import io.taghub.event.Channel;
import io.taghub.event.Consent;
import io.taghub.inbound.InboundSource;
import io.taghub.rule.Contract;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Described;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Secret;
import io.taghub.text.Suggestion;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, valid as a whole.
 *
 * @param sandbox where mode sandbox sends everything
 * @param serverKeys name of a back end to its key
 * @param events rules for events by name; an event without a rule is an ordinary one
 * @param tags by instance name, in the order of the file
 * @param inbound who reports by webhook or postback, by the name in the address
 * @param tagNames of all tags in the file, also of those that are switched off
 * @param written what the file says, as far as it is not in the values above
 * @param defaultCountry ISO 3166-1 alpha-2, null where none is configured
 */
public record HubConfig(
        Site site,
        Mode mode,
        URI sandbox,
        StoreSettings store,
        Map<String, Secret> serverKeys,
        Map<String, EventRule> events,
        Map<String, TagConfig> tags,
        @Nullable String defaultCountry,
        ConsentRules consent,
        IdentityRules identity,
        List<ClickIdRule> clickIds,
        List<BrowserIdRule> browserIds,
        Retention retention,
        NetworkRules network,
        Map<String, InboundSource> inbound,
        Set<String> tagNames,
        Written written) {

    /**
     * What stands in the file, with what it includes and the chosen profile laid over it.
     *
     * @param keys as written: references are not followed, so no secret is among them
     * @param profiles names of those there are
     * @param hash eight hex digits of everything the config is made of, secrets and presets included; comments, order and the
     *     division into files make no difference
     */
    public record Written(Map<String, @Nullable Object> keys, Set<String> profiles, String hash) {
        /** Of a config that was never a file. */
        public static final Written NOTHING = new Written(Map.of(), Set.of(), "");

        static Written of(
                Map<String, @Nullable Object> keys, Map<String, TagConfig> tags, Map<String, InboundSource> inbound) {
            Map<String, @Nullable Object> own = new LinkedHashMap<>(keys);
            own.keySet().removeAll(Set.of(Sources.INCLUDE, Profiles.KEY));
            List<String> fingerprints = tags.values().stream()
                    .map(tag -> tag.name() + "=" + tag.fingerprint())
                    .sorted()
                    .toList();
            List<String> secrets = inbound.values().stream()
                    .flatMap(source -> source.verifier().secrets().stream())
                    .toList();
            return new Written(
                    Collections.unmodifiableMap(own),
                    Set.copyOf(YamlTree.asMap(keys.get(Profiles.KEY)).keySet()),
                    Fingerprint.of(own, fingerprints, secrets).substring(0, 8));
        }
    }

    /** Whether a tag does analytics and nothing else: it needs no other consent, and none of its ids is a click's. */
    public boolean measures(TagConfig tag) {
        return tag.consent().equals(Set.of(Consent.Purpose.ANALYTICS_STORAGE))
                && tag.claim() == null
                && clickIds.stream().noneMatch(rule -> tag.clickIds().contains(rule.name()));
    }

    /** The browser ids of platforms' cookies that tags for analytics send. */
    public List<BrowserIdRule> analyticsIds() {
        Set<String> sent = tags.values().stream()
                .filter(this::measures)
                .flatMap(tag -> tag.clickIds().stream())
                .collect(Collectors.toSet());
        return browserIds.stream().filter(rule -> sent.contains(rule.name())).toList();
    }

    /** Whether one of these names is of a browser, and not only of what it does just now: of a cookie that stands alone. */
    public boolean measured(Set<String> ids) {
        return analyticsIds().stream().anyMatch(rule -> !rule.cookie().endsWith("*") && ids.contains(rule.name()));
    }

    /** In words where the config does not know whose a click is said to be; null where it does. */
    public @Nullable String unknownOwner(String owner) {
        Set<String> owners = new TreeSet<>(tagNames);
        tags.values().stream()
                .map(TagConfig::claim)
                .filter(Objects::nonNull)
                .forEach(claim -> owners.add(claim.network()));
        return owners.contains(owner)
                ? null
                : "there is no tag and no network '" + owner + "' in the config" + Suggestion.among(owners, owner);
    }

    /** What happens to what tags build. */
    public enum Mode {
        LIVE,
        /** Everything goes to the fake platforms. */
        SANDBOX,
        /** Built and shown, not sent. */
        SHADOW
    }

    /**
     * The operator's site.
     *
     * @param domain host name, {@code shop.example}
     * @param prefix first path segment of script and endpoint
     * @param cookie name of the visitor cookie
     * @param cookieDomain Domain attribute of the visitor cookie, null for host-only
     * @param origins further origins allowed to post, for installs on a subdomain ({@code https://www.shop.example})
     */
    public record Site(
            @Described(
                    value = "host name of the site, without https:// and port",
                    example = "shop.example",
                    pattern = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
            String domain,

            @Described(
                    value = "first path segment of script and endpoint; without it six letters made from the domain",
                    example = "x7k2qd",
                    pattern = "[A-Za-z0-9_-]{1,40}")
            @Nullable
            String prefix,

            @Described(
                    value = "name of the visitor cookie",
                    example = "_h",
                    pattern = "[A-Za-z0-9_.-]{1,64}",
                    byDefault = "_h")
            String cookie,

            @Described(
                    value =
                            "Domain attribute of the visitor cookie, to share it between subdomains; without it the cookie is host-only",
                    example = "shop.example",
                    pattern = "\\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
            @Nullable
            String cookieDomain,

            @Described(
                    value =
                            "further origins whose pages may send events; \"null\" in quotes for sandboxed frames, in which some shop systems run pixels: every site can make such a frame",
                    example = "https://www.shop.example",
                    pattern = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|null")
            @Nullable
            List<String> origins) {
        /** No vowels, so no words that an ad-block list could know. */
        private static final String LETTERS = "bcfghjkmnpqrstvwxz";

        public Site {
            domain = domain.toLowerCase(Locale.ROOT);
            prefix = prefix == null ? prefixFor(domain) : prefix;
            origins = origins == null ? List.of() : List.copyOf(origins);
        }

        /** Name of the cookie that names a browser to analytics and to nobody else. */
        public String analyticsCookie() {
            return cookie + "_a";
        }

        @Override
        public List<String> origins() {
            return Objects.requireNonNull(origins);
        }

        @Override
        public String prefix() {
            return Objects.requireNonNull(prefix);
        }

        public URI url() {
            return URI.create("https://" + domain + "/");
        }

        /** The same letters for a domain every time, so that pages keep working when the config is written anew. */
        static String prefixFor(String domain) {
            byte[] digest = HexFormat.of().parseHex(Identifiers.hex("SHA-256", domain));
            return IntStream.range(0, 6)
                    .map(i -> LETTERS.charAt((digest[i] & 0xff) % LETTERS.length()))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    /**
     * Where everything is kept.
     *
     * @param url {@code sqlite:PATH} or {@code postgresql://user@host,host/db}
     * @param password for PostgreSQL, null if none
     * @param encryptionKey 32 bytes in base64 for personal data at rest; null: the hub makes and keeps one itself
     */
    public record StoreSettings(
            String url, @Nullable Secret password, @Nullable Secret encryptionKey) {}

    /**
     * What is special about an event name.
     *
     * @param conversion longer dedup window, longer retries, an id is required of back ends
     * @param from the channels that may report it
     * @param pair wait for the twin from the other channel, null for not
     * @param dedup how long a second copy is recognised
     * @param contract what it must be before a tag gets it
     * @param once what makes another event of this name a repeat, which no receiver gets a second time
     * @param derivedFrom the name of the events of which a user's first one makes one of these, null for none
     */
    public record EventRule(
            boolean conversion,
            Set<Channel> from,
            @Nullable Pair pair,
            Duration dedup,
            Once once,
            Contract contract,
            @Nullable String derivedFrom) {
        private static final Set<Channel> BOTH = Set.of(Channel.BROWSER, Channel.SERVER);

        /** What holds for an event without an entry. */
        public static EventRule ordinary(String name) {
            boolean known = EventNames.CONVERSIONS.contains(name);
            Duration dedup = known ? Defaults.CONVERSION_DEDUP : Defaults.DEDUP;
            return new EventRule(false, BOTH, null, dedup, Once.usually(name, known), Contract.NONE, null);
        }

        /** Whether what happens to it is taken down: by its name or by what the config says. */
        public boolean isConversion(String name) {
            return conversion || EventNames.CONVERSIONS.contains(name);
        }

        /** What may happen only once. */
        public enum Once {
            /** The event's id, for which it is let in once. */
            ID,
            USER,
            ORDER,
            CLICK;

            /**
             * Where the config does not say: a first deposit is one of a user, another conversion one of an order; that is given
             * back in any number of parts.
             */
            public static Once usually(String name, boolean conversion) {
                return switch (name) {
                    case "ftd" -> USER;
                    case "purchase" -> ORDER;
                    case "refund", "chargeback" -> ID;
                    default -> conversion ? ORDER : ID;
                };
            }
        }

        public record Pair(
                @Described(value = "the channel whose values win", byDefault = "server")
                Channel prefer,

                @Described(name = "wait", value = "how long to wait for the other copy", byDefault = Defaults.PAIR_WAIT)
                Duration patience) {}
    }

    /** Consent where a visitor has not said anything, and what Global Privacy Control means; each key says what it is. */
    public record ConsentRules(
            @Described(
                    name = "default",
                    value = "what counts where a visitor has not decided",
                    pattern = "granted|denied",
                    byDefault = "granted")
            String whereUnset,

            @Described(
                    value = "what Global Privacy Control does: honour denies ad_user_data and ad_personalization",
                    pattern = "honour|ignore",
                    byDefault = "honour")
            String gpc,

            @Described(
                    name = "wait",
                    value =
                            "how long an event waits for the visitor's word where nobody has decided and the default is denied",
                    byDefault = Defaults.CONSENT_WAIT)
            Duration patience) {
        /** Whether unset counts as granted. */
        public boolean grantedByDefault() {
            return whereUnset.equals("granted");
        }

        /** Whether {@code Sec-GPC: 1} denies ad_user_data and ad_personalization. */
        public boolean honourGpc() {
            return gpc.equals("honour");
        }
    }

    /**
     * How the hub learns who is who.
     *
     * @param browserLinks whether a browser may link its visitor to a user
     * @param lateLink how long an event of a user waits for the visitor who brought the click
     */
    public record IdentityRules(boolean browserLinks, Duration lateLink) {}

    /** How long what is kept; see {@code Journal.trim}. */
    public record Retention(
            @Described(value = "event bodies, once no tag waits for them", byDefault = Defaults.EVENTS_KEPT)
            Duration events,

            @Described(value = "attempts: what was sent and answered", byDefault = Defaults.ATTEMPTS_KEPT)
            Duration attempts,

            @Described(
                    value = "visitors, their clicks and their users, since last seen",
                    byDefault = Defaults.IDENTITY_KEPT)
            Duration identity,

            @Described(
                    value = "webhooks and postbacks as they came, by which a wrong mapping can be mended",
                    byDefault = Defaults.RECEIVED_KEPT)
            Duration received) {}

    /**
     * The network around the hub.
     *
     * @param trustedProxies CIDR blocks whose X-Forwarded-For is believed
     * @param allowPrivate CIDR blocks outbound may reach although they are private
     * @param botHeader what a proxy thinks of a visitor
     */
    public record NetworkRules(
            @Described(
                    value = "CIDR blocks of your own proxies, whose X-Forwarded-For is believed",
                    example = "10.0.0.0/8",
                    pattern = "[0-9a-fA-F.:]+(/[0-9]{1,3})?")
            @Nullable
            List<String> trustedProxies,

            @Described(
                    value = "CIDR blocks tags may call although they are private",
                    example = "10.1.2.0/24",
                    pattern = "[0-9a-fA-F.:]+(/[0-9]{1,3})?")
            @Nullable
            List<String> allowPrivate,

            @Described(
                    value =
                            "a header of your proxy's that says whether a visitor is a bot, or its score and from where on it"
                                    + " is one: X-Device-Bot, cf-bot-score < 30",
                    example = "cf-bot-score < 30",
                    pattern = "[A-Za-z0-9-]{1,64}( *[<>] *[0-9]{1,4}([.][0-9]{1,4})?)?")
            @Nullable
            String botHeader) {
        public NetworkRules {
            trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
            allowPrivate = allowPrivate == null ? List.of() : List.copyOf(allowPrivate);
        }

        @Override
        public List<String> trustedProxies() {
            return Objects.requireNonNull(trustedProxies);
        }

        @Override
        public List<String> allowPrivate() {
            return Objects.requireNonNull(allowPrivate);
        }
    }

    /** The names of events that this config, its tags or any hub know. */
    public Set<String> eventNames() {
        Set<String> names = new TreeSet<>(EventNames.COMMON);
        names.addAll(events.keySet());
        tags.values().forEach(tag -> names.addAll(tag.when()));
        return names;
    }

    public EventRule rule(String event) {
        EventRule rule = events.get(event);
        return rule == null ? EventRule.ordinary(event) : rule;
    }
}
