/**
 * th() before the script has loaded: keeps the calls and gives each its id, the one the script will send it under. The
 * third argument is read here so that a page's own id survives; nothing of the page's is changed. The queue is there from
 * the beginning: by it the script knows whose th this is.
 */
window.th ||
  ((window.th = function queue(name, props, options) {
    const id = (options || 0).id || Date.now().toString(36) + crypto.getRandomValues(new Uint32Array(3)).join('');
    queue.q.push([name, props, {id}]);
    return id;
  }).q = []);
