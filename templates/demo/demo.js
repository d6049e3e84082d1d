// What a site's own script adds to the one tag: it tells the hub what happened and hands the event id to the form.
'use strict';

function report(element, name) {
  const props = element.dataset.props ? JSON.parse(element.dataset.props) : {};
  return typeof window.th === 'function' ? window.th(name, props) : '';
}

document.addEventListener('submit', submit => {
  const form = submit.target;
  if (form.dataset.event && !form.elements.event_id.value) {
    form.elements.event_id.value = report(form, form.dataset.event) || '';
  }
});

document.addEventListener('click', click => {
  const link = click.target.closest('[data-click]');
  if (link) report(link, link.dataset.click);
});

const viewed = document.querySelector('[data-view]');
if (viewed) report(viewed, viewed.dataset.view);
