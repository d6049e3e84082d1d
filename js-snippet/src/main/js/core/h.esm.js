/** The ES module: `start({to: '/x7k2qd/e'})` does what the script tag does, with its data attributes as options. */
import {th} from './api.js';
import {begin} from './start.js';

start = (options) => {
  th.options = options;
  navigator.th || begin(options, {src: new URL(options.to, location.href).href, nonce: options.nonce});
  // A script tag may have been first: then its th() is the one that sends.
  return navigator.th;
};
