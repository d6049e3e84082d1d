/**
 * The mirror: pixel calls of the page become the hub's events as well, under one id, so that a platform can tell that the
 * pixel's copy and the hub's are the same. Calls go through as they came, with the id added to a copy of their arguments.
 */

/** Global name: what its platform calls the id. */
const PIXELS = {
  fbq: 'eventID',
  ttq: 'event_id',
  pintrk: 'event_id',
  gtag: 'event_id',
  snaptr: 'client_dedup_id',
  rdt: 'conversionId',
};

const mirror = ([pixel, key], index) => {
  /** Ids this pixel has had. */
  const had = [];

  /** The arguments of a call; if it reports an event, with the id of the hub's latest of that name, else of a new one. */
  const withId = (args) => {
    try {
      // track, trackCustom, trackSingle and so on; event with gtag.
      if (/^tr|ev/.test(args[0])) {
        args = [...args];
        // trackSingle and trackSingleCustom name the pixel first.
        const at = 1 + (args[0][5] == 'S');
        // fbq and ttq want the id in the options behind the data, the others in the data.
        const place = at + 1 + (index < 2);
        // PageView, PAGE_VIEW and page_view are one word to the hub.
        const name = args[at].replace(/\B[A-Z][a-z]/g, '_$&').toLowerCase();
        const holder = (args[place] = {...args[place]});
        // A purchase is its order, as in the layer.
        const id = holder[key] || (name == 'purchase' && holder.transaction_id);
        const known = navigator.th.log.filter((event) => (id ? event.i == id : event.n == name && !had.includes(event.i))).pop();
        holder[key] = known ? known.i : navigator.th(name, args[at + 1], {id});
        had.push(holder[key]);
      }
    } catch (ignored) {
    }
    return args;
  };

  const wrap = (value) =>
    value && new Proxy(value, {
      apply: (target, self, args) => target.apply(self, withId(args)),
      // ttq has methods where the others have words.
      get: (target, name) => name == 'track' ? (...args) => target.track(...withId([name, ...args]).slice(1)) : target[name],
    });

  let current = window[pixel];
  // Calls that still wait for the platform's own script.
  const queue = current && (current.queue || current.callQueue || current);
  Object.entries(queue || []).map(([call, args]) => (queue[call] = withId(args)));
  // A function declared by the page can be replaced, but not watched.
  window[pixel] = current = wrap(current);
  Reflect.defineProperty(window, pixel, {
    configurable: true,
    get: () => current,
    set: (value) => {
      current = wrap(value);
    },
  });
};

Object.entries(PIXELS).map(mirror);
