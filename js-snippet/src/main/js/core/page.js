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
 * JSON, whatever toJSON a page or an old library gave to all objects or all arrays: only what has one of its own, a date or
 * a decimal number, is asked for it.
 */
export const toJson = (value) =>
  JSON.stringify(value, function (key, plain) {
    return (key = this[key]) && key.toJSON == (key.map ? [] : {}).toJSON ? key : plain;
  });
