/** th(): events, and the commands consent, set and identify. */
import {choose} from './consent.js';
import {safely, toJson} from './page.js';
import {changed, context, log, person} from './queue.js';

/** Where the latest page view was, without its hash, whoever reported it: the snippet, the page, or a pixel by way of the mirror. */
export let lastView;

/** Sorts by time, and is random enough that no two browsers agree. */
const newId = () => Date.now().toString(36) + crypto.getRandomValues(new Uint32Array(3)).join('');

export const th = (name, props, options) => {
  const [i] = /^[!-~]{1,64}$/.exec((options || 0).id || '') || [newId()];
  // A copy: the page may go on to change what it gave us. What is no JSON is left out, and the event is not.
  const p = safely(() => JSON.parse(toJson(props)));
  safely(() => {
    name == 'set' ? Object.assign(context, p)
    : name == 'identify' ? Object.assign(isSecureContext && person, p)
    : name == 'consent' ? choose(p, options)
    : (name == 'page_view' && (lastView = location.href.split('#')[0]), log.push({n: name + '', i, t: Date.now(), u: location.href, p}));
    changed(p);
  });
  return i;
};
