package io.taghub.config;

import static io.taghub.config.OneMistake.META;
import static io.taghub.config.OneMistake.TOP;
import static io.taghub.config.OneMistake.hub;
import static io.taghub.config.OneMistake.meta;
import static io.taghub.config.OneMistake.more;
import static io.taghub.config.OneMistake.read;
import static io.taghub.config.OneMistake.tag;
import static io.taghub.config.OneMistake.url;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake each in a tag or in its address, with the real tag types: none is accepted in silence. */
class BrokenTagsTest {

    @ParameterizedTest
    @MethodSource({"tags", "urls"})
    void isSaid(String yaml, List<String> said) {
        assertThat(read(yaml)).containsExactlyElementsOf(said);
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
}
