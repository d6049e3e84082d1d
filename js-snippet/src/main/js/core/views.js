/** Page views: the first, those of single-page navigation, and a page that comes back from the back-forward cache. */
import {lastView, th} from './api.js';
import {follow, on} from './page.js';

/** `spa` is push (also when absent), replace, hash or off. */
export const trackViews = (spa) => {
  const ignored = spa == 'hash' ? '' : spa == 'off' ? /.*/ : /#.*/;
  // Routers push and replace in one go, and set the title after that.
  const later = ({persisted}) =>
    setTimeout(() => !persisted && lastView.replace(ignored, '') == location.href.replace(ignored, '') || th('page_view'));

  follow(history, 'pushState', later);
  if (spa == 'replace') follow(history, 'replaceState', later);
  on('popstate pageshow', later);
  th('page_view');
};
