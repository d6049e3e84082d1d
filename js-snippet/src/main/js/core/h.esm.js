/** The ES module: `start({to: '/x7k2qd/e'})` does what the script tag does, with its data attributes as options. */
import {th} from './api.js';
import {begin} from './start.js';

start = (options) => {
  th.options = options;
  begin(options, new URL(options.to, location.href).href);
  const name = options.name || 'th';
  // A script tag may have been first: then its th() is the one that sends.
  return (window[name] || 0).log ? window[name] : th;
};
