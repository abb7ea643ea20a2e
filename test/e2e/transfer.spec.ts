// Events leave and come in as a person does it: copy as each form, export a selection, import with a bad line, drop a file.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { COPY_FORMATS } from '#shared/domain/export/export-format.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('copy as: each form is on the clipboard; c is cURL; personal data stays at home', async ({
  dashboard,
  line,
}) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Ada Lovelace' }),
  );
  await rowOf(dashboard, 'evt_1').click();
  await dashboard.keyboard.press('c');
  await expect.poll(() => clipboard(dashboard)).toContain(`curl -i -X POST '${line.backend.url}'`);
  expect(await clipboard(dashboard)).toContain('STRIPE_WEBHOOK_SECRET');

  const marks: Record<(typeof COPY_FORMATS)[number], string> = {
    curl: 'curl -i',
    fetch: 'await fetch(',
    python: 'requests.post(',
    go: 'package main',
    php: '<?php',
    ruby: "require 'net/http'",
    fixture: '"response": {',
    json: '"object": "event"',
    ndjson: '{"hookline":1,',
    har: '"startedDateTime"',
  };
  for (const format of COPY_FORMATS) {
    await inspectorOf(dashboard).getByTestId('copy-as').click();
    await dashboard.getByTestId(`copy-as-${format}`).click();
    await expect.poll(() => clipboard(dashboard)).toContain(marks[format]);
    expect(await clipboard(dashboard)).toContain('Ada Lovelace');
  }

  await inspectorOf(dashboard).getByTestId('copy-as').click();
  await dashboard.getByTestId('copy-as-signed-now').click();
  await dashboard.getByTestId('copy-as-personal').click();
  // A shortcut of the list does nothing while the menu is open.
  await dashboard.keyboard.press('e');
  await dashboard.getByTestId('copy-as-python').click();
  await expect.poll(() => clipboard(dashboard)).toMatch(/"Stripe-Signature": "t=\d+,v1=[0-9a-f]{64}"/);
  expect(await clipboard(dashboard)).not.toContain('Ada Lovelace');
});

test('a selection is exported, without people by choice, and saved as a file', async ({
  dashboard,
  line,
}) => {
  for (const id of ['evt_1', 'evt_2', 'evt_3']) {
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id, customerName: 'Ada Lovelace' }));
  }
  await rowOf(dashboard, 'evt_1').click();
  await dashboard.keyboard.press('x');
  await rowOf(dashboard, 'evt_3').click();
  await dashboard.keyboard.press('x');
  await dashboard.getByTestId('export-picked').click();
  const dialog = dashboard.getByTestId('export-dialog');
  const preview = dialog.getByTestId('export-preview');
  await expect(preview).toHaveAttribute('data-total', '2');
  await expect(dialog.getByTestId('export-text')).toContainText('Ada Lovelace');
  await dialog.getByTestId('export-personal').click();
  await expect(dialog.getByTestId('export-text')).not.toContainText('Ada Lovelace');
  await expect(dialog.getByTestId('export-text')).toContainText('person-1@example.com');
  await dialog.getByRole('radio', { name: /^HAR/ }).click();
  await expect(dialog.getByTestId('export-text')).toContainText('"creator"');
  await dialog.getByRole('radio', { name: /^NDJSON/ }).click();
  await expect(dialog.getByTestId('export-text')).toContainText('"hookline":1');

  const download = dashboard.waitForEvent('download');
  await dialog.getByTestId('export-save').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^hookline-\d{4}-\d\d-\d\d-\d{6}\.ndjson$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(
    text
      .trim()
      .split('\n')
      .map((one) => (JSON.parse(one) as { id: string }).id),
  ).toEqual(['evt_1', 'evt_3']);
  expect(text).not.toContain('Ada Lovelace');
  await expect(dialog).toBeHidden();
});

