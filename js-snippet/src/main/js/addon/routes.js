/** Views that only data-spa=replace or data-spa=hash counts; new paths are the core's. */
import {follow, on} from '../core/page.js';

export const trackRoutes = (th, spa) => {
  const ignored = spa == 'hash' ? '' : /#.*/;
  const later = () =>
    setTimeout(() => {
      const last = th.log.filter((event) => event.n == 'page_view').pop();
      last && last.u.replace(ignored, '') == location.href.replace(ignored, '') || th('page_view');
    });

  if (spa == 'replace') follow(history, 'replaceState', later);
  if (spa == 'hash') {
    follow(history, 'pushState', later);
    on('popstate', later);
  }
};
