package io.taghub.config;

import static io.taghub.config.Configs.load;
import static io.taghub.config.Configs.problems;
import static io.taghub.config.Configs.valid;
import static io.taghub.config.Configs.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.HubConfig.Mode;
import io.taghub.config.TestTypes.Made;
import io.taghub.config.TestTypes.Pixel;
import io.taghub.event.Channel;
import io.taghub.event.Consent.Purpose;
import io.taghub.rule.Contract;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    static final String DESIGN = """
            # yaml-language-server: $schema=taghub.schema.json
            site: { domain: shop.example, prefix: x7k2qd }
            mode: live
            sandbox: http://127.0.0.1:9090
            store: sqlite:data/taghub.db
            server_keys: { shop-backend: "${env:TAGHUB_SERVER_KEY}" }
            default_country: US
            events:
              purchase: { conversion: true, pair: { prefer: server, wait: 30s } }
              ftd: { conversion: true, from: [server] }
            tags:
              meta-main:
                type: meta
                pixel_id: "123"
                access_token: "${env:META_TOKEN}"
                when: [page_view, registration, ftd, purchase]
                consent: [ad_storage, ad_user_data]
              partner:
                type: postback
                preset: voluum
                domain: trk.partner.example
                when: [ftd]
            """;

    @Test
    void readsTheConfigOfTheDesign() {
        HubConfig config = valid(DESIGN);

        assertThat(config.site().domain()).isEqualTo("shop.example");
        assertThat(config.site().prefix()).isEqualTo("x7k2qd");
        assertThat(config.mode()).isEqualTo(Mode.LIVE);
        assertThat(config.serverKeys())
                .isEqualTo(Map.of("shop-backend", new Secret("0123456789abcdef0123456789abcdef")));
        assertThat(config.rule("purchase"))
                .isEqualTo(new EventRule(
                        true,
                        Set.of(Channel.BROWSER, Channel.SERVER),
                        new EventRule.Pair(Channel.SERVER, Duration.ofSeconds(30)),
                        Duration.ofDays(90),
                        EventRule.Once.ORDER,
                        Contract.NONE));
        assertThat(config.rule("ftd").from()).containsExactly(Channel.SERVER);
        assertThat(config.rule("page_view")).isEqualTo(EventRule.ordinary("page_view"));
        assertThat(config.tags().keySet()).containsExactly("meta-main", "partner");

        TagConfig meta = config.tags().get("meta-main");
        assertThat(meta.type()).isEqualTo("meta");
        assertThat(meta.when()).containsExactly("page_view", "registration", "ftd", "purchase");
        assertThat(meta.consent()).containsExactlyInAnyOrder(Purpose.AD_STORAGE, Purpose.AD_USER_DATA);
        assertThat(meta.attribution()).isEqualTo(TagConfig.AttributionModel.LOCKED);
        assertThat(meta.onUnknown()).isEqualTo(TagConfig.OnUnknown.HOLD);
        assertThat(meta.limits().maxBatch()).isEqualTo(1000);
        assertThat(meta.clickIds()).containsExactly("fbclid");
        assertThat(meta.secrets()).containsExactly("EAAB-secret-token-of-meta");
        Made made = (Made) meta.tag();
        assertThat(made.settings()).isEqualTo(new Pixel("123", new Secret("EAAB-secret-token-of-meta"), null));
        assertThat(made.setup().site()).isEqualTo(URI.create("https://shop.example/"));
        assertThat(made.setup().defaultCountry()).isEqualTo("US");
        assertThat(warnings(DESIGN)).isEmpty();
    }

    @Test
    void theSmallestFileIsOneLine() {
        HubConfig config = valid("site: { domain: shop.example }");

        assertThat(config.site())
                .isEqualTo(new HubConfig.Site(
                        "shop.example", HubConfig.Site.prefixFor("shop.example"), "_h", null, List.of()));
        assertThat(config.mode()).isEqualTo(Mode.LIVE);
        assertThat(config.sandbox()).isEqualTo(URI.create("http://127.0.0.1:9090"));
        assertThat(config.store()).isEqualTo(new HubConfig.StoreSettings("sqlite:data/taghub.db", null, null));
        assertThat(config.consent()).isEqualTo(new HubConfig.ConsentRules("granted", "honour", Duration.ofMinutes(30)));
        assertThat(config.retention())
                .isEqualTo(new HubConfig.Retention(
                        Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(30)));
        assertThat(config.network()).isEqualTo(new HubConfig.NetworkRules(List.of(), List.of(), null));
        assertThat(config.defaultCountry()).isNull();
        assertThat(config.clickIds())
                .isEqualTo(ClickIdRegistry.of(TestTypes.ALL).clickIds());
        assertThat(config.tags()).isEmpty();
    }

    @Test
    void aPrefixMadeFromTheDomainIsAlwaysTheSame() {
        assertThat(HubConfig.Site.prefixFor("shop.example")).matches("[a-z]{6}").isEqualTo("wzxkkb");
        assertThat(HubConfig.Site.prefixFor("casino.example")).isNotEqualTo("wzxkkb");
    }

    @Test
    void everyKeyOfATagCanBeOverridden() {
        TagConfig tag = valid("""
                site: { domain: shop.example }
                tags:
                  meta-main:
                    type: meta
                    pixel_id: 0123
                    access_token: ${env:META_TOKEN}
                    when: [purchase]
                    consent: []
                    mode: shadow
                    event_names: { purchase: Bought }
                    attribution: first
                    window: 30d
                    on_unknown: resend
                    bots: true
                    limits: { max_batch: 10, max_age: 5d, min_delay: 1h, requests_per_minute: 60 }
                """).tags().get("meta-main");

        assertThat(tag.consent()).isEmpty();
        assertThat(tag.mode()).isEqualTo(Mode.SHADOW);
        assertThat(tag.attribution()).isEqualTo(TagConfig.AttributionModel.FIRST);
        assertThat(tag.window()).isEqualTo(Duration.ofDays(30));
        assertThat(tag.onUnknown()).isEqualTo(TagConfig.OnUnknown.RESEND);
        assertThat(tag.bots()).isTrue();
        assertThat(tag.limits().maxBatch()).isEqualTo(10);
        assertThat(tag.limits().maxAge()).isEqualTo(Duration.ofDays(5));
        assertThat(tag.limits().minDelay()).isEqualTo(Duration.ofHours(1));
        assertThat(tag.limits().requestsPerMinute()).isEqualTo(60);
        Made made = (Made) tag.tag();
        assertThat(made.setup().eventNames())
                .containsEntry("purchase", "Bought")
                .containsKey("registration");
        assertThat(((Pixel) made.settings()).pixelId())
                .as("an id keeps its zeros")
                .isEqualTo("0123");
    }

    @Test
    void aTagThatIsSwitchedOffNeedsNoSecretsAndIsNotThere() {
        HubConfig config = valid("""
                site: { domain: shop.example }
                tags:
                  later: { type: meta, pixel_id: "1", access_token: "${env:NOT_YET}", when: [purchase], enabled: false }
                """);

        assertThat(config.tags()).isEmpty();
    }

    @Test
    void anOwnClickIdComesFirstAndChangesOnlyWhatItSays() {
        HubConfig config = valid("""
                site: { domain: shop.example }
                click_ids:
                  Partner_Click: { platform: partner, pattern: "[0-9a-f]{8}", lifetime: 14d }
                  fbclid: { lifetime: 28d }
                """);

        assertThat(config.clickIds().getFirst())
                .isEqualTo(new ClickIdRule("partner_click", "partner", "[0-9a-f]{8}", Duration.ofDays(14), false));
        assertThat(config.clickIds())
                .filteredOn(rule -> rule.name().equals("fbclid"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.platform()).isEqualTo("meta");
                    assertThat(rule.lifetime()).isEqualTo(Duration.ofDays(28));
                });
    }

    @Test
    void allProblemsAtOnceInTheOrderOfTheFile() {
        assertThat(problems("""
                        site: { domian: shop.example }
                        mode: liev
                        events:
                          ftd: { conversion: perhaps, from: [sever] }
                        tags:
                          meta-main:
                            type: meta
                            acces_token: "${env:META_TOKEN}"
                            consent: [ad_storge]
                            window: soon
                          partner:
                            type: postbak
                        """))
                .containsExactly(
                        "taghub.yaml:1:1: 'domain' is missing: host name of the site, without https:// and port",
                        "taghub.yaml:1:9: unknown key 'domian'; did you mean 'domain'?",
                        "taghub.yaml:2:1: 'mode' takes live, sandbox, shadow; did you mean 'live'?",
                        "taghub.yaml:4:10: 'conversion' must be true or false",
                        "taghub.yaml:4:38: 'from' takes browser, server; did you mean 'server'?",
                        "taghub.yaml:6:3: 'access_token' is missing: access token of the pixel",
                        "taghub.yaml:6:3: 'pixel_id' is missing: id of the pixel",
                        "taghub.yaml:6:3: 'when' is missing: names of the events it is for, each with conditions below it where there are any",
                        "taghub.yaml:8:5: unknown key 'acces_token'; did you mean 'access_token'?",
                        "taghub.yaml:9:15: 'consent' takes ad_storage, ad_user_data, ad_personalization, analytics_storage;"
                                + " did you mean 'ad_storage'?",
                        "taghub.yaml:10:5: 'window' must be a duration such as 30s, 15m, 6h or 90d",
                        "taghub.yaml:12:11: there is no tag type of this name; did you mean 'postback'? There are meta,"
                                + " google-data-manager, postback, picky, clumsy");
    }

    @Test
    void aPresetBringsItsOwnKeys() {
        assertThat(problems("""
                        site: { domain: shop.example }
                        tags:
                          partner: { type: postback, preset: everflow, domain: trk.example, when: [ftd] }
                        """))
                .containsExactly(
                        "taghub.yaml:3:3: 'nid' is missing: network id", "taghub.yaml:3:48: unknown key 'domain'");
    }

    @Test
    void warnsOfWhatIsProbablyNotMeant() {
        assertThat(warnings("""
                        site: { domain: shop.example }
                        server_keys: { a: "${env:SHORT}" }
                        events: { quiz_finished: { conversion: true } }
                        tags:
                          meta-main:
                            type: meta
                            pixel_id: "123"
                            access_token: "${env:META_TOKEN}"
                            test_event_code: TEST1
                            when: [purchse, quiz_finishd, something_else]
                            event_names: { purchase: Purchase }
                          quiet: { type: meta, pixel_id: "1", access_token: "${env:META_TOKEN}", when: [] }
                        """))
                .containsExactly(
                        "taghub.yaml:2:19: this key has fewer than 16 characters; make one with: openssl rand -hex 24",
                        "taghub.yaml:9:5: 'test_event_code' is for tests (marks test events); remove it for live traffic",
                        "taghub.yaml:10:12: no rule and no platform knows an event 'purchse'; did you mean 'purchase'?",
                        "taghub.yaml:10:21: no rule and no platform knows an event 'quiz_finishd'; did you mean 'quiz_finished'?",
                        "taghub.yaml:11:20: 'when' does not list 'purchase'; did you mean 'purchse'?",
                        "taghub.yaml:12:74: 'when' lists nothing, so this tag never gets an event");
    }

    @Test
    void theFingerprintFollowsWhateverATagIsMadeOf() {
        String before = fingerprint(DESIGN);

        assertThat(fingerprint(DESIGN)).isEqualTo(before);
        assertThat(fingerprint(DESIGN + "# a comment\n")).isEqualTo(before);
        assertThat(fingerprint(DESIGN.replace("pixel_id: \"123\"", "pixel_id: \"124\"")))
                .isNotEqualTo(before);
        assertThat(fingerprint(DESIGN.replace("ftd, purchase]", "ftd]"))).isNotEqualTo(before);
        assertThat(fingerprint(DESIGN.replace("mode: live", "mode: shadow"))).isNotEqualTo(before);
        assertThat(fingerprint(DESIGN.replace("default_country: US", "default_country: DE")))
                .isNotEqualTo(before);
        assertThat(fingerprint(DESIGN.replace("${env:META_TOKEN}", "${env:TAGHUB_SERVER_KEY}")))
                .isNotEqualTo(before);
    }

    private static String fingerprint(String yaml) {
        return valid(yaml).tags().get("meta-main").fingerprint();
    }

    @Test
    void readsFilesAndSaysWhatIsWrongWithThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("taghub.yaml");
        assertThat(read(file)).isEqualTo(file + ":1:1: there is no such file");

        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThat(read(file)).isEqualTo(file + ":1:1: the file is not UTF-8 text");

        Files.write(file, new byte[ConfigReader.MAX_BYTES + 1]);
        assertThat(read(file)).isEqualTo(file + ":1:1: the file is larger than 1 MB");

        Files.writeString(file, "");
        assertThat(read(file)).isEqualTo(file + ":1:1: 'site' is missing: your site");
    }

    private static String read(Path file) {
        Loaded loaded = ConfigReader.read(file, Configs.ENV::get, TestTypes.ALL);
        return ((Loaded.Invalid) loaded).problems().getFirst().toString();
    }

    @Test
    void aTagTypeThatRefusesItsSettingsIsAProblemAndNotACrash() {
        assertThat(problems("""
                        site: { domain: shop.example }
                        tags:
                          a: { type: picky, pixel_id: "1", access_token: "${env:META_TOKEN}", when: [ftd] }
                          b: { type: clumsy, pixel_id: "1", access_token: "${env:META_TOKEN}", when: [ftd] }
                        """))
                .containsExactly(
                        "taghub.yaml:3:3: cannot work with ***",
                        "taghub.yaml:4:3: the tag type failed with these settings: IllegalStateException");
        assertThat(load("site: { domain: shop.example }")).isInstanceOf(Loaded.Valid.class);
    }
}
