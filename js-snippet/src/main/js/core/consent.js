/** What the visitor allows, in the words of Consent Mode v2: purpose to "granted" or "denied", and `tcf`, the TC string. */
import {toJson} from './page.js';

/** A site's default has "site_" before it: it is nobody's decision, and gives way to one, whichever came first. */
export const consent = {};

/** The same as JSON. */
export let word;

/** True where something is granted, 2 where the visitor has decided against it, else nothing. */
export let decision;

/**
 * Takes the visitor's choice or, for the kind "default", the site's. A default that denies outlives one that grants: the two
 * may be for different regions, and only the hub knows where the visitor is. By their letters "denied" and "granted" come
 * before "site_denied", and that before "site_granted". Of all purposes the hub's four start with an "a"; the others
 * (security_storage and so on) are granted always.
 */
export const choose = (choices, kind) => {
  Object.keys(choices).map((purpose) =>
    kind != 'default' ? (consent[purpose] = choices[purpose])
    : consent[purpose] < 'site_' + choices[purpose] || (consent[purpose] = 'site_' + choices[purpose]));
  word = toJson(consent);
  decision = /"a\w+":"\w*g/.test(word) || /"d/.test(word) * 2;
};
