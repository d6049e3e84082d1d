package io.taghub.config;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Secret;
import io.taghub.tag.Suggestion;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, valid as a whole.
 *
 * @param sandbox where mode sandbox sends everything
 * @param serverKeys name of a back end to its key
 * @param events rules for events by name; an event without a rule is an ordinary one
 * @param tags by instance name, in the order of the file
 * @param tagNames of all tags in the file, also of those that are switched off
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
        Network network,
        Set<String> tagNames) {

    /** One whose tags are all switched on. */
    public HubConfig(
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
            Network network) {
        this(
                site,
                mode,
                sandbox,
                store,
                serverKeys,
                events,
                tags,
                defaultCountry,
                consent,
                identity,
                clickIds,
                browserIds,
                retention,
                network,
                Set.copyOf(tags.keySet()));
    }

    /** Which click id is said to be somebody's whom the config does not know, in words; null where all are known. */
    public @Nullable String unknownOwner(ClickIds ids) {
        for (ClickId id : ids) {
            String problem = id.owner() == null ? null : unknownOwner(id.owner());
            if (problem != null) {
                return "'click_ids." + id.name() + ".for': " + problem;
            }
        }
        return null;
    }

    private @Nullable String unknownOwner(String owner) {
        Set<String> owners = new TreeSet<>(tagNames);
        tags.values().forEach(tag -> {
            if (tag.claim() != null) {
                owners.add(tag.claim().network());
            }
        });
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
            String domain,
            String prefix,
            String cookie,
            @Nullable String cookieDomain,
            Set<String> origins) {
        public URI url() {
            return URI.create("https://" + domain + "/");
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
     * @param once what makes another event of this name a repeat, which no receiver gets a second time
     */
    public record EventRule(
            boolean conversion, Set<Channel> from, @Nullable Pair pair, Duration dedup, Once once) {
        private static final EventRule ORDINARY =
                new EventRule(false, Set.of(Channel.BROWSER, Channel.SERVER), null, Duration.ofDays(2), Once.ID);

        /** What holds for an event without an entry. */
        public static EventRule ordinary(String name) {
            return new EventRule(ORDINARY.conversion, ORDINARY.from, ORDINARY.pair, ORDINARY.dedup, Once.usually(name));
        }

        /** What may happen only once. */
        public enum Once {
            /** The event's id, for which it is let in once. */
            ID,
            USER,
            ORDER,
            CLICK;

            /** Where the config does not say: a first deposit is one of a user, a purchase one of an order. */
            public static Once usually(String name) {
                return switch (name) {
                    case "ftd" -> USER;
                    case "purchase" -> ORDER;
                    default -> ID;
                };
            }
        }

        public record Pair(Channel prefer, Duration patience) {}
    }

    /**
     * Consent where a visitor has not said anything, and what Global Privacy Control means.
     *
     * @param grantedByDefault whether unset counts as granted
     * @param honourGpc whether {@code Sec-GPC: 1} denies ad_user_data and ad_personalization
     * @param patience how long an event of which nobody decided waits for a word where unset does not count as granted
     */
    public record ConsentRules(boolean grantedByDefault, boolean honourGpc, Duration patience) {}

    /**
     * How the hub learns who is who.
     *
     * @param browserLinks whether a browser may link its visitor to a user
     * @param lateLink how long an event of a user waits for the visitor who brought the click
     */
    public record IdentityRules(boolean browserLinks, Duration lateLink) {}

    /** How long what is kept; see {@code Journal.trim}. */
    public record Retention(Duration events, Duration attempts, Duration identity) {}

    /**
     * The network around the hub.
     *
     * @param trustedProxies CIDR blocks whose X-Forwarded-For is believed
     * @param allowPrivate CIDR blocks outbound may reach although they are private
     */
    public record Network(Set<String> trustedProxies, Set<String> allowPrivate) {}

    public EventRule rule(String event) {
        EventRule rule = events.get(event);
        return rule == null ? EventRule.ordinary(event) : rule;
    }
}
