package io.taghub.snippet;

import org.junit.jupiter.api.BeforeEach;

/** Pages that ask for consent, where time stands still. */
abstract class ConsentPages extends InChromium {
    static final String GTAG = """
            <script>
              window.dataLayer = window.dataLayer || [];
              function gtag() { dataLayer.push(arguments); }
            </script>""";

    static final String ALL_DENIED =
            "{ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied'}";

    @Override
    @BeforeEach
    void open() {
        super.open();
        stopTheClock();
    }

    /** The add-on that listens to banners has run. */
    void awaitAddOn() {
        hub.await(h -> h.requests().contains("GET /x7k2qd/l.js"), () -> "the add-on");
        page.waitForLoadState();
    }

    static String script(String text) {
        return "<script>" + text + "</script>";
    }
}
