/**
 * What the core has no room for, and what it loads on every page: the dataLayer's events, a TCF banner, routes that only the
 * page knows, links to other hosts, the mirror and the debug link. The core beside it may be an earlier release's: a page may
 * have pinned that.
 */
import {followLayer} from './layer-events.js';
import {trackLinks} from './links.js';
import {trackRoutes} from './routes.js';
import {followTcf} from './tcf.js';
import {safely, toJson} from '../core/page.js';

const {th} = navigator;
const options = th.options || (document.querySelector('script[data-th]') || {dataset: {}}).dataset;

const {src: here, nonce} = document.currentScript;

/** The visitor's own switch is no event, and does not wait for a banner. */
if (/[?&]\w+_optout=[01]/.test(location.search)) {
  safely(() =>
    fetch(options.to || new URL('e', here), {
      method: 'POST',
      body: toJson({v: 1, l: location.href, e: []}),
      keepalive: true,
      credentials: 'include',
    }).catch(() => 0));
}

const load = (file) => {
  const script = document.createElement('script');
  script.src = new URL(file, here).href;
  script.nonce = nonce;
  document.head.append(script);
};

const looks = [followLayer(th, options), followTcf(th)];
const look = () => looks.map(safely);

look();
setInterval(look, 500);
if (options.auto != 'off') trackRoutes(th, options.spa);
if (options.outbound != null) trackLinks(th);
if (options.mirror != null) load('m.js');
// The core loads it, for a page may ask for it there as well, and once is enough.
safely(() => /th_debug/.test(location + Object.keys(sessionStorage)) && th.debug());
