package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.rule.TagRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Triggers and mapping as an operator writes them, with real tag types. */
class TagRulesTest {
    private static final String PARTNER = """
                when: [purchase]
              partner:
                type: postback
                url: "https://trk.partner.example/pb?cid=%s&sum={{ value | money }}"
                click_id: partner_click
                when: [purchase]
                %s
            """;

    private static final String HEAD = """
            site: { domain: shop.example }
            tags:
              meta-main:
                type: meta
                pixel_id: "123456789012345"
                access_token: "${env:META_TOKEN}"
            """;

    private static Loaded load(String yaml) {
        return ConfigReader.parse(
                HEAD + yaml, "taghub.yaml", Path.of("/nowhere"), name -> "EAAB-secret-of-" + name, RealPlatforms.TYPES);
    }

    private static TagConfig tag(String yaml) {
        Loaded loaded = load(yaml);
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config().tags().values().iterator().next();
    }

    private static List<String> problems(String yaml) {
        return load(yaml) instanceof Loaded.Invalid invalid
                ? invalid.problems().stream().map(ConfigProblem::toString).toList()
                : List.of();
    }

    private static List<String> warnings(String yaml) {
        return load(yaml) instanceof Loaded.Valid valid
                ? valid.warnings().stream().map(ConfigProblem::toString).toList()
                : problems(yaml);
    }

    /** A privacy-minded edit that costs every postback. */
    @Test
    void whoKeepsTheClickFromAPartnerIsTold() {
        for (String kept : List.of("deny: [click_ids]", "allow: [value, currency]")) {
            assertThat(problems(PARTNER.formatted("{{ click.id | required }}", kept)))
                    .singleElement()
                    .asString()
                    .contains("keeps the click from the receiver", "let 'click_ids' through");
        }
        assertThat(warnings(PARTNER.formatted("{{ click.id }}", "delay: 1m")))
                .singleElement()
                .asString()
                .contains("an event without a click goes out too");
        assertThat(warnings(PARTNER.formatted("{{ click.id | required }}", "deny: [user]")))
                .isEmpty();
    }

    @Test
    void everythingAtOnce() {
        TagConfig tag = tag("""
                    when:
                      - page_view
                      - purchase:
                          value: { at_least: 100 }
                          currency: { in: [EUR, USD] }
                      - purchase:
                          properties.vertical: casino
                    params:
                      content_category: properties.vertical
                      brand: { const: Casino One }
                    value: { net_of: properties.tax, percent: 30, currency: EUR, rates: { USD: 0.92 } }
                    deny: [user.phone, client.ip]
                    anonymise: [query]
                    delay: 10m
                """);
        assertThat(tag.when()).containsExactly("page_view", "purchase");
        assertThat(tag.rule()).isNotSameAs(TagRule.NONE);
        assertThat(tag.limits().minDelay()).isEqualTo(Duration.ofMinutes(10));
        assertThat(warnings("""
                    when:
                      - page_view
                      - purchase: { value: { at_least: 100 } }
                    params: { content_category: properties.vertical }
                """)).isEmpty();
    }

    @Test
    void withoutARuleThereIsNone() {
        assertThat(tag("    when: [purchase]\n").rule()).isSameAs(TagRule.NONE);
    }

    @Test
    void aChangedRuleIsAChangedTag() {
        String plain = tag("    when: [purchase]\n").fingerprint();
        String dear =
                tag("    when: [purchase: { value: { at_least: 100 } }]\n").fingerprint();
        String dearer =
                tag("    when: [purchase: { value: { at_least: 200 } }]\n").fingerprint();
        String shared =
                tag("    when: [purchase]\n    value: { percent: 30 }\n").fingerprint();
        assertThat(List.of(plain, dear, dearer, shared)).doesNotHaveDuplicates();
    }

