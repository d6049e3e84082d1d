package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BotsTest {
    private static List<String> lines(String name) throws IOException {
        try (InputStream in = BotsTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    static List<String> people() throws IOException {
        return lines("people.txt");
    }

    static List<String> machines() throws IOException {
        return lines("machines.txt");
    }

    /** Browsers, those inside apps, televisions, a Cubot, a headless browser, and apps that call by themselves. */
    @ParameterizedTest
    @MethodSource("people")
    void peopleAreNoBots(String userAgent) {
        assertThat(Bots.isBot(userAgent)).isFalse();
    }

    /** Crawlers, previews, monitoring, HTTP libraries. */
    @ParameterizedTest
    @MethodSource("machines")
    void whatSaysThatItIsAMachineIsOne(String userAgent) {
        assertThat(Bots.isBot(userAgent)).isTrue();
    }

    /** The page of a headless browser says so itself; a back end's event has nothing but this word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.6778.33 Safari/537.36",
                "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Cypress/13.6.0 Chrome/114 Electron/25 Safari/537.36",
                "Playwright/1.40.0 (x64; ubuntu 22.04) node/18.18",
                "Selenium",
                "selenium/4.16.1 (java unix)",
                "puppeteer",
                "WebdriverIO",
                "Nightmare/3",
                "jsdom/20.0.3",
                "HtmlUnit",
                "-",
            })
    void inABackEndsEventABrowserUnderAutomationIsOne(String userAgent) {
        assertThat(Bots.isBotElsewhere(userAgent)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("people")
    void peopleAreNoBotsInABackEndsEventEither(String userAgent) {
        assertThat(Bots.isBotElsewhere(userAgent)).isEqualTo(userAgent.contains("Headless"));
    }

    @Test
    void plainWordsAndExpressionsAreFoundWhereverTheyStand() {
        Names names = new Names(List.of("Mail\\.RU_Bot", "ab", "^start", "[Ww]get", "end$", "C++"));
        assertThat(List.of("x Mail.RU_Bot", "cab", "starting", "my Wget", "the end"))
                .allMatch(names::in);
        assertThat(List.of("MailxRU_Bot", "restart", "WGET", "endless", "")).noneMatch(names::in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[<\\(;]",
                "\\(\\)",
                "\\.com\\b",
                "\\|",
                "^\\d+\\b",
                "^mozilla/\\d\\.\\d\\s[\\w\\.-]+$",
                ";\\s\\w+;$"
            })
    void theFormAloneSaysNothing(String expression) {
        assertThat(Bots.isForm(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\bbw/",
                "\\bperl\\b",
                "(?<! cu)bots?(?:\\b|_)",
                "^python",
                "monitor\\b",
                "(?:^|[^g])news(?!sapphire)"
            })
    void wordsCount(String expression) {
        assertThat(Bots.isForm(expression)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Device-Bot, X-Device-Bot, true, true",
        "X-Device-Bot, X-Device-Bot, 1, true",
        "X-Device-Bot, X-Device-Bot, False, false",
        "X-Device-Bot, X-Device-Bot, 0, false",
        "X-Device-Bot, X-Device-Bot, , false",
        "cf-bot-score < 30, cf-bot-score, 29, true",
        "cf-bot-score<30, cf-bot-score, 30, false",
        "X-Device-Bot-Score > 80, X-Device-Bot-Score, 80.5, true",
        "X-Device-Bot-Score > 80, X-Device-Bot-Score, much, false",
    })
    void aProxyMayKnowBetter(String written, String name, String value, boolean bot) {
        BotHeader header = Objects.requireNonNull(BotHeader.of(written));
        assertThat(header.name()).isEqualTo(name);
        assertThat(header.says(value)).isEqualTo(bot);
    }
}
