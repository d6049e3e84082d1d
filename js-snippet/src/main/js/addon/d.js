/**
 * The debug overlay: each event of the page, its id, and what became of it at every tag, as the hub tells whoever has a
 * token. Text only, in a shadow root with a style sheet of its own: no page's policy and no page's style gets in its way.
 */
import {follow, safely, toJson} from '../core/page.js';
import {STYLE} from './overlay-style.js';

const TOKEN = 'th_debug';
/** Seconds after an event when the hub is asked about it. */
const ASK_AT = [1, 3, 8, 20, 60];

const {th} = navigator;
const here = document.currentScript.src;

/** From the link that switched the overlay on; kept for the next pages of this tab. */
const findToken = () => {
  const [, fresh] = /th_debug=([^&#]+)/.exec(location.href) || [];
  if (fresh) sessionStorage.setItem(TOKEN, fresh);
  return sessionStorage.getItem(TOKEN);
};

const element = (parent, tag, className, text) => {
  const child = document.createElement(tag);
  child.className = className;
  if (text != null) child.textContent = text;
  parent.append(child);
  return child;
};

const forget = () => safely(() => sessionStorage.removeItem(TOKEN));

const openPanel = () => {
  const host = document.createElement('th-debug');
  const root = host.attachShadow({mode: 'open'});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const panel = element(root, 'section', 'panel');
  panel.setAttribute('aria-label', 'TagHub debug');
  const header = element(panel, 'header', '', 'TagHub');
  const close = element(header, 'button', '', '\u00d7');
  close.title = 'Close, and stop for this tab';
  // Its text is a sign, which a screen reader would read out as "times".
  close.setAttribute('aria-label', close.title);
  close.onclick = () => {
    host.remove();
    forget();
  };
  th.debug = () => document.documentElement.append(host);
  th.debug();
  return element(panel, 'ol', '');
};

const showTags = (list, tags) => {
  list.textContent = '';
  for (const {tag, verdict, reason, text} of tags) {
    const row = element(list, 'li', '');
    element(row, 'b', '', tag);
    element(row, 'span', 'verdict ' + verdict, verdict);
    element(row, 'span', 'text', text || reason || '');
  }
};

/** What the hub said instead of an answer, for a person. */
const trouble = (status) =>
  status == 404 ? 'the hub does not have it (yet)'
  : status == 401 || status == 403 ? 'the token is missing, wrong or too old: ask for a new link'
  : 'the hub answered ' + status;

/** Once the row is gone with the overlay, nobody asks any more. */
const ask = async (event, token, note, list) => {
  if (!note.isConnected) return;
  try {
    // The token is the permission, no cookie is: so that this works where the hub has a host of its own, too.
    const response = await fetch(new URL('d/' + encodeURIComponent(event.i) + '?t=' + encodeURIComponent(token), here));
    note.textContent = response.ok ? '' : trouble(response.status);
    if (response.status == 401 || response.status == 403) forget();
    if (response.ok) showTags(list, (await response.json()).tags || []);
  } catch (failure) {
    note.textContent = 'the hub cannot be reached';
  }
};

const start = () => {
  const token = safely(findToken);
  const events = openPanel();

  const show = (event) => {
    const row = document.createElement('li');
    row.className = 'event';
    events.prepend(row);
    const title = element(row, 'div', 'title');
    element(title, 'strong', '', event.n);
    element(title, 'time', '', new Date(event.t).toLocaleTimeString());
    element(row, 'code', '', event.i);
    if (event.p) element(row, 'pre', '', toJson(event.p));
    const note = element(row, 'div', 'note', token ? 'asking the hub \u2026' : 'no token: the event only');
    const list = element(row, 'ul', '');
    const age = Date.now() - event.t;
    if (token) ASK_AT.map((seconds) => setTimeout(() => ask(event, token, note, list), Math.max(0, seconds * 1e3 - age)));
  };

  th.log.map(show);
  follow(th.log, 'push', ([event]) => safely(() => show(event)));
};

start();
