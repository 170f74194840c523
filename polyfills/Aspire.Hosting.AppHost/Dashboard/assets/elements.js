// Data only ever becomes text: nothing here parses HTML.

export const $ = id => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  element.append(...children.filter(child => child !== null));
  return element;
}

export function link(url) {
  const label = url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return /^https?:\/\//.test(url)
    ? el('a', { href: url, target: '_blank', rel: 'noreferrer', className: 'url', data: { key: url } }, label)
    : el('span', { className: 'url' }, label);
}

export function keepFocus(render) {
  const key = document.activeElement?.dataset.key;
  render();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
