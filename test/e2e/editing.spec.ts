// Arrivals of one event that have different bytes: Raw, the edit dialog and its drafts each work on the one they show.
import type { Page } from '@playwright/test';
import { parseSignatureHeader } from '#shared/domain/signature.ts';
import { computeSignature } from '#engine/signature/signature-check.ts';
import { formatSignatureHeader } from '#shared/domain/signature.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

const FIRST = eventFixture({ type: 'invoice.paid', id: 'evt_a' });
const SECOND = FIRST.replace('"object": "event"', '"object": "event",\n  "arrival": "second"');
/** So long ago each was signed, in seconds. */
const AGE = { first: 200, second: 100 };

/** As an arrival that was signed some time ago. @returns its t, Unix seconds */
async function arrive(line: Line, text: string, ageSeconds: number): Promise<number> {
  const t = Math.floor(Date.now() / 1000) - ageSeconds;
  const body = Buffer.from(text);
  const response = await fetch(`${line.ready.receiverUrl}/hook`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': formatSignatureHeader(t, computeSignature(body, line.stripe.settings.secret, t)),
    },
  });
  expect(response.status).toBe(200);
  return t;
}

const dialogOf = (page: Page) => page.getByTestId('edit-dialog');
const editorOf = (page: Page) => dialogOf(page).locator('.cm-content');
const useOriginalTime = (page: Page) =>
  dialogOf(page)
    .getByTestId('edit-timestamp')
    .getByRole('radio', { name: /original/i })
    .click();

const lastSent = (line: Line) => {
  const request = line.backend.seen.at(-1);
  return {
    body: request?.body.toString(),
    t: parseSignatureHeader(request?.header('stripe-signature') ?? '')?.timestamp,
  };
};

test('Raw shows the bytes of the arrival whose signature it shows, and Edit takes that arrival', async ({
  dashboard,
  line,
}) => {
  await arrive(line, FIRST, AGE.first);
  const secondT = await arrive(line, SECOND, AGE.second);
  await rowOf(dashboard, 'evt_a').click();
  const inspector = inspectorOf(dashboard);
  await inspector.getByTestId('tab-raw').click();
  await expect(inspector.getByTestId('raw-body')).toHaveText(FIRST);
  await inspector.getByRole('button', { name: 'Arrival 2 of 2' }).click();
  await expect(inspector.getByTestId('raw-body')).toHaveText(SECOND);
  await expect(inspector.getByText(`t=${secondT}`).first()).toBeVisible();

  await dashboard.keyboard.press('e');
  await expect(editorOf(dashboard)).toContainText('"arrival": "second"');
  await expect(dialogOf(dashboard).getByTestId('edit-receipt')).toContainText('arrival 2 of 2');
  await useOriginalTime(dashboard);
  const before = line.backend.seen.length;
  await dialogOf(dashboard).getByTestId('edit-send').click();
  await expect.poll(() => line.backend.seen.length).toBe(before + 1);
  expect(lastSent(line)).toEqual({ body: SECOND, t: secondT });
});

test('what arrives while the dialog is open changes nothing in it', async ({ dashboard, line }) => {
  const firstT = await arrive(line, FIRST, AGE.first);
  await rowOf(dashboard, 'evt_a').click();
  await dashboard.keyboard.press('e');
  await expect(editorOf(dashboard)).toContainText('"object": "event"');
  await arrive(line, SECOND, AGE.second);
  await expect(inspectorOf(dashboard).getByText('other bytes than the ones stored')).toBeAttached();
  await useOriginalTime(dashboard);
  const before = line.backend.seen.length;
  await dialogOf(dashboard).getByTestId('edit-send').click();
  await expect.poll(() => line.backend.seen.length).toBe(before + 1);
  expect(lastSent(line)).toEqual({ body: FIRST, t: firstT });
});

test('a draft belongs to the arrival it was made of', async ({ dashboard, line }) => {
  await arrive(line, FIRST, AGE.first);
  await arrive(line, SECOND, AGE.second);
  await rowOf(dashboard, 'evt_a').click();
  const inspector = inspectorOf(dashboard);
  await inspector.getByTestId('tab-raw').click();
  await inspector.getByRole('button', { name: 'Arrival 2 of 2' }).click();
  await dashboard.keyboard.press('e');
  await expect(editorOf(dashboard)).toContainText('"arrival": "second"');
  await dialogOf(dashboard).getByTestId('edit-headers').fill('X-Debug: second');
  await dashboard.keyboard.press('Escape');
  await expect(dialogOf(dashboard)).toHaveCount(0);

  // The other arrival is as it was.
  await inspector.getByRole('button', { name: 'Arrival 1 of 2' }).click();
  await dashboard.keyboard.press('e');
  await expect(dialogOf(dashboard).getByTestId('edit-receipt')).toContainText('arrival 1 of 2');
  await expect(editorOf(dashboard)).not.toContainText('"arrival": "second"');
  await expect(dialogOf(dashboard).getByTestId('edit-headers')).toHaveValue('');
  await dashboard.keyboard.press('Escape');

  // “Go on editing” goes on with what was begun.
  await inspector.getByTestId('tab-overview').click();
  await expect(inspector.getByTestId('edit-resend')).toContainText('Go on editing');
  await dashboard.keyboard.press('e');
  await expect(dialogOf(dashboard).getByTestId('edit-receipt')).toContainText('arrival 2 of 2');
  await expect(dialogOf(dashboard).getByTestId('edit-headers')).toHaveValue('X-Debug: second');
  await dialogOf(dashboard).getByTestId('edit-send').click();
  await expect(dialogOf(dashboard)).toHaveCount(0);
  expect(lastSent(line).body).toBe(SECOND);
  expect(line.backend.seen.at(-1)?.header('x-debug')).toBe('second');
  await expect(inspector.getByTestId('edit-resend')).toContainText('Edit & resend');
});

test('the dialog stays with its event when the selection moves before its body is there', async ({
  dashboard,
  line,
}) => {
  await arrive(line, FIRST, AGE.first);
  await arrive(line, eventFixture({ type: 'customer.created', id: 'evt_b' }), AGE.first);
  await rowOf(dashboard, 'evt_a').click();
  await expect(inspectorOf(dashboard).getByTestId('tab-raw')).toBeVisible();
  // In one turn, before the dialog is drawn.
  await dashboard.evaluate(() => {
    for (const key of ['e', 'k', 'j', 'k']) {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
    }
    document.querySelector<HTMLElement>('[data-event-id="evt_b"]')?.click();
  });
  await expect(editorOf(dashboard)).toContainText('evt_a');
  await expect(editorOf(dashboard)).not.toContainText('customer.created');
  const before = line.backend.seen.length;
  await dialogOf(dashboard).getByTestId('edit-send').click();
  await expect.poll(() => line.backend.seen.length).toBe(before + 1);
  expect(lastSent(line).body).toBe(FIRST);
});
