package io.taghub.postback;

import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Auth;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a postback proves its sender, and what it signs. */
class ProofTest {
    private static final Secret KEY = new Secret("s3cret-k3y");

    private static Map<String, Object> with(String url, Map<String, Object> more) {
        Map<String, Object> settings = url(url);
        settings.put("secrets", new HashMap<>(Map.of("key", KEY)));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, Object> auth(Map<String, Object> auth) {
        return with("https://net.example/pb?c={{ click.id | required }}", Map.of("auth", auth));
    }

    @Test
    void theKindsOfProof() {
        assertThat(Postbacks.tag(auth(Map.of("basic", Map.of("user", "acme", "password", "{{ secret.key }}"))))
                        .auth())
                .isEqualTo(new Auth.Basic("acme", KEY));
        assertThat(Postbacks.tag(auth(Map.of("bearer", KEY))).auth())
                .isEqualTo(new Auth.Header("Authorization", "Bearer ", KEY));
        assertThat(Postbacks.tag(auth(Map.of("header", Map.of("name", "X-Api-Key", "value", "Token {{ secret.key }}"))))
                        .auth())
                .isEqualTo(new Auth.Header("X-Api-Key", "Token ", KEY));
        assertThat(request(auth(Map.of("bearer", KEY)), ftd("c-1").build()).toString())
                .doesNotContain("s3cret");
    }

    /** Two headers with a secret each are two, and neither is in the request. */
    @Test
    void severalSecretsAreAllAdded() {
        Map<String, Object> settings = with(
                "https://net.example/pb?c={{ click.id | required }}",
                Map.of("headers", Map.of("Public-Key", "{{ secret.key }}"), "auth", Map.of("bearer", KEY)));

        assertThat(Postbacks.tag(settings).auth())
                .isEqualTo(new Auth.All(
                        new Auth.Header("Authorization", "Bearer ", KEY), new Auth.Header("Public-Key", "", KEY)));
        assertThat(request(settings, ftd("c-1").build()).headers()).isEmpty();
    }

    @Test
    void aWrongProofIsToldWhereItStands() {
        assertThat(problems(auth(Map.of("bearer", "typed-out"))))
                .extracting(Problem::path, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "auth.bearer",
                        "a secret stands here and nothing else: {{ secret.NAME }} or a reference, ${env:NAME}"));
        assertThat(problems(auth(Map.of("basic", Map.of("password", KEY)))))
                .extracting(Problem::path)
                .containsExactly("auth.basic.user");
        assertThat(problems(auth(Map.of("baerer", KEY))))
                .extracting(Problem::message)
                .containsExactly("unknown key 'baerer'; did you mean 'bearer'?");
        assertThat(problems(auth(Map.of("standard_webhooks", new Secret("whsec_short")))))
                .isEmpty();
        assertThat(doubts(new Secret("whsec_short")))
                .contains(
                        "a secret of Standard Webhooks is whsec_ and 24 to 64 octets in base64; this one is used as it is");
        assertThat(doubts(new Secret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz")))
                .isEmpty();
        assertThat(problems(auth(Map.of("bearer", new Secret("whsec_x")))).toString())
                .doesNotContain("whsec_x");
    }

    private static java.util.List<String> doubts(Secret secret) {
        var type = new PostbackTagType();
        Map<String, Object> settings = auth(Map.of("standard_webhooks", secret));
        settings.put("query", Map.of("k", "{{ secret.key }}"));
        var filled =
                (io.taghub.tag.Form.Bound.Filled<Postback>) type.form(settings).bind(settings);
        return type.doubts(filled.value()).stream().map(Problem::message).toList();
    }

    @Test
    void aWebhookCarriesItsIdAndTheHubSignsIt() {
        Secret secret = new Secret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
        Map<String, Object> settings = url("https://partner.example/hook");
        settings.put("preset", "generic-post-json");
        settings.put("signing_secret", secret);

        Request request = request(settings, ftd("c-1").build());
        assertThat(Postbacks.tag(settings).auth()).isEqualTo(new Auth.StandardWebhooks(secret));
        assertThat(request.headers().get("webhook-id"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(request.headers().get("Idempotency-Key"));
        settings.remove("signing_secret");
        assertThat(Postbacks.tag(settings).auth()).isEqualTo(new Auth.None());
        assertThat(request(settings, ftd("c-1").build()).headers()).doesNotContainKey("webhook-id");
    }

    private static Map<String, Object> signed(String url, Map<String, Object> signature) {
        return with(url, Map.of("signature", Map.of("sig", signature)));
    }

    @Test
    void severalValuesAreHashedAsOneText() {
        Map<String, Object> settings = signed(
                "https://net.example/pb?c={{ click.id | required }}&data5={{ signature.sig }}",
                Map.of("of", "{{ value | money }},{{ txn.id }},{{ secret.key }}", "by", "md5"));

        assertThat(request(settings, ftd("c-1").money("50", "EUR").build()).url())
                .hasToString("https://net.example/pb?c=c-1&data5=" + Identifiers.hex("MD5", "50.00,dep-1,s3cret-k3y"));
        // Half a text proves nothing.
        assertThat(request(settings, ftd("c-1").build()).url()).hasToString("https://net.example/pb?c=c-1");
    }

    @ParameterizedTest
    @CsvSource({"hmac_sha1,HmacSHA1,hex", "hmac_sha256,HmacSHA256,base64", "hmac_sha512,HmacSHA512,base64url"})
    void aKeyedOne(String by, String algorithm, String as) throws Exception {
        Map<String, Object> settings = with(
                "https://net.example/pb?c={{ click.id | required }}",
                Map.of(
                        "headers",
                        Map.of("X-Sign", "v1={{ signature.sig }}"),
                        "signature",
                        Map.of("sig", Map.of("of", "{{ click.id }}.{{ txn.id }}", "by", by, "key", KEY, "as", as))));
        byte[] mac = hmac(algorithm, "c&1.dep-1");
        String written = switch (as) {
            case "hex" -> HexFormat.of().formatHex(mac);
            case "base64" -> Base64.getEncoder().encodeToString(mac);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
        };

        assertThat(request(settings, ftd("c&1").build()).headers()).containsEntry("X-Sign", "v1=" + written);
    }

    private static byte[] hmac(String algorithm, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(KEY.reveal().getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The whole address, the parameter of the signature empty, and every other secret in it. */
    @Test
    void anAddressIsSignedWithItsOwnParameterEmpty() throws Exception {
        Map<String, Object> settings = signed(
                "https://net.example/pb?c={{ click.id | required }}&hash={{ signature.sig }}&k={{ secret.key }}",
                Map.of("of", "url", "by", "hmac_sha1", "key", "{{ secret.key }}"));
        String empty = "https://net.example/pb?c=c%261&hash=&k=s3cret-k3y";

        assertThat(request(settings, ftd("c&1").build()).url())
                .hasToString(empty.replace("hash=", "hash=" + HexFormat.of().formatHex(hmac("HmacSHA1", empty))));
        assertThat(Postbacks.tag(settings).auth()).isEqualTo(new Auth.None());
    }

    @Test
    void aBodyIsSignedAsItGoesOut() throws Exception {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("click", "{{ click.id | required }}");
        body.put("sum", "{{ value }}");
        Map<String, Object> settings = with(
                "https://net.example/pb",
                Map.of(
                        "body",
                        body,
                        "headers",
                        Map.of("X-Signature", "{{ signature.sig }}"),
                        "signature",
                        Map.of("sig", Map.of("of", "body", "by", "hmac_sha256", "key", KEY))));
        Request request = request(settings, ftd("c\"1").money("9.5", "EUR").build());

        assertThat(request.bodyText()).isEqualTo("{\"click\":\"c\\\"1\",\"sum\":9.5}");
        assertThat(request.headers())
                .containsEntry("X-Signature", HexFormat.of().formatHex(hmac("HmacSHA256", request.bodyText())));
    }

    /** The redactor looks for the secret as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"base64", "base64url", "encoded", "substring:0,8", "without:'-'", "trunc:8"})
    void aSecretIsNotRewritten(String filter) {
        assertThat(problems(with(
                        "https://net.example/pb?c={{ click.id | required }}&k={{ secret.key | " + filter + " }}",
                        Map.of())))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .startsWith("a secret goes out as it is or hashed");
    }

    @Test
    void aWrongSignatureIsToldWhereItStands() {
        String url = "https://net.example/pb?c={{ click.id | required }}&s={{ signature.sig }}";
        assertThat(problems(signed(url, Map.of("of", "{{ txn.id }}", "by", "md6"))))
                .extracting(Problem::path)
                .containsExactly("signature.sig.by");
        assertThat(problems(signed(url, Map.of("of", "{{ txn.id }}", "by", "hmac_sha256"))))
                .extracting(Problem::message)
                .containsExactly("hmac_sha256 needs a 'key'");
        assertThat(problems(signed(url, Map.of("of", "{{ txn.idd }}", "by", "md5"))))
                .extracting(Problem::path)
                .containsExactly("signature.sig.of");
        assertThat(problems(url("https://net.example/pb?c={{ click.id | required }}&s={{ signature.sgi }}")))
                .extracting(Problem::path)
                .containsExactly("url");
        assertThat(problems(with(
                        "https://net.example/pb",
                        Map.of(
                                "body",
                                Map.of("c", "{{ click.id | required }}", "s", "{{ signature.sig }}"),
                                "signature",
                                Map.of("sig", Map.of("of", "body", "by", "sha256"))))))
                .extracting(Problem::message)
                .containsExactly("a signature of the body cannot stand in the body");
    }
}
