package io.taghub.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.taghub.event.EventJson;
import io.taghub.tag.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo sites in a real Chromium against a hub that only writes down what it is told. */
final class DemoSiteTest {
    /** The snippet's contract in one line: {@code th(name, props)} sends and returns the id at once. */
    private static final String SNIPPET = """
            let n = 0;
            window.th = (name, props) => {
              const i = 'browser-id-' + (++n);
              fetch('/x7k2qd/e', {method: 'POST', keepalive: true, body: JSON.stringify({n: name, i, p: props})});
              return i;
            };
            """;

    private static Playwright playwright;
    private static Browser browser;

    private final List<JsonNode> browserCopies = new CopyOnWriteArrayList<>();
    private final List<JsonNode> serverCopies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private String hubAnswer = "{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[]}";
    private Javalin hub;
    private BrowserContext context;
    private Page page;
    private String url;

    @BeforeAll
    static void launch() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-quic",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    @AfterAll
    static void quit() {
        playwright.close();
    }

    @BeforeEach
    void start() {
        DemoSite demo = new DemoSite(
                "x7k2qd",
                "_h",
                () -> URI.create("http://localhost:8081"),
                new DemoBackEnd(() -> URI.create(url), new Secret("demo-key")));
        hub = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    demo.routes(config.routes);
                    hub(config.routes);
                })
                .start("127.0.0.1", 0);
        url = "http://127.0.0.1:" + hub.port();
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1320, 860));
        page = context.newPage();
        page.onDialog(dialog -> {
            alarms.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> alarms.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                alarms.add("console: " + message.text());
            }
        });
    }

    private void hub(RoutesConfig routes) {
        routes.get(
                "/x7k2qd/h.js",
                request -> request.contentType("text/javascript")
                        .header("Set-Cookie", "_h=visitor-1; Path=/; HttpOnly; SameSite=Lax")
                        .result(SNIPPET));
        routes.post("/x7k2qd/e", request -> {
            browserCopies.add(DemoBackEnd.JSON.readTree(request.body()));
            request.status(204);
        });
        routes.post("/v1/events", request -> {
            keys.add(request.header("Authorization"));
            serverCopies.add(DemoBackEnd.JSON.readTree(request.body()));
            request.contentType("application/json").result(hubAnswer);
        });
    }

    @AfterEach
    void stop() {
        context.close();
        hub.stop();
    }

    /** For people to look at, with {@code -Dpictures=true}. */
    private void picture(String name) {
        if (Boolean.getBoolean("pictures")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/screenshots/demo-" + name + ".png"))
                    .setFullPage(true));
        }
    }

    @Test
    void registrationIsReportedTwiceWithOneIdAndTheDepositByTheBackEndAlone() {
        page.navigate(url + "/");
        picture("chooser");
        page.locator(".ways a").first().click();
        assertThat(page.url()).endsWith("/casino?fbclid=IwAR2_demo&gclid=Cj0KCQ_demo&btag=aff_777_demo");
        picture("casino");
        page.locator("text=Join and play").click();
        picture("register");
        page.locator("text=Create the account").click();
        page.waitForURL("**/casino/welcome**");
        picture("welcome");
        page.waitForCondition(() -> browserCopies.size() == 1);

        JsonNode browserCopy = browserCopies.getFirst();
        JsonNode serverCopy = serverCopies.getFirst();
        assertThat(browserCopy.path("n").stringValue()).isEqualTo("registration");
        assertThat(serverCopy.path("id")).isEqualTo(browserCopy.path("i"));
        assertThat(serverCopy.at("/user/email").stringValue()).isEqualTo("ada@example.com");
        assertThat(serverCopy.path("visitor").stringValue()).isEqualTo("visitor-1");
        assertThat(browserCopy.toString()).doesNotContain("ada");
        assertThat(keys).containsExactly("Bearer demo-key");
        String user = serverCopy.at("/user/id").stringValue();
        assertThat(page.locator(".who").innerText()).contains(user);
        assertThat(page.locator(".behind .button").getAttribute("href"))
                .isEqualTo("http://localhost:8081/events/browser-id-1?name=registration");

        assertThat(page.locator("script[data-th]").getAttribute("src")).isEqualTo("/x7k2qd/h.js");
        page.locator("main a.button").click();
        picture("cashier");
        page.locator("text=Deposit: the back end reports it").click();
        page.locator("text=Your deposit has arrived.").waitFor();
        JsonNode deposit = serverCopies.getLast();
        assertThat(deposit.propertyNames()).containsExactlyInAnyOrder("name", "id", "user", "value", "currency");
        assertThat(deposit.path("name").stringValue()).isEqualTo("ftd");
        assertThat(deposit.path("user").toString()).isEqualTo("{\"id\":\"" + user + "\"}");
        assertThat(deposit.path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(browserCopies).hasSize(1);

        page.locator("text=Deposit: the back end reports it").click();
        page.waitForCondition(() -> serverCopies.size() == 3);
        assertThat(serverCopies.getLast().path("name").stringValue()).isEqualTo("deposit");
        assertEveryServerCopyIsOneTheHubTakes();
        assertThat(alarms).isEmpty();
    }

    @Test
    void theShopReportsViewCartAndPurchase() {
        page.navigate(url + "/shop?ttclid=E.C.P.demo&clickid=shop_click_1");
        picture("shop");
        page.locator("text=Kettle No. 3").click();
        picture("product");
        page.locator("text=Buy it").click();
        picture("checkout");
        page.locator("text=Order and pay nothing").click();
        page.locator("text=Put the water on").waitFor();
        picture("thanks");
        page.waitForCondition(() -> browserCopies.size() == 3);

        assertThat(browserCopies.stream().map(copy -> copy.path("n").stringValue()))
                .containsExactlyInAnyOrder("view_item", "add_to_cart", "purchase");
        JsonNode purchase = serverCopies.getFirst();
        JsonNode copy = browserCopies.stream()
                .filter(each -> each.path("n").stringValue().equals("purchase"))
                .findFirst()
                .orElseThrow();
        assertThat(purchase.path("id")).isEqualTo(copy.path("i"));
        assertThat(purchase.at("/items/0/id").stringValue()).isEqualTo("kettle");
        assertThat(copy.at("/p/value").decimalValue()).isEqualByComparingTo("49.99");
        assertEveryServerCopyIsOneTheHubTakes();
        assertThat(alarms).isEmpty();
    }

    @Test
    void whatGoesWrongIsSaidInASentenceAndHostileInputStaysText() {
        hubAnswer =
                "{\"accepted\":0,\"paired\":0,\"duplicates\":0,\"rejected\":[{\"index\":0,\"reason\":\"<img src=x onerror=alert(1)>\"}]}";
        page.navigate(url + "/casino/register");
        page.locator("text=Create the account").click();
        page.locator(".problem").waitFor();
        assertThat(page.locator(".problem").innerText())
                .isEqualTo("The hub did not take the event: <img src=x onerror=alert(1)>");
        page.navigate(url + "/casino/welcome?e=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&n=%3Cb%3E");
        assertThat(page.locator(".behind .button").count()).isZero();
        assertThat(alarms).isEmpty();
    }

    @Test
    void withoutTheScriptTheFormStillWorks() {
        page.route(
                "**/h.js",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("")));
        page.navigate(url + "/casino/register");
        page.locator("text=Create the account").click();
        page.waitForURL("**/casino/welcome**");
        assertThat(serverCopies.getFirst().path("id").stringValue()).startsWith("registration-");
        assertThat(alarms).isEmpty();
    }

    @Test
    void aPhoneShowsItWhole() {
        page.setViewportSize(390, 800);
        for (String path : List.of("/", "/casino", "/casino/register", "/shop", "/shop/tea/mint")) {
            page.navigate(url + path);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as(path)
                    .isEqualTo(true);
        }
        page.navigate(url + "/casino");
        picture("casino-narrow");
    }

    private void assertEveryServerCopyIsOneTheHubTakes() {
        for (JsonNode copy : serverCopies) {
            assertThat(EventJson.parse(copy, Instant.now(), name -> null)).isInstanceOf(EventJson.Parsed.Ok.class);
        }
    }
}
