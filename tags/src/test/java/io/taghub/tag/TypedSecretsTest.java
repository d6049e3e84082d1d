package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedSecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://net.example/pb?clickid={{ click.id }}&token=abc123            | abc123",
                "https://net.example/pb?secure=hush&goal=ftd                           | hush",
                "https://net.example/pb?security_token=0123456789abcdef                | 0123456789abcdef",
                "https://net.example/pb?verification_token=v                           | v",
                "https://net.example/pb?key=abc123                                     | abc123",
                "https://net.example/pb?key=my-secret                                  | my-secret",
                "https://net.example/pb?postback_key=k                                 | k",
                "https://net.example/pb?adv_key=9                                      | 9",
                "https://net.example/pb?apiKey=k%21                                    | k!",
                "https://net.example/pb?api-key=k                                      | k",
                "https://net.example/pb?password=hunter2                               | hunter2",
                "https://net.example/pb?auth=a1b2c3                                    | a1b2c3",
                "https://net.example/pb?{{ goal }}&x=1&access_token=EAAB#f             | EAAB",
                "https://shop:hunter2@net.example/pb                                   | hunter2",
                "http://:hunter2@net.example                                           | hunter2",
                "https://tracker.example/06b9f7d/postback?subid={{ click.id }}         | 06b9f7d",
                "https://tracker.example/mykey/postback?status=sale&subid={subid}      | mykey",
                "https://tracker.example/a1b2c3d/postback                              | a1b2c3d",
                "https://network.go2cloud.org/SL2kXh83Jd?adv_sub=1                     | SL2kXh83Jd",
                "https://net.example/pb?signature=abc | abc",
                "https://net.example/pb?pbkey=abcd | abcd",
                "https://net.example/pb?s2s_key=abc | abc",
                "https://net.example/pb?cb_key=abc | abc",
                "https://net.example/pb?passphrase=abc | abc",
                "https://net.example/pb?securetoken=abc | abc",
                "https://net.example/pb?advtoken=abc | abc",
                "https://net.example/pb?jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
                "https://net.example/pb?x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
                "https://net.example/pb?k=9f86d081884c7d659a2feaa0c55ad015 | 9f86d081884c7d659a2feaa0c55ad015",
                "https://net.example/pb?t=xYz9Kq83LmNo12PqRs45 | xYz9Kq83LmNo12PqRs45",
                "https://net.example/token/9f86d081884c7d659a2feaa0c55ad015/pb | 9f86d081884c7d659a2feaa0c55ad015",
                "https://net.example/key/a1b2c3d4/pb | a1b2c3d4",
                "https://net.example/pb;token=abc?c=1 | abc",
                "https://hooks.example/services/T1/xYz9Kq83LmNo12PqRs45                | xYz9Kq83LmNo12PqRs45",
            })
    void isFoundInAnAddress(String url, String secret) {
        assertThat(TypedSecrets.inAddress(url))
                .extracting(TypedSecrets.Found::value)
                .containsExactly(secret);
    }

    @Test
    void isFoundWhereAMacroFallsBackOnIt() {
        assertThat(TypedSecrets.inAddress("https://net.example/pb?token={{ property.t | default:'abc123' }}&a=1"))
                .containsExactly(new TypedSecrets.Found(TypedSecrets.Kind.PARAMETER, "token", "abc123"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://net.example/pb?clickid={{ click.id | required }}&goal=ftd&key=value&offer_id=42&k=v",
                "https://net.example/pb?token={{ secret.token }}&key={{ secret.key }}",
                "https://net.example/pb?token=${env:TOKEN}&secure=${file:secrets/net}",
                "https://net.example/pb?token=pre-${env:TOKEN}",
                "https://net.example/pb?token={token}&secure=[SECURE]&key=%KEY%&auth=#auth#&password=<PASSWORD>",
                "https://net.example/pb?secure=1&auth=true&token=&key=123456&pass=no",
                "https://net.example/pb?tt=ss&tv=2&testmode=0&goal=0123456789abcdef0123456789abcdef",
                "https://net.example/pb?currency_code=EUR&coupon_code=SPRING10&country_code=DE&keyword=shoes123",
                "https://{{settings.domain}}/{{ secret.key }}/postback?subid={{ click.id }}",
                "https://${env:USER}:${env:PASSWORD}@net.example/pb",
                "https://net.example/track360/postback?cid=1",
                "https://net.example/api/postback?subid={{ click.id }}",
                "https://net.example/v1/postback?subid=1",
                "https://net.example/s2s/postback",
                "https://net.example/api/v1/cpa/action",
                "https://net.example/offers/64f0c2a9e1b2c30001a1b2c3/conversions",
                "https://net.example/brands/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/conversions",
                "https://net.example:8443/pb",
                "https://net.example/pb?campaign=9f86d081884c7d659a2feaa0c55ad015&o=64f0c2a9e1b2c30001a1b2c3&k=shoes",
                "https://net.example/pb?offer=0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0&t=0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
                "https://net.example/pb?monkey=1&tokenize=1&event=token&sid=abc&keyword=abc&click=xYz9Kq83LmNo12PqRs45",
                "https://net.example/token/postback?cid=1",
                "https://net.example/auth/v1/conversions;format=json",
                "https://net.example/pb?token={{ property.t | default:settings.t }}&goal={{ goal | default:'sale123' }}",
                "net.example/pb?token=abc123",
            })
    void ordinaryAddressesPass(String url) {
        assertThat(TypedSecrets.inAddress(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer abc, true",
        "Authorization, Bearer {{ secret.token }}, false",
        "X-Api-Key, k, true",
        "X-Auth-Token, t, true",
        "X-Key, abc123, true",
        "Idempotency-Key, {{ delivery.id }}, false",
        "Accept, application/json, false",
        "X-Auth, abc, true",
        "X-Secret, {{ property.a | default:'hush' }}, true",
        "X-Trace, eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc, true",
        "token, {{ property.t | default:'abc123' }}, true",
        "token, {{ property.t | default:'none' }}, false",
        "coupon, {{ property.t | default:'abc123' }}, false",
        "apiToken, t, true",
        "clientSecret, t, true",
        "event_key, abc123, false",
    })
    void isFoundByTheNameOfAField(String name, String value, boolean found) {
        assertThat(TypedSecrets.in(name, value)).isEqualTo(found);
    }
}
