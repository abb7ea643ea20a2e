// Rows of the list at every width: the type, the status and the amount are read in full, whatever else gives way.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { animationsEnd } from './accessible.ts';
import { expect, rowOf, test, type Line } from './line-fixture.ts';

/** Shows what the machine that runs the tests drew, where somebody wants to look. */
const SHOTS = process.env['HOOKLINE_SHOTS'];

const LONG_NAME = 'Wilhelmina Featherstonehaugh-Größmann of Newcastle upon Tyne';

const EVENTS = [
  { type: 'invoice.paid', currency: 'ugx', unitAmount: 5_000_000_00, customerName: LONG_NAME },
  { type: 'customer.subscription.pending_update_expired', customerName: LONG_NAME },
  {
    type: 'treasury.outbound_transfer.expected_arrival_date_updated',
    object: { amount: 123_456_789_00, currency: 'cop', customer: 'cus_StandInZoe0001' },
    customerName: LONG_NAME,
  },
  { type: 'financial_connections.account.refreshed_transactions' },
  { type: 'charge.failed', object: { amount: 1_500_000_00, currency: 'isk' }, account: 'acct_1StandIn' },
  { type: 'checkout.session.completed', customerName: 'Ada Lovelace' },
];

async function fill(line: Line, page: Page): Promise<void> {
  for (const [index, event] of EVENTS.entries()) {
    if (index === 4) line.backend.answer(500);
    await line.stripe.sendEvent(eventFixture({ ...event, id: `evt_${index}` }));
  }
  await expect(page.getByTestId('event-row')).toHaveCount(EVENTS.length);
  await expect(rowOf(page, 'evt_5')).toHaveAttribute('data-state', 'failed');
}

/** Cells of which something is cut off, as `evt_1 row-type`. */
async function cutCells(page: Page): Promise<string[]> {
  await animationsEnd(page);
  return page.getByTestId('event-row').evaluateAll((rows) =>
    rows.flatMap((row) =>
      [
        ...row.querySelectorAll(
          '.row-type, .row-type .event-name > *, .row-status, .row-amount, .row time, .row-ms',
        ),
      ]
        .filter((cell) => cell.textContent !== '')
        .filter((cell) => {
          const frame = row.getBoundingClientRect();
          const box = cell.getBoundingClientRect();
          return cell.scrollWidth > cell.clientWidth || box.right > frame.right || box.left < frame.left;
        })
        .map((cell) => `${row.getAttribute('data-event-id')} ${cell.className} ${cell.textContent}`),
    ),
  );
}

/** Cells that stand over each other, as `evt_1 row-type over row-status`. */
async function overlaps(page: Page): Promise<string[]> {
  return page.getByTestId('event-row').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const cells = [
        ...row.querySelectorAll('.row-type, .row-status, .row-who, .row-amount, .row-marks, .row-ms, time'),
      ]
        .filter((cell) => cell.textContent !== '' || cell.children.length > 0)
        .map((cell) => ({ name: cell.className || 'time', box: cell.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0);
      return cells.flatMap((one, index) =>
        cells
          .slice(index + 1)
          .filter(
            ({ box }) =>
              box.left < one.box.right - 0.5 &&
              one.box.left < box.right - 0.5 &&
              box.top < one.box.bottom - 0.5 &&
              one.box.top < box.bottom - 0.5,
          )
          .map(({ name }) => `${row.getAttribute('data-event-id')} ${one.name} over ${name}`),
      );
    }),
  );
}

for (const { locale, theme } of [
  { locale: 'en-US', theme: 'light' },
  { locale: 'zh-TW', theme: 'dark' },
] as const) {
  test.describe(`${locale}, ${theme}`, () => {
    test.use({ locale, colorScheme: theme, reducedMotion: 'reduce' } as object);

    test('type, status and amount are read in full from 560 to 1440 px', async ({ dashboard, line }) => {
      await fill(line, dashboard);
      for (const width of [560, 600, 900, 1024, 1280, 1440, 1920]) {
        await dashboard.setViewportSize({ width, height: 800 });
        await expect(rowOf(dashboard, 'evt_0')).toBeVisible();
        if (SHOTS !== undefined) await dashboard.screenshot({ path: `${SHOTS}/rows-${locale}-${width}.png` });
        expect.soft(await cutCells(dashboard), `cut at ${width} px`).toEqual([]);
        expect.soft(await overlaps(dashboard), `overlapping at ${width} px`).toEqual([]);
      }
    });
  });
}

test('a row that was there yesterday says which day it came', async ({ dashboard, line }) => {
  await dashboard.clock.install();
  await dashboard.reload();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  const time = rowOf(dashboard, 'evt_1').locator('time');
  await expect(time).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
  await dashboard.clock.fastForward('30:00:00');
  await expect(time).toHaveText(/^\d\d\/\d\d, \d\d:\d\d$/);
});
