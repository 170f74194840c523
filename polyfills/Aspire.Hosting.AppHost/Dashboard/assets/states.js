import { el } from './elements.js';

const words = state => state.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
export const isRunning = r => /^(running|active)$/i.test(r.state);

export function tone(r) {
  if (/fail|missing|unhealthy/i.test(r.state) || (r.exitCode && !isRunning(r))) return 'bad';
  if (/^(starting|waiting|stopping|building)$/i.test(r.state)) return 'busy';
  if (isRunning(r)) return r.health && r.health !== 'Healthy' ? 'warn' : 'good';
  return 'done';
}

export function stateOf(r) {
  const health = isRunning(r) && r.health ? `, ${r.health.toLowerCase()}` : '';
  const exit = r.exitCode ? ` (${r.exitCode})` : '';
  return el('span', { className: 'state', data: { tone: tone(r) } }, words(r.state) + health + exit);
}

export function since(r) {
  if (!r.startedAt) return null;
  return isRunning(r)
    ? el('time', { dateTime: r.startedAt, data: { since: r.startedAt } }, uptime(r.startedAt))
    : el('time', { dateTime: r.startedAt }, `started ${new Date(r.startedAt).toLocaleTimeString([], { hour12: false })}`);
}

export function uptime(startedAt) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(startedAt)) / 1000));
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].map(([size, unit], i, all) =>
    [Math.floor(i ? seconds % all[i - 1][0] / size : seconds / size), unit]);
  const first = Math.min(parts.findIndex(([n]) => n > 0) >>> 0, 3);
  return `up ${parts.slice(first, first + 2).map(([n, unit]) => `${n} ${unit}`).join(' ')}`;
}