test('an import names its bad line, brings the others in and sends nothing', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_known' }));
  const sentBefore = line.backend.seen.length;
  const oneLine = (id: string) => JSON.stringify(JSON.parse(eventFixture({ type: 'invoice.paid', id })));
  const text = [
    'Ready! Your webhook signing secret is whsec_x (^C to quit)',
    oneLine('evt_a'),
    '{"id": "evt_cut',
    oneLine('evt_known'),
    oneLine('evt_b'),
  ].join('\n');

  await dashboard.getByTestId('transfer-open').click();
  await dashboard.getByTestId('import-open').click();
  const dialog = dashboard.getByTestId('import-dialog');
  await dialog.getByTestId('import-text').fill(text);
  await dialog.getByTestId('import-start').click();
  const report = dialog.getByTestId('import-report');
  await expect(report).toHaveAttribute('data-imported', '2');
  await expect(report).toHaveAttribute('data-known', '1');
  await expect(report).toHaveAttribute('data-bad', '1');
  await expect(report.getByTestId('import-problems')).toContainText('Line 3');
  await expect(report.getByTestId('import-problems')).toContainText(
    'The JSON that begins here is not valid from character',
  );
  await dashboard.keyboard.press('Escape');
  await expect(rowOf(dashboard, 'evt_a').getByTestId('import-mark')).toBeVisible();
  await expect(rowOf(dashboard, 'evt_b')).toHaveAttribute('data-state', 'none');
  expect(line.backend.seen).toHaveLength(sentBefore);

  // From the settings, with a file; all of it is here already.
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press(',');
  await dashboard.getByTestId('settings-import').click();
  await dialog
    .getByTestId('import-file')
    .setInputFiles({ name: 'events.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  await expect(dialog.getByTestId('import-chosen')).toContainText('events.ndjson');
  await dialog.getByTestId('import-start').click();
  await expect(report).toHaveAttribute('data-known', '3');
  await expect(report).toHaveAttribute('data-imported', '0');
});

test('a transcript without bodies, and a file of something else, say what they are', async ({
  dashboard,
  line: { stripe },
}) => {
  await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_known' }));
  await dashboard.getByTestId('transfer-open').click();
  await dashboard.getByTestId('import-open').click();
  const dialog = dashboard.getByTestId('import-dialog');
  const report = dialog.getByTestId('import-report');
  const problems = report.getByTestId('import-problems');
  const line = '2026-06-21 02:57:50   --> charge.succeeded [evt_3TkV1]';
  const files = [
    [`${line}\n${line}\n`, 'names 2 events without their bodies'],
    ['{"object": "customer", "id": "cus_1"}', 'A customer object, not an event'],
    ['Notes\n', 'There is no JSON in this file'],
  ] as const;
  for (const [text, sentence] of files) {
    await dialog.getByTestId('import-text').fill(text);
    await dialog.getByTestId('import-start').click();
    await expect(report).toHaveAttribute('data-imported', '0');
    await expect(problems).toContainText(sentence);
    await expect(problems.getByRole('listitem')).toHaveCount(1);
    await dialog.getByTestId('import-again').click();
  }
});

test('a large file goes through in parts, and can be dropped on the window', async ({ dashboard, line }) => {
  const text = Array.from({ length: 1_500 }, (_one, index) =>
    JSON.stringify(JSON.parse(eventFixture({ type: 'invoice.paid', id: `evt_${index}` }))),
  ).join('\n');
  expect(text.length).toBeGreaterThan(2.5 * 1024 * 1024);
  const data = await dashboard.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'many.ndjson'));
    return transfer;
  }, text);
  await dashboard.locator('body').dispatchEvent('dragover', { dataTransfer: data });
  await expect(dashboard.getByTestId('drop-files')).toBeVisible();
  await dashboard.locator('body').dispatchEvent('drop', { dataTransfer: data });
  await expect(dashboard.getByTestId('drop-files')).toBeHidden();
  const dialog = dashboard.getByTestId('import-dialog');
  await expect(dialog.getByTestId('import-chosen')).toContainText('many.ndjson');
  await dialog.getByTestId('import-start').click();
  await expect(dialog.getByTestId('import-report')).toHaveAttribute('data-imported', '1500', {
    timeout: 15_000,
  });
  expect((await line.client.status.get()).counts.all).toBe(1_500);
});
