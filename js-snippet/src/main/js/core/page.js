/** What the other modules use of the page, each in a form that cannot hurt it. */

/** Runs a function; its failure is ours and never the page's. */
export const safely = (action) => {
  try {
    return action();
  } catch (ignored) {
  }
};

/** Listens on the window in the capture phase, so that a page that stops an event does not hide it; a listener must not fail. */
export const on = (types, listener) =>
  types.split(' ').map((type) => addEventListener(type, listener, 1));

/**
 * Calls a listener, which must not fail, with the arguments of each call of a method. The property is defined, not assigned:
 * assigning fails where the page has frozen the prototype. Its description inherits nothing: a page's Object.prototype.get
 * would make nonsense of it.
 */
export const follow = (object, method, listener) => {
  const original = object[method];
  Reflect.defineProperty(object, method, {
    __proto__: null,
    value(...args) {
      listener(args);
      return original.apply(this, args);
    },
    writable: 1,
    configurable: 1,
  });
};

/**
 * A copy that inherits nothing, so that a toJSON which a page or an old library gave to all objects or all arrays is not even
 * looked at: it may fail, and may be a getter that says something new each time. What is neither a plain object nor an array
 * stays: a date or a decimal number has a toJSON of its own, which is asked, as is a plain object's own.
 */
const bare = (value) => {
  const copy = Array.isArray(value) ? [] : (value || 0).__proto__ == Object.prototype && {};
  if (!copy) return value;
  Object.setPrototypeOf(copy, null);
  Object.keys(value).map((key) => (copy[key] = bare(value[key])));
  return copy;
};

/** JSON, whatever the page has done to the prototypes. */
export const toJson = (value) => JSON.stringify(bare(value));
