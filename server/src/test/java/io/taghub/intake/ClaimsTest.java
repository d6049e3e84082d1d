package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.delivery.Triage;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.event.Event;
import io.taghub.store.Journal;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers who know or guess ids can make of a player, whom the back end and their own browser report. */
class ClaimsTest {
    /** As the snippet makes them. */
    private static final String RANDOM = "m1x9k2v012345678901234567890123";

    private static final String BASE = """
            site: { domain: shop.example, prefix: x7k2qd }
            server_keys: { backend: "${env:KEY}" }
            events:
              registration: { conversion: true%1$s }
              ftd: { conversion: true, from: [server] }
              deposit: { conversion: true }
              purchase: { conversion: true%1$s }
            tags:
              network:
                type: postback
                preset: voluum
                domain: trk.one.example
                when: [page_view, registration, login, ftd, deposit, purchase]
                consent: [ad_storage]
                attribution: %2$s
            """;

    private static final String SERVER_ONLY = "identify: { from: [server] }\n";

    @TempDir
    Path folder;

    private @Nullable RunningIntake running;
    private int views;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private RunningIntake base() {
        return start(BASE.formatted("", "locked"));
    }

    private RunningIntake pairing(String more) {
        return start(BASE.formatted(", pair: { prefer: server, wait: 8s }", "locked") + more);
    }

    private RunningIntake start(String config) {
        running = RunningIntake.configured(folder, config);
        return running;
    }

    private RunningIntake hub() {
        return java.util.Objects.requireNonNull(running);
    }

    /** Everything comes a second after what came before. */
    private void backEnd(String event) {
        later(Duration.ofSeconds(1));
        assertThat(hub().events(event.replace('\'', '"')).status()).isEqualTo(200);
    }

    /** A browser's post, and the visitor cookie it has then. */
    private String browser(@Nullable String cookie, String query, String event, @Nullable String user, String more) {
        later(Duration.ofSeconds(1));
        String body = "{'v':1,'l':'https://shop.example/" + query + "'," + more
                + (user == null ? "" : "'g':{'id':'" + user + "'},")
                + "'e':[" + (event.isEmpty() ? "{'n':'page_view','i':'m1x9k2v0aaa" + views++ + "'}" : event) + "]}";
        RunningIntake.Answer answer = cookie == null
                ? hub().snippet(body.replace('\'', '"'))
                : hub().snippet(body.replace('\'', '"'), "Cookie", cookie);
        assertThat(answer.status()).isEqualTo(204);
        return cookie == null && answer.cookies().stream().anyMatch(one -> one.startsWith("_h="))
                ? answer.cookie()
                : String.valueOf(cookie);
    }

    private String lands(String click) {
        return browser(null, "?cid=" + click, "", null, "");
    }

    private void claims(String click, String user) {
        browser(null, "?cid=" + click, "", user, "");
    }

    private static String visitor(String cookie) {
        return cookie.substring("_h=".length());
    }

    private void later(Duration time) {
        hub().now.updateAndGet(now -> now.plus(time));
    }

    /** The click the tag is told of, or why it is told of none. */
    private String told(String id) {
        hub().store.journal().release(hub().now.get());
        Journal.Entry entry = hub().store
                .journal()
                .read(java.util.List.of(java.util.Objects.requireNonNull(
                        hub().store.journal().find(id).getFirst().seq())))
                .getFirst();
        Event event = entry.event();
        Triage triage = new Triage(hub().config.tags().get("network"), hub().config);
        return switch (triage.call(
                event, entry.agreed(), hub().known(event), hub().now.get())) {
            case Judgement.Send(Event whole, var _) ->
                String.valueOf(whole.clickIds().value("cid"));
            case Judgement.Decide decide -> decide.reason() + " " + decide.detail();
            case Judgement.Wait wait -> wait.reason() + " " + wait.detail();
            case Judgement.Hold hold -> "held " + hold.detail();
        };
    }

    private String toldOfFirstDeposit(String user) {
        backEnd("{'name':'ftd','id':'ftd-" + user + "','user':{'id':'" + user + "'},'value':50,'currency':'EUR'}");
        later(Duration.ofSeconds(10));
        return told("ftd-" + user);
    }

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

    @Test
    void anOptOutOnAPageWithinAPageLifeCounts() {
        base();
        String player = registeredPlayer();
        browser(player, "", "{'n':'page_view','i':'v-1','u':'https://shop.example/a?x7k2qd_optout=1'}", null, "");
        assertThat(toldOfFirstDeposit("st1")).startsWith("OPTED_OUT");
    }
}
