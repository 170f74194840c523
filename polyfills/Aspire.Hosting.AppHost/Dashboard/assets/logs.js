import { $, el } from './elements.js';

const shownLines = 2000;
const seen = new Map();       // resource → number of the last line taken, so that a reconnect repeats nothing
const cleared = new Map();    // the same, as it was when the log was cleared
let named = true;             // lines carry their resource's name
let following = true;
let held = [];
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
const matches = (line, wanted) => line.textContent.toLowerCase().includes(wanted);

function line({ resource, at, isError, text }) {
  const time = new Date(at).toLocaleTimeString([], { hour12: false });
  return el('div', { className: isError ? 'line error' : 'line' },
    el('time', { dateTime: at }, `${time} `),
    named ? el('b', {}, `${resource} `) : null,
    el('span', {}, text.replace(escapes, '')));
}

export function take(lines) {
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

function empty() {
  held = [];
  $('lines').replaceChildren();
}

/* Another log, or all of them: what was cleared stays cleared. */
export function open(all) {
  named = all;
  seen.clear();
  cleared.forEach((number, name) => seen.set(name, number));
  empty();
  follow(true);
}

function filter() {
  const wanted = $('filter').value.toLowerCase();
  for (const l of $('lines').children) l.hidden = !matches(l, wanted);
  if (following) $('lines').scrollTop = $('lines').scrollHeight;
}

$('filter').oninput = filter;
$('follow').onclick = () => follow(!following);
$('clear').onclick = () => { seen.forEach((number, name) => cleared.set(name, number)); empty(); renderFollow(); };
$('lines').onscroll = () => {
  const atEnd = $('lines').scrollHeight - $('lines').scrollTop - $('lines').clientHeight < 8;
  if (atEnd !== following && !$('logs').hidden) follow(atEnd);
};
