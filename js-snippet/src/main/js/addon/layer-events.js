/** GA4 e-commerce pushes, gtag('event') calls and other events of the page's dataLayer become the hub's. */
import {follow, safely} from '../core/page.js';

/** What tag managers and consent banners say to each other. */
const CHATTER = /^(gtm\.|optanon|onetrust|cookie|consent|didomi|uc_)/i;
/** What an entry says about itself and not about the event. */
const META = /^(event(_?(callback|timeout|id))?$|ecommerce|send_to|user_data|gtm\.)/i;

/** The order's number under the hub's word; the hub understands GA4's others. */
const hubProps = (params) => {
  const props = {};
  // Not by for-in: old libraries extend Object.prototype.
  for (const key of Object.keys(params)) {
    // What is no JSON, an element or the entry itself, is left out alone.
    safely(() => {
      if (!META.test(key) && JSON.stringify(params[key])) props[key == 'transaction_id' ? 'order_id' : key] = params[key];
    });
  }
  return props;
};

/** gtag's user_data, as enhanced conversions have it, in the hub's words. */
const hubPerson = ({email, email_address, phone_number, address}) => {
  const {first_name, last_name, city, region, postal_code, country} = (Array.isArray(address) ? address[0] : address) || {};
  // What is not there th() leaves out: it would erase what is known.
  return {email: email || email_address, phone: phone_number, first_name, last_name, city, region, postal_code, country};
};

/**
 * Answers a function that reads and follows the layer. It has to be called again and again: a page may put another array in
 * the place of the one that was there.
 */
export const followLayer = (th, options) => {
  /** What was pushed ahead of its event, as tag managers put the two together. */
  let layer, ahead;

  const report = (name, params) => {
    // The snippet counts page views itself; the mirror has reported what carries an id of ours.
    const isCounted = (name == 'page_view' && options.auto != 'off') || th.log.some((event) => event.i == params.event_id);
    // A purchase is its order, so that the page, opened again or another day, and the back end tell of one event.
    const id = params.event_id || (name == 'purchase' && params.transaction_id);
    if (!CHATTER.test(name) && !isCounted) th(name, hubProps(params), {id});
  };

  const identify = ({user_data, user_id}) => {
    if (user_data) th('identify', hubPerson(user_data));
    if (user_id) th('identify', {id: user_id});
  };

  const read = (entry) => {
    if (entry[0] == 'set' && typeof entry[1] == 'string') identify({[entry[1]]: entry[2]});
    else identify(entry[0] == 'set' ? entry[1] : entry[2] || entry);
    if (entry[0] == 'event') report(entry[1], entry[2] || {});
    else if (!entry.event) 'ecommerce' in entry && (ahead = entry.ecommerce && Object.assign({}, ahead, entry.ecommerce));
    else {
      report(entry.event, Object.assign({}, entry, entry.ecommerce || ahead));
      if (!CHATTER.test(entry.event)) ahead = 0;
    }
  };

  return () => {
    const latest = window[options.layer || 'dataLayer'];
    if (latest && latest != layer) {
      // Whose push is its own the core has followed, and obeys its consent commands; in any other they are heard here.
      const isCores = !layer && {}.hasOwnProperty.call(latest, 'push');
      const readAll = (entries) => {
        for (const entry of entries) {
          safely(() => {
            if (entry[0] != 'consent') read(entry);
            else if (!isCores) th('consent', entry[2], entry[1]);
          });
        }
      };
      layer = latest;
      readAll(layer);
      follow(layer, 'push', readAll);
    }
  };
};
