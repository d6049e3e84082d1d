package io.taghub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Mistakes;
import io.taghub.inbound.verify.Proof;
import io.taghub.inbound.verify.Verifier;
import io.taghub.inbound.verify.VerifierReader;
import io.taghub.tag.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way of proving who sends: genuine, forged, tampered with, stale, and with a secret that is being changed. */
class VerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final String BODY =
            "{\"type\":\"deposit.approved\",\"id\":\"dep-9001\",\"amount\":\"50.00\",\"currency\":\"EUR\"}";
    private static final String URL = "https://hub.shop.example/in/crm";

    private static Verifier verifier(Map<String, Object> keys, String... secrets) {
        Map<String, Object> written = new LinkedHashMap<>(keys);
        if (secrets.length > 0) {
            written.put("secret", List.of(secrets).stream().map(Secret::new).toList());
        }
        Mistakes faults = new Mistakes();
        Verifier verifier = VerifierReader.read(written, faults);
        assertThat(faults.errors()).isEmpty();
        assertThat(verifier).isNotNull();
        return verifier;
    }

    private static Hook post(String url, Map<String, String> headers) {
        return new Hook("POST", url, headers, BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> hmac(Object... pairs) {
        Map<String, Object> keys = new LinkedHashMap<>(Map.of("type", "hmac"));
        for (int i = 0; i < pairs.length; i += 2) {
            keys.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return keys;
    }

    /** The signatures were computed by other code, from the published algorithms. */
    static List<Case> genuine() {
        return List.of(
                new Case(
                        "standard webhooks",
                        verifier(
                                Map.of("type", "standard_webhooks"),
                                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
                        post(
                                URL,
                                Map.of(
                                        "webhook-id", "msg_01K5EXAMPLE",
                                        "webhook-timestamp", "1790000000",
                                        "webhook-signature",
                                                "v1a,AAAA v1,ptB6kbdCKSApY8QrvTxUg63SS7WwCwAEtfGWRnxsr70="))),
                new Case(
                        "standard webhooks with a key that is plain text",
                        verifier(Map.of("type", "standard_webhooks"), "client_secret_hush"),
                        post(
                                URL,
                                Map.of(
                                        "webhook-id", "msg_01K5EXAMPLE",
                                        "webhook-timestamp", "1790000000",
                                        "webhook-signature", "v1,hJ5zBKFoxZyyjh8Bstrb4PSQcXP9udRKNRfqv9fxisM="))),
                new Case(
                        "stripe",
                        verifier(Map.of("type", "stripe_style", "header", "Stripe-Signature"), "whsec_test_hush"),
                        post(
                                URL,
                                Map.of(
                                        "stripe-signature",
                                        "t=1790000000,v1=c31169a79740dc25d56ca7c88dba93867712bbec24289b0319744d5e7b2ab552,v0=ignored"))),
                new Case(
                        "paddle",
                        verifier(
                                Map.of(
                                        "type", "stripe_style",
                                        "header", "Paddle-Signature",
                                        "time_key", "ts",
                                        "signature_key", "h1",
                                        "joiner", ":"),
                                "pdl_ntfset_hush"),
                        post(
                                URL,
                                Map.of(
                                        "Paddle-Signature",
                                        "ts=1790000000;h1=26e530da5ff2b17dd279138f1ccafe351840454af644728855c8051ec47b7ecb"))),
                new Case(
                        "body, base64",
                        verifier(hmac("header", "X-Shopify-Hmac-Sha256", "encoding", "base64"), "hush"),
                        post(URL, Map.of("X-Shopify-Hmac-Sha256", "BpWExAcLUT0VpAzVl88BwQyWggjIUVheEUI4bE5HKDU="))),
                new Case(
                        "body, hex behind a prefix",
                        verifier(hmac("header", "X-Hub-Signature-256", "prefix", "sha256="), "hush"),
                        post(
                                URL,
                                Map.of(
                                        "X-Hub-Signature-256",
                                        "sha256=069584c4070b513d15a40cd597cf01c10c968208c851585e1142386c4e472835"))),
                new Case(
                        "body, SHA-512",
                        verifier(hmac("header", "X-Authorization-Sign", "algorithm", "sha512"), "hush"),
                        post(
                                URL,
                                Map.of(
                                        "X-Authorization-Sign",
                                        "571b07ba7f4f3bd6d231f8643e771912262eb515794d9d81085eaf1079e11d38"
                                                + "f34cdfc0d319b372bf8318cd80f6820f9798ff0e520957166fb303e10189a173"))),
                new Case(
                        "method, address, body and time",
                        verifier(
                                hmac(
                                        "header", "X-HubSpot-Signature-v3",
                                        "encoding", "base64",
                                        "over", List.of("method", "url", "body", "timestamp"),
                                        "timestamp_header", "X-HubSpot-Request-Timestamp",
                                        "timestamp_unit", "ms"),
                                "hush"),
                        post(
                                "https://hub.shop.example/in/hubspot?x=1",
                                Map.of(
                                        "X-HubSpot-Request-Timestamp", "1790000000000",
                                        "X-HubSpot-Signature-v3", "QEFmWtRxEpTq+wiW+hAvHz2vEBvr7PN3QGezGgr0BOg="))));
    }

    record Case(String name, Verifier verifier, Hook hook) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource
    void genuine(Case one) {
        assertThat(one.verifier.verify(one.hook, NOW)).isInstanceOf(Proof.Good.class);
    }

    /** One byte more, another address for those that sign it, or none of its headers. */
    @ParameterizedTest
    @MethodSource("genuine")
    void tamperedWith(Case one) {
        Hook longer =
                new Hook("POST", one.hook.url(), one.hook.headers(), (BODY + " ").getBytes(StandardCharsets.UTF_8));
        assertThat(one.verifier.verify(longer, NOW)).isInstanceOf(Proof.Bad.class);
        Hook bare = post(one.hook.url(), Map.of());
        assertThat(one.verifier.verify(bare, NOW)).isInstanceOf(Proof.Bad.class);
    }

    /** Every type that can sign: what it signs it takes, what another secret signs it does not. */
    static List<Map<String, Object>> types() {
        return List.of(
                Map.of("type", "bearer"),
                Map.of("type", "header_token", "header", "X-Api-Key", "prefix", "Token "),
                Map.of("type", "query_token", "param", "key"),
                Map.of("type", "basic", "user", "crm"),
                Map.of("type", "basic"),
                Map.of("type", "standard_webhooks", "header_prefix", "svix-"),
                Map.of("type", "stripe_style", "header", "X-Signature"),
                Map.of("type", "md5_concat", "param", "sig", "fields", List.of("total", "order", "secret")),
                Map.of(
                        "type", "md5_concat",
                        "param", "sig",
                        "fields", List.of("secret", "order"),
                        "algorithm", "sha256",
                        "joiner", ":"),
                hmac("header", "X-Sign", "algorithm", "sha1"),
                hmac("param", "hash", "over", "url", "algorithm", "sha1"),
                hmac("param", "hash", "over", "sorted_values", "algorithm", "sha512", "encoding", "base64"),
                hmac(
                        "header", "X-Sign",
                        "over", List.of("timestamp", "body"),
                        "joiner", ".",
                        "timestamp_header", "X-Time",
                        "tolerance", "1m"),
                hmac(
                        "header", "X-Sign",
                        "over", List.of("method", "path", "id", "timestamp"),
                        "joiner", "|",
                        "id_header", "X-Id",
                        "timestamp_header", "X-Time"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void forgedAndRotated(Map<String, Object> type) {
        Hook request = post(URL + "?order=A-1001&total=49.99", Map.of("Content-Type", "application/json"));
        Verifier before = verifier(type, "the-secret-of-before");
        Verifier both = verifier(type, "the-secret-from-now-on", "the-secret-of-before");
        Verifier after = verifier(type, "the-secret-from-now-on");
        Hook signed = before.signed(request, NOW);
        assertThat(before.verify(signed, NOW)).isInstanceOf(Proof.Good.class);
        assertThat(both.verify(signed, NOW)).as("while both count").isInstanceOf(Proof.Good.class);
        assertThat(both.verify(both.signed(request, NOW), NOW)).isInstanceOf(Proof.Good.class);
        assertThat(after.verify(signed, NOW))
                .as("the old one does not count any more")
                .isInstanceOf(Proof.Bad.class);
        assertThat(before.verify(request, NOW)).as("without any").isInstanceOf(Proof.Bad.class);
        assertThat(before.verify(after.signed(request, NOW), NOW)).isInstanceOfSatisfying(Proof.Bad.class, bad -> {
            assertThat(bad.code()).isIn(Code.BAD_TOKEN, Code.BAD_SIGNATURE);
            assertThat(bad.detail()).doesNotContain("the-secret");
        });
    }

    @Test
    void aTimeThatIsTooFarAway() {
        for (Map<String, Object> type : List.<Map<String, Object>>of(
                Map.of("type", "standard_webhooks", "tolerance", "5m"),
                Map.of("type", "stripe_style", "header", "X-Signature", "tolerance", "5m"),
                hmac(
                        "header", "X-Sign",
                        "over", List.of("timestamp", "body"),
                        "timestamp_header", "X-Time",
                        "tolerance", "5m"))) {
            Verifier verifier = verifier(type, "hush-hush");
            Hook signed = verifier.signed(post(URL, Map.of()), NOW);
            assertThat(verifier.verify(signed, NOW.plusSeconds(300))).isInstanceOf(Proof.Good.class);
            for (Instant wrong : List.of(NOW.plusSeconds(301), NOW.minusSeconds(301))) {
                assertThat(verifier.verify(signed, wrong))
                        .isInstanceOfSatisfying(
                                Proof.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Code.STALE));
            }
        }
    }

    /** Whoever has not the secret learns nothing of how late it is. */
    @Test
    void aForgedOneIsForgedHoweverOld() {
        Verifier verifier = verifier(Map.of("type", "standard_webhooks"), "hush-hush");
        Hook forged = verifier(Map.of("type", "standard_webhooks"), "another").signed(post(URL, Map.of()), NOW);
        assertThat(verifier.verify(forged, NOW.plusSeconds(9000)))
                .isInstanceOfSatisfying(
                        Proof.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Code.BAD_SIGNATURE));
    }

    @Test
    void theDeliveryIsNamed() {
        Verifier verifier = verifier(Map.of("type", "standard_webhooks"), "hush-hush");
        Hook signed = verifier.signed(post(URL, Map.of("webhook-id", "msg_7")), NOW);
        assertThat(verifier.verify(signed, NOW)).isEqualTo(new Proof.Good("msg_7"));
    }

    /** As a network's manual has it: MD5 of total, order and secret. */
    @Test
    void aHashOverValues() throws Exception {
        Verifier verifier = verifier(
                Map.of("type", "md5_concat", "param", "sig", "fields", List.of("total", "order", "secret")), "hush");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest("49.99A-1001hush".getBytes(StandardCharsets.UTF_8)));
        Hook right = new Hook("GET", URL + "?order=A-1001&total=49.99&sig=" + hash, Map.of(), new byte[0]);
        Hook more = new Hook("GET", URL + "?order=A-1001&total=949.99&sig=" + hash, Map.of(), new byte[0]);
        assertThat(verifier.verify(right, NOW)).isEqualTo(Proof.GOOD);
        assertThat(verifier.verify(more, NOW)).isInstanceOf(Proof.Bad.class);
        assertThat(verifier.lowTrust()).isTrue();
    }

    /** As HubSpot signed before it knew HMAC, and as a payment system signs the values of its JSON. */
    @Test
    void secretAndBodyAndSortedValues() throws Exception {
        Verifier plain = verifier(
                Map.of(
                        "type", "md5_concat",
                        "header", "X-HubSpot-Signature",
                        "fields", List.of("secret", "body"),
                        "algorithm", "sha256"),
                "hush");
        String known = "0af8d977ae042aa44a6aa6797fd40ecf37e1bcce917a6d25da7ae614b1412fc4";
        assertThat(plain.verify(post(URL, Map.of("X-HubSpot-Signature", known)), NOW))
                .isEqualTo(Proof.GOOD);
        assertThat(plain.verify(post(URL, Map.of("X-HubSpot-Signature", known.replace('0', '1'))), NOW))
                .isInstanceOf(Proof.Bad.class);
        Verifier sorted = verifier(
                hmac("header", "X-Sign", "over", "sorted_values", "algorithm", "sha512", "encoding", "base64"), "hush");
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA512");
        mac.init(new javax.crypto.spec.SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        byte[] sign = mac.doFinal("50.00,EUR,dep-9001,deposit.approved".getBytes(StandardCharsets.UTF_8));
        assertThat(sorted.verify(post(URL, Map.of("X-Sign", Base64.getEncoder().encodeToString(sign))), NOW))
                .isInstanceOf(Proof.Good.class);
    }

    /** The signature stands in the address that is signed, as an empty parameter. */
    @Test
    void theWholeAddress() {
        Verifier verifier = verifier(hmac("param", "hash", "over", "url", "algorithm", "sha1"), "hush");
        Hook signed = verifier.signed(new Hook("GET", URL + "?id=7&sum=50", Map.of(), new byte[0]), NOW);
        assertThat(verifier.verify(signed, NOW)).isInstanceOf(Proof.Good.class);
        Hook more = new Hook("GET", signed.url().replace("sum=50", "sum=5000"), Map.of(), new byte[0]);
        assertThat(verifier.verify(more, NOW)).isInstanceOf(Proof.Bad.class);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({"ed25519,Ed25519,Ed25519", "rsa,RSA,SHA256withRSA"})
    void aSendersOwnKey(String type, String keys, String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
        String known = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        Verifier verifier = verifier(Map.of(
                "type",
                type,
                "header",
                "X-Sign",
                "public_key",
                "-----BEGIN PUBLIC KEY-----\n" + known + "\n-----END PUBLIC KEY-----"));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(BODY.getBytes(StandardCharsets.UTF_8));
        String written = Base64.getEncoder().encodeToString(signature.sign());
        assertThat(verifier.verify(post(URL, Map.of("X-Sign", written)), NOW)).isEqualTo(Proof.GOOD);
        assertThat(verifier.verify(new Hook("POST", URL, Map.of("X-Sign", written), new byte[] {'{', '}'}), NOW))
                .isInstanceOf(Proof.Bad.class);
        assertThat(verifier.verify(post(URL, Map.of("X-Sign", "AAAA")), NOW)).isInstanceOf(Proof.Bad.class);
    }

    @Test
    void aFieldOfTheForm() {
        Verifier verifier = verifier(Map.of("type", "field_token", "field", "auth[application_token]"), "hush-hush");
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        Hook right =
                new Hook("POST", URL, form, "auth%5Bapplication_token%5D=hush-hush".getBytes(StandardCharsets.UTF_8));
        Hook wrong = new Hook("POST", URL, form, "auth%5Bapplication_token%5D=hush".getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(right, NOW)).isEqualTo(Proof.GOOD);
        assertThat(verifier.verify(wrong, NOW)).isInstanceOf(Proof.Bad.class);
        Hook inAddress = new Hook("POST", URL + "?auth%5Bapplication_token%5D=hush-hush", form, new byte[0]);
        assertThat(verifier.verify(inAddress, NOW)).as("addresses are in logs").isInstanceOf(Proof.Bad.class);
    }

    /** What cannot be a key would be one by its letters, and no signature would ever fit. */
    @Test
    void aKeyThatIsNotInBase64() {
        for (String key : List.of("whsec_%%%", "whsec_", "whsec_a b!")) {
            Mistakes faults = new Mistakes();
            VerifierReader.read(
                    new LinkedHashMap<>(Map.of("type", "standard_webhooks", "secret", new Secret(key))), faults);
            assertThat(faults.errors())
                    .singleElement()
                    .satisfies(error ->
                            assertThat(error.toString()).contains("base64").doesNotContain("%%%"));
        }
        verifier(Map.of("type", "standard_webhooks"), "the text of a key");
    }

    @Test
    void aTimeThatStandsInTheSignedBody() {
        Verifier verifier = verifier(hmac("header", "X-Sign", "timestamp_field", "meta.at", "tolerance", "5m"), "hush");
        for (String at : List.of("1790000000", "1790000000000", "\"1790000000\"", "\"2026-09-21T14:13:20.000Z\"")) {
            Hook hook = verifier.signed(
                    new Hook(
                            "POST", URL, Map.of(), ("{\"meta\":{\"at\":" + at + "}}").getBytes(StandardCharsets.UTF_8)),
                    NOW);
            assertThat(verifier.verify(hook, NOW.plusSeconds(299))).as(at).isInstanceOf(Proof.Good.class);
            assertThat(verifier.verify(hook, NOW.plusSeconds(301)))
                    .isInstanceOfSatisfying(
                            Proof.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Code.STALE));
        }
        Hook none = verifier.signed(new Hook("POST", URL, Map.of(), "{}".getBytes(StandardCharsets.UTF_8)), NOW);
        assertThat(verifier.verify(none, NOW)).isInstanceOf(Proof.Bad.class);
        assertThat(verifier(hmac("header", "X-Sign", "over", "url"), "hush").lowTrust())
                .isTrue();
        assertThat(verifier.lowTrust()).isFalse();
    }
}
