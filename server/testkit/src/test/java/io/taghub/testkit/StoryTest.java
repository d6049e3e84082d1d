package io.taghub.testkit;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.taghub.cli.TagHub;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/** The main story, played on the demo as a person plays it: by clicking. */
@Often
final class StoryTest {
    private static final String ADA = Sent.sha256("ada@example.com");
    private static final String PHONE = Sent.sha256("442079460958");

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.demo();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void aDepositNineDaysLaterFindsTheClickThatBroughtThePlayer() {
        BrowserContext browser = CHROMIUM.context(hub);
        Page page = browser.newPage();

        // 1. The visitor lands with the click ids of two ads and an affiliate.
        Instant before = hub.now();
        page.navigate(hub.origin() + "/");
        page.waitForResponse(
                "**/e",
                () -> page.getByRole(AriaRole.LINK)
                        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("btag=aff_777_demo"))
                        .click());
        Instant after = hub.now();
        Cookie visitor = visitorCookie(browser);
        assertThat(visitor.httpOnly).isTrue();
        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        hub.expectReceived("page_view");

        // 2. The visitor registers: page and back end report it under one id.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Join and play for pretend"))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create the account"))
                .click();
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/casino/welcome\\?.*"));
        assertThat(visitorCookie(browser).value).isEqualTo(visitor.value);
        hub.expectOnce(
                "meta-main",
                "CompleteRegistration",
                sent -> sent.hashed("user_data.em", "ada@example.com")
                        .has("user_data.ph", PHONE)
                        .contains("IwAR2_demo")
                        .has("action_source", "website"));
        hub.expectOnce("ga4", "registration");
        hub.expectOnce("tiktok", "CompleteRegistration", sent -> sent.has("user.email", ADA));
        hub.expectNothing("casino-affiliates", "registration");
        JsonNode registration = trace("registration");
        assertThat(registration.path("copies")).hasSize(2);
        assertThat(registration.path("event").path("channels").toString()).isEqualTo("[\"browser\",\"server\"]");

        // 3. Nine days pass, by the console's button; then the back end reports who deposited how much.
        Page console = browser.newPage();
        console.navigate(hub.console());
        console.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("+ 9 days"))
                .click();
        assertThat(console.locator("#now")).not().hasText("");
        page.navigate(hub.origin() + "/casino/cashier");
        page.getByLabel("49.99 EUR").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deposit: the back end reports it"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your deposit has arrived.")))
                .isVisible();

        hub.expectOnce("meta-main", "ftd", sent -> {
            sent.value("49.99").currency("EUR").has("user_data.em", ADA).has("user_data.ph", PHONE);
            String[] fbc = sent.json().at("/user_data/fbc").asString("").split("\\.", 4);
            assertThat(fbc).hasSize(4).endsWith("IwAR2_demo");
            assertThat(Instant.ofEpochMilli(Long.parseLong(fbc[2]))).isBetween(before.minusMillis(1), after);
        });
        hub.expectOnce("google-ads", "ftd", sent -> {
            sent.value("49.99").currency("EUR").has("adIdentifiers.gclid", "Cj0KCQ_demo");
            assertThat(sent.json().path("transactionId").asString("")).startsWith("dep-");
        });
        hub.expectSent("ga4", "ftd", sent -> sent.value("49.99").currency("EUR"));
        hub.expectSent("tiktok", "ftd", sent -> sent.value("49.99").has("user.email", ADA));
        hub.expectOnce(
                "casino-affiliates",
                "ftd",
                sent -> sent.has("btag", "aff_777_demo").value("49.99").currency("EUR"));

        // Google decides later.
        assertThat(standing("ftd", "google-ads").path("reason").asString("")).isEqualTo("PENDING_VERDICT");
        hub.advance(Duration.ofMinutes(31));
        hub.expectVerdict("google-ads", "ftd", Verdict.DELIVERED);

        // 4. One table says it all, on the page and on the terminal.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See what became of it"))
                .click();
        for (String tag : new String[] {"meta-main", "google-ads", "ga4", "tiktok", "casino-affiliates"}) {
            assertThat(page.locator("table.fates tr", new Page.LocatorOptions().setHasText(tag))
                            .locator(".chip"))
                    .containsText("delivered");
        }
        assertThat(page.locator("table.clicks")).containsText("IwAR2_demo");
        assertThat(page.content()).doesNotContain("ada@example.com").doesNotContain("demo-meta-token");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/story-console.png"))
                .setFullPage(true));
        assertThat(explain(id("ftd")))
                .contains("ftd", "49.99 EUR", "click gclid Cj0KCQ_demo", "(9 d before)")
                .containsPattern("meta-main +delivered")
                .containsPattern("casino-affiliates +delivered")
                .contains("POST https://graph.facebook.com/")
                .doesNotContain("ada@example.com")
                .doesNotContain("demo-meta-token");
    }

    @Test
    void theShopSellsOnceHoweverOftenItIsReported() {
        BrowserContext browser = CHROMIUM.context(hub);
        Page page = browser.newPage();
        page.navigate(hub.origin() + "/");
        page.getByRole(AriaRole.LINK)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("clickid=shop_click_1"))
                .click();
        page.getByRole(AriaRole.LINK)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Kettle No. 3"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Buy it"))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Order and pay nothing"))
                .click();
        assertThat(page.getByText("Put the water on")).isVisible();

        hub.expectOnce(
                "tiktok",
                "Purchase",
                sent -> sent.value("49.99")
                        .currency("EUR")
                        .has("user.ttclid", "E.C.P.demo")
                        .has("user.email", ADA));
        hub.expectOnce(
                "shop-affiliates",
                "purchase",
                sent -> sent.contains("shop_click_1").value("49.99"));
        hub.expectOnce("meta-main", "Purchase", sent -> sent.value("49.99").lacks("user_data.fbc"));
        assertThat(trace("purchase").path("copies")).hasSize(2);
    }

    @Test
    void aStrangersDepositIsSkippedWithAReason() {
        hub.backend().send("""
                {"name":"ftd","id":"%s","user":{"id":"%s"},"value":49.99,"currency":"EUR"}
                """.formatted(hub.unique("dep"), hub.unique("player")));
        hub.advance(Duration.ofHours(73));
        hub.expectSkipped("casino-affiliates", "ftd", Reason.NO_CLICK_ID);
        hub.expectNothing("casino-affiliates");
    }

    private static Cookie visitorCookie(BrowserContext browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.name.equals("_h"))
                .findFirst()
                .orElseThrow();
    }

    private String id(String name) {
        return Look.of(hub.server(), hub.runId()).rows().stream()
                .filter(row -> row.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString("");
    }

    private JsonNode trace(String name) {
        return hub.server().http.json(hub.console() + "/api/events/" + Http.escaped(id(name)));
    }

    private JsonNode standing(String name, String tag) {
        return trace(name)
                .path("tags")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private String explain(String id) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            int port = URI.create(hub.console()).getPort();
            assertThat(TagHub.run("explain", "--console-port", String.valueOf(port), id))
                    .isZero();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
