package io.taghub.postback;

import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes are found when the config is read, where they are, with what to write instead. */
class ConfigProblemsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            value = {
                "{{ clik.id }}                    > unknown macro 'clik.id'; did you mean 'click.id'?",
                "{{ click.idd }}                  > unknown macro 'click.idd'; did you mean 'click.id'?",
                "{{ click.id | requird }}         > unknown filter 'requird'; did you mean 'required'?",
                "{{ click.id | raw }}             > unknown filter 'raw'; values are always encoded",
                "{{ value | money:2,3 }}          > the filter 'money' takes 0 or 1 argument",
                "{{ value | money:lots }}         > money:lots must be a number from 0 to 6",
                "{{ event.time | date:'QQQQQQQ' }} > date:'QQQQQQQ' is not a date pattern such as 'yyyy-MM-dd HH:mm:ss'",
                "{{ click.id | default:'' }}      > an empty click id must never go out; use 'required' instead of default:''",
                "{{ txn.id | default:txnid }}     > default:txnid names neither a macro nor, in quotes, a text; did you mean 'txn.id'?",
                "{{ txn.id | default:user.email }} > default:user.email would show what must stay hidden",
                "{{ click.id | hmac_sha256:key }} > hmac_sha256:key names no secret",
                "{{ click.id | map:codes }}       > map:codes names no list under 'maps'",
                "{{ user.email }}                 > personal data must not stand in a URL or header; hash it: {{ user.email | sha256 }}",
                "{{ user.phone | upper }}         > personal data must not stand in a URL or header; hash it: {{ user.phone | sha256 }}",
                "{{ secret.tokn }}                > unknown macro 'secret.tokn'; did you mean 'secret.token'?",
                "{{ click.id                      > '{{' is never closed in '{{ click.id'",
                "{{ placement }}                  > unknown macro 'placement' (a parameter of the landing address is written {{ click.param.placement }})",
                "{clickid}                        > these macros are another tool's; written for TagHub: https://net.example/pb?a={{ click.id | required }}",
                "a#b                              > a '#' and what follows it is never sent; write %23 where it belongs to a value",
            })
    void aMistakeInAMacroIsNamed(String value, String message) {
        Map<String, Object> settings = url("https://net.example/pb?a=" + value);
        if (value.contains("tokn")) {
            settings.put("secrets", Map.of("token", new Secret("s3cret")));
        }

        assertThat(problems(settings)).containsExactly(new Problem("url", message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            value = {
                "net.example/pb                   > a URL starts with https:// and a host; macros cannot stand in front of the first /",
                "ftp://net.example/pb             > a URL starts with https:// and a host; macros cannot stand in front of the first /",
                "http://net.example/pb            > the URL is not encrypted; write https://, or allow_http: true where the network has no https",
                "https://good.example@evil.example/ > 'good.example@evil.example' is not a host name",
                "https://{{ click.id }}/pb        > only a setting of type host can stand in the host; an event must not choose where it goes",
                "https://{{ property.host }}.net.example/ > only a setting of type host can stand in the host; an event must not choose where it goes",
                "https://net.example/?{{ sub1 }}=1 > a macro cannot stand in the name of a parameter",
            })
    void aHostIsFixed(String url, String message) {
        assertThat(problems(url(url))).containsExactly(new Problem("url", message));
    }

    @Test
    void httpIsAllowedWhenSaid() {
        Map<String, Object> settings = url("http://127.0.0.1:9999/pb?c={{ click.id | required }}");
        settings.put("allow_http", true);

        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void mistakesInPartsAreShownAtTheParts() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("method", "GET");
        settings.put("query", Map.of("a", "{{ valu }}"));
        settings.put("headers", Map.of("Host", "evil.example"));
        settings.put("body", Map.of("inner", Map.of("b", "{{ sub31 }}")));
        settings.put("answers", Map.of("fine", "ok"));

        assertThat(problems(settings))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("query.a", "headers.Host", "body.inner.b", "body", "answers.fine");
    }

    /** Network answers are text of strangers, and what runs over them is what was checked. */
    @Test
    void anAnswersPatternIsJudgedByTheEngineThatRunsIt() {
        Map<String, Object> settings = url("https://net.example/pb?c={{ click.id | required }}");
        settings.put("answers", Map.of("rejected", "^200 (?!OK)"));

        assertThat(problems(settings))
                .containsExactly(new Problem(
                        "answers.rejected",
                        "look-around ('(?!') is not understood: it is too slow for what strangers send"));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length",
        "transfer-encoding",
        "Cookie",
        "Content-Encoding",
        "Accept-Encoding",
        "TE",
        "Keep-Alive",
        "Proxy-Authorization"
    })
    void headersOfTheConnectionAreNotTheTags(String name) {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of(name, "1"));

        assertThat(problems(settings)).containsExactly(new Problem("headers." + name, "this header cannot be set"));
    }

    @Test
    void aHeaderThatCannotStandInAHeaderIsFoundBeforeItIsSent() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of("X-A", "1\r\nX-B: 2", "X-C", "é", "X-D", new Secret("k3y\nX-E: 1")));

        assertThat(problems(settings))
                .allMatch(problem ->
                        problem.message().equals("a header takes letters, digits and signs of ASCII, no line break"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("headers.X-A", "headers.X-C", "headers.X-D");
        settings.put("headers", Map.of("X-A", "1", "x-a", "2"));
        assertThat(problems(settings)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "text/xml",
        "multipart/form-data",
        "application/json; charset=latin1",
        "json",
        "{{ property.type }}",
        "text/plain"
    })
    void aContentTypeThatTheBodyIsNotIsRefused(String type) {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of("content-type", type));
        settings.put("body", Map.of("click", "{{ click.id | required }}"));

        assertThat(problems(settings))
                .containsExactly(
                        new Problem(
                                "headers.content-type",
                                "a body is sent as application/json or as application/x-www-form-urlencoded, in UTF-8, and as nothing else"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "application/json; charset=utf-8",
        "application/vnd.acme.v2+json",
        "Application/JSON;charset=UTF-8"
    })
    void aContentTypeOfJsonIsKept(String type) {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of("content-type", type));
        settings.put("body", Map.of("click", "{{ click.id | required }}"));

        assertThat(Postbacks.request(settings, Postbacks.ftd("c-1").build()).headers())
                .isEqualTo(Map.of("Content-Type", type));
    }

    @Test
    void aFormIsFlatAndHasFields() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("headers", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(problems(settings))
                .containsExactly(new Problem(
                        "headers.Content-Type",
                        "there is no form to send; write its fields under 'body', or leave this header out"));
        settings.put("body", Map.of("a", Map.of("b", "1"), "c", java.util.List.of("1"), "d", "1"));
        assertThat(problems(settings)).extracting(Problem::path).containsExactlyInAnyOrder("body.a", "body.c");
    }

    @Test
    void aPasswordInTheAddressIsNotRepeated() {
        assertThat(problems(url("https://shop:hunter2@net.example/pb")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("a name and a password cannot stand in the address")
                        .doesNotContain("hunter2"));
    }

    @Test
    void aRuleForAnswersIsAPatternOrAField() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put("answers", Map.of("delivered", "(OK", "rejected", "$.status", "retry", "$.a.b = 1"));

        assertThat(problems(settings))
                .containsExactlyInAnyOrder(
                        new Problem(
                                "answers.delivered",
                                "'(OK' is not understood in this regular expression: missing closing ) (the syntax is that of RE2)"),
                        new Problem("answers.rejected", "a field of a JSON answer is written $.status = 1"));
    }

    @Test
    void anUnknownPresetIsOneProblem() {
        assertThat(problems(Map.of("preset", "volum", "domain", "trk.partner.example", "goals", Map.of("ftd", "1"))))
                .containsExactly(new Problem("preset", "there is no preset 'volum'; did you mean 'voluum'?"));
    }

    @Test
    void aPresetsSettingsAreAsked() {
        assertThat(problems(Map.of("preset", "voluum")))
                .extracting(Problem::path)
                .containsExactly("domain");
        assertThat(problems(Map.of("preset", "voluum", "domain", "https://trk.partner.example/")))
                .containsExactly(
                        new Problem(
                                "domain",
                                "'domain' does not look right: the tracking domain of the Voluum account, for example trk.partner.example; without https:// and what follows the host"));
        assertThat(problems(Map.of("preset", "voluum", "domain", "169.254.169.254")))
                .hasSize(1);
        assertThat(problems(Map.of("preset", "keitaro", "domain", "trk.partner.example", "key", "in-clear")))
                .extracting(Problem::path)
                .containsExactly("key");
        assertThat(problems(Map.of("preset", "voluum", "domain", "trk.partner.example", "goal", "1")))
                .containsExactly(new Problem("goal", "unknown key 'goal'; did you mean 'goals'?"));
    }

    @Test
    void wordsThatNothingUsesAreAProblem() {
        Map<String, Object> settings = url("https://net.example/pb?c={{ click.id | required }}");
        settings.put("goals", Map.of("ftd", "2"));
        settings.put("statuses", Map.of("approved", "1"));

        assertThat(problems(settings)).extracting(Problem::path).containsExactly("goals", "statuses");
    }
}
