package io.taghub.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code taghub plan} says of two configs: what changes, in a marketer's words, and of nothing else. */
class ConfigChangesTest {
    private static final String OLD = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: live
            server_keys: { shop: "${env:KEY}" }
            events:
              purchase: { conversion: true }
              ftd: { conversion: true }
            tags:
              meta-main:
                type: meta
                pixel_id: "123"
                access_token: "${env:META}"
                when: [page_view, purchase]
              tiktok-main:
                type: tiktok
                pixel_code: C4T0
                access_token: "${env:TIKTOK}"
                when: [page_view, purchase]
            """;
    private static final String PARTNER = """
              partner-north:
                type: postback
                preset: voluum
                domain: trk.north.example
                when: [purchase]
            """;

    private final Map<String, String> env =
            new HashMap<>(Map.of("KEY", "k-1", "META", "EAAB", "META_2", "EAAC", "TIKTOK", "tt"));

    private HubConfig config(String text) {
        Loaded loaded = ConfigReader.parse(text, "taghub.yaml", Path.of("."), env::get, Configs.types());
        assertThat(loaded).as("%s", loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }

    private List<String> changes(String after) {
        return ConfigChanges.between(config(OLD), config(after));
    }

    private List<String> changes(String from, String to) {
        assertThat(OLD).contains(from);
        return changes(OLD.replace(from, to));
    }

    @Test
    void nothingIsSaidOfWhatOnlyLooksDifferent() {
        assertThat(changes(OLD)).isEmpty();
        assertThat(changes("pixel_id: \"123\"", "pixel_id: \"123\"   # ours\n    attribution: locked\n    bots: false"))
                .isEmpty();
        assertThat(changes("when: [page_view, purchase]", "when: [purchase, page_view]"))
                .isEmpty();
        assertThat(changes(OLD + "consent: { default: granted }\nretention: { events: 7d }\n"))
                .isEmpty();
        assertThat(changes("  ftd: {", "  trial: {}\n  ftd: {")).isEmpty();
    }

    @Test
    void theHashKnowsWhatMakesADifferenceAndNothingElse() {
        String hash = config(OLD).written().hash();
        assertThat(hash).matches("[0-9a-f]{8}");
        assertThat(config("# another comment\n" + OLD).written().hash()).isEqualTo(hash);
        assertThat(config(OLD + PARTNER).written().hash()).isNotEqualTo(hash);
        assertThat(config(OLD + "consent: { default: denied }\n").written().hash())
                .isNotEqualTo(hash);
        env.put("META", "EAAD");
        assertThat(config(OLD).written().hash()).as("another token").isNotEqualTo(hash);
    }

    @Test
    void eventsThatGoElsewhere() {
        assertThat(changes(OLD.replaceFirst("(?s)(.*)\\[page_view, purchase\\]", "$1[purchase]") + PARTNER))
                .containsExactly(
                        "partner-north is new (postback, preset voluum)",
                        "purchase will also go to partner-north",
                        "tiktok-main will stop getting page_view");
        assertThat(changes("when: [page_view, purchase]", "when: [page_view, purchase, ftd]"))
                .as("both tags")
                .containsExactly("ftd will also go to meta-main, tiktok-main");
    }

    @Test
    void tagsThatComeGoAndAreCalledOtherwise() {
        assertThat(ConfigChanges.between(config(OLD + PARTNER), config(OLD)))
                .containsExactly("partner-north leaves the config: it will stop getting purchase; what waits"
                        + " there waits for its return, as long as events are kept");
        assertThat(ConfigChanges.between(config(OLD + PARTNER), config(OLD + PARTNER + "    enabled: false\n")))
                .containsExactly("partner-north is switched off: it will stop getting purchase; what waits"
                        + " there waits for its return, as long as events are kept");
        assertThat(ConfigChanges.between(config(OLD + PARTNER + "    enabled: false\n"), config(OLD + PARTNER)))
                .containsExactly(
                        "partner-north is switched on (postback, preset voluum)",
                        "purchase will also go to partner-north");
        assertThat(ConfigChanges.between(
                        config(OLD + PARTNER), config(OLD + PARTNER.replace("partner-north", "north"))))
                .singleElement()
                .asString()
                .startsWith("partner-north is called north from now on");
    }

    @Test
    void conditionsAndSpansInWords() {
        String some = "when: [page_view, { ftd: { value: { at_least: 50 }, currency: [EUR, USD] } }]";
        assertThat(changes("when: [page_view, purchase]", some).getFirst())
                .isEqualTo("ftd will also go to meta-main, tiktok-main");
        assertThat(changes("when: [page_view, purchase]", some))
                .contains("meta-main will get ftd only where value is at least 50 and currency is EUR or USD");
        HubConfig before = config(OLD.replace("when: [page_view, purchase]", some));
        assertThat(ConfigChanges.between(
                        before,
                        config(OLD.replace(
                                "when: [page_view, purchase]",
                                some.replace("50", "100").replace("[EUR, USD]", "{ not: GBP }")))))
                .contains(
                        "meta-main will get ftd only where value is at least 100 and currency is not GBP, and no longer only"
                                + " where value is at least 50 and currency is EUR or USD");
        assertThat(ConfigChanges.between(
                        before, config(OLD.replace("when: [page_view, purchase]", "when: [page_view, ftd]"))))
                .contains(
                        "meta-main will get every ftd, and no longer only where value is at least 50 and currency is EUR or USD");
        assertThat(changes(OLD
                        + PARTNER.replace(
                                "[purchase]",
                                "[{ purchase: { value: { below: 5 }, properties.vip: { exists: false } } }]")))
                .contains("partner-north will get purchase only where value is below 5 and properties.vip is missing");
        assertThat(changes("pixel_id: \"123\"", "pixel_id: \"123\"\n    window: 48h"))
                .containsExactly(
                        "window of meta-main: a click counts for 2 days, instead of a click counts as long as its network says");
    }

    @Test
    void ofLongAddressesWhatDiffersIsShown() {
        String url =
                "https://trk.north.example/a/rather/long/path/to/the/postback/of/the/partner?cid={{ click.id | required }}&sum={{ value }}";
        String tag =
                "  north:\n    type: postback\n    url: \"" + url + "\"\n    click_id: btag\n    when: [purchase]\n";
        assertThat(ConfigChanges.between(config(OLD + tag), config(OLD + tag.replace("value }}", "value | money }}"))))
                .containsExactly("url of north changes from …sum={{ value }} to …sum={{ value | money }}");
    }

    @Test
    void settingsOfATag() {
        assertThat(changes("access_token: \"${env:META}\"", "access_token: \"${env:META_2}\""))
                .containsExactly("access_token of meta-main changes from ${env:META} to ${env:META_2}");
        assertThat(changes("pixel_id: \"123\"", "pixel_id: \"456\"\n    attribution: last\n    mode: shadow"))
                .containsExactly(
                        "meta-main will show what it builds and send nothing; it was in mode live",
                        "attribution of meta-main: the last click counts, instead of the last click before the user was"
                                + " known counts",
                        "pixel_id of meta-main changes from 123 to 456");
        assertThat(changes("pixel_id: \"123\"", "pixel_id: \"123\"\n    event_names: { ftd: StartTrial }"))
                .containsExactly("meta-main will call ftd 'StartTrial'");
        assertThat(changes("pixel_id: \"123\"", "pixel_id: \"123\"\n    consent: [ad_storage, analytics_storage]"))
                .allMatch(line -> line.startsWith("consent: meta-main will "))
                .anyMatch(line -> line.contains("also need analytics_storage"));
    }

    @Test
    void aSecretThatIsReplacedWhereItComesFrom() {
        HubConfig before = config(OLD);
        env.put("META", "EAAZ-secret");
        env.put("KEY", "k-2-secret");
        assertThat(ConfigChanges.between(before, config(OLD)))
                .containsExactly(
                        "what meta-main takes from elsewhere changes: a secret, or its preset",
                        "the key of the back end shop changes");
    }

    @Test
    void whatHoldsForAll() {
        assertThat(changes("mode: live", "mode: shadow"))
                .containsExactly("the hub will show what it builds and send nothing; it was in mode live");
        assertThat(changes(OLD + "consent: { default: denied }\n"))
                .containsExactly("consent: where a visitor has not decided, denied counts instead of granted");
        assertThat(changes("ftd: { conversion: true }", "ftd: { conversion: true, from: [server] }"))
                .containsExactly("ftd will be taken from back ends only");
        assertThat(changes("purchase: { conversion: true }", "purchase: { conversion: true, dedup: 30d }"))
                .containsExactly("events.purchase.dedup becomes 30d");
        assertThat(changes("prefix: x7k2qd", "prefix: abc"))
                .containsExactly(
                        "script and endpoint move from /x7k2qd/ to /abc/: pages and proxy need the new address");
        assertThat(changes(OLD + "store: sqlite:other.db\n"))
                .containsExactly("store becomes sqlite:other.db, at the next start");
        assertThat(changes("shop: \"${env:KEY}\"", "app: \"${env:KEY}\""))
                .containsExactly("the back end app may report events", "the back end shop may no longer report events");
    }

    @Test
    void whatIsAskedOfAnEvent() {
        String plain = "ftd: { conversion: true }";
        String asked =
                "ftd: { conversion: true, require: [order_id], fields: { page.url: { exists: true }, value: { at_least: 20 } },"
                        + " value: { percent: 30 } }";
        String less = "ftd: { conversion: true, fields: { value: { at_least: 50 } }, value: { percent: 40 } }";
        assertThat(ConfigChanges.between(config(OLD), config(OLD.replace(plain, asked))))
                .containsExactly(
                        "ftd will be held for a person where order_id is missing",
                        "ftd will be held for a person unless page.url is there",
                        "ftd will be held for a person unless value is at least 20",
                        "what ftd is worth to tags without a rule of their own: percent becomes 30");
        assertThat(ConfigChanges.between(config(OLD.replace(plain, asked)), config(OLD.replace(plain, less))))
                .containsExactly(
                        "ftd will no longer be held where order_id is missing",
                        "ftd will be held for a person unless value is at least 50, instead of unless it is at least 20",
                        "ftd will go out whether or not page.url is there",
                        "what ftd is worth to tags without a rule of their own: percent changes from 30 to 40");
    }
}
