package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Mistakes;
import io.taghub.tag.Secret;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a source's requests are verified. */
public final class VerifierReader {
    private static final String KEY = "verify";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Type to the keys it takes beside {@code type} and {@code allow_ips}. */
    public static final Map<String, Set<String>> TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry("bearer", Set.of("secret")),
            Map.entry("header_token", Set.of("secret", "header", "prefix")),
            Map.entry("query_token", Set.of("secret", "param")),
            Map.entry("field_token", Set.of("secret", "field")),
            Map.entry("basic", Set.of("secret", "user")),
            Map.entry(
                    "hmac",
                    Set.of(
                            "secret",
                            "algorithm",
                            "encoding",
                            "header",
                            "param",
                            "prefix",
                            "over",
                            "joiner",
                            "timestamp_header",
                            "timestamp_unit",
                            "timestamp_field",
                            "id_header",
                            "tolerance",
                            "url")),
            Map.entry("md5_concat", Set.of("secret", "header", "param", "fields", "joiner", "algorithm")),
            Map.entry("standard_webhooks", Set.of("secret", "header_prefix", "tolerance")),
            Map.entry("stripe_style", Set.of("secret", "header", "time_key", "signature_key", "joiner", "tolerance")),
            Map.entry("ed25519", Set.of("header", "public_key", "timestamp_field", "tolerance")),
            Map.entry("rsa", Set.of("header", "public_key", "timestamp_field", "tolerance")),
            Map.entry("ip", Set.of())));

    private static final Map<String, Hmac.Part> PARTS = parts();

    private final Mistakes faults;
    private final Map<String, @Nullable Object> group;

    private VerifierReader(Mistakes faults, Map<String, @Nullable Object> group) {
        this.faults = faults;
        this.group = group;
    }

    private static Map<String, Hmac.Part> parts() {
        Map<String, Hmac.Part> parts = new TreeMap<>();
        for (Hmac.Part part : Hmac.Part.values()) {
            parts.put(part.name().toLowerCase(Locale.ROOT), part);
        }
        return parts;
    }

    /**
     * @param written what stands under {@code verify}, secrets resolved; null where nothing does
     * @return null where something was wrong, and then it has been said
     */
    public static @Nullable Verifier read(@Nullable Object written, Mistakes faults) {
        if (written == null) {
            faults.error(
                    "",
                    "a source without 'verify' takes events from anybody who finds it, so it does not start; the types are "
                            + String.join(", ", TYPES.keySet()));
            return null;
        }
        Map<String, @Nullable Object> group =
                faults.group(written, KEY, "'verify' is a group: { type: standard_webhooks, secret: \"${env:NAME}\" }");
        return group.isEmpty() ? null : new VerifierReader(faults, group).read();
    }

    private @Nullable Verifier read() {
        if (group.get("type") == null) {
            faults.error(KEY, "'verify' needs a 'type': " + String.join(", ", TYPES.keySet()));
            return null;
        }
        String type = faults.word(group.get("type"), TYPES.keySet(), KEY + ".type");
        if (type == null) {
            return null;
        }
        int before = faults.errors().size();
        Set<String> known = new LinkedHashSet<>(TYPES.getOrDefault(type, Set.of()));
        known.add("type");
        known.add("allow_ips");
        faults.onlyKeys(group, known, KEY);
        Verifier verifier = of(type);
        return faults.errors().size() == before ? verifier : null;
    }

    private @Nullable Verifier of(String type) {
        return switch (type) {
            case "bearer" -> new SharedToken(SharedToken.Carrier.BEARER, "", "", secrets());
            case "header_token" ->
                new SharedToken(SharedToken.Carrier.HEADER, needed("header"), optional("prefix", ""), secrets());
            case "query_token" -> new SharedToken(SharedToken.Carrier.QUERY, needed("param"), "", secrets());
            case "field_token" -> new SharedToken(SharedToken.Carrier.FIELD, needed("field"), "", secrets());
            case "basic" -> new SharedToken(SharedToken.Carrier.BASIC, optional("user", ""), "", secrets());
            case "hmac" -> dated(hmac());
            case "md5_concat" -> concat();
            case "standard_webhooks" ->
                new StandardSignature(optional("header_prefix", "webhook-"), tolerance(), keys());
            case "stripe_style" ->
                new TimedSignature(
                        needed("header"),
                        optional("time_key", "t"),
                        optional("signature_key", "v1"),
                        optional("joiner", "."),
                        tolerance(),
                        secrets());
            case "ed25519" -> dated(new PublicKeySignature(needed("header"), "Ed25519", keys("Ed25519")));
            case "rsa" -> dated(new PublicKeySignature(needed("header"), "SHA256withRSA", keys("SHA256withRSA")));
            case "ip" -> {
                if (group.get("allow_ips") == null) {
                    faults.error(KEY, "'type: ip' needs 'allow_ips', the addresses the sender calls from");
                }
                yield new Anybody();
            }
            default -> null;
        };
    }

    /** Senders that sign the body alone say in it when that was. */
    private Verifier dated(Verifier signature) {
        if (group.get("timestamp_field") == null) {
            if (group.get("tolerance") != null && group.get("timestamp_header") == null) {
                faults.error(
                        KEY + ".tolerance",
                        "there is no time to be tolerant of without "
                                + (signature instanceof Hmac ? "'timestamp_header' or " : "") + "'timestamp_field'");
            }
            return signature;
        }
        if (signature.lowTrust()) {
            faults.warning(
                    KEY + ".timestamp_field",
                    "the body is not signed, so whoever repeats a request can write another time");
        }
        return new DatedBody(signature, needed("timestamp_field"), new Freshness(tolerance(), false));
    }

    /** What begins as such a key does is base64 behind it, or nothing will ever be by it. */
    private List<String> keys() {
        List<String> secrets = secrets();
        for (String secret : secrets) {
            if (secret.startsWith(StandardSignature.KEY) && !StandardSignature.isKey(secret)) {
                faults.error(
                        KEY + ".secret",
                        "behind '" + StandardSignature.KEY + "' a key goes on in base64, and this does not");
            }
        }
        return secrets;
    }

    private Verifier hmac() {
        String header = Mistakes.text(group.get("header"));
        String param = Mistakes.text(group.get("param"));
        if ((header == null) == (param == null)) {
            faults.error(KEY, "'hmac' needs either 'header' or 'param', where the signature stands");
        }
        List<Hmac.Part> over = new ArrayList<>();
        Object written = group.get("over");
        List<?> named = Mistakes.several(written == null ? "body" : written);
        for (int i = 0; i < named.size(); i++) {
            String path = KEY + ".over" + (written instanceof List<?> ? "[" + i + "]" : "");
            String word = faults.word(named.get(i), PARTS.keySet(), path);
            if (word != null) {
                over.add(java.util.Objects.requireNonNull(PARTS.get(word)));
            }
        }
        String time = Mistakes.text(group.get("timestamp_header"));
        String id = Mistakes.text(group.get("id_header"));
        if (over.contains(Hmac.Part.TIMESTAMP) && time == null) {
            faults.error(KEY, "the time is signed, so 'timestamp_header' has to say which header it is in");
        }
        if (over.contains(Hmac.Part.ID) && id == null) {
            faults.error(KEY, "the id is signed, so 'id_header' has to say which header it is in");
        }
        if (time != null && !over.contains(Hmac.Part.TIMESTAMP)) {
            faults.warning(
                    KEY + ".timestamp_header",
                    "the time is not signed, so whoever repeats a request can write another");
        }
        String unit = group.get("timestamp_unit") == null
                ? "s"
                : faults.word(group.get("timestamp_unit"), List.of("s", "ms"), KEY + ".timestamp_unit");
        return new Hmac(
                choice("algorithm", Hashing.ALGORITHMS),
                choice("encoding", Hashing.ENCODINGS),
                header,
                param,
                optional("prefix", ""),
                over,
                optional("joiner", ""),
                time,
                time == null ? null : new Freshness(tolerance(), "ms".equals(unit)),
                id,
                Mistakes.text(group.get("url")),
                secrets());
    }

    private Verifier concat() {
        List<String> fields = new ArrayList<>();
        if (group.get("fields") instanceof List<?> list) {
            list.forEach(one -> fields.add(String.valueOf(Mistakes.text(one))));
        }
        if (!fields.contains(Concat.SECRET)) {
            faults.error(
                    group.get("fields") == null ? KEY : KEY + ".fields",
                    "'fields' lists the parameters that are hashed, in order, and says where the secret stands: [total, order, secret]");
        }
        return new Concat(
                group.get("algorithm") == null
                        ? "md5"
                        : choice("algorithm", List.of("md5", "sha1", "sha256", "sha512")),
                Mistakes.text(group.get("header")),
                group.get("header") == null ? needed("param") : "",
                fields,
                optional("joiner", ""),
                secrets());
    }

    private String choice(String key, List<String> words) {
        Object written = group.get(key);
        String word = written == null ? words.getFirst() : faults.word(written, words, KEY + "." + key);
        return word == null ? words.getFirst() : word;
    }

    private String needed(String key) {
        String text = Mistakes.text(group.get(key));
        if (text == null || text.isBlank()) {
            faults.error(KEY, "'verify' of this type needs '" + key + "'");
            return "";
        }
        return text;
    }

    private String optional(String key, String otherwise) {
        Object written = group.get(key);
        return written instanceof String text ? text : otherwise;
    }

    private Duration tolerance() {
        Object written = group.get("tolerance");
        if (written == null) {
            return Freshness.USUAL;
        }
        Matcher duration = DURATION.matcher(String.valueOf(Mistakes.text(written)));
        if (!duration.matches()) {
            faults.error(KEY + ".tolerance", "a tolerance is written 30s, 5m or 1h");
            return Freshness.USUAL;
        }
        long number = Long.parseLong(duration.group(1));
        Duration tolerance = switch (duration.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (tolerance.isZero() || tolerance.compareTo(LONGEST) > 0) {
            faults.error(KEY + ".tolerance", "a tolerance is more than nothing and at most 24h");
        } else if (tolerance.compareTo(Duration.ofHours(1)) > 0) {
            faults.warning(KEY + ".tolerance", "so long a request that somebody recorded can be sent again");
        }
        return tolerance;
    }

    /** One or several: while a secret is changed both count. */
    private List<String> secrets() {
        Object written = group.get("secret");
        List<?> all = Mistakes.several(written);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String path = KEY + ".secret" + (written instanceof List<?> ? "[" + i + "]" : "");
            if (all.get(i) instanceof Secret secret) {
                secrets.add(secret.reveal().strip());
            } else {
                faults.error(path, "a secret does not stand in the config; write ${env:NAME} or ${file:PATH}");
            }
        }
        if (secrets.isEmpty() && all.isEmpty()) {
            faults.error(KEY, "'verify' of this type needs 'secret', by reference: ${env:NAME} or ${file:PATH}");
        }
        // A list that is empty is never asked: an error has been said.
        return secrets.isEmpty() ? List.of("") : secrets;
    }

    private List<PublicKey> keys(String algorithm) {
        List<?> all = Mistakes.several(group.get("public_key"));
        List<PublicKey> keys = new ArrayList<>();
        for (Object one : all) {
            try {
                keys.add(PublicKeySignature.key(String.valueOf(Mistakes.text(one)), algorithm));
            } catch (IllegalArgumentException noKey) {
                faults.error(KEY + ".public_key", "this is no public key in PEM, or in base64 of its DER");
            }
        }
        if (all.isEmpty()) {
            faults.error(KEY, "'verify' of this type needs 'public_key', which the sender publishes");
        }
        return keys;
    }
}
