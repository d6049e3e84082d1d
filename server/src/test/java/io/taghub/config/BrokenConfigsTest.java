package io.taghub.config;

import static io.taghub.config.OneMistake.META;
import static io.taghub.config.OneMistake.TOP;
import static io.taghub.config.OneMistake.hub;
import static io.taghub.config.OneMistake.meta;
import static io.taghub.config.OneMistake.more;
import static io.taghub.config.OneMistake.read;
import static io.taghub.config.OneMistake.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake each in what looks like a config, with the real tag types: none is accepted in silence. */
class BrokenConfigsTest {

    @ParameterizedTest
    @MethodSource({"events", "spans", "secrets", "sites", "slips"})
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
                        "error 4:93: 'repeats' takes create, new_or_repeated, ignore, edit, add_payout, ignore_by_id; did you mean 'ignore'?"),
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
}
