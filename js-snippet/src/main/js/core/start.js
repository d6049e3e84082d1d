/** Puts the parts together; the classic script and the ES module both begin here. */
import {th} from './api.js';
import {trackClicks} from './clicks.js';
import {followLayer} from './layer.js';
import {on, safely} from './page.js';
import {flush, log, open} from './queue.js';
import {trackViews} from './views.js';

/**
 * @param {!Object<string, string>} options the data attributes of the script tag, data-to as `to` and so on
 * @param {string} src where the script came from; the endpoint and the add-ons are beside it
 */
export const begin = (options, src) => {
  const name = options.name || 'th';
  const taken = window[name] || {q: []};
  if (taken.log) return;

  const load = (file) => {
    th[file] = th[file] || !document.head.append(Object.assign(document.createElement('script'), {src: new URL(file, src)}));
  };
  const more = () => load('l.js');

  // Where the add-ons find it, whatever its name.
  document.th = th;
  th.log = log;
  th.flush = flush;
  th.debug = () => load('d.js');
  open(options.to || new URL('e', src), options.consent);
  safely(() => followLayer(options.layer || 'dataLayer', more));
  if (Object.keys(options)[1]) more();
  on('visibilitychange pagehide online prerenderingchange', flush);
  trackClicks();
  if (options.auto != 'off') trackViews(options.spa);
  // A global of the page's own stays: it is the stub's, or nobody's, that is ours to take.
  if (taken.q) {
    window[name] = th;
    taken.q.map((call) => th(...call));
  }
  safely(() => /_debug/.test(location + Object.keys(sessionStorage)) && th.debug());
};
