// How the list feels: new rows slide in only at the top, nothing moves under the pointer, motion can be turned off, zoom works.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { animationsEnd } from './accessible.ts';
import { expect, rowOf, test, type Line } from './line-fixture.ts';

const rows = (page: Page) => page.getByTestId('event-row');
const pill = (page: Page) => page.getByTestId('new-pill');

async function send(line: Line, ...ids: string[]): Promise<void> {
  for (const id of ids) await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
}

async function topOf(page: Page, id: string): Promise<number> {
  await animationsEnd(page);
  return (await rowOf(page, id).boundingBox())?.y ?? -1;
}

test('a new row slides in at the top; under the pointer, or further down, it waits behind a pill', async ({
  dashboard,
  line,
}) => {
  await send(line, 'evt_1');
  await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
  await dashboard.mouse.move(5, 400);
  await send(line, 'evt_2');
  await expect(rowOf(dashboard, 'evt_2')).toHaveClass(/fresh/);
  await expect(rowOf(dashboard, 'evt_2')).toHaveCSS('animation-name', 'row-in');

  const at = await topOf(dashboard, 'evt_1');
  await rowOf(dashboard, 'evt_1').hover();
  await send(line, 'evt_3', 'evt_4');
  await expect(pill(dashboard)).toHaveText('2 new');
  await expect(rows(dashboard)).toHaveCount(2);
  expect(await topOf(dashboard, 'evt_1')).toBe(at);
  // It comes in as soon as the pointer is elsewhere.
  await dashboard.mouse.move(5, 400);
  await expect(rows(dashboard)).toHaveCount(4);
  await expect(pill(dashboard)).toHaveCount(0);

  await send(line, ...Array.from({ length: 40 }, (_, index) => `evt_many${index}`));
  await expect.poll(async () => (await line.client.status.get()).counts.all).toBe(44);
  const list = dashboard.getByRole('listbox');
  await list.evaluate((element) => element.parentElement?.scrollTo(0, 300));
  const shown = await rows(dashboard).nth(20).getAttribute('data-event-id');
  const before = await topOf(dashboard, shown ?? '');
  await send(line, 'evt_late');
  await expect(pill(dashboard)).toHaveText('1 new');
  expect(await topOf(dashboard, shown ?? '')).toBe(before);
  await pill(dashboard).click();
  await expect(rowOf(dashboard, 'evt_late')).toBeVisible();
});

test('a selected row stays where it is while others come', async ({ dashboard, line }) => {
  await send(line, 'evt_1', 'evt_2');
  await expect(rows(dashboard)).toHaveCount(2);
  await dashboard.keyboard.press('j');
  const at = await topOf(dashboard, 'evt_2');
  await send(line, 'evt_3');
  await expect(pill(dashboard)).toHaveText('1 new');
  expect(await topOf(dashboard, 'evt_2')).toBe(at);
  await dashboard.keyboard.press(' ');
  await expect(rows(dashboard)).toHaveCount(3);
});

test.describe('with less motion', () => {
  test.use({ reducedMotion: 'reduce' } as object);

  test('nothing slides or turns for longer than a blink', async ({ dashboard, line }) => {
    await send(line, 'evt_1');
    await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
    await dashboard.keyboard.press('ControlOrMeta+k');
    await expect(dashboard.getByTestId('palette')).toBeVisible();
    const slow = await dashboard.evaluate(() => {
      const seconds = (text: string) =>
        Math.max(...text.split(',').map((one) => parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1)));
      return [...document.querySelectorAll('*')]
        .filter((element) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
          const animated = animationName !== 'none' && seconds(animationDuration) > 0.05;
          return animated || seconds(transitionDuration) > 0.05;
        })
        .map((element) => `${element.tagName} ${element.className}`);
    });
    expect(slow).toEqual([]);
  });
});

test('a tooltip shows the key of what a button does', async ({ dashboard, line }) => {
  await send(line, 'evt_1');
  await rowOf(dashboard, 'evt_1').click();
  for (const [testId, keys] of [
    ['live', 'Space'],
    ['nav-customers', 'g c'],
    ['tab-deliveries', '3'],
    ['palette-open', 'Ctrl K'],
  ] as const) {
    await dashboard.getByTestId(testId).hover();
    const tooltip = dashboard.locator('.pop:visible', { has: dashboard.locator('kbd') }).last();
    await expect(tooltip).toContainText(keys);
    await dashboard.mouse.move(700, 700);
    await expect(tooltip).toHaveCount(0);
  }
});

for (const { name, size } of [
  // What is left of 1440×900 at a zoom of 200 %, and the narrowest window there is.
  { name: 'zoomed to 200 %', size: { width: 720, height: 450 } },
  { name: 'narrowest', size: { width: 560, height: 500 } },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: size });

    test('everything can be reached, and nothing scrolls sideways', async ({ dashboard, line }) => {
      line.backend.answer(500, 'boom');
      await send(line, 'evt_1', 'evt_2');
      await expect(rows(dashboard)).toHaveCount(2);
      const within = async (testId: string) => {
        const target = dashboard.getByTestId(testId).first();
        await target.scrollIntoViewIfNeeded();
        const box = await target.boundingBox();
        expect(box, testId).not.toBeNull();
        expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= size.width, testId).toBe(true);
      };
      const fits = async (where: string) => {
        const sideways = await dashboard.evaluate(() => ({
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          main:
            (document.querySelector('main')?.scrollWidth ?? 0) -
            (document.querySelector('main')?.clientWidth ?? 0),
        }));
        expect(sideways, where).toEqual({ page: 0, main: 0 });
      };
      await fits('list');
      for (const testId of ['filter', 'live', 'nav-settings', 'palette-open', 'hop-endpoint'])
        await within(testId);
      await rowOf(dashboard, 'evt_1').click();
      await fits('event');
      for (const testId of ['resend', 'resend-to', 'edit-resend', 'tab-raw']) await within(testId);
      await dashboard.keyboard.press('e');
      await within('edit-send');
      await dashboard.keyboard.press('Escape');
      for (const key of ['c', 'n', 'i', 's', 'f', ',']) {
        await dashboard.keyboard.press('Escape');
        await dashboard.keyboard.press('g');
        await dashboard.keyboard.press(key);
        await fits(`g ${key}`);
      }
    });
  });
}
