/** Page views: the first, those of single-page navigation, and a page that comes back from the back-forward cache. */
import {lastView, th} from './api.js';
import {follow, on} from './page.js';

/** `spa` is push (also when absent), replace, hash or off; what replace and hash count besides is an add-on's. */
export const trackViews = (spa) => {
  // Routers push and replace in one go, and set the title after that.
  const later = ({persisted}) =>
    setTimeout(() => !persisted && (spa == 'off' || lastView == location.href.split('#')[0]) || th('page_view'));

  follow(history, 'pushState', later);
  on('popstate pageshow', later);
  th('page_view');
};
