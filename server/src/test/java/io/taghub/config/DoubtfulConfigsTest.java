package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configs in which each key is right and the whole is not: amounts in a wrong currency, rules against rules, names of nothing. */
class DoubtfulConfigsTest {
    private static final Map<String, String> ENV =
            Map.of("KEY", "0123456789abcdef0123456789abcdef", "TOKEN", "EAAB-token-of-meta");

    private static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            """;

    private static final String META = "  meta-main: { type: meta, pixel_id: \"123\", access_token: \"${env:TOKEN}\", ";

    private static final String CLICK = "https://t.example.com/p?c={{ click.id | required }}";

    private static String skipped(String currency) {
        return "if your events are in another currency, they are skipped: the request says " + currency
                + " of every event; write {{ currency }} in its place, or convert at the"
                + " tag, value: { currency: " + currency
                + ", rates: ... }; if they are in no other, say so: events: { ftd: { fields: { currency: " + currency
                + " } } }";
    }

    private static String postback(String query, String more) {
        return "tags:\n  p:\n    type: postback\n    click_id: cid\n    when: [ftd]\n    url: '" + CLICK + query
                + "'\n    " + more + "\n";
    }

    private static Arguments says(String yaml, String... said) {
        return Arguments.of(yaml, List.of(said));
    }

    @ParameterizedTest
    @MethodSource({"currencies", "amounts", "rules", "words"})
    void isSaid(String yaml, List<String> said) {
        assertThat(read(TOP + yaml, Path.of("/nowhere"))).containsExactlyElementsOf(said);
    }

    static Stream<Arguments> currencies() {
        String sum = "&currency=USD&sum={{ value | money }}";
        return Stream.of(
                says(postback(sum, ""), "warning 8:5: " + skipped("USD")),
                says(postback("", "query: { sum: '{{ value | money }}', cr: EUR }"), "warning 9:42: " + skipped("EUR")),
                says(
                        postback("", "method: POST\n    body: { sum: '{{ value }}', sale: { currency: USD } }"),
                        "warning 10:41: " + skipped("USD")),
                says(postback(sum, "value: { currency: EUR, rates: { USD: 0.92 } }"), "warning 8:5: " + skipped("USD")),
                says(
                        "events: { ftd: { fields: { currency: [USD, EUR] } } }\n" + postback(sum, ""),
                        "warning 9:5: " + skipped("USD")),
                says(postback(sum, "value: { currency: USD, rates: { EUR: 1.09 } }")),
                says(postback(sum, "value: { fixed: 50, currency: USD }")),
                says(postback(sum, "").replace("[ftd]", "[ftd: { currency: USD }]")),
                says("events: { ftd: { fields: { currency: USD } } }\n" + postback(sum, "")),
                says("events: { ftd: { value: { currency: USD, rates: { EUR: 1.09 } } } }\n" + postback(sum, "")),
                says(
                        "events: { ftd: { value: { currency: USD, rates: { EUR: 1.09 } } } }\n"
                                + postback(sum, "value: gross"),
                        "warning 9:5: " + skipped("USD")));
    }

    static Stream<Arguments> amounts() {
        return Stream.of(
                says(
                        postback("&t={{ txn.id }}", "value: { percent: 30 }"),
                        "warning 9:5: this tag sends no amount, so the rule changes nothing; a postback sends it by {{ value | money }}"),
                says(postback("&s={{ value | money }}", "value: { percent: 30 }")),
                says("tags:\n" + META + "when: [ftd], value: { percent: 30 } }\n"),
                says(
                        postback("&sum=payout_amount", ""),
                        "error 8:5: these macros are another tool's; written for TagHub: " + CLICK
                                + "&sum={{ value | money }}"),
                says(
                        postback("&sum=free&txid=main", ""),
                        "warning 8:5: 'sum' goes out as the word 'free' with each event; what the event has there is {{ value | money }}",
                        "warning 8:5: 'txid' goes out as the word 'main' with each event; what the event has there is {{ txn.id }}"));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                says(
                        "events: { ftd: { required: [value] } }\ntags:\n" + META + "when: [ftd] }\n",
                        "error 3:18: unknown key 'required'; did you mean 'require'?"),
                says(
                        "events: { ftd: { fields: { currency: [EUR, USD], value: { below: 100 } } } }\ntags:\n" + META
                                + "when: [ftd: { value: { at_least: 500 } }], value: { currency: EUR, rates: { GBP: 1.2 } } }\n",
                        "warning 5:89: no event meets this that is as events.ftd wants it, so none of these is ever sent",
                        "warning 5:142: events.ftd lets an event be in USD, and there is no rate for it here, so that one is not sent"),
                says(
                        "tags:\n" + META + "when: [ftd, deposit: { value: { at_least: 5 } }] }\n",
                        "warning 4:75: 'ftd' and 'deposit' both go to meta as 'Purchase', so an act that is reported under both names counts twice; leave one out, or give it another name in event_names"));
    }

    static Stream<Arguments> words() {
        String ours = "error 8:5: these macros are another tool's; written for TagHub: " + CLICK;
        return Stream.of(
                says(postback("&t={{ order_id }}", ""), ours + "&t={{ txn.id }}"),
                says(postback("&t={{ order_id | sha256 }}", ""), ours + "&t={{ txn.id | sha256 }}"),
                says(postback("&t={{ properties.tier }}", ""), ours + "&t={{ property.tier }}"),
                says(
                        postback("&t={{ event.order_id }}", ""),
                        "error 8:5: unknown macro 'event.order_id'; did you mean 'txn.id'?"),
                says(postback("&k=click.id", ""), ours + "&k={{ click.id | required }}"),
                says(postback("&u={user.id}", ""), ours + "&u={{ user.id }}"),
                says(postback("&e=user.email", ""), ours + "&e={{ user.email | sha256 }}"),
                says(
                        postback("", "query: { a: $PAYOUT }"),
                        "error 9:14: these macros are another tool's; written for TagHub: {{ value | money }}"),
                says(
                        postback("", "query: { a: $MY_KEY }"),
                        "error 9:14: unknown macro '$MY_KEY' (a parameter of the landing address is written {{ click.param.MY_KEY }}); a secret is named by ${env:MY_KEY}"),
                says(
                        "tags:\n" + META + "when: \"purchase, ftd\" }\n",
                        "error 4:75: 'when' must be a list; write [purchase, ftd]"),
                says(
                        "tags:\n" + META + "when: \"*\" }\n",
                        "error 4:75: 'when' must be a list of events' names, and has no word for all of them; for example [page_view, purchase]"),
                says("tags:\n" + META + "when: ftd }\n", "error 4:75: 'when' must be a list; write [ftd]"),
                says(
                        "tags:\n" + META
                                + "when: [ftd] }\nprofiles: { staging: { tags: { meta-mian: { mode: sandbox } } } }\n",
                        "refused 5:32: the profile 'staging' changes a tag 'meta-mian' that there is not; did you mean 'meta-main'?"),
                says(
                        "tags:\n" + META
                                + "when: [ftd] }\nprofiles: { staging: { tags: { other: { mode: sandbox } } } }\n",
                        "refused 5:32: the profile 'staging' changes a tag 'other' that there is not; there are meta-main, and one of the profile's own says its 'type'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&price=100",
                "&currency=USD",
                "&cur={{ currency }}&sum={{ value | money }}",
                "&user=guest",
                "&event=deposit",
                "&status=approved"
            })
    void whatIsRightStaysSilent(String query) {
        assertThat(read(TOP + postback(query, ""), Path.of("/nowhere"))).isEmpty();
    }

    @Test
    void anIncludeThatFitsNothingSaysWhatWasLookedFor(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("none"));
        Files.createDirectories(folder.resolve("tags"));
        Files.writeString(folder.resolve("tags/meta.yaml"), "tags:\n" + META + "when: [ftd] }\n");
        Map.of(
                        "tags/*.yml",
                                "warning 3:10: no file fits 'tags/*.yml'; in the folder tags no file is called '*.yml'; there are meta.yaml",
                        "none/*.yaml",
                                "warning 3:10: no file fits 'none/*.yaml'; in the folder none no file is called '*.yaml'; it is empty",
                        "tag/*.yaml", "warning 3:10: no file fits 'tag/*.yaml'; there is no folder tag",
                        "tags/", "error 3:10: 'tags/' is a folder; for the files in it write tags/*.yaml",
                        "tags/mete.yaml", "error 3:10: there is no file tags/mete.yaml; did you mean 'meta.yaml'?",
                        "none/a.yaml", "error 3:10: there is no file none/a.yaml")
                .forEach((include, said) -> assertThat(
                                read(TOP + "include: " + include + "\ntags:\n" + META + "when: [ftd] }\n", folder))
                        .containsExactly(said));
    }

    @Test
    void anErrorHidesNoWarning() {
        Loaded loaded = load(TOP + "tags:\n" + META + "when: [FTD], pixl: 1 }\n", Path.of("/nowhere"));
        assertThat(loaded).isInstanceOf(Loaded.Invalid.class);
        assertThat(((Loaded.Invalid) loaded).problems()).hasSize(1);
        assertThat(((Loaded.Invalid) loaded).warnings())
                .singleElement()
                .asString()
                .contains("did you mean 'ftd'?");
    }

    private static Loaded load(String yaml, Path folder) {
        return ConfigReader.parse(yaml, "taghub.yaml", folder, ENV::get, StartersTest.types());
    }

    private static List<String> read(String yaml, Path folder) {
        List<String> said = new ArrayList<>();
        switch (load(yaml, folder)) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said.stream().map(one -> one.replace("taghub.yaml:", "")).toList();
    }
}
