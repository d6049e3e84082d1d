package io.taghub.config;

import io.taghub.config.HubConfig.Mode;
import io.taghub.config.HubConfig.StoreSettings;
import io.taghub.config.Resolution.OnMissing;
import io.taghub.tag.Secret;
import io.taghub.text.Suggestion;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the top-level keys that are the same in every config: site, mode, store and the like. */
final class HubSection {
    /** Path segments of the public listener that a prefix would hide. */
    private static final Set<String> TAKEN = Set.of("v1", "health");

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(postgres(?:ql)?://[^:/@]*):([^/]*)(@.*)");

    private final SectionReader reader;
    private final OnMissing onMissing;

    private HubSection(SectionReader reader, OnMissing onMissing) {
        this.reader = reader;
        this.onMissing = onMissing;
    }

    /** The filled top-level form, checked further than a form can; null where something was wrong. */
    static ConfigKeys.@Nullable Hub read(SectionReader reader, Mode mode) {
        return new HubSection(reader, onMissing(mode)).read();
    }

    static OnMissing onMissing(Mode mode) {
        return mode == Mode.SANDBOX ? OnMissing.INVENT : OnMissing.FAIL;
    }

    /** The mode, known before anything else is read, because it decides what a missing secret means. */
    static Mode mode(SectionReader reader) {
        Object mode = reader.resolution(OnMissing.IGNORE)
                .group(reader.root(), ConfigKeys.HUB.fields(), "")
                .get("mode");
        return "sandbox".equals(mode) ? Mode.SANDBOX : "shadow".equals(mode) ? Mode.SHADOW : Mode.LIVE;
    }

    private ConfigKeys.@Nullable Hub read() {
        Map<String, @Nullable Object> group = new LinkedHashMap<>(reader.root());
        List<String> known = new ArrayList<>(
                ConfigKeys.HUB.fields().stream().map(f -> f.name()).toList());
        known.addAll(ConfigKeys.GROUPS.stream().map(ConfigKeys.Group::name).toList());
        group.keySet().removeIf(key -> {
            if (!known.contains(key)) {
                reader.problems.error(key, "unknown key '" + key + "'" + Suggestion.among(known, key));
            }
            return !known.contains(key)
                    || ConfigKeys.GROUPS.stream().anyMatch(other -> other.name().equals(key));
        });
        for (String optional : List.of("consent", "retention", "network")) {
            if (group.get(optional) == null) {
                group.put(optional, Map.of());
            }
        }
        Resolution resolution = reader.resolution(onMissing);
        ConfigKeys.Hub hub = reader.fill(ConfigKeys.HUB, group, resolution, "");
        if (hub != null) {
            checkSite(hub.site());
            checkCountry(hub.defaultCountry());
        }
        return hub;
    }

    private void checkSite(HubConfig.Site site) {
        if (TAKEN.contains(site.prefix())) {
            reader.problems.error("site.prefix", "the prefix '" + site.prefix() + "' hides a path of the hub's own");
        }
        String cookieDomain = site.cookieDomain();
        if (cookieDomain == null) {
            return;
        }
        String parent = cookieDomain.startsWith(".") ? cookieDomain.substring(1) : cookieDomain;
        if (!("." + site.domain()).toLowerCase(Locale.ROOT).endsWith("." + parent.toLowerCase(Locale.ROOT))) {
            reader.problems.error(
                    "site.cookie_domain", "a browser takes a cookie only for the site's own domain or one above it");
        }
        if (site.cookie().startsWith("__Host-")) {
            reader.problems.error("site.cookie", "a cookie whose name starts with __Host- cannot have a cookie_domain");
        }
    }

    private void checkCountry(@Nullable String country) {
        if (country != null && !Set.of(Locale.getISOCountries()).contains(country)) {
            reader.problems.error("default_country", "there is no country with this ISO 3166-1 code");
        }
    }

    static URI sandbox(ConfigKeys.Hub hub) {
        return URI.create(hub.sandbox().replaceFirst("/$", ""));
    }

    /** The store, with a password in its address taken out, so that the address can be shown. */
    static StoreSettings store(ConfigKeys.Hub hub, SectionReader reader, Mode mode) {
        Secret password = hub.storePassword();
        String url = hub.store();
        Matcher inUrl = PASSWORD_IN_URL.matcher(url);
        if (inUrl.matches()) {
            url = inUrl.group(1) + inUrl.group(3);
            if (password != null) {
                reader.problems.error("store", "the password stands in 'store' and in 'store_password'");
            } else if (!String.valueOf(reader.root().get("store")).contains("${")) {
                reader.problems.error(
                        "store", "secrets do not stand in the config; write store_password: ${env:NAME} instead");
            }
            password = new Secret(inUrl.group(2));
        }
        return new StoreSettings(url, password, encryptionKey(hub, reader, mode));
    }

    private static @Nullable Secret encryptionKey(ConfigKeys.Hub hub, SectionReader reader, Mode mode) {
        Secret key = hub.encryptionKey();
        if (key == null || isKey(key.reveal())) {
            return key;
        }
        if (mode == Mode.SANDBOX && key.reveal().startsWith("sandbox-")) {
            return null; // the reference led nowhere, which has been said; the hub makes a key itself
        }
        reader.problems.errorInValue(
                "encryption_key", "this is not 32 bytes in base64; make some with: openssl rand -base64 32");
        return null;
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text.strip()).length == 32;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
