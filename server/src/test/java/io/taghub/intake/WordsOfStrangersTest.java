package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may opt a player out, or deny in their name. */
class WordsOfStrangersTest extends Players {
    private static final String DENIED =
            "'c':{'ad_storage':'denied','ad_user_data':'denied','ad_personalization':'denied','analytics_storage':'denied'},";

    private String registeredPlayer() {
        String player = lands("GOOD");
        backEnd("{'name':'registration','id':'r-1','visitor':'" + visitor(player) + "','user':{'id':'st1'}}");
        return player;
    }

    /** As a stranger can post: opting out or denying, with or without a cookie of their own. */
    private void strangerForbids(String how, String user) {
        switch (how) {
            case "opts out" -> browser(null, "?x7k2qd_optout=1", "", user, "");
            case "denies" -> browser(null, "", "", user, DENIED);
            case "opts out later" -> {
                String stranger = browser(null, "", "", user, "");
                browser(stranger, "?x7k2qd_optout=1", "", user, "");
            }
            case "denies later" -> {
                String stranger = browser(null, "", "", user, "'c':{'ad_storage':'granted'},");
                browser(stranger, "", "", user, DENIED);
            }
            default -> throw new AssertionError(how);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opts out", "denies", "opts out later", "denies later"})
    void aStrangerDoesNotSpeakForAUserTheBackEndKnows(String how) {
        base();
        registeredPlayer();
        strangerForbids(how, "st1");
        assertThat(toldOfFirstDeposit("st1")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opts out", "denies", "opts out later", "denies later"})
    void whatAStrangerSaidBeforeTheBackEndDidIsNoWordOfTheUsers(String how) {
        base();
        strangerForbids(how, "st1");
        registeredPlayer();
        assertThat(toldOfFirstDeposit("st1")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opts out", "denies", "opts out later", "denies later"})
    void noBrowserSpeaksForAUserWhereOnlyTheBackEndSaysWhoSomebodyIs(String how) {
        start(BASE.formatted("", "locked") + SERVER_ONLY);
        strangerForbids(how, "st1");
        backEnd("{'name':'registration','id':'r-1','user':{'id':'st1'},'click_ids':{'cid':'GOOD'}}");
        strangerForbids(how, "st1");
        assertThat(toldOfFirstDeposit("st1")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @CsvSource({
        "?x7k2qd_optout=1, false, OPTED_OUT",
        "?x7k2qd_optout=1, true, OPTED_OUT",
        "'', false, CONSENT",
        "'', true, CONSENT"
    })
    void theirOwnBrowserSpeaksForThemAndOneTheBackEndNamesLaterToo(String query, boolean second, String reason) {
        base();
        String player = registeredPlayer();
        String cookie = second ? browser(null, "", "", "st1", "'c':{'ad_storage':'granted'},") : player;
        browser(cookie, query, "", "st1", query.isEmpty() ? DENIED : "");
        if (second) {
            backEnd("{'name':'login','visitor':'" + visitor(cookie) + "','user':{'id':'st1'}}");
        }
        assertThat(toldOfFirstDeposit("st1")).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"'', CONSENT", "?x7k2qd_optout=1, OPTED_OUT"})
    void asLongAsThereAreOnlyClaimsTheyCanForbid(String query, String reason) {
        base();
        String player = browser(null, "?cid=GOOD", "", "st1", "'c':{'ad_storage':'granted'},");
        browser(player, query, "", null, query.isEmpty() ? DENIED : "");
        assertThat(toldOfFirstDeposit("st1")).startsWith(reason);
    }

    /** A thank-you page, with the order number for an id. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDenialOnACopyOfTheEventCounts(boolean browserFirst) {
        pairing("");
        registeredPlayer();
        String copy = "{'n':'purchase','i':'order-1'}";
        if (browserFirst) {
            browser(null, "", copy, null, DENIED);
        }
        backEnd("{'name':'purchase','id':'order-1','user':{'id':'st1'},'consent':{'ad_storage':'granted'}}");
        if (!browserFirst) {
            browser(null, "", copy, null, DENIED);
        }
        assertThat(told("order-1")).startsWith("CONSENT");
    }

    @Test
    void anOptOutOnAPageWithinAPageLifeCounts() {
        base();
        String player = registeredPlayer();
        browser(player, "", "{'n':'page_view','i':'v-1','u':'https://shop.example/a?x7k2qd_optout=1'}", null, "");
        assertThat(toldOfFirstDeposit("st1")).startsWith("OPTED_OUT");
    }
}
