/** Puts the parts together; the classic script and the ES module both begin here. */
import {th} from './api.js';
import {trackClicks} from './clicks.js';
import {followLayer} from './layer.js';
import {on, safely} from './page.js';
import {flush, log, open} from './queue.js';
import {trackViews} from './views.js';

/**
 * @param {!Object<string, string>} options the data attributes of the script tag, data-to as `to` and so on
 * @param {{src: string, nonce: string}} script where it came from: the endpoint and the add-ons are beside it; and what lets
 *     the add-ons pass the page's policy as well
 */
export const begin = (options, script) => {
  const name = options.name || 'th';

  const load = (file) =>
    th[file] || safely(() => document.head.append(Object.assign(document.createElement('script'), {src: th[file] = new URL(file, script.src), nonce: script.nonce})));

  // Where the add-ons find it, whatever its name.
  navigator.th = th;
  th.log = log;
  th.flush = flush;
  th.debug = () => load('d.js');
  open(options, script);
  safely(() => followLayer(options.layer || 'dataLayer'));
  // Always: a banner, a dataLayer and a debug link may each come at any time, and only it looks out for them.
  load('l.js');
  on('visibilitychange pagehide online prerenderingchange', flush);
  trackClicks();
  if (options.auto != 'off') trackViews(options.spa);
  // A global of the page's own has no queue, and stays: it is the stub's, or nobody's, that is ours to take.
  safely(() => (window[name] || {q: []}).q.map((call) => th(...call)) && (window[name] = th));
};
