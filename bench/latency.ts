// `npm run bench:latency`: arrival of an event → painted row, through the whole line in a real browser. Fails above the limit.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const LIMIT_MS = 100;

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
const { status } = spawnSync(
  process.execPath,
  [cli, 'test', '--project', 'measured', '--no-deps', '--reporter', 'line'],
  { stdio: 'inherit', env: { ...process.env, HOOKLINE_LATENCY_LIMIT_MS: String(LIMIT_MS) } },
);
process.exitCode = status ?? 1;
