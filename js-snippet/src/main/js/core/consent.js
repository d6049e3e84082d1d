/** What the visitor allows, in the words of Consent Mode v2: purpose to "granted" or "denied", and `tcf`, the TC string. */
import {toJson} from './page.js';
import {changed} from './queue.js';

export const consent = {};

/** True, or 0 where the visitor has decided against it. */
export let isGranted;

/**
 * Takes the visitor's choice or, for the kind "default", the site's. A default that denies outlives one that grants: the two
 * may be for different regions, and only the hub knows where the visitor is. Nor is it a decision: the banner is still to
 * come. Of all purposes the hub's four start with an "a"; the others (security_storage and so on) are granted always.
 */
export const choose = (choices, kind) => {
  for (const purpose in choices) {
    kind == 'default' && consent[purpose] == 'denied' || (consent[purpose] = choices[purpose]);
  }
  isGranted = /"a\w+":"g/.test(toJson(consent)) || (kind != 'default' && 0);
  changed();
};
