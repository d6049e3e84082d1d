package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake each in what looks like a config, with the real tag types: none is accepted in silence. */
class BrokenConfigsTest {
    private static final Map<String, String> ENV = Map.of(
            "KEY", "0123456789abcdef0123456789abcdef",
            "TOKEN", "EAAB-token-of-meta",
            "BROKEN_LINE", "EAAB-token-of-meta\r\n\n",
            "QUOTED", "\"EAAB-token-of-meta\"",
            "BEARER", "Bearer EAAB-token-of-meta",
            "SPACED", "EAAB-token-of-meta ",
            "LINES", "EAAB-token-of-meta\nEAAB-older-token",
            "FILL_IN", "YOUR_ACCESS_TOKEN",
            "LETTER", "e");

    private static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            """;
    private static final String META = """
            tags:
              meta-main: { type: meta, pixel_id: "123", access_token: "${env:TOKEN}", when: [purchase] }
            """;

    /** What stands in the line below TOP, before a tag that is as it should be. */
    private static Arguments hub(String lines, String... said) {
        return Arguments.of(TOP + lines + "\n" + META, List.of(said));
    }

    /** The same with something else written in the tag. */
    private static Arguments meta(String written, String instead, String... said) {
        return Arguments.of(TOP + META.replace(written, instead), List.of(said));
    }

    private static Arguments more(String keys, String... said) {
        return meta(" when: [purchase] }", " when: [purchase], " + keys + " }", said);
    }

    private static Arguments tag(String keys, String... said) {
        return Arguments.of(TOP + "tags:\n  partner: { " + keys + " }\n", List.of(said));
    }

    private static Arguments url(String query, String... said) {
        return tag("type: postback, click_id: clickid, when: [ftd], url: 'https://t.example.com/p" + query + "'", said);
    }

    @ParameterizedTest
    @MethodSource({"events", "tags", "urls", "spans", "secrets", "sites", "slips"})
    void isSaid(String yaml, List<String> said) {
        assertThat(read(yaml)).containsExactlyElementsOf(said);
    }

    static Stream<Arguments> events() {
        return Stream.of(
                meta(
                        "[purchase]",
                        "[FTD]",
                        "warning 4:82: upper and lower case count in a name, and nothing known is called 'FTD'; did you mean 'ftd'?"),
                meta(
                        "[purchase]",
                        "[\"ftd, purchase\"]",
                        "error 4:82: several events stand in one text; write [ftd, purchase]"),
                meta(
                        "[purchase]",
                        "[ftd purchase]",
                        "error 4:82: several events stand in one text; write [ftd, purchase]"),
                meta("[purchase]", "purchase", "error 4:75: 'when' must be a list; write [purchase]"),
                meta(
                        "[purchase]",
                        "[\"*\"]",
                        "error 4:82: 'when' lists events by their names and has no word for all of them; for example [page_view, purchase]"),
                meta(
                        "[purchase]",
                        "[all]",
                        "error 4:82: 'when' lists events by their names and has no word for all of them; for example [page_view, purchase]"),
                meta(
                        "[purchase]",
                        "[purchase where value > 10]",
                        "error 4:82: a condition cannot be written as text; it stands below the event's name, - purchase: { value: { at_least: 100 } }"),
                meta(
                        "[purchase]",
                        "[CompleteRegistration]",
                        "warning 4:82: 'CompleteRegistration' is what meta calls it; 'when' takes your own name of it; did you mean 'registration'?"),
                more(
                        "attribution: last, overwrite: always",
                        "warning 4:112: 'overwrite' says which click after the lock takes a user over, and only 'attribution: locked' has one"),
                more(
                        "repeats: ignor",
                        "error 4:93: 'repeats' takes create, new_or_repeated, ignore, edit, ignore_by_id; did you mean 'ignore'?"),
                meta("[purchase]", "[purchase, purchase]", "warning 4:92: 'purchase' stands in this list twice"),
                meta(
                        "[purchase]",
                        "[ftd, deposit]",
                        "warning 4:75: 'ftd' and 'deposit' both go to meta as 'Purchase', so an act that is reported under both names counts twice; leave one out, or give it another name in event_names"),
                hub(
                        "events: { purchse: { conversion: true } }",
                        "warning 3:11: no tag lists an event 'purchse' in its 'when'; did you mean 'purchase'?"),
                hub(
                        "events: { Purchase: { conversion: true } }",
                        "warning 3:11: upper and lower case count in a name, and nothing known is called 'Purchase'; did you mean 'purchase'?"),
                hub(
                        "events: { spin_won: { conversion: true } }",
                        "warning 3:11: no tag lists an event 'spin_won' in its 'when'"),
                hub(
                        "events: { page_view: { from: [server] } }",
                        "warning 3:24: the script reports each page_view from the browser, and then none of them is taken"),
                hub(
                        "events: { deposit: { once: user } }",
                        "warning 3:22: of each user only the first 'deposit' ever is then sent, to any tag"),
                hub(
                        "events: { ftd: { derive: { from: depositt } } }",
                        "warning 3:28: nothing known is called 'depositt'; did you mean 'deposit'?"),
                hub("events: { ftd: { derive: { from: ftd } } }", "error 3:28: 'ftd' cannot be made of itself"),
                hub(
                        "events: { ftd: { once: order, derive: { from: deposit } } }",
                        "error 3:18: what is made of a user's first 'deposit' is once a user; write once: user"),
                hub(
                        "events: { ftd: { derive: { from: deposit } }, lead: { derive: { from: deposit } } }",
                        "error 3:65: 'ftd' is made of 'deposit' already; one event can be"),
                hub(
                        "events: { ftd: { derive: { of: deposit } } }",
                        "error 3:18: 'from' is missing: the events of which the first is meant",
                        "error 3:28: unknown key 'of'"),
                Arguments.of(
                        "site: { domain: shop.example }\nevents: { ftd: { from: [server] } }\n" + META,
                        List.of("warning 2:18: no back end can report it, because there are no server_keys")),
                Arguments.of(
                        "site: { domain: shop.example }\nevents: { purchase: { pair: {} } }\n" + META,
                        List.of(
                                "warning 2:23: each waits for a second copy that never comes: no back end can report it, because there are no server_keys")));
    }

    static Stream<Arguments> tags() {
        return Stream.of(
                Arguments.of(TOP, List.of("warning 1:1: no tag runs, so events are kept and nothing is sent anywhere")),
                tag(
                        "type: postback, preset: affise, domain: o.partner.example, secure: \"${env:KEY}\", goals: { ftd: '1', kyc_completed: '2' }, when: [ftd]",
                        "warning 4:114: 'when' does not list 'kyc_completed'"),
                tag(
                        "type: google-data-manager, account_id: 123-456-7890, conversion_actions: { purchase: '1' }, when: [purchase, lead], oauth: { client_id: c, client_secret: \"${env:KEY}\", refresh_token: \"${env:KEY}\" }",
                        "warning 4:123: 'lead' is never sent: conversion_actions does not list 'lead'"),
                tag(
                        "type: google-data-manager, account_id: 123-456-7890, conversion_actions: { purchase: '1' }, when: [purchase], validate_only: true, oauth: { client_id: c, client_secret: \"${env:KEY}\", refresh_token: \"${env:KEY}\" }",
                        "warning 4:124: 'validate_only' is for tests (Google checks everything and counts nothing); remove it for live traffic"),
                more(
                        "event_names: { purchase: purchase }",
                        "warning 4:108: 'purchase' is no standard event of meta; did you mean 'Purchase'?"),
                more(
                        "event_names: { purchase: Bought }",
                        "warning 4:108: 'Bought' is no standard event of meta, so it counts there as one of your own; the standard one for 'purchase' is 'Purchase'"),
                tag(
                        "type: criteo, account_id: '12345', event_names: { registration: trackLead }, when: [registration]",
                        "warning 4:64: 'registration' is never sent: 'trackLead' is none of Criteo's events; event_names says which it is: addPaymentInfo, addToCart, beginCheckout, login, trackTransaction, viewBasket, viewHome, viewItem, viewList, viewPage"),
                more(
                        "event_names: { purchase: '' }",
                        "error 4:108: no name stands here; leave 'purchase' out, or write what the platform calls it"),
                more(
                        "event_names: { purchse: Purchase }",
                        "warning 4:108: 'when' does not list 'purchse'; did you mean 'purchase'?"),
                meta(
                        "[purchase]",
                        "[true]",
                        "error 4:82: true and false are no events; 'when' lists the names of events"),
                tag(
                        "type: tiktok, pixel_code: YOUR_PIXEL, access_token: \"${env:TOKEN}\", when: [purchase]",
                        "warning 4:28: this looks like the place where a value belongs, and not like one"),
                tag(
                        "type: postback, preset: voluum, domain: t.example.com, max_click_age: 0s, when: [ftd]",
                        "error 4:69: nothing is younger than 0s, so nothing is ever sent"),
                tag(
                        "type: google-data-manager, account_id: 123-456-7890, conversion_actions: { purchase: AW-1/x }, service_account: \"${env:KEY}\", when: [purchase]",
                        "error 4:3: 'conversion_actions' takes the number of a conversion action, which its address shows as ctId; of 'purchase' it is no number"),
                hub(
                        "store: 'sqlite::memory:'",
                        "error 3:1: what is only in memory is lost with every stop; name a file"),
                hub(
                        "click_ids: { fbclidd: {} }",
                        "warning 3:14: no landing is known to carry 'fbclidd'; did you mean 'fbclid'?"),
                tag(
                        "type: postback, preset: voluum, domain: t.example.com, click_id: clikcid, when: [ftd]",
                        "warning 4:69: no landing is known to carry 'clikcid'; did you mean 'clickid'?"),
                Arguments.of(
                        TOP + META
                                + "  again: { type: meta, pixel_id: \"123\", access_token: \"${env:TOKEN}\", when: [purchase] }\n",
                        List.of(
                                "warning 5:3: 'again' and 'meta-main' are one account at meta and both send purchase, which it may count twice; leave them out of one 'when'")),
                Arguments.of(
                        TOP + """
                        tags:
                          a: { type: postback, preset: voluum, domain: t.example.com, when: [ftd] }
                          b: { type: postback, preset: voluum, domain: t.example.com, when: [ftd, lead] }
                        """,
                        List.of(
                                "error 5:3: 'b' and 'a' tell t.example.com the same of each ftd, which is paid twice; leave them out of one 'when', or remove one tag")),
                Arguments.of(
                        TOP + """
                        tags:
                          a: { type: postback, preset: voluum, domain: t.example.com, when: [ftd] }
                          b: { type: postback, preset: bemob, domain: t.example.com, click_id: cid, when: [ftd] }
                        """,
                        List.of(
                                "warning 5:3: 'b' and 'a' both tell t.example.com of each ftd, which may be paid twice; leave them out of one 'when', say which clicks are whose with capture, or write shared: true if both shall be told")));
    }

    static Stream<Arguments> urls() {
        String ours = ": these macros are another tool's; written for TagHub: https://t.example.com/p";
        return Stream.of(
                url(
                        "?v={{ value | money }}",
                        "warning 4:62: nothing in this request says whose conversion it is; send the network's click id, for example cid={{ click.id | required }}"),
                url(
                        "?c={{ click.id }}&v=$PAYOUT",
                        "error 4:62" + ours + "?c={{ click.id | required }}&v={{ value | money }}"),
                url(
                        "?c={{ click.id }}&v=$payout$",
                        "error 4:62" + ours + "?c={{ click.id | required }}&v={{ value | money }}"),
                url(
                        "?c={{ click.id }}&v=AMOUNT",
                        "error 4:62" + ours + "?c={{ click.id | required }}&v={{ value | money }}"),
                url("?cid=clickid", "error 4:62" + ours + "?cid={{ click.id | required }}"),
                url("?c=YOUR_CLICK_ID", "error 4:62" + ours + "?c={{ click.id | required }}"),
                url("?c=%7Bclickid%7D", "error 4:62" + ours + "?c={{ click.id | required }}"),
                url("?c=[[clickid]]", "error 4:62" + ours + "?c={{ click.id | required }}"),
                url("?c={clickid", "error 4:62: a '{' is never closed; a macro is written {{ click.id }}"),
                url(
                        "?c={{ click.id }}&amp;v={{ value }}",
                        "error 4:62: '&amp;' is how the source of a page writes '&'; write '&'"),
                url("?c={{ click.id }}&c={{ value }}", "error 4:62: the parameter 'c' stands in the address twice"),
                url(
                        "?c={{ click.id }}?v={{ value }}",
                        "error 4:62: a second '?' stands in the address; further parameters begin with '&'"),
                url("?c=(clickid)", "error 4:62" + ours + "?c={{ click.id | required }}"),
                tag(
                        "type: postback, preset: voluum, domain: t.example.com, when: [ftd], query: { amount: PAYOUT }",
                        "error 4:91: these macros are another tool's; written for TagHub: {{ value | money }}"),
                tag(
                        "type: postback, preset: voluum, domain: t.example.com, when: [ftd], secrets: { key: \"${env:KEY}\" }",
                        "warning 4:93: nothing in this request uses {{ secret.key }}"));
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void anOrdinaryUrlIsTakenAsItStands(String query) {
        assertThat(read(TOP
                        + "tags:\n  partner: { type: postback, click_id: clickid, when: [ftd], url: 'https://t.example.com/p?c={{ click.id | required }}"
                        + query + "' }\n"))
                .isEmpty();
    }

    static Stream<String> ordinary() {
        return Stream.of(
                "&goal=SALE",
                "&currency=USD",
                "&goal=payout",
                "&status=approved",
                "&source=(direct)",
                "&type=lead",
                "&a=%5Bx",
                "&price=100$",
                "&to=https://shop.example/?a=b",
                "&event=deposit");
    }

    static Stream<Arguments> spans() {
        return Stream.of(
                hub(
                        "events: { purchase: { pair: { wait: 8d }, dedup: 30d } }",
                        "error 3:31: an event waits longer than it is kept, retention.events: 7d"),
                hub(
                        "events: { purchase: { dedup: 60s, pair: { wait: 60s } } }",
                        "error 3:23: the copy is waited for as long as it is recognised, or longer: pair.wait 1m, dedup 1m"),
                hub(
                        "events: { purchase: { dedup: 0s } }",
                        "error 3:23: with 0 every copy is an event of its own and is sent again; for example 7d"),
                hub(
                        "events: { purchase: { dedup: 9999d } }",
                        "warning 3:23: a copy is recognised for 9999d; more than 1830d is hardly meant"),
                hub(
                        "retention: { events: 1m }",
                        "warning 3:14: events are kept for 1m only; less than 1d is hardly meant"),
                hub("late_link: 10d", "warning 3:1: no event waits longer than it is kept, retention.events: 7d"),
                hub(
                        "consent: { wait: 1h }",
                        "warning 3:12: nothing waits for the visitor's word where consent.default is granted"),
                hub(
                        "click_ids: { north_cid: { lifetime: 1y } }",
                        "error 3:27: 'lifetime' must be a duration such as 30s, 15m, 6h or 90d"),
                hub(
                        "click_ids: { north_cid: { lifetime: 365d } }",
                        "warning 3:27: clicks are forgotten after 90d, retention.identity, so none counts for 365d"),
                more(
                        "window: 180d",
                        "warning 4:93: clicks are forgotten after 90d, retention.identity, so none counts for 180d"),
                more("window: 5s", "warning 4:93: a click counts for 5s only; less than 1h is hardly meant"),
                more(
                        "limits: { min_delay: 8d }",
                        "error 4:103: an event waits as long as it may be old, or longer, so none is ever sent; min_delay must be shorter than max_age"),
                more("limits: { max_age: 30d }", "warning 4:103: this platform takes no event that is older than 7d"));
    }

    static Stream<Arguments> secrets() {
        return Stream.of(
                meta("TOKEN", "BROKEN_LINE"),
                meta(
                        "TOKEN",
                        "QUOTED",
                        "error 4:59: the quotes are part of this secret; take them out where it is set"),
                meta(
                        "TOKEN",
                        "BEARER",
                        "error 4:59: this secret begins with the word that is sent in front of it; set what follows that word alone"),
                meta("TOKEN", "SPACED", "error 4:59: this secret begins or ends with white space; take it out"),
                meta("TOKEN", "LINES", "error 4:59: this secret has more than one line; set it alone"),
                meta(
                        "TOKEN",
                        "FILL_IN",
                        "warning 4:59: this looks like the place where a secret belongs, and not like one"),
                Arguments.of(
                        TOP + META.replace("TOKEN", "LETTER").replace("pixel_id", "pixl_id"),
                        List.of(
                                "error 4:3: 'pixel_id' is missing: id of the pixel or dataset, from Events Manager",
                                "error 4:28: unknown key 'pixl_id'; did you mean 'pixel_id'?")),
                meta("TOKEN", "LETTER", "warning 4:59: this secret has fewer than 4 characters; is it all of it?"),
                meta("${env:TOKEN}", "$TOKEN", "error 4:59: this is no reference; did you mean '${env:TOKEN}'?"),
                meta("${env:TOKEN}", "${env:TOKEN", "error 4:59: this is no reference; did you mean '${env:TOKEN}'?"),
                meta("\"123\"", "\"${PIXEL}\"", "error 4:38: this is no reference; did you mean '${env:PIXEL}'?"),
                meta("env:TOKEN", "file:/", "error 4:59: / is a folder; ${file:...} takes the path of a file"));
    }

    static Stream<Arguments> sites() {
        return Stream.of(
                site(
                        "www.shop.co.uk, cookie_domain: co.uk",
                        "error 1:33: 'co.uk' belongs to many, and no browser takes a cookie for it; did you mean 'shop.co.uk'?"),
                site(
                        "me.github.io, cookie_domain: github.io",
                        "error 1:31: 'github.io' belongs to many, and no browser takes a cookie for it; did you mean 'me.github.io'?"),
                site("www.shop.co.uk, cookie_domain: shop.co.uk"),
                site("www.shop.example, cookie_domain: .shop.example"),
                site("localhost, cookie_domain: localhost"),
                site(
                        "shop.example, origins: [https://www.shop.example, https://shop.com]",
                        "warning 1:67: browsers send the visitor's cookie from pages of shop.example only, so visitors of this origin are new each time"),
                site(
                        "shop.example, prefix: tracking",
                        "warning 1:31: ad blockers look for words like 'tracking'; take letters that mean nothing, as x7k2qd"),
                hub(
                        "default_country: UK",
                        "error 3:1: there is no country with this ISO 3166-1 code; the United Kingdom is 'GB'"),
                hub(
                        "network: { trusted_proxies: [0.0.0.0/0] }",
                        "warning 3:30: this is every address there is, and every visitor can then say to be at any address"),
                hub(
                        "network: { trusted_proxies: [1.2.3] }",
                        "error 3:30: this is no address and no block of addresses, such as 10.0.0.0/8"),
                hub("sandbox: http://127.0.0.1:99999", "error 3:1: a port is a number from 1 to 65535"));
    }

    private static Arguments site(String keys, String... said) {
        return Arguments.of(
                "site: { domain: " + keys + " }\nserver_keys: { shop: \"${env:KEY}\" }\n" + META, List.of(said));
    }

    static Stream<Arguments> slips() {
        String all = Platform.in(Platform.class.getClassLoader()).stream()
                .map(platform -> platform.type().name())
                .collect(Collectors.joining(", "));
        String types = " There are " + all;
        return Stream.of(
                meta(
                        "type: meta",
                        "type: facebook",
                        "error 4:22: there is no tag type of this name; did you mean 'meta'?" + types),
                meta(
                        "type: meta",
                        "type: voluum",
                        "error 4:22: there is no tag type of this name; did you mean type: postback and preset: voluum?"
                                + types),
                meta("type: meta", "type: quora", "error 4:22: there is no tag type of this name; there are " + all),
                meta(
                        "type: meta",
                        "Type: meta",
                        "error 4:3: 'type' is missing: one of " + all + "; here it is written 'Type'"),
                Arguments.of(
                        "site:\n  domain: \"shop.example\n  prefix: \"x7k2qd\"\n",
                        List.of(
                                "error 2:11: the quote that is opened here is closed no earlier than line 3; its end is missing in this line")),
                Arguments.of(
                        "site: { domain: \u201Cshop.example\u201D }\n",
                        List.of(
                                "error 1:9: 'domain' does not look right: host name of the site, without https:// and port, for example shop.example",
                                "error 1:17: curly quotes, as a text program makes them, are part of the text here; write straight ones: \" or '")),
                Arguments.of(
                        "server_keys: { shop: \u201C${env:KEY}\u201D }\n",
                        List.of(
                                "error 1:22: curly quotes, as a text program makes them, quote nothing; write straight ones: \" or '")),
                Arguments.of(
                        "tags:\n  a:\n    type: postback\n    preset:voluum\n    when: [ftd]\n",
                        List.of("error 4:1: a blank is missing after a ':'; write preset: voluum")),
                Arguments.of(
                        "tags:\n  a:\n    type:postback\n    when: [ftd]\n",
                        List.of("error 3:1: a blank is missing after a ':'; write type: postback")),
                Arguments.of(
                        "site: { domain: shop.example, prefix:x7k2qd }\nserver_keys: { shop: \"${env:KEY}\" }\n" + META,
                        List.of(
                                "error 1:31: a blank is missing after a ':'; write prefix: x7k2qd",
                                "error 1:31: unknown key 'prefix:x7k2qd'")),
                Arguments.of(
                        "include: *.yaml\n",
                        List.of("error 1:11: text that begins with '*' or '&' needs quotes: \"*.yaml\"")),
                Arguments.of(
                        TOP + "meta-main: { type: meta }\n",
                        List.of("error 3:1: unknown key 'meta-main'; a tag stands below 'tags:', further in than it")),
                Arguments.of(
                        TOP + "tags: { when: [ftd] }\n",
                        List.of(
                                "error 3:9: 'tags.when' must be a group of keys; each tag has a name: tags: { a-name: { type: ... } }")));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(read("\uFEFF" + TOP + META)).isEmpty();
    }

    private static List<String> read(String yaml) {
        Loaded loaded = ConfigReader.parse(yaml, "taghub.yaml", Path.of("/nowhere"), ENV::get, StartersTest.types());
        List<String> said = new ArrayList<>();
        switch (loaded) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said.stream().map(one -> one.replace("taghub.yaml:", "")).toList();
    }
}
