import { $, el, keepFocus, link } from './elements.js';
import * as log from './logs.js';
import { isRunning, since, stateOf, tone, uptime } from './states.js';

const token = document.querySelector('meta[name=dashboard-token]').content;
const run = document.querySelector('meta[name=dashboard-run]').content;
const application = document.title;

let resources = [];
let selected = null;          // a resource's name, or null for all of them
let events = null;
let armed = null;             // the button that waits for its second click
const busy = new Map();       // resource → verb under way
const revealed = new Map();   // variable → secret value, of the selected resource

/* The list */

function row(r) {
  return el('li', {},
    el('a', {
      href: `#${encodeURIComponent(r.name)}`, className: 'pick', ariaCurrent: String(selected === r.name), data: { key: `row ${r.name}` },
    }, r.name),
    r.type === 'Parameter' && tone(r) === 'good' ? null : stateOf(r),
    r.type === 'Parameter' ? null : el('p', { className: 'meta' },
      ...[r.type, r.processId && `pid ${r.processId}`].filter(Boolean).map(text => el('span', {}, text)), since(r)),
    r.urls.length ? el('p', { className: 'meta' }, ...r.urls.map(link)) : null);
}

function renderList() {
  const isParameter = r => r.type === 'Parameter';
  const own = resources.filter(r => !isParameter(r));
  const count = test => own.filter(test).length;
  const bad = count(r => tone(r) === 'bad');
  $('summary').textContent = [
    `${count(isRunning)} running`,
    count(r => tone(r) === 'busy') && `${count(r => tone(r) === 'busy')} on the way`,
    count(r => tone(r) === 'warn') && `${count(r => tone(r) === 'warn')} unhealthy`,
    bad && `${bad} failed`,
  ].filter(Boolean).join(' · ');
  document.title = bad ? `(${bad} failed) ${application}` : application;
  $('all').replaceChildren(el('li', {},
    el('a', { href: '#', className: 'pick', ariaCurrent: String(selected === null), data: { key: 'row' } }, 'All resources'),
    el('p', { className: 'meta' }, 'Every log in one view')));
  $('resources').replaceChildren(...own.map(row));
  $('parameters').replaceChildren(...resources.filter(isParameter).map(row));
  $('parameters-title').hidden = !resources.some(isParameter);
}

/* The detail */

const current = () => resources.find(r => r.name === selected);

