// The form of a trace: counts, checks and shows it while somebody types. Without this, the buttons do the same.
import { debounce, fetchPart } from './site.js';

const form = document.getElementById('trace-form');
const status = document.getElementById('check-status');
const number = new Intl.NumberFormat('en');
const saved = text();
const sent = `sent ${location.pathname}`;
const wasUnsaved = form.dataset.unsaved !== undefined;
let isSent = false;
let asked = 0;

function typed() {
  return [...form.elements].filter((field) => field.name && field.type !== 'hidden');
}

function text() {
  return JSON.stringify(typed().map((field) => [field.name, field.value]));
}

// As the server counts: by characters, not by UTF-16 units.
function count(field) {
  const shown = form.querySelector(`[data-count="${field.name}"]`);
  if (shown) {
    let length = 0;
    for (const _ of field.value) { length++; }
    shown.textContent = `${number.format(length)} of ${number.format(shown.dataset.most)}`;
    shown.classList.toggle('over', length > shown.dataset.most);
  }
}

// A fault goes when its field is mended; one comes only with the check.
function mark(faults) {
  for (const said of form.querySelectorAll('.fault')) {
    const field = form.elements[said.id.slice(0, -'-fault'.length)];
    said.textContent = faults.get(field.name) ?? '';
    if (said.textContent) { field.setAttribute('aria-invalid', 'true'); } else { field.removeAttribute('aria-invalid'); }
  }
}

async function check() {
  const turn = ++asked;
  try {
    const html = await fetchPart(`${form.getAttribute('action')}/check`, 'check', { method: 'POST', body: new FormData(form) });
    // An answer that was overtaken says nothing of what stands there now.
    if (turn !== asked) { return; }
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const id of ['check', 'preview']) {
      document.getElementById(id).replaceWith(page.getElementById(id));
    }
    const found = document.getElementById('check');
    status.textContent = found.dataset.status;
    mark(new Map([...found.querySelectorAll('[data-fault]')].map((fault) => [fault.dataset.fault, fault.textContent])));
  } catch (error) {
    if (turn === asked) { status.textContent = `Not checked: ${error.message}`; }
  }
}

// Puts the cursor where something was found. Lines and columns count from 1, columns in characters.
function goTo(field, line, column) {
  field.closest('details')?.setAttribute('open', '');
  field.focus();
  if (line && field.setSelectionRange && field.tagName === 'TEXTAREA') {
    const lines = field.value.split('\n');
    const before = [...lines[line - 1] ?? ''].slice(0, column - 1).join('');
    const place = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + before.length;
    field.setSelectionRange(place, place);
  }
}

const checkSoon = debounce(check, 600);
form.addEventListener('input', (event) => {
  count(event.target);
  checkSoon();
});
form.addEventListener('submit', (event) => {
  if (event.submitter?.id === 'check-button') {
    event.preventDefault();
    check();
  } else if (isSent) {
    event.preventDefault();
  } else {
    isSent = true;
    sessionStorage.setItem(sent, text());
  }
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('.faults a, #check a[href^="#"]');
  if (link) {
    event.preventDefault();
    goTo(form.elements[link.hash.slice(1)], Number(link.dataset.line), Number(link.dataset.column));
  }
});
window.addEventListener('beforeunload', (event) => {
  if ((wasUnsaved || text() !== saved) && !isSent) { event.preventDefault(); }
});
// The browser may show the form again as it was left.
window.addEventListener('pageshow', () => { isSent = false; });

// Who sent it and was answered by a page that is not this one (too many calls, an expired form) goes back, and a browser does not keep the fields of
// a page that must not be stored.
if (performance.getEntriesByType('navigation')[0]?.type === 'back_forward') {
  for (const [name, value] of JSON.parse(sessionStorage.getItem(sent) ?? '[]')) {
    form.elements[name].value = value;
    count(form.elements[name]);
  }
}

if (form.elements.title.value || form.elements.context_text.value) { check(); }
