/** Events on their way to the hub: kept until it has answered, and sent again under the same ids until then. */
import {consent, isDenied, isGranted} from './consent.js';
import {safely, toJson} from './page.js';

const BATCH_WAIT = 50;
/** Characters; what the hub accepts less some room for the envelope. */
const MAX_BATCH = 45e3;
/** Browsers finish at most 64 KB of requests of a page that is gone, all of them together. */
const MAX_KEEPALIVE = 16e3;
const FIRST_RETRY = 2e3;
const LAST_RETRY = 6e4;

/** Every event of this page, oldest first; also for the debug overlay, the mirror and whoever tests the page. */
export const log = [];
export const context = {};
export const person = {};

const landing = location.href;

/** Where in the log the events begin that are still to be sent. */
let next = 0;
let endpoint, mode, busy, timer, retry;

/** As many of the next events as fit in one request; one alone always does. */
const batch = () => {
  let size = 0;
  return log.slice(next).filter((event, index) => (size += toJson(event).length) < MAX_BATCH || !index);
};

const envelope = (e) =>
  toJson({
    v: 1,
    st: Date.now(),
    l: landing,
    r: document.referrer,
    c: consent,
    x: context,
    g: person,
    wd: navigator.webdriver | 0,
    cl: (mode == 'cookieless') & !isGranted,
    e,
  });

const wait = (delay) => {
  timer = setTimeout(flush, delay);
};

/**
 * Sends what waits, unless a request is on its way: then that one's end sends the rest.
 *
 * The page may be leaving, perhaps for good: no time for anything that answers later. A beacon tells nothing of its fate, so
 * while the hub is out of reach its events are kept as well, for a page that comes back.
 */
export const flush = (event) => {
  const leaving = document.hidden || event && event.type == 'pagehide';
  clearTimeout(timer);
  timer = 0;
  if (log[next] && !document.prerendering && (mode != 'wait' || isGranted) && (!busy || leaving)) {
    const first = next;
    const events = batch();
    const body = envelope(events);
    const settle = ({status}) => {
      clearTimeout(timer);
      timer = busy = 0;
      if (status < 500 && status != 429) {
        retry = 0;
        flush();
      } else {
        next = first;
        wait(retry = Math.min(retry * 2 || FIRST_RETRY, LAST_RETRY));
      }
    };
    next += events.length;
    if (leaving && safely(() => navigator.sendBeacon(endpoint, body))) {
      if (retry) next = first;
    } else {
      const keepalive = body.length < MAX_KEEPALIVE;
      busy = fetch(endpoint, {method: 'POST', body, keepalive, credentials: 'include'}).then(settle, settle);
    }
  }
};

/** There is something new: an event or a choice. What may go goes soon; what may not is forgotten. */
export const changed = () => {
  if (mode == 'wait' && isDenied) next = log.length;
  if (document.hidden) flush();
  timer || wait(BATCH_WAIT);
};

export const open = (to, consentMode) => {
  endpoint = to;
  mode = consentMode;
};
