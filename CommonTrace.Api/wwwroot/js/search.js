// Answers while the text is typed, and keeps the address in step with the form. Without it the form does the same, a page at a time.
import { debounce, fetchPart } from './site.js';

const form = document.getElementById('search');
const field = document.getElementById('q');
const said = document.getElementById('said');

/** What the form asks, as an address; empty fields are left out of it. */
function asked() {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
  return fields.size > 0 ? `/?${fields}` : '/';
}

const shown = () => location.pathname + location.search;

// One entry of the history for each search that somebody settled on; what is typed on the way to the next replaces itself.
function remember(isTyping) {
  const isSame = asked() === shown() || (isTyping && history.state?.isTyping);
  history[isSame ? 'replaceState' : 'pushState']({ isTyping }, '', asked());
}

let running;
let again;
let answered = shown();

/** Asks what the address says: for "typing" the results alone, for "search" the filters too. Only the newest question is answered. */
async function ask(part) {
  running?.abort();
  clearTimeout(again);
  const mine = running = new AbortController();
  answered = shown();
  document.getElementById('results').ariaBusy = 'true';
  try {
    const html = await fetchPart(shown(), part, { signal: mine.signal });
    if (mine === running) {
      show(html);
    }
  } catch (fault) {
    if (mine === running) {
      excuse(fault, part);
    }
  }
}

function show(html) {
  const held = document.activeElement.closest('#filters :is(input, select)');
  for (const part of [...new DOMParser().parseFromString(html, 'text/html').body.children]) {
    document.getElementById(part.id).replaceWith(part);
  }
  // The filters are made anew: whoever stood on one of them goes on standing there, or, on a tag that is gone, where tags are added.
  if (held?.isConnected === false) {
    document.getElementById(held.id || 'tag').focus();
  }
  tell(document.getElementById('results').dataset.said);
}

// The last results stay, and are asked for again when the server says that it has time.
function excuse(fault, part) {
  document.getElementById('results').ariaBusy = 'false';
  if (fault.retryAfter) {
    again = setTimeout(() => ask(part), fault.retryAfter * 1000);
    tell(`Those were many searches in a short time. These are the results before; the next come by themselves in ${fault.retryAfter} s.`, 'notice warn');
  } else {
    tell(`${fault.status ? fault.message : 'The server did not answer.'} These are the results before; press Search to ask again.`, 'notice bad');
  }
}

function tell(sentence, look = '') {
  said.className = `said ${look}`;
  said.textContent = sentence;
}

field.addEventListener('input', debounce(() => {
  if (asked() !== shown()) {
    remember(true);
    ask('typing');
  }
}, 250));

form.addEventListener('change', (event) => {
  if (event.target !== field) {
    remember(false);
    ask('search');
  }
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  remember(false);
  ask('search');
});

addEventListener('popstate', () => {
  // Not when only the place on the page is another, as by "Skip to the content".
  if (answered !== shown()) {
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    ask('search');
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest('input, textarea, select')) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
