package io.taghub.testkit;

import com.microsoft.playwright.Page;
import io.taghub.tag.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three tests as somebody writes them who has read the kit's README and nothing else. */
@Often
final class NewcomerTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: broker.example }
            consent: { default: denied }
            server_keys: { crm: "${env:CRM_KEY}" }
            events:
              ftd: { conversion: true, from: [server] }
            tags:
              meta-main:
                type: meta
                pixel_id: "777"
                access_token: "${env:META_TOKEN}"
                when: [page_view, lead, ftd]
              introducer:
                type: postback
                url: https://ib.example/pb?cid={{click.id | required}}&sum={{value | money:2}}&cur={{currency}}
                click_id: btag
                consent: []
                when: [ftd]
            """));

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    /** After this nobody waits for a word any more. */
    private static final Duration UNDECIDED = Duration.ofMinutes(31);

    @Test
    void aLeadOnTheLandingPageGoesToMeta() {
        Page page = CHROMIUM.context(hub).newPage();
        page.navigate(hub.page("""
                <script>window.dataLayer = [['consent', 'update',
                  {ad_storage: 'granted', ad_user_data: 'granted', analytics_storage: 'granted'}]]</script>
                <form action="javascript:0" data-th-submit="lead"><button>Call me</button></form>
                """) + "?fbclid=IwAR2_lead");
        page.getByText("Call me").click();
        hub.expectOnce("meta-main", "Lead", sent -> sent.contains("IwAR2_lead"));
        hub.expectNothing("introducer");
    }

    @Test
    void withoutConsentMetaGetsNothing() {
        Page page = CHROMIUM.context(hub).newPage();
        page.waitForResponse(
                response -> response.url().endsWith("/e"), () -> page.navigate(hub.page("<p>no banner clicked</p>")));
        hub.advance(UNDECIDED);
        hub.expectSkipped("meta-main", "page_view", Reason.CONSENT);
        hub.expectNothing("meta-main");
    }

    @Test
    void theIntroducerIsPaidForADepositWeeksLater() {
        String client = hub.unique("client");
        hub.backend().send("""
                {"name":"registration","id":"%s","visitor":"%s","user":{"id":"%s"},"click_ids":{"btag":"ib-42"}}
                """.formatted(hub.unique("reg"), hub.unique("visitor"), client));
        hub.advance(Duration.ofDays(20));
        hub.backend().send("""
                {"name":"ftd","id":"%s","user":{"id":"%s"},"value":250,"currency":"USD"}
                """.formatted(hub.unique("dep"), client));
        hub.expectOnce(
                "introducer",
                "ftd",
                sent -> sent.has("cid", "ib-42").value("250").currency("USD"));
        hub.advance(UNDECIDED);
        hub.expectSkipped("meta-main", "ftd", Reason.CONSENT);
    }
}