function renderDetail() {
  const r = current();
  $('name').textContent = selected ?? 'All resources';
  $('message').hidden = !r?.message;
  $('message').textContent = r?.message ?? '';
  $('message').dataset.tone = r ? tone(r) : '';
  const facts = !r ? [] : [
    ['State', stateOf(r)], ['Type', r.type], ['Since', since(r)], ['Process', r.processId],
    ['Exit code', r.exitCode], ['Endpoints', r.urls.length ? el('span', {}, ...r.urls.map(link)) : null],
  ].filter(([, value]) => value !== null && value !== undefined);
  $('facts').replaceChildren(...facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
  $('views').hidden = !r || r.type === 'Parameter';
  const view = !r ? 'logs' : r.type === 'Parameter' ? 'environment' : document.querySelector('[name=view]:checked').value;
  $('logs').hidden = view !== 'logs';
  $('environment').hidden = view !== 'environment';
  $('variables').replaceChildren(...(r?.environment ?? []).map(variable));
  $('no-variables').hidden = !r || r.environment.length > 0;
  renderActions();
}

function variable({ name, value, isSecret }) {
  const shown = revealed.has(name);
  const text = isSecret ? (shown ? revealed.get(name) : '••••••••') : value;
  const toggle = () => shown ? (revealed.delete(name), keepFocus(renderDetail)) : reveal(name);
  return el('tr', {}, el('th', { scope: 'row' }, name), el('td', {},
    el('span', { className: isSecret && !shown ? 'masked' : 'value' }, text),
    isSecret ? el('button', { type: 'button', onclick: toggle, ariaLabel: `${shown ? 'Hide' : 'Show'} ${name}`, data: { key: `show ${name}` } },
      shown ? 'Hide' : 'Show') : null));
}

async function reveal(name) {
  const owner = selected;
  const response = await post(`resources/${encodeURIComponent(owner)}/secrets/${encodeURIComponent(name)}`);
  if (!response || owner !== selected) return;
  revealed.set(name, await response.text());
  keepFocus(renderDetail);
}

/* Start, stop, restart: the first click asks, the second acts. */

const doing = { start: 'Starting…', stop: 'Stopping…', restart: 'Restarting…' };

function renderActions() {
  const r = current();
  const verb = busy.get(selected);
  $('actions').hidden = !r || !(r.canStart || r.canStop || verb);
  for (const button of $('actions').children) {
    const own = button.dataset.verb;
    const name = own[0].toUpperCase() + own.slice(1);
    button.textContent = verb === own ? doing[own] : armed === own ? `${name} it?` : name;
    button.classList.toggle('armed', armed === own && !verb);
    // Not `disabled`, which would take the keyboard's focus away in mid-action.
    button.ariaDisabled = String(Boolean(verb) || !(own === 'start' ? r?.canStart : r?.canStop));
  }
}

let disarming;

function arm(verb) {
  clearTimeout(disarming);
  armed = verb;
  if (verb) disarming = setTimeout(arm, 4000, null);
  renderActions();
}

async function act(verb) {
  if (verb !== 'start' && armed !== verb) return arm(verb);
  arm(null);
  const name = selected;
  busy.set(name, verb);
  renderActions();
  await post(`resources/${encodeURIComponent(name)}/${verb}`);
  busy.delete(name);
  renderActions();
}

async function post(path) {
  $('error').hidden = true;
  try {
    const response = await fetch(`api/${path}`, { method: 'POST', headers: { 'X-Dashboard-Token': token } });
    if (response.ok) return response;
    showError(await response.text());
  } catch {
    showError('The host did not answer. Is it still running?');
  }
}

function showError(text) {
  $('error').firstElementChild.textContent = text;
  $('error').hidden = false;
}

/* The live stream. A hidden page lets go of it: browsers allow six connections to a host, whatever the number of tabs. */

function connection(toneName, text) {
  $('connection').dataset.tone = toneName;
  $('connection').textContent = text;
  document.body.classList.toggle('gone', toneName === 'bad');
}

function connect() {
  events?.close();
  if (document.hidden) return;
  events = new EventSource(`api/events?logs=${encodeURIComponent(selected ?? '*')}`);
  const on = (type, take) => events.addEventListener(type, ({ data }) => take(data));
  on('hello', theirs => theirs === run ? connection('good', 'Live') : location.reload());
  on('resources', data => {
    resources = JSON.parse(data);
    keepFocus(() => { renderList(); renderDetail(); });
  });
  on('logs', data => log.take(JSON.parse(data)));
  events.onerror = ({ target }) => {
    connection('bad', 'The host is gone, trying again');
    if (target.readyState === EventSource.CLOSED) setTimeout(() => { if (target === events) connect(); }, 2000);
  };
}

function select() {
  selected = decodeURIComponent(location.hash.slice(1)) || null;
  revealed.clear();
  arm(null);
  log.open(selected === null);
  keepFocus(() => { renderList(); renderDetail(); });
  connect();
}

$('actions').onclick = ({ target }) => { if (target.dataset.verb && target.ariaDisabled !== 'true') act(target.dataset.verb); };
$('error').lastElementChild.onclick = () => { $('error').hidden = true; };
$('views').onchange = renderDetail;
addEventListener('hashchange', () => {
  select();
  if (matchMedia('(max-width: 899px)').matches) document.querySelector('article').scrollIntoView();
});
document.addEventListener('visibilitychange', () => document.hidden ? events?.close() : connect());
setInterval(() => document.querySelectorAll('[data-since]').forEach(t => { t.textContent = uptime(t.dataset.since); }), 1000);
select();
