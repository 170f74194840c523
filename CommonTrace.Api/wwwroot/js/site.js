// What every page shares. All pages work without it, for reading, searching and voting; it makes them quicker to use.

/** Fetches a part of a page (or posts a form for one) and answers its HTML. Throws an Error with the server's sentence, its status, and when to ask again, in seconds. */
export async function fetchPart(url, part, options = {}) {
  const answer = await fetch(url, { ...options, headers: { ...options.headers, Accept: 'text/html', 'X-Part': part } });
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, 'text/html');
  const failure = page.querySelector('[data-error]');
  if (failure) {
    throw Object.assign(new Error(failure.textContent.trim()), { status: answer.status, retryAfter: Number(answer.headers.get('Retry-After')) });
  }
  if (answer.redirected && new URL(answer.url).pathname === '/sign-in') {
    throw Object.assign(new Error('You were signed out. Load the page again to sign in.'), { status: 401 });
  }
  return html;
}

/** Runs an action so many milliseconds after it was last asked for. */
export function debounce(action, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

// <button data-confirm="Sentence?">: asked before the form is sent.
document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) {
    event.preventDefault();
  }
});
