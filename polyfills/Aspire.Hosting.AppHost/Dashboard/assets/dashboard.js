const token = document.querySelector('meta[name=dashboard-token]').content;
const run = document.querySelector('meta[name=dashboard-run]').content;
const application = document.title;
const shownLines = 2000;
const $ = id => document.getElementById(id);

let resources = [];
let selected = null;          // a resource's name, or null for all of them
let events = null;
let armed = null;             // the button that waits for its second click
const busy = new Map();       // resource → verb under way
const revealed = new Map();   // variable → secret value, of the selected resource
const seen = new Map();       // resource → number of the last line taken, so that a reconnect repeats nothing
const cleared = new Map();    // the same, as it was when the log was cleared

/* Elements. Data only ever becomes text: nothing here parses HTML. */

function el(tag, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  element.append(...children.filter(child => child !== null));
  return element;
}

function link(url) {
  const label = url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return /^https?:\/\//.test(url)
    ? el('a', { href: url, target: '_blank', rel: 'noreferrer', className: 'url', data: { key: url } }, label)
    : el('span', { className: 'url' }, label);
}

function keepFocus(render) {
  const key = document.activeElement?.dataset.key;
  render();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/* States */

const words = state => state.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
const isRunning = r => /^(running|active)$/i.test(r.state);

function tone(r) {
  if (/fail|missing|unhealthy/i.test(r.state) || (r.exitCode && !isRunning(r))) return 'bad';
  if (/^(starting|waiting|stopping|building)$/i.test(r.state)) return 'busy';
  if (isRunning(r)) return r.health && r.health !== 'Healthy' ? 'warn' : 'good';
  return 'done';
}

function stateOf(r) {
  const health = isRunning(r) && r.health ? `, ${r.health.toLowerCase()}` : '';
  const exit = r.exitCode ? ` (${r.exitCode})` : '';
  return el('span', { className: 'state', data: { tone: tone(r) } }, words(r.state) + health + exit);
}

function since(r) {
  if (!r.startedAt) return null;
  return isRunning(r)
    ? el('time', { dateTime: r.startedAt, data: { since: r.startedAt } }, uptime(r.startedAt))
    : el('time', { dateTime: r.startedAt }, `started ${new Date(r.startedAt).toLocaleTimeString([], { hour12: false })}`);
}

function uptime(startedAt) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(startedAt)) / 1000));
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].map(([size, unit], i, all) =>
    [Math.floor(i ? seconds % all[i - 1][0] / size : seconds / size), unit]);
  const first = Math.min(parts.findIndex(([n]) => n > 0) >>> 0, 3);
  return `up ${parts.slice(first, first + 2).map(([n, unit]) => `${n} ${unit}`).join(' ')}`;
}

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

/* Logs */

let following = true;
let held = [];
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
const matches = (line, wanted) => line.textContent.toLowerCase().includes(wanted);

function line({ resource, at, isError, text }) {
  const time = new Date(at).toLocaleTimeString([], { hour12: false });
  return el('div', { className: isError ? 'line error' : 'line' },
    el('time', { dateTime: at }, `${time} `),
    selected === null ? el('b', {}, `${resource} `) : null,
    el('span', {}, text.replace(escapes, '')));
}

function take(lines) {
  const fresh = lines.filter(l => l.number > (seen.get(l.resource) ?? -1));
  fresh.forEach(l => seen.set(l.resource, l.number));
  held = held.concat(fresh).slice(-shownLines);
  following ? showHeld() : renderFollow();
}

function showHeld() {
  const wanted = $('filter').value.toLowerCase();
  const added = held.map(line);
  added.forEach(l => { l.hidden = !matches(l, wanted); });
  held = [];
  $('lines').append(...added);
  while ($('lines').childElementCount > shownLines) $('lines').firstElementChild.remove();
  $('lines').scrollTop = $('lines').scrollHeight;
}

function renderFollow() {
  $('follow').ariaPressed = String(following);
  $('follow').textContent = following ? 'Following' : held.length ? `Paused, ${held.length} new` : 'Paused';
}

function follow(on) {
  following = on;
  if (on) showHeld();
  renderFollow();
}

function emptyLog() {
  held = [];
  $('lines').replaceChildren();
}

function filter() {
  const wanted = $('filter').value.toLowerCase();
  for (const l of $('lines').children) l.hidden = !matches(l, wanted);
  if (following) $('lines').scrollTop = $('lines').scrollHeight;
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
  on('logs', data => take(JSON.parse(data)));
  on('stopped', () => connection('bad', 'The host has stopped'));
  events.onerror = ({ target }) => {
    connection('bad', 'The host is gone, trying again');
    if (target.readyState === EventSource.CLOSED) setTimeout(() => { if (target === events) connect(); }, 2000);
  };
}

function select() {
  selected = decodeURIComponent(location.hash.slice(1)) || null;
  revealed.clear();
  seen.clear();
  cleared.forEach((number, name) => seen.set(name, number));
  emptyLog();
  arm(null);
  follow(true);
  keepFocus(() => { renderList(); renderDetail(); });
  connect();
}

$('actions').onclick = ({ target }) => { if (target.dataset.verb && target.ariaDisabled !== 'true') act(target.dataset.verb); };
$('error').lastElementChild.onclick = () => { $('error').hidden = true; };
$('views').onchange = renderDetail;
$('filter').oninput = filter;
$('follow').onclick = () => follow(!following);
$('clear').onclick = () => { seen.forEach((number, name) => cleared.set(name, number)); emptyLog(); renderFollow(); };
$('lines').onscroll = () => {
  const atEnd = $('lines').scrollHeight - $('lines').scrollTop - $('lines').clientHeight < 8;
  if (atEnd !== following && !$('logs').hidden) follow(atEnd);
};
addEventListener('hashchange', () => {
  select();
  if (matchMedia('(max-width: 899px)').matches) document.querySelector('article').scrollIntoView();
});
document.addEventListener('visibilitychange', () => document.hidden ? events?.close() : connect());
setInterval(() => document.querySelectorAll('[data-since]').forEach(t => { t.textContent = uptime(t.dataset.since); }), 1000);
select();
