// The one page of the backend: its users as they are now, and what was done with the last events.
import { EXAMPLE_BUGS, type Bugs } from './bugs.ts';
import type { LogEntry, User } from './database.ts';

export interface UserRow extends User {
  paymentFailed: boolean;
}

export function renderPage(users: UserRow[], log: LogEntry[], bugs: Bugs): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Example backend</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><h1>Example backend</h1><p id="state" role="status">${countOf(users)}</p></header>
${[...bugs].map(renderBug).join('\n')}
<h2>Users</h2>
${users.length === 0 ? '<p class="none">No users yet. They come with the first checkout or customer.</p>' : renderUsers(users)}
<h2>Last events</h2>
${log.length === 0 ? '<p class="none">No events yet.</p>' : renderLog(log.slice(0, 12))}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function countOf(users: UserRow[]): string {
  return users.length === 1 ? '1 user' : `${users.length} users`;
}

function renderBug(bug: keyof typeof EXAMPLE_BUGS): string {
  return `<p class="bug"><strong>${bug}</strong> ${escapeHtml(EXAMPLE_BUGS[bug])}</p>`;
}

function renderUsers(users: UserRow[]): string {
  const rows = users.map(
    (user) => `<tr>
<td>${escapeHtml(user.name ?? '–')}</td>
<td>${escapeHtml(user.email ?? '–')}</td>
<td><span class="plan ${user.plan}">${user.plan}</span>${user.paymentFailed ? ' <span class="failed">payment failed</span>' : ''}</td>
<td class="number">${user.seats}</td>
<td><code>${escapeHtml(user.last_event ?? '–')}</code></td>
</tr>`,
  );
  return table(['Name', 'Email', 'Plan', 'Seats', 'Last event'], rows);
}

function renderLog(log: LogEntry[]): string {
  const rows = log.map(
    ({ at, type, did }) => `<tr>
<td class="time">${escapeHtml(at.slice(11, 19))}</td>
<td><code>${escapeHtml(type)}</code></td>
<td>${escapeHtml(did)}</td>
</tr>`,
  );
  return table(['Time (UTC)', 'Event', 'What was done'], rows);
}

function table(heads: string[], rows: string[]): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<div class="card"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Everything that Stripe's customers can write goes through here. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Replaces what has changed and nothing else, so that a selection survives; and says so when the backend is down. */
const SCRIPT = `
setInterval(async () => {
  const main = document.querySelector('main');
  try {
    const answer = await fetch('/', { signal: AbortSignal.timeout(3000) });
    const text = await answer.text();
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (next && next.innerHTML !== main.innerHTML) main.innerHTML = next.innerHTML;
    main.classList.remove('down');
  } catch {
    main.classList.add('down');
    document.querySelector('#state').textContent = 'The backend does not answer.';
  }
}, 1000);
`;

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c1f26, #e6e8ee); --soft: light-dark(#616876, #9aa3b2);
  --ground: light-dark(#f6f7f9, #12141a); --card: light-dark(#fff, #1b1e26); --line: light-dark(#e3e6eb, #2c313c); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
main.down { opacity: .55; }
header { display: flex; align-items: baseline; gap: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: .8rem; font-weight: 600; color: var(--soft); text-transform: uppercase; letter-spacing: .06em; margin: 2rem 0 .5rem; }
header p, .none { color: var(--soft); margin: 0; }
.bug { margin: 1rem 0 0; padding: .6rem .9rem; border-radius: 8px;
  background: light-dark(#fdecec, #3a1d20); border: 1px solid light-dark(#f3c4c4, #6b3036); }
.bug strong { font-family: ui-monospace, monospace; font-size: .9em; margin-right: .4em; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: .8rem; font-weight: 500; color: var(--soft); }
th, td { padding: .55rem .9rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child td { border-bottom: 0; }
code { font: .85em ui-monospace, monospace; }
.number, .time { font-variant-numeric: tabular-nums; }
.time { color: var(--soft); white-space: nowrap; }
.plan { display: inline-block; padding: .05rem .6rem; border-radius: 99px; font-size: .85em; font-weight: 600;
  background: light-dark(#e6eaf5, #262d40); color: light-dark(#34456f, #b4c3ea); }
.plan.free { background: light-dark(#eceef1, #262a33); color: var(--soft); }
.plan.pro, .plan.team { background: light-dark(#e0f4e7, #173524); color: light-dark(#17633a, #8fdcae); }
.plan.lifetime { background: light-dark(#f7ecd6, #3a2e14); color: light-dark(#7a5106, #ecc87e); }
.failed { color: light-dark(#a32121, #f29a9a); font-size: .85em; white-space: nowrap; }
`;
