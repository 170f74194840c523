// The trace's page: code in colours, and buttons that copy. Without it all is there to read, select and judge.

const library = '/vendor/highlight.js-11.11.1/es/';
const longestCode = 20_000;

// The languages there are, and what else they are called.
const languages = {
  bash: ['sh', 'zsh'], c: ['h'], cpp: ['c++', 'cc', 'hpp', 'cxx'], csharp: ['cs', 'c#'], css: [], diff: ['patch'], dockerfile: ['docker'], go: ['golang'],
  ini: ['toml'], java: [], javascript: ['js', 'jsx', 'mjs', 'cjs'], json: ['jsonc', 'json5'], kotlin: ['kt', 'kts'], makefile: ['make', 'mk'],
  markdown: ['md'], php: [], powershell: ['ps1', 'pwsh', 'ps'], python: ['py', 'python3'], ruby: ['rb'], rust: ['rs'],
  shell: ['console', 'shellsession', 'terminal'], sql: ['postgresql', 'pgsql', 'postgres', 'mysql', 'sqlite'], swift: [],
  typescript: ['ts', 'tsx', 'mts'], xml: ['html', 'svg', 'xhtml', 'csproj', 'razor'], yaml: ['yml'],
};
const fileOf = new Map(Object.entries(languages).flatMap(([file, names]) => [file, ...names].map((name) => [name, file])));

async function highlight(code) {
  const name = [...code.classList].find((one) => one.startsWith('language-'))?.slice('language-'.length);
  const file = fileOf.get(name);
  // What holds marks of invisible characters stays as it is: they must stay seen.
  if (!file || code.textContent.length > longestCode || code.childElementCount > 0) {
    return;
  }
  const [core, grammar] = await Promise.all([import(`${library}core.min.js`), import(`${library}languages/${file}.min.js`)]);
  core.default.registerLanguage(file, grammar.default);
  code.className = `language-${file}`;
  core.default.highlightElement(code);
}

async function copy(button, text) {
  const says = document.getElementById('copied');
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // Only over https, and only when the reader allows it.
    button.textContent = 'Select and copy';
  }
  if (says) {
    says.textContent = button.textContent;
  }
  setTimeout(() => {
    button.textContent = button.dataset.label;
    if (says) {
      says.textContent = '';
    }
  }, 2000);
}

function addButton(place, label, text) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.dataset.label = label;
  button.textContent = label;
  button.addEventListener('click', () => copy(button, text()));
  place.append(button);
}

for (const block of document.querySelectorAll('.code')) {
  addButton(block, 'Copy', () => block.querySelector('code').textContent);
}

for (const slot of document.querySelectorAll('[data-copy]')) {
  const source = document.getElementById(slot.dataset.copy);
  addButton(slot, slot.dataset.label, () => (source.content ?? source).textContent);
}

for (const code of document.querySelectorAll('.code code[class]')) {
  // A grammar that does not come leaves the code plain.
  highlight(code).catch(() => {});
}
