/** Clicks on links to other hosts, the middle button's too. */
import {on, safely} from '../core/page.js';

export const trackLinks = (th) =>
  on('click auxclick', ({target, button}) =>
    safely(() => {
      const link = target.closest('a[href]');
      // A link to mail or phone has no host; and the right button opens a menu, not the link.
      if (link && link.host && link.host != location.host && button < 2) th('outbound_click', {url: link.href});
    }));
