/** The page's dataLayer: consent commands are obeyed here, everything else is left to the add-on for it. */
import {th} from './api.js';
import {follow, safely} from './page.js';

export const followLayer = (name) => {
  const layer = (window[name] = window[name] || []);
  const read = (entries) => entries.map((entry) => safely(() => entry[0] == 'consent' && th(entry[0], entry[2], entry[1])));
  read(layer);
  follow(layer, 'push', read);
};
