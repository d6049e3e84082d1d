/** Events on their way to the hub: kept until it has answered, and sent again under the same ids until then. */
import {consent, decision, word} from './consent.js';
import {safely, toJson} from './page.js';

const BATCH_WAIT = 50;
/** Characters, and events; the hub accepts twice as many. */
const MAX_BODY = 45e3;
const MAX_EVENTS = 50;
/** Browsers finish at most 64 KB of requests of a page that is gone, all of them together. */
const MAX_KEEPALIVE = 16e3;
const FIRST_RETRY = 2e3;
/** Also how long an answer may take: longer than proxies wait for the hub. */
const LAST_RETRY = 6e4;

/** Every event of this page, oldest first; also for the debug overlay, the mirror and whoever tests the page. */
export const log = [];
export const context = {};
export const person = {};

/** Where in the log the events begin that are still to be sent. */
let next = 0;
let endpoint, mode, landing, timer, retry;

/** The visitor's word as the hub knows it: a new one goes at once, if need be without an event. */
let told;

const envelope = (e) =>
  toJson(
    (mode == 'wait') & (decision > 1) ? {c: consent, e: []}
    : {
        v: 1,
        st: Date.now(),
        l: landing,
        r: document.referrer,
        c: consent,
        x: context,
        g: person,
        wd: +navigator.webdriver,
        cl: (mode == 'cookieless') & (decision != 1),
        e,
      },
  );

/**
 * Sends what waits.
 *
 * The page may be leaving, perhaps for good: no time for anything that answers later. A beacon tells nothing of its fate, so
 * while the hub is out of reach its events are kept as well, for a page that comes back.
 */
export const flush = (event) =>
  safely(() => {
    timer = clearTimeout(timer);
    if ((log[next] || retry || told != word) && !document.prerendering && (mode != 'wait' || decision)) {
      const first = next;
      const events = log.slice(first, first + MAX_EVENTS);
      let body;
      // As many as fit; one alone always does.
      while ((body = envelope(events)).length > MAX_BODY && events[1]) events.pop();
      const settle = ({status} = 0) => {
        if (status < 500 & status != 429) flush((retry = 0));
        else {
          next = first;
          clearTimeout(timer);
          timer = setTimeout(flush, retry = retry > 16e3 ? LAST_RETRY : retry * 2 || FIRST_RETRY);
        }
      };
      told = word;
      next += events.length;
      if ((document.hidden || (event || 0).type == 'pagehide') && safely(() => navigator.sendBeacon(endpoint, body))) {
        if (retry) next = first;
      } else {
        // What comes meanwhile waits for the answer, which may never come; and fetch may be the page's, and broken.
        timer = setTimeout(settle, LAST_RETRY);
        safely(() => fetch(endpoint, {method: 'POST', body, keepalive: body.length < MAX_KEEPALIVE, credentials: 'include'}).then(settle, settle)) || settle();
      }
    }
  });

/**
 * There is something new: an event or a choice. What may go goes soon; what may not is forgotten. A default may ask to wait
 * for the banner: what it says about visitors who came before is on its way.
 */
export const changed = (props) => {
  if ((mode == 'wait') & (decision > 1)) next = log.length;
  if (document.hidden) flush();
  timer = timer || setTimeout(flush, (props || 0).wait_for_update || BATCH_WAIT);
};

export const open = (options, script) => {
  endpoint = options.to || new URL('e', script.src);
  mode = options.consent;
  landing = location.href;
};
