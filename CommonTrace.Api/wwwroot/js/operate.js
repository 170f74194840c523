// The operator's pages: the server sends each part anew when it changes, and says when it cannot.

const LOST_AFTER = 25_000;
const AGAIN_AFTER = 5_000;

/** Shows a part as the server renders it now, without closing what was opened in it or taking the focus away. */
function swap(part, html) {
  const open = [...part.querySelectorAll('details[open][id]')].map((details) => details.id);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
  part.innerHTML = html;
  open.forEach((id) => document.getElementById(id)?.setAttribute('open', ''));
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  showCopyButtons(part);
}

/** Listens while the tab is seen. A connection that breaks is made again, by the browser or, where it gives up, here. */
function watch(state) {
  const word = state.querySelector('[data-live-word]');
  const refresh = state.querySelector('[data-live-refresh]');
  let source;
  let timer;
  let isOver = false;

  const tell = (text, tone = '') => {
    if (word.textContent !== text) {
      word.textContent = text;
      word.className = `badge ${tone}`;
      refresh.hidden = tone === 'good' || isOver;
    }
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  const openIn = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(open, milliseconds);
  };
  // A connection can break without a word: after a silence it is made anew.
  const heard = () => {
    tell('Live', 'good');
    openIn(LOST_AFTER);
  };
  const open = () => {
    close();
    source = new EventSource(state.dataset.live);
    source.addEventListener('open', heard);
    source.addEventListener('beat', heard);
    source.addEventListener('away', () => tell('Not live: the server cannot read this just now', 'warn'));
    source.addEventListener('end', () => {
      isOver = true;
      close();
      tell('Ended: nothing changes here any more');
    });
    source.addEventListener('error', () => {
      tell('Not live: the server does not answer, or you were signed out', 'warn');
      openIn(source.readyState === EventSource.CLOSED ? AGAIN_AFTER : LOST_AFTER);
    });
    document.querySelectorAll('[data-part]').forEach((part) => source.addEventListener(part.dataset.part, (event) => {
      heard();
      swap(part, event.data);
    }));
  };

  document.addEventListener('visibilitychange', () => {
    if (isOver) {
      return;
    }
    if (document.hidden) {
      close();
      tell('Not live while you look elsewhere');
    } else {
      open();
    }
  });
  if (!document.hidden) {
    open();
  }
}

/** Copy buttons need the clipboard, which browsers keep from sites without TLS. */
function showCopyButtons(within) {
  if (navigator.clipboard) {
    within.querySelectorAll('[data-copy]').forEach((button) => { button.hidden = false; });
  }
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
  }
});

showCopyButtons(document);
const state = document.querySelector('[data-live]');
if (state) {
  watch(state);
}
