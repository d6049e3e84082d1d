/** th(): events, and the commands consent, set and identify. */
import {choose} from './consent.js';
import {safely, toJson} from './page.js';
import {changed, context, log, person} from './queue.js';

const ID = /^[\w-]{8,64}$/;

/** Sorts by time, and is random enough that no two browsers agree. */
const newId = () => Date.now().toString(36) + crypto.getRandomValues(new Uint32Array(3)).join('');

export const track = (n, p, options) => {
  const id = (options || 0).id || 0;
  const i = ID.test(id) ? id : newId();
  safely(() => {
    // A copy: the page may go on to change what it gave us.
    log.push(JSON.parse(toJson({n, i, t: Date.now(), u: location.href, p})));
    changed();
  });
  return i;
};

const commands = {
  'consent': choose,
  'set': (words) => Object.assign(context, words),
  // In the clear, for the hub to normalise and hash; so never without TLS.
  'identify': (words) => isSecureContext && Object.assign(person, words),
};

export const th = (name, props, options) => commands[name] ? commands[name](props) : track(name, props, options);
