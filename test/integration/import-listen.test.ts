// What the real `stripe listen --format JSON` prints is imported whole, its remarks without a complaint.
import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { startTestEngine } from '../support/engine.ts';
import { bundledCliPath, cliTestEnvironment, TEST_KEY } from '../support/stripe-cli.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

test.each([
  ['plain', []],
  ['coloured', ['--color', 'on']],
] as const)('%s output', async (_name, more) => {
  const stripe = await createStripeStandIn();
  const app = await startBackend();
  const child = spawn(
    bundledCliPath(),
    [
      'listen',
      '--format',
      'JSON',
      '--all-snapshot',
      '--forward-to',
      app.url,
      '--api-base',
      stripe.url,
      '--api-key',
      TEST_KEY,
      ...more,
    ],
    { env: cliTestEnvironment(tempDir()), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await Promise.all([stripe.close(), app.close()]);
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  await stripe.waitForConnection();
  const ids = ['evt_cli1', 'evt_cli2', 'evt_cli3'];
  for (const id of ids) {
    await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id, customerName: 'Zoë <&> 測試' }));
  }
  // Each is named twice: by the event, and by what is said of its answer.
  await waitUntil('the output', () => ids.every((id) => output.split(id).length > 2));

  const { engine, backend } = await startTestEngine();
  const report = await engine.transfer.imports.take({ file: new Blob([output]), more: false });
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ imported: 3, known: 0, bad: 0 });
  for (const id of ids) {
    expect(engine.store.reads.findEventById(id)).toMatchObject({
      type: 'invoice.paid',
      source: 'import',
      customerLabel: 'Zoë <&> 測試',
    });
  }
  expect(backend.seen).toHaveLength(0);
});
