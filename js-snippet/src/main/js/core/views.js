/** Page views: the first, those of single-page navigation, and a page that comes back from the back-forward cache. */
import {track} from './api.js';
import {follow, on} from './page.js';

/** `spa` is push (also when absent), replace, hash or off. */
export const trackViews = (spa) => {
  let seen;
  const view = (event) => {
    const page = spa == 'off' || location.href.replace(spa == 'hash' ? '' : /#.*/, '');
    if (page != seen || event.persisted) {
      seen = page;
      track('page_view');
    }
  };
  // Routers push and replace in one go, and set the title after that.
  const later = (event) => setTimeout(view, 0, event);

  follow(history, 'pushState', later);
  if (spa == 'replace') follow(history, 'replaceState', later);
  on('popstate pageshow', later);
  view();
};
