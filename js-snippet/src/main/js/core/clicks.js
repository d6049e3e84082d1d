/** Events declared in the markup with data-th-click and data-th-submit. */
import {th} from './api.js';
import {on, safely} from './page.js';

/** Navigation is never held up: what is queued leaves with the page. */
export const trackClicks = () =>
  on('click submit', ({type, target}) =>
    safely(() => {
      const attribute = 'data-th-' + type;
      const element = target.closest(`[${attribute}]`);
      const props = {};
      // Where there is no such element this fails, safely.
      for (const {name, value} of element.attributes) {
        const prop = name.split('data-th-p-')[1];
        if (prop) props[prop] = value;
      }
      th(element.getAttribute(attribute), props);
    }));
