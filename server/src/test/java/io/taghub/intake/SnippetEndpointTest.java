package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.FieldNote;
import io.taghub.event.Marks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page says, and what the hub makes of it: visitor, clicks, consent, marks. */
class SnippetEndpointTest extends WithIntake {

    @Test
    void aFirstVisitGetsACookieNoScriptCanReadAndItsClicksAreKept() {
        RunningIntake.Answer answer = intake.snippet(post(""), "X-Forwarded-Proto", "https");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.cookies())
                .singleElement()
                .asString()
                .matches("_h=1\\.[\\w-]{22}\\.20779; Path=/; Max-Age=33696000; HttpOnly; SameSite=Lax; Secure");
        Event event = intake.only();
        assertThat(answer.cookie()).contains(String.valueOf(event.visitor()));
        assertThat(event.clickIds())
                .extracting(ClickId::name, ClickId::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("gclid", "Cj0KCQ"),
                        org.assertj.core.groups.Tuple.tuple("btag", "a_1+b"));
        assertThat(intake.meters.get("taghub.unresolved.macros").counter().count())
                .isEqualTo(1);
    }

    @Test
    void theCookieNamesTheVisitorAndIsRenewedOnceADay() {
        String cookie = intake.snippet(post("")).cookie();
        RunningIntake.Answer sameDay = intake.snippet(post("").replace("aaaa", "bbbb"), "Cookie", cookie);
        intake.now.set(RunningIntake.NOW.plus(Duration.ofDays(1)));
        RunningIntake.Answer nextDay = intake.snippet(post("").replace("aaaa", "cccc"), "Cookie", cookie);

        assertThat(sameDay.cookies()).isEmpty();
        assertThat(nextDay.cookie()).isEqualTo(cookie.replace(".20779", ".20780"));
        assertThat(intake.store.journal().latest(3))
                .extracting(found -> found.event().visitor())
                .containsOnly(intake.newest().visitor());
    }

    @ParameterizedTest
    @CsvSource({"_h=1.short.20779", "_h=2.AAAAAAAAAAAAAAAAAAAAAA.20779", "_h=' or 1=1", "_h="})
    void aStrangersCookieNamesNobody(String cookie) {
        assertThat(intake.snippet(post(""), "Cookie", cookie).cookies()).hasSize(1);
        assertThat(intake.only().visitor()).hasSize(22);
    }

    @Test
    void theSameClickKeepsTheTimeItWasFirstSeen() {
        String cookie =
                intake.snippet(post("https://shop.example/?fbclid=IwAR0", "")).cookie();
        intake.now.set(RunningIntake.NOW.plus(Duration.ofDays(9)));
        intake.snippet(post("https://shop.example/?fbclid=IwAR0", "").replace("aaaa", "bbbb"), "Cookie", cookie);

        assertThat(intake.known(intake.newest()).touches())
                .containsExactly(
                        new ClickId("fbclid", "IwAR0", RunningIntake.NOW, java.util.Map.of("fbclid", "IwAR0")));
    }

    @Test
    void whatIsNoClickIdIsLeftOutAndTheVisitCounts() {
        RunningIntake.Answer answer = intake.snippet(
                post("https://shop.example/?clickid=A\\ud83d&subid=none&tag=\\udc00#/start?btag={btag}&btag=b_1", ""),
                "Cookie",
                "_ttp=undefined");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(intake.only().clickIds())
                .extracting(ClickId::name, ClickId::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("btag", "b_1"));
        assertThat(intake.meters.get("taghub.unresolved.macros").counter().count())
                .isEqualTo(4);
    }

    /** A single-page application may be entered again by another link without a new page. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClickMetByNavigationIsATouchOfItsOwn(boolean together) {
        String landed = event("aaaa", 0, "https://shop.example/?fbclid=IwAR0LAND");
        String pushed = event("bbbb", 1, "https://shop.example/x?fbclid=IwAR0PUSH");
        String thanks = event("cccc", 2, "https://shop.example/thanks");
        List<String> posts =
                together ? List.of(String.join(",", landed, pushed, thanks)) : List.of(landed, pushed, thanks);
        String cookie = "";
        for (String events : posts) {
            RunningIntake.Answer answer = intake.snippet(
                    "{\"v\":1,\"st\":%d,\"l\":\"https://shop.example/?fbclid=IwAR0LAND\",\"e\":[%s]}"
                            .formatted(RunningIntake.NOW.plusSeconds(2).toEpochMilli(), events),
                    "Cookie",
                    cookie);
            cookie = answer.cookies().isEmpty() ? cookie : answer.cookie();
        }
        assertThat(intake.known(intake.newest()).touches())
                .extracting(ClickId::value)
                .containsExactly("IwAR0LAND", "IwAR0PUSH");
    }

    private static String event(String id, int second, String page) {
        return "{\"n\":\"page_view\",\"i\":\"%s\",\"t\":%d,\"u\":\"%s\"}"
                .formatted(id, RunningIntake.NOW.plusSeconds(second).toEpochMilli(), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "0", "{{order_id}}"})
    void aPageThatHasNoNumberForItsOrderHasAPurchaseAllTheSame(String id) {
        String purchase =
                "{\"n\":\"purchase\",\"i\":\"%s\",\"t\":1,\"p\":{\"value\":9,\"currency\":\"EUR\",\"order_id\":\"%s\"}}"
                        .formatted(id, id);
        assertThat(intake.snippet("{\"v\":1,\"e\":[%s,%s]}".formatted(purchase, purchase))
                        .status())
                .isEqualTo(204);
        assertThat(intake.store.journal().latest(9)).hasSize(2).allSatisfy(found -> {
            assertThat(found.event().notes()).extracting(FieldNote::field).containsExactlyInAnyOrder("id", "order_id");
            assertThat(found.event().orderId()).isNull();
        });
    }

    @Test
    void thePageAfterTheLandingStillHasItsClickInTheReferrer() {
        intake.snippet(post("https://shop.example/b", "\"r\":\"https://www.shop.example/?gclid=Cj0KCQ\","));
        assertThat(intake.newest().clickIds().value("gclid")).isEqualTo("Cj0KCQ");

        intake.snippet(post("https://shop.example/b", "\"r\":\"https://affiliate.example/?gclid=theirs\",")
                .replace("aaaa", "bbbb"));
        assertThat(intake.newest().clickIds().value("gclid")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'\"c\":{\"ad_storage\":\"denied\"},'", "'\"cl\":1,'"})
    void withoutConsentThereIsNoCookieAndNoId(String said) {
        RunningIntake.Answer answer = intake.snippet(
                post(said),
                "Cookie",
                "_h=1.AAAAAAAAAAAAAAAAAAAAAA.20779; _ga=GA1.1.123.456; _fbp=fb.1.1795340000000.123");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.cookies()).isEmpty();
        Event event = intake.only();
        assertThat(event.visitor()).isNull();
        assertThat(event.clickIds()).isEmpty();
        assertThat(event.client())
                .isNotNull()
                .satisfies(client -> assertThat(client.ip()).isNull());
    }

    @Test
    void globalPrivacyControlDeniesAdvertising() {
        intake.snippet(post("\"c\":{\"ad_user_data\":\"granted\",\"ad_storage\":\"granted\"},"), "Sec-GPC", "1");

        Event event = intake.only();
        assertThat(Marks.gpc(event)).isTrue();
        assertThat(event.consent().denies(Consent.Purpose.AD_USER_DATA)).isTrue();
        assertThat(event.consent().denies(Consent.Purpose.AD_PERSONALIZATION)).isTrue();
        assertThat(event.consent().grants(Consent.Purpose.AD_STORAGE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Googlebot/2.1 (+http://www.google.com/bot.html)                             | true
            facebookexternalhit/1.1                                                    | true
            curl/8.5.0                                                                 | true
            Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/156.0 | false
            Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0        | false
            """)
    void botsAreMarkedAndNotTurnedAway(String userAgent, boolean bot) {
        assertThat(intake.snippet(post(""), "User-Agent", userAgent).status()).isEqualTo(204);

        assertThat(Marks.bot(intake.only())).isEqualTo(bot);
    }

    @ParameterizedTest
    @CsvSource({"29, true", "30, false", ", false"})
    void whatAProxyThinksOfThemCounts(String score, boolean bot, @TempDir Path other) {
        try (RunningIntake behind = RunningIntake.in(other, "network: { bot_header: cf-bot-score < 30 }\n")) {
            String browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0";
            if (score == null) {
                behind.snippet(post(""), "User-Agent", browser);
            } else {
                behind.snippet(post(""), "User-Agent", browser, "CF-Bot-Score", score);
            }
            assertThat(Marks.bot(behind.only())).isEqualTo(bot);
        }
    }

    @Test
    void onlyTheHubSetsItsMarks() {
        intake.snippet(
                "{\"x\":{\"_bot\":true},\"wd\":1,\"e\":[{\"n\":\"a\",\"i\":\"aaaaaaaa\",\"p\":{\"_gpc\":1,\"plan\":\"gold\"}}]}");

        assertThat(intake.only().properties()).containsOnlyKeys("plan", "_automated");
    }

    @Test
    void whoOptsOutIsNotSeenAnyMoreUntilTheyComeBack() {
        RunningIntake.Answer out = intake.snippet(post("https://shop.example/?x7k2qd_optout=1", ""));
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.cookies()).anyMatch(cookie -> cookie.startsWith("_h_out=1;"));
        assertThat(out.cookies()).anyMatch(cookie -> cookie.startsWith("_h=; Path=/; Max-Age=0;"));

        assertThat(intake.snippet(post(""), "Cookie", "_h_out=1").status()).isEqualTo(204);
        assertThat(intake.store.journal().head()).isZero();

        RunningIntake.Answer back =
                intake.snippet(post("https://shop.example/?a=1&x7k2qd_optout=0", ""), "Cookie", "_h_out=1");
        assertThat(back.cookies()).anyMatch(cookie -> cookie.startsWith("_h_out=; Path=/; Max-Age=0;"));
        assertThat(intake.store.journal().head()).isEqualTo(1);
    }

    /** The event's time is how long before sending it happened, by the hub's clock. */
    @ParameterizedTest
    @CsvSource({
        "1795348800000, 1795348790000, 2026-11-22T11:59:50Z", // an exact clock
        "1000,          0,             2026-11-22T11:59:59Z", // a clock in 1970
        "4102444800000, 4102444740000, 2026-11-22T11:59:00Z", // a clock in 2100
        "1795348800000, 1795348900000, 2026-11-22T12:00:00Z", // after it was sent
        "1795348800000, 1700000000000, 2026-11-15T12:00:00Z", // years in a drawer
    })
    void aWrongClockInTheBrowserDoesNotMoveEvents(long sent, long happened, Instant time) {
        intake.snippet("{\"st\":%d,\"e\":[{\"n\":\"a\",\"i\":\"aaaaaaaa\",\"t\":%d}]}".formatted(sent, happened));

        assertThat(intake.only().time()).isEqualTo(time);
    }

    @Test
    void aShopsDataLayerIsUnderstood() {
        intake.snippet("""
                {"g":{"uid":42,"em":"ada@example.com","color":"red"},"e":[{"n":"purchase","i":"aaaaaaaa","p":{"value":49.99,
                "currency":"EUR","transaction_id":1001,"items":[{"item_id":"sku-1","item_name":"Boat","item_brand":"x","price":"49.99"}],
                "coupon":"SPRING"}}]}""");

        Event event = intake.only();
        assertThat(event.user().id()).isEqualTo("42");
        assertThat(event.user().email()).isEqualTo("ada@example.com");
        assertThat(event.orderId()).isEqualTo("1001");
        assertThat(event.items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo("sku-1");
            assertThat(item.name()).isEqualTo("Boat");
        });
        assertThat(Marks.shown(event).properties()).containsOnlyKeys("coupon");
    }

    @Test
    void anSpasOwnAddressBringsItsClick() {
        intake.snippet("{\"v\":1,\"l\":\"https://shop.example/\",\"e\":["
                + "{\"n\":\"page_view\",\"i\":\"m1x9k2v0aaaa\",\"u\":\"https://shop.example/?a=1#/game?gclid=Cj0K\"},"
                + "{\"n\":\"page_view\",\"i\":\"m1x9k2v0bbbb\",\"u\":\"https://shop.example/\","
                + "\"p\":{\"page_location\":\"https://shop.example/x?fbclid=IwAR0\"}}]}");

        assertThat(intake.newest().clickIds()).extracting(ClickId::value).containsExactlyInAnyOrder("Cj0K", "IwAR0");
    }
}
