// `npm run check`: format, lint with the import rules, and types. Runs all of them, then says which failed.
import { runTool } from './run-step.ts';

const STEPS: readonly [name: string, tool: string, args: readonly string[]][] = [
  ['format (npm run format mends it)', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types of Node code', 'typescript', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the renderer', 'typescript', ['--noEmit', '-p', 'tsconfig.renderer.json']],
  ['types of the browser tests', 'typescript', ['--noEmit', '-p', 'tsconfig.e2e.json']],
];

const failed: string[] = [];
for (const [name, tool, args] of STEPS) {
  process.stdout.write(`\n— ${name}\n`);
  if ((await runTool(tool, args)) !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nFailed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
