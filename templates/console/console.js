// The console's script: keeps the page fresh, filters the list, carries out the buttons. No markup is made here; fresh
// content is the server's own page, in which everything from outside is text.
'use strict';

const EVERY = 2000;
const message = document.getElementById('message');
const filter = document.getElementById('filter');
const seen = new Map();

function say(text, bad) {
  message.textContent = text;
  message.hidden = !text;
  message.className = bad ? 'bad' : '';
}

function applyFilter() {
  if (!filter) return;
  const wanted = filter.value.trim().toLowerCase().split(/\s+/);
  const rows = [...document.querySelectorAll('#events tbody tr')];
  for (const row of rows) {
    const text = (row.textContent + ' ' + [...row.querySelectorAll('[title]')].map(e => e.title).join(' ')).toLowerCase();
    row.hidden = !wanted.every(word => text.includes(word));
  }
  document.getElementById('none').hidden = rows.length === 0 || rows.some(row => !row.hidden);
}

function busy(part) {
  const selection = getSelection();
  return (!selection.isCollapsed && part.contains(selection.anchorNode)) || part.querySelector('[data-armed]');
}

function replace(part, fresh) {
  const toggled = new Map([...part.querySelectorAll('details[data-key]')].map(d => [d.dataset.key, d.open]));
  const scrolled = [...part.querySelectorAll('pre')].map(pre => [pre.scrollTop, pre.scrollLeft]);
  part.replaceChildren(...fresh.childNodes);
  for (const details of part.querySelectorAll('details[data-key]')) {
    if (toggled.has(details.dataset.key)) details.open = toggled.get(details.dataset.key);
  }
  part.querySelectorAll('pre').forEach((pre, i) => {
    if (scrolled[i]) [pre.scrollTop, pre.scrollLeft] = scrolled[i];
  });
}

let lost = false;
async function refresh() {
  try {
    // A page that takes long to make is not made again for what stands around it.
    const from = document.querySelector('[data-fresh]')?.dataset.fresh ?? location.href;
    const answer = await fetch(from, { cache: 'no-store' });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(part.id);
      if (!fresh || busy(part)) continue;
      const html = fresh.innerHTML;
      if (seen.get(part.id) !== html) {
        seen.set(part.id, html);
        replace(part, fresh);
      }
    }
    applyFilter();
    if (lost) say('');
    lost = false;
  } catch {
    lost = true;
    say('The hub does not answer. This page goes on by itself when it is back.', true);
  }
}

/** A decision that cannot be taken back wants a second click. */
function armed(button) {
  if (!button.dataset.sure || button.dataset.armed) return true;
  const words = button.textContent;
  button.dataset.armed = '1';
  button.textContent = button.dataset.sure;
  setTimeout(() => {
    delete button.dataset.armed;
    button.textContent = words;
  }, 4000);
  return false;
}

document.addEventListener('click', async click => {
  const button = click.target.closest('button[data-post]');
  if (!button || !armed(button)) return;
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.post, {
      method: 'POST',
      headers: { 'X-TagHub': '1', 'Content-Type': 'application/json' },
      body: button.dataset.body || '{}',
    });
    const told = answer.status === 204 ? {} : await answer.json();
    say(told.error || told.text || '', !answer.ok || told.result === 'failed');
  } catch {
    say('The hub does not answer. Nothing was changed.', true);
  }
  button.disabled = false;
  delete button.dataset.armed;
  refresh();
});

document.addEventListener('submit', async submit => {
  const form = submit.target.closest('form[data-import]');
  if (!form) return;
  submit.preventDefault();
  const asked = new URLSearchParams(new FormData(document.getElementById('span')));
  for (const name of ['tag', 'partner_zone', 'map']) asked.set(name, form.elements[name].value);
  say('Comparing …');
  try {
    const answer = await fetch(form.dataset.import + '?' + asked, {
      method: 'POST',
      headers: { 'X-TagHub': '1', 'Content-Type': 'text/csv' },
      body: form.elements.file.files[0],
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('differences');
    say(fresh ? '' : page.querySelector('main h2').textContent, true);
    document.getElementById('differences').replaceChildren(...(fresh ? fresh.childNodes : []));
  } catch {
    say('The hub does not answer.', true);
  }
});

document.querySelectorAll('[data-live]').forEach(part => seen.set(part.id, part.innerHTML));
if (filter) filter.addEventListener('input', applyFilter);
if (document.querySelector('[data-live]')) {
  setInterval(() => document.hidden || refresh(), EVERY);
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
}
