/** What the visitor allows, in the words of Consent Mode v2: purpose to "granted" or "denied", and `tcf`, the TC string. */
import {toJson} from './page.js';
import {changed} from './queue.js';

export const consent = {};

/** What somebody decided, by an update or in a banner. It outranks every default, whichever came first. */
const said = {};

/** True, 0 where the visitor has decided against it, or undefined where nobody has decided. */
export let isGranted;

/**
 * Takes the visitor's choice or, for the kind "default", the site's. A default that denies outlives one that grants: the two
 * may be for different regions, and only the hub knows where the visitor is. Nor is it a decision: the banner is still to
 * come. Of all purposes the hub's four start with an "a"; the others (security_storage and so on) are granted always.
 */
export const choose = (choices, kind) => {
  for (const purpose in choices) {
    kind != 'default' ? (said[purpose] = choices[purpose]) : consent[purpose] == 'denied' || (consent[purpose] = choices[purpose]);
  }
  Object.assign(consent, said);
  isGranted = /"a\w+":"g/.test(toJson(consent)) || (Object.keys(said)[0] && 0);
  // A default may ask to wait for the banner: what it says about visitors who came before is on its way.
  changed(choices.wait_for_update);
};
