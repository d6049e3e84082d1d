package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.taghub.intake.snippet.SnippetFiles;
import io.taghub.tag.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The hub's duties towards the script: how it is served, the cookie, who may post, and the visitor's no. */
@Often
final class ServedSnippetTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.resource("shop.yaml"));

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final SnippetFiles files = SnippetFiles.load();

    @Test
    void theCookieIsTheServersAndLastsLongerThanAYear() {
        BrowserContext browser = CHROMIUM.context(hub);
        Page page = browser.newPage();
        visit(page, hub.page("<p>one</p>"));
        Cookie first = visitor(browser);
        assertThat(first.httpOnly).isTrue();
        assertThat(Duration.between(Instant.now(), Instant.ofEpochSecond(first.expires.longValue())))
                .isGreaterThan(Duration.ofDays(380));
        assertThat(page.evaluate("document.cookie")).isEqualTo("");

        visit(page, hub.page("<p>two</p>"));
        assertThat(visitor(browser).value).isEqualTo(first.value);
        hub.expectReceived("page_view");
        assertThat(Look.of(hub.server(), hub.runId()).rows().stream()
                        .map(row -> hub.server()
                                .http
                                .json(hub.console() + "/api/events/"
                                        + row.path("id").asString(""))
                                .at("/event/visitor")
                                .asString("")))
                .hasSize(2)
                .containsOnly(first.value.split("\\.")[1]);
    }

    private static void visit(Page page, String url) {
        assertThat(page.waitForResponse("**/x7k2qd/e", () -> page.navigate(url)).status())
                .isEqualTo(204);
    }

    private static Cookie visitor(BrowserContext browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.name.equals("_h"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCookieIsSecureWhereTheSiteIs() {
        String id = hub.unique("view");
        assertThat(cookie(new Post(hub).header("X-Forwarded-Proto", "https").send("page_view", id)))
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/");
        assertThat(cookie(new Post(hub).send("page_view", id + "-2"))).doesNotContain("Secure");
    }

    private static String cookie(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(204);
        return answer.headers().firstValue("Set-Cookie").orElseThrow();
    }

    @Test
    void globalPrivacyControlKeepsEverythingFromAdPlatforms() {
        Page page = CHROMIUM.context(hub, new Browser.NewContextOptions().setExtraHTTPHeaders(Map.of("Sec-GPC", "1")))
                .newPage();
        visit(page, hub.page("<p>private</p>"));
        hub.expectSkipped("meta-main", "page_view", Reason.GPC);
        hub.expectSkipped("tiktok", "page_view", Reason.GPC);
        hub.expectNothing("meta-main");
        hub.expectNothing("tiktok");
        hub.expectNothing("partner");
    }

    @Test
    void anOptOutIsHonoured() {
        BrowserContext browser = CHROMIUM.context(hub);
        Page page = browser.newPage();
        visit(page, hub.page("<p>out</p>") + "?x7k2qd_optout=1");
        assertThat(browser.cookies())
                .extracting(cookie -> cookie.name)
                .contains("_h_out")
                .doesNotContain("_h");
        visit(page, hub.page("<p>still out</p>"));
        hub.expectNoEvents();
        visit(page, hub.page("<p>in again</p>") + "?x7k2qd_optout=0");
        hub.expectSent("meta-main", "PageView");
    }

    @Test
    void theScriptIsCachedForAnHourAndItsVersionForGood() throws Exception {
        HttpResponse<String> latest = new Post(hub).get("/x7k2qd/h.js");
        assertThat(latest.statusCode()).isEqualTo(200);
        assertThat(latest.headers().firstValue("Cache-Control"))
                .contains("public, max-age=3600, stale-while-revalidate=86400");
        assertThat(latest.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(latest.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

        HttpResponse<String> pinned = new Post(hub).get("/x7k2qd/" + files.versioned("h.js"));
        assertThat(pinned.body()).isEqualTo(latest.body());
        assertThat(pinned.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        String sha384 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-384")
                        .digest(pinned.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(files.integrity("h.js")).isEqualTo("sha384-" + sha384);

        String etag = latest.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = new Post(hub).header("If-None-Match", etag).get("/x7k2qd/h.js");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(new Post(hub).get("/other1/h.js").statusCode()).isEqualTo(404);
    }

    @Test
    void theScriptComesCompressedToWhoeverCanReadIt() throws Exception {
        byte[] plain = bytes("identity", "");
        assertThat(bytes("br, gzip", "br")).hasSizeLessThan(plain.length);
        byte[] gzip = bytes("gzip, deflate", "gzip");
        assertThat(new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(plain);
        assertThat(bytes("br;q=0, gzip;q=0", "")).isEqualTo(plain);
    }

    private static byte[] bytes(String accept, String encoding) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(hub.origin() + "/x7k2qd/h.js"))
                            .header("Accept-Encoding", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding").orElse(""))
                    .isEqualTo(encoding);
            assertThat(answer.headers().firstValue("Vary").orElse("")).contains("Accept-Encoding");
            return answer.body();
        }
    }

    @Test
    void aPinnedScriptWithIntegrityRunsInTheBrowser() {
        Page page = CHROMIUM.context(hub).newPage();
        String pinned = "<script defer src=\"" + hub.origin() + "/x7k2qd/" + files.versioned("h.js") + "\" integrity=\""
                + files.integrity("h.js") + "\" crossorigin=\"anonymous\" data-th></script>";
        visit(page, hub.server().page("<!doctype html><title>pinned</title>" + pinned));
        hub.expectSent("meta-main", "PageView");
    }

    @Test
    void theSitesOwnOriginsMayPostWithCookies() {
        String origin = "https://shop.example";
        HttpResponse<String> answer = new Post(hub).header("Origin", origin).send("page_view", hub.unique("view"));
        assertThat(answer.statusCode()).isEqualTo(204);
        HttpResponse<String> preflight = new Post(hub).header("Origin", origin).preflight();
        assertThat(preflight.statusCode()).isEqualTo(204);
        for (HttpResponse<String> each : List.of(answer, preflight)) {
            assertThat(each.headers().allValues("Access-Control-Allow-Origin")).containsExactly(origin);
            assertThat(each.headers().allValues("Access-Control-Allow-Credentials"))
                    .containsExactly("true");
            assertThat(String.join(",", each.headers().allValues("Vary"))).contains("Origin");
        }
        assertThat(answer.headers().firstValue("Set-Cookie")).isPresent();
    }

    @Test
    void aForeignOriginGetsNothing() {
        for (String foreign : List.of("https://evil.example", "https://shop.example.evil.example", "null")) {
            HttpResponse<String> answer =
                    new Post(hub).header("Origin", foreign).send("page_view", hub.unique("view"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(new Post(hub).header("Origin", foreign).preflight().statusCode())
                    .isEqualTo(403);
        }
        hub.expectNoEvents();
    }

    @Test
    void aBrowsersClockTwoDaysAheadDoesNotMatter() {
        Instant before = hub.now();
        new Post(hub)
                .clockAhead(Duration.ofDays(2).toMillis())
                .landing("https://shop.example/?fbclid=IwAR2_clock")
                .send("page_view", hub.unique("view"));
        hub.expectSent("meta-main", "PageView", sent -> {
            JsonNode time = sent.json().path("event_time");
            assertThat(Instant.ofEpochSecond(time.asLong())).isBetween(before.minusSeconds(5), before.plusSeconds(5));
        });
    }
}
