/**
 * The rarer wishes of a page, loaded where there are any: its dataLayer's events, a TCF banner, links to other hosts, and
 * the mirror.
 */
import {followLayer} from './layer-events.js';
import {trackLinks} from './links.js';
import {followTcf} from './tcf.js';
import {safely} from '../core/page.js';

const {th} = navigator;
const options = th.options || (document.querySelector('script[data-th]') || {dataset: {}}).dataset;

const {src: here, nonce} = document.currentScript;

const load = (file) => {
  const script = document.createElement('script');
  script.src = new URL(file, here).href;
  script.nonce = nonce;
  document.head.append(script);
};

safely(() => followLayer(th, options));
followTcf(th);
if (options.outbound != null) trackLinks(th);
if (options.mirror != null) load('m.js');
