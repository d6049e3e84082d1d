package io.taghub.config;

import io.taghub.config.HubConfig.Mode;
import io.taghub.config.HubConfig.StoreSettings;
import io.taghub.config.Resolution.OnMissing;
import io.taghub.config.address.Cidr;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Secret;
import io.taghub.text.Suggestion;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the top-level keys that are the same in every config: site, mode, store and the like. */
final class HubSection {
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(postgres(?:ql)?://[^:/@]*):([^/]*)(@.*)");

    private final SectionReader reader;
    private final OnMissing onMissing;

    private HubSection(SectionReader reader, OnMissing onMissing) {
        this.reader = reader;
        this.onMissing = onMissing;
    }

    /** The filled top-level form, checked further than a form can; null where something was wrong. */
    static ConfigKeys.@Nullable Hub read(SectionReader reader, OnMissing onMissing) {
        return new HubSection(reader, onMissing).read();
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
        List<String> others =
                new ArrayList<>(ConfigKeys.FILE.stream().map(Field::name).toList());
        others.addAll(ConfigKeys.GROUPS.stream().map(ConfigKeys.Group::name).toList());
        known.addAll(others);
        group.keySet().removeIf(key -> {
            if (!known.contains(key)) {
                reader.problems.error(key, "unknown key '" + key + "'" + meant(key, group.get(key), known));
            }
            return !known.contains(key) || others.contains(key);
        });
        for (String optional : List.of("consent", "retention", "network")) {
            if (group.get(optional) == null) {
                group.put(optional, Map.of());
            }
        }
        Resolution resolution = reader.resolution(onMissing);
        ConfigKeys.Hub hub = reader.fill(ConfigKeys.HUB, group, resolution, "");
        if (hub != null) {
            SiteDoubts.check(hub.site(), reader.problems);
            checkNetwork(Objects.requireNonNull(hub.network()));
            checkSandbox(hub.sandbox());
            checkCountry(hub.defaultCountry());
        }
        return hub;
    }

    private static String meant(String key, @Nullable Object value, List<String> known) {
        String similar = Suggestion.among(known, key);
        if (similar.isEmpty() && value instanceof Map<?, ?> map && map.containsKey("type")) {
            return "; a tag stands below 'tags:', further in than it";
        }
        boolean ofATag =
                ConfigKeys.TAG_FIELDS.stream().anyMatch(field -> field.name().equals(key));
        return similar.isEmpty() && ofATag ? "; it belongs to a tag, below 'tags:' and the tag's name" : similar;
    }

    private void checkCountry(@Nullable String country) {
        if (country != null && !Set.of(Locale.getISOCountries()).contains(country)) {
            reader.problems.error(
                    "default_country",
                    "there is no country with this ISO 3166-1 code"
                            + (country.equals("UK") ? "; the United Kingdom is 'GB'" : ""));
        }
    }

    private void checkNetwork(HubConfig.NetworkRules network) {
        checkBlocks("trusted_proxies", network.trustedProxies(), "every visitor can then say to be at any address");
        checkBlocks("allow_private", network.allowPrivate(), "tags may then call everything inside your network");
    }

    private void checkBlocks(String key, List<String> blocks, String risk) {
        for (int i = 0; i < blocks.size(); i++) {
            String path = "network." + key + "[" + i + "]";
            try {
                if (Cidr.written(blocks.get(i)).bits() == 0) {
                    reader.problems.warning(path, "this is every address there is, and " + risk);
                }
            } catch (IllegalArgumentException noBlock) {
                reader.problems.error(path, "this is no address and no block of addresses, such as 10.0.0.0/8");
            }
        }
    }

    private void checkSandbox(String sandbox) {
        try {
            int port = URI.create(sandbox).getPort();
            if (port == 0 || port > 65_535) {
                reader.problems.error("sandbox", "a port is a number from 1 to 65535");
            }
        } catch (IllegalArgumentException noAddress) {
            reader.problems.error("sandbox", "this is no address, such as " + Defaults.SANDBOX);
        }
    }

    static URI sandbox(ConfigKeys.Hub hub) {
        return URI.create(hub.sandbox().replaceFirst("/$", ""));
    }

    /** The store, with a password in its address taken out, so that the address can be shown. */
    static StoreSettings store(ConfigKeys.Hub hub, SectionReader reader, OnMissing onMissing) {
        Secret password = hub.storePassword();
        String url = hub.store();
        if (url.contains(":memory:")) {
            reader.problems.error("store", "what is only in memory is lost with every stop; name a file");
        }
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
        return new StoreSettings(url, password, encryptionKey(hub, reader, onMissing));
    }

    private static @Nullable Secret encryptionKey(ConfigKeys.Hub hub, SectionReader reader, OnMissing onMissing) {
        Secret key = hub.encryptionKey();
        if (key == null || isKey(key.reveal())) {
            return key;
        }
        if (onMissing == OnMissing.INVENT && key.reveal().startsWith("sandbox-")) {
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
