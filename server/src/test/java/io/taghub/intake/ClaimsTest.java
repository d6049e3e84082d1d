package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers can make of a player's click. */
class ClaimsTest extends Players {
    /** As the snippet makes them. */
    private static final String RANDOM = "m1x9k2v012345678901234567890123";

    @ParameterizedTest
    @ValueSource(strings = {"first", "last", "locked"})
    void aClickTheBackEndNamedOutranksAClaim(String attribution) {
        start(BASE.formatted("", attribution));
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'},'click_ids':{'cid':'GOOD'}}");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
        claims("EVIL", "h");
        backEnd("{'name':'deposit','id':'d-1','user':{'id':'h'}}");

        assertThat(told("d-1")).isEqualTo("GOOD");
    }

    /** A back end without the script that knows nothing of click ids, and where people land. */
    @ParameterizedTest
    @ValueSource(strings = {"first", "last", "locked"})
    void theClickInTheAddressOfARegistrationIsNamed(String attribution) {
        start(BASE.formatted("", attribution));
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'},'page':{'url':'https://shop.example/?cid=GOOD'}}");
        claims("EVIL", "h");

        assertThat(told("r-1")).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'click_ids':{'cid':'NAMED'}         | ?cid=PAGE  | NAMED
            'click_ids':{'cid':'{cid}'}         | ?cid=PAGE  | PAGE
            'click_ids':{'cid':'{cid}'}         | ?cid={cid} | AWAITING_LINK
            'consent':{'ad_storage':'denied'}   | ?cid=PAGE  | CONSENT
            """)
    void whatIsNamedGoesBeforeTheAddress(String said, String query, String told) {
        base();
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'}," + said + ",'page':{'url':'https://shop.example/"
                + query + "'}}");

        assertThat(told("r-1")).startsWith(told);
        assertThat(toldOfFirstDeposit("h")).startsWith(told);
    }

    /** Who pays after another click is still the one whom the first brought. */
    @ParameterizedTest
    @ValueSource(strings = {"ftd", "deposit", "login"})
    void theAddressOfALaterEventMovesNothing(String name) {
        base();
        claims("GOOD", "h");
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'}}");
        backEnd("{'name':'" + name
                + "','id':'x-1','user':{'id':'h'},'page':{'url':'https://shop.example/?cid=LATER'}}");

        assertThat(told("x-1")).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
    }

    /** Of somebody of whom nothing is known the page of any event says who brought them, and of nobody else. */
    @ParameterizedTest
    @ValueSource(strings = {"first", "last", "locked"})
    void theAddressOfAFirstEventCounts(String attribution) {
        start(BASE.formatted("", attribution));
        backEnd("{'name':'lead','id':'l-1','user':{'id':'h'},'page':{'url':'https://shop.example/?cid=GOOD'}}");
        backEnd("{'name':'lead','id':'l-2','user':{'id':'h'},'page':{'url':'https://shop.example/?cid=LATER'}}");
        claims("EVIL", "h");

        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @CsvSource({
        "first,registration",
        "last,registration",
        "locked,registration",
        "first,login",
        "last,login",
        "locked,login"
    })
    void alsoAClaimThatCameBefore(String attribution, String name) {
        start(BASE.formatted("", attribution));
        claims("EVIL", "h");
        later(Duration.ofHours(1));
        backEnd("{'name':'" + name + "','id':'r-1','user':{'id':'h'},'click_ids':{'cid':'GOOD'}}");

        assertThat(told("r-1")).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
    }

    @Test
    void whatWasPaidForStaysWhoeverIsLinkedLater() {
        base();
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'},'click_ids':{'cid':'GOOD'}}");
        String other = lands("OTHER");
        backEnd("{'name':'login','user':{'id':'h'},'visitor':'" + visitor(other) + "'}");

        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
        backEnd("{'name':'login','user':{'id':'h'},'click_ids':{'cid':'LATER'}}");
        backEnd("{'name':'deposit','id':'d-1','user':{'id':'h'}}");
        assertThat(told("d-1")).isEqualTo("GOOD");
    }

    @Test
    void aLockThatAClaimSetStaysToo() {
        base();
        claims("FIRST", "h");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("FIRST");
        backEnd("{'name':'login','user':{'id':'h'},'click_ids':{'cid':'LATER'}}");
        backEnd("{'name':'deposit','id':'d-1','user':{'id':'h'}}");

        assertThat(told("d-1")).isEqualTo("FIRST");
    }

    /** A copy of a stranger who guessed the id does not take the back end's click. */
    @Test
    void aGuessedCopyDoesNotReplaceTheClickTheBackEndNames() {
        pairing("");
        browser(null, "?cid=EVIL", "{'n':'registration','i':'r-1'}", null, "");
        backEnd("{'name':'registration','id':'r-1','user':{'id':'h'},'click_ids':{'cid':'GOOD'}}");

        assertThat(told("r-1")).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("h")).isEqualTo("GOOD");
    }

    @ParameterizedTest
    @CsvSource({
        "registration, sf1, sf1, ''",
        "registration, sf1, , ''",
        "registration, , sf1, ''",
        "purchase, sf1, sf1, ''",
        "purchase, sf1, , ''",
        "registration, sf1, sf1, server",
        "registration, sf1, , server",
    })
    void theClickThatComesWithTheSecondCopyCounts(
            String name, @Nullable String backEnds, @Nullable String browsers, String from) {
        pairing(from.isEmpty() ? "" : SERVER_ONLY);
        backEnd("{'name':'" + name + "','id':'" + RANDOM + "'"
                + (backEnds == null ? "" : ",'user':{'id':'" + backEnds + "'}") + "}");
        browser(
                null,
                "?cid=SF",
                "{'n':'" + name + "','i':'" + RANDOM + "'}",
                browsers,
                "'c':{'ad_storage':'granted'},");

        assertThat(told(RANDOM)).isEqualTo("SF");
        assertThat(toldOfFirstDeposit("sf1")).isEqualTo("SF");
    }

    @ParameterizedTest
    @CsvSource({"registration, 1", "registration, 3600", "purchase, 1", "purchase, 3600"})
    void thePairConfirmsTheTrueBrowserWhicheverCopyCameFirst(String name, int seconds) {
        pairing("");
        claims("EVIL", "u");
        later(Duration.ofSeconds(seconds));
        backEnd("{'name':'" + name + "','id':'" + RANDOM + "','user':{'id':'u'}}");
        browser(null, "?cid=GOOD", "{'n':'" + name + "','i':'" + RANDOM + "'}", "u", "");

        assertThat(told(RANDOM)).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("u")).isEqualTo("GOOD");
    }

    /** Without a wait the registration has gone; what comes later is the true player's. */
    @Test
    void thePairCorrectsAClaimAlsoWhereTheRegistrationDidNotWait() {
        base();
        claims("EVIL", "u");
        backEnd("{'name':'registration','id':'" + RANDOM + "','user':{'id':'u'}}");
        browser(null, "?cid=GOOD", "{'n':'registration','i':'" + RANDOM + "'}", "u", "");

        assertThat(toldOfFirstDeposit("u")).isEqualTo("GOOD");
    }

    /** What waited in vain for its twin settles whose click it was like anything else that is worth money. */
    @Test
    void aConversionWhoseTwinNeverCameSettlesTheClick() {
        pairing("");
        claims("FIRST", "u");
        backEnd("{'name':'purchase','id':'o-1','user':{'id':'u'}}");
        later(Duration.ofSeconds(10));
        assertThat(told("o-1")).isEqualTo("FIRST");
        String other = lands("OTHER");
        backEnd("{'name':'login','user':{'id':'u'},'visitor':'" + visitor(other) + "'}");

        assertThat(toldOfFirstDeposit("u")).isEqualTo("FIRST");
    }

    @ParameterizedTest
    @CsvSource({
        "registration, '', , ''",
        "registration, ?cid=EVIL, e4, ''",
        "purchase, '', , ''",
        "purchase, ?cid=EVIL, e4, ''",
        "registration, '', , server",
        "registration, ?cid=EVIL, e4, server",
    })
    void aStrangersEarlierCopyDoesNotDateTheLink(String name, String query, @Nullable String user, String from) {
        pairing(from.isEmpty() ? "" : SERVER_ONLY);
        browser(null, query, "{'n':'" + name + "','i':'reg-e4'}", user, "");
        String player = lands("GOOD");
        backEnd("{'name':'" + name + "','id':'reg-e4','visitor':'" + visitor(player) + "','user':{'id':'e4'}}");

        assertThat(told("reg-e4")).isEqualTo("GOOD");
        assertThat(toldOfFirstDeposit("e4")).isEqualTo("GOOD");
    }

    @Test
    void aGuessedCopyDoesNotSayWhoTheBackEndsVisitorIs() {
        pairing("");
        String player = lands("GOOD");
        browser(null, "?cid=EVIL", "{'n':'registration','i':'r-1'}", "victim", "");
        backEnd("{'name':'registration','id':'r-1','visitor':'" + visitor(player) + "'}");

        assertThat(hub().store.journal().find("r-1").getFirst().event().user().id())
                .isNull();
        assertThat(told("r-1")).isEqualTo("GOOD");
    }

    @Test
    void anOwnerNobodyKnowsIsAWarningAndTheClickGoesToTheOnlyTagItFits() {
        base();
        RunningIntake.Answer answer = hub().events("""
                {"name":"ftd","id":"f-1","user":{"id":"u"},"click_ids":{"cid":{"value":"K","for":"nobody"}}}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"accepted\":1", "\"field\":\"click_ids.cid.for\"", "there is no tag and no network 'nobody'");
        assertThat(told("f-1")).isEqualTo("K");
    }

    @Test
    void aClickOnAPageWithinAPageLifeIsCaught() {
        base();
        String player = browser(null, "", "{'n':'page_view','i':'v-1','u':'https://shop.example/a?cid=SPA'}", null, "");
        backEnd("{'name':'registration','id':'r-1','visitor':'" + visitor(player) + "','user':{'id':' u '}}");

        assertThat(told("v-1")).isEqualTo("SPA");
        assertThat(toldOfFirstDeposit("u")).isEqualTo("SPA");
    }
}
