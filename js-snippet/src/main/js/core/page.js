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
  types.split(' ').map((type) => addEventListener(type, listener, true));

/**
 * Calls a listener, which must not fail, with the arguments of each call of a method. The property is defined, not assigned:
 * assigning fails where the page has frozen the prototype.
 */
export const follow = (object, method, listener) => {
  const original = object[method];
  safely(() => Reflect.defineProperty(object, method, {
    value(...args) {
      listener(args);
      return original.apply(this, args);
    },
    writable: true,
    configurable: true,
  }));
};

/** JSON, also where an old Prototype.js makes every array a string with its Array.prototype.toJSON. */
export const toJson = (value) =>
  JSON.stringify(value, function (key, plain) {
    return Array.isArray((key = this[key])) ? key : plain;
  });
