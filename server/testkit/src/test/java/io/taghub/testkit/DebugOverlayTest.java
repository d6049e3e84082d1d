package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.taghub.cli.TagHub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/** What the debug overlay may ask, and who may ask it. */
@Often
final class DebugOverlayTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.resource("shop.yaml"));

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @Test
    void aSignedLinkTellsVerdictsAndNothingPersonal() {
        String id = hub.unique("dep");
        hub.backend().send("""
                {"name":"ftd","id":"%s","user":{"id":"player-7","email":"ada@example.com"},"value":49.99,"currency":"EUR"}
                """.formatted(id));
        hub.expectSent("meta-main", "ftd");
        JsonNode link = hub.server().http.json(hub.console() + "/api/debug");
        assertThat(link.path("url").asString(""))
                .contains("#th_debug=" + link.path("token").asString(""));

        HttpResponse<String> answer =
                new Post(hub).get("/x7k2qd/d/" + id + "?t=" + link.path("token").asString(""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode shown = Http.JSON.readTree(answer.body());
        assertThat(shown.propertyNames()).containsExactly("name", "id", "tags");
        assertThat(shown.at("/tags/0").toString())
                .isEqualTo("{\"tag\":\"meta-main\",\"verdict\":\"delivered\",\"reason\":null,\"text\":\"\"}");
        assertThat(shown.at("/tags/1/text").asString("")).isEqualTo("the tag's 'when' does not ask for this event");
        assertThat(answer.body()).doesNotContain("player-7", "example.com", "49.99");
    }

    @Test
    void theOverlayOnThePageShowsEachEventAndItsFateAtEveryTag() {
        String token = hub.server()
                .http
                .json(hub.console() + "/api/debug")
                .path("token")
                .asString("");
        Page page = CHROMIUM.context(hub).newPage();
        page.navigate(
                hub.page("<button data-th-click=add_to_cart>Buy</button>") + "?fbclid=IwAR2_debug#th_debug=" + token);
        page.getByText("Buy").click();

        Locator event = page.locator("th-debug .event").filter(new Locator.FilterOptions().setHasText("add_to_cart"));
        PlaywrightAssertions.assertThat(event).containsText((String) page.evaluate("() => th.log[1].i"));
        Locator fates = event.locator("li");
        PlaywrightAssertions.assertThat(fates).hasCount(3);
        PlaywrightAssertions.assertThat(fates.nth(0)).containsText("meta-main");
        PlaywrightAssertions.assertThat(fates.nth(0)).containsText("delivered");
        PlaywrightAssertions.assertThat(fates.nth(1)).containsText("the tag's 'when' does not ask for this event");
    }

    @Test
    void withoutASignatureOfThisHubItTellsNothing() {
        String token = hub.server()
                .http
                .json(hub.console() + "/api/debug")
                .path("token")
                .asString("");
        String later = (Long.parseLong(token.split("\\.")[0]) + 1) + "." + token.split("\\.")[1];
        for (String wrong :
                new String[] {"", "?t=", "?t=1.x", "?t=" + later, "?t=" + token + "x", "?t=" + token.repeat(9)}) {
            assertThat(new Post(hub).get("/x7k2qd/d/dep-1" + wrong).statusCode())
                    .isEqualTo(403);
        }
        assertThat(new Post(hub).get("/x7k2qd/d/unheard-of?t=" + token).statusCode())
                .isEqualTo(404);
        assertThat(new Post(hub).get("/other1/d/dep-1?t=" + token).statusCode()).isEqualTo(404);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void theCommandLinePrintsTheLink() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String port = String.valueOf(URI.create(hub.console()).getPort());
            assertThat(TagHub.run("snippet", "--debug", "--console-port", port)).isZero();
        } finally {
            System.setOut(terminal);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).matches("http\\S+/#th_debug=\\d+\\.[\\w-]{43}\\R");
    }
}