    @Test
    void mistakesAreShownWhereTheyStandAllOfThem() {
        assertThat(problems("""
                    when:
                      - page_view
                      - purchase:
                          vertical: casino
                          value: { at_leest: 100, below: abc }
                      - ftd: { matches: x }
                    params: { content_category: casino }
                    value: { net: properties.tax }
                    deny: [phone]
                    anonymise: [ip_address]
                    delay: soon
                """))
                .containsExactly(
                        "taghub.yaml:10:11: there is no field 'vertical'; a property of your own is written"
                                + " 'properties.vertical'",
                        "taghub.yaml:11:20: there is no operator 'at_leest'; did you mean 'at_least'?",
                        "taghub.yaml:11:35: 'below' takes a number",
                        "taghub.yaml:12:16: there is no field 'matches'; a property of your own is written"
                                + " 'properties.matches'",
                        "taghub.yaml:13:15: there is no field 'casino'; a property of your own is written"
                                + " 'properties.casino'; a constant is written { const: casino }",
                        "taghub.yaml:14:14: unknown key 'net'; did you mean 'net_of'?",
                        "taghub.yaml:15:12: there is no field 'phone'; did you mean 'user.phone'?",
                        "taghub.yaml:16:17: 'anonymise' takes ip, user_agent, query; did you mean 'ip'?",
                        "taghub.yaml:17:5: 'delay' must be a duration such as 30s, 15m, 6h or 90d");
    }

    @Test
    void aListIsAListAndIndentationCounts() {
        assertThat(problems("    when: { purchase: { value: { at_least: 100 } } }\n"))
                .singleElement()
                .asString()
                .contains("'when' is a list; write a dash before each event, - purchase:");
        assertThat(problems("""
                    when:
                      - purchase:
                        value: { at_least: 100 }
                """)).singleElement().asString().contains("below the event's name, deeper");
    }

    @Test
    void namesBeforeConditionsAreJudgedAsOthersAre() {
        assertThat(warnings("    when: [purchse: { value: 5 }]\n"))
                .singleElement()
                .asString()
                .startsWith("taghub.yaml:7:12: ")
                .contains("did you mean 'purchase'?");
        assertThat(warnings("    when: [purchase: { value: 5 }, purchase: { currency: EUR }]\n"))
                .isEmpty();
        assertThat(warnings("    when: [purchase, purchase: { currency: EUR }]\n"))
                .singleElement()
                .asString()
                .contains("also stands here without conditions");
        assertThat(problems("    when: [\"purchase if value > 100\"]\n"))
                .singleElement()
                .asString()
                .contains("- purchase: { value: { at_least: 100 } }");
    }

    @Test
    void aParameterThatATagHasNoPlaceForIsAWarning() {
        String postback = """
                  partner:
                    type: postback
                    url: https://trk.partner.example/c?cid={{ click.id | required }}&sum={{ property.payout }}
                    click_id: partner_click
                    when: [ftd]
                    params: { payout: { percent: 30 }, tier: properties.tier }
                """;
        assertThat(warnings("    when: [purchase]\n" + postback))
                .singleElement()
                .asString()
                .isEqualTo("taghub.yaml:13:40: this tag sends no parameter 'tier'; a postback names it where it"
                        + " belongs, {{ property.tier }}");
        String google = """
                  ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "333" }
                    oauth: { client_id: a.example, client_secret: "${env:SECRET}", refresh_token: "${env:TOKEN}" }
                    when: [purchase]
                    params: { tier: properties.tier, custom_variables.level: properties.level }
                """;
        assertThat(warnings("    when: [purchase]\n" + google))
                .singleElement()
                .asString()
                .endsWith("this tag sends no parameter 'tier'; did you mean 'custom_variables.tier'?");
    }

    @Test
    void delaysThatCannotBe() {
        assertThat(problems("    when: [purchase]\n    delay: 1h\n    limits: { min_delay: 2h }\n"))
                .singleElement()
                .asString()
                .contains("limits.min_delay says the same");
        assertThat(problems("    when: [purchase]\n    delay: 8d\n"))
                .singleElement()
                .asString()
                .contains("no event that is older than 7d, so none is ever sent");
    }
}
