/** Clicks on links to other hosts, the middle button's too. */
import {on} from '../core/page.js';

export const trackLinks = (th) =>
  on('click auxclick', ({target}) => {
    const link = target.closest('a[href]');
    // A link to mail or phone has no host.
    if (link && link.host && link.host != location.host) th('outbound_click', {url: link.href});
  });
