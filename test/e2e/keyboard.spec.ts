// The whole way without a mouse: from an empty store to an event that was sent again. Wherever the focus is, it is seen.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

const focused = (page: Page) => page.locator(':focus');

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const rowAt = (page: Page, place: number) =>
  page.locator(`[data-testid="event-row"][aria-posinset="${place}"]`);

async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page).getAttribute('data-testid')) === testId) return;
  }
  throw new Error(`Tab does not lead to ${testId}.`);
}

interface Stop {
  /** null = past the last one, where the browser's own controls have the focus. */
  name: string | null;
  /** What is focused shows it, or what it stands in does, as the frame around the filter. */
  seen: boolean;
}

async function nextStop(page: Page): Promise<Stop> {
  await page.keyboard.press('Tab');
  return await page.evaluate(() => {
    const outlined = (element: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    };
    const element = document.activeElement;
    if (element === null || element === document.body) return { name: null, seen: true };
    const around = [element, element.parentElement, element.parentElement?.parentElement ?? null];
    const chosen = [...element.querySelectorAll('[aria-selected="true"]')];
    return {
      name: `${element.tagName} ${element.getAttribute('data-testid') ?? ''} ${element.getAttribute('aria-label') ?? element.textContent}`,
      seen: [...around, ...chosen].some((one) => one !== null && outlined(one)),
    };
  });
}

test('from an empty store to an event sent again', async ({ dashboard, line }) => {
  await expect(dashboard.getByTestId('first-run')).toBeVisible();
  await tabTo(dashboard, 'first-scenarios');
  await press(dashboard, 'Enter');
  await expect(dashboard.getByTestId('send-view')).toBeVisible();
  await tabTo(dashboard, 'scenario-play');
  await press(dashboard, 'Enter');
  await expect(dashboard.getByTestId('run').first()).toHaveAttribute('data-state', 'done');

  await press(dashboard, 'g', 'e');
  // Two rows, before there can be a second one to move to.
  await expect(dashboard.getByTestId('event-row').nth(1)).toBeVisible();
  await press(dashboard, 'j', 'j');
  const row = dashboard.locator('[data-testid="event-row"][aria-selected="true"]');
  await expect(row).toHaveAttribute('aria-posinset', '2');
  await press(dashboard, 'Enter');
  await expect(inspectorOf(dashboard)).toBeFocused();
  await press(dashboard, '3');
  await expect(inspectorOf(dashboard).getByRole('tab', { name: /Deliveries/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  // Among the tabs: arrows and both ends, and Enter opens. Letters are commands still.
  const tab = (name: RegExp) => inspectorOf(dashboard).getByRole('tab', { name });
  await tab(/Deliveries/).focus();
  await press(dashboard, 'ArrowRight');
  await expect(tab(/Plan/)).toBeFocused();
  await press(dashboard, 'End');
  await expect(tab(/Story/)).toBeFocused();
  await press(dashboard, 'ArrowRight');
  await expect(tab(/Overview/)).toBeFocused();
  await press(dashboard, 'ArrowLeft', 'Home', 'ArrowRight', 'Enter');
  await expect(tab(/Payload/)).toHaveAttribute('aria-selected', 'true');
  await expect(row).toHaveAttribute('aria-posinset', '2');
  await press(dashboard, '3');
  await expect(tab(/Deliveries/)).toHaveAttribute('aria-selected', 'true');
  await inspectorOf(dashboard).focus();
  const before = line.backend.seen.length;
  await press(dashboard, 'r');
  await expect.poll(() => line.backend.seen.length).toBe(before + 1);
  await expect(inspectorOf(dashboard)).toContainText(/Resent: answered 200/);
  await expect(inspectorOf(dashboard).getByTestId('attempt')).toHaveCount(2);

  // Edited and sent, with what stands in the dialog reached by Tab.
  await press(dashboard, 'e');
  await expect(dashboard.getByRole('dialog')).toBeVisible();
  await press(dashboard, 'Escape');
  await expect(dashboard.getByRole('dialog')).toHaveCount(0);
  await press(dashboard, 'Escape');
  await expect(dashboard.getByRole('listbox')).toBeFocused();

  await press(dashboard, '?');
  await expect(dashboard.getByTestId('shortcuts')).toBeVisible();
  await press(dashboard, 'Escape');
  await expect(dashboard.getByTestId('shortcuts')).toHaveCount(0);
  await press(dashboard, 'f');
  await expect(dashboard.getByTestId('nothing-here')).toBeVisible();
  await press(dashboard, 'Backspace');
  await expect(row).toHaveAttribute('aria-posinset', '2');
});

test('to either end of the list, and by what is in sight', async ({ dashboard, line }) => {
  const many = 60;
  for (let sent = 0; sent < many; sent += 1)
    await fetch(line.ready.receiverUrl, { method: 'POST', body: 'junk' });
  await dashboard.reload();
  await expect(rowAt(dashboard, 1)).toBeVisible();
  const selected = dashboard.locator('[data-testid="event-row"][aria-selected="true"]');
  const place = async () => Number(await selected.getAttribute('aria-posinset'));
  await press(dashboard, 'End');
  await expect.poll(place).toBe(many);
  await expect(selected).toBeInViewport({ ratio: 1 });
  await press(dashboard, 'Home');
  await expect.poll(place).toBe(1);
  await press(dashboard, 'PageDown');
  await expect.poll(place).toBeGreaterThan(11);
  const page = (await place()) - 1;
  await expect(selected).toBeInViewport({ ratio: 1 });
  await press(dashboard, 'PageDown', 'PageUp', 'PageUp', 'PageUp');
  await expect.poll(place).toBe(1);
  // In a text these keys are the text's own.
  await press(dashboard, 'PageDown', 'Enter', '5');
  await expect(inspectorOf(dashboard)).toBeFocused();
  // The panel of the tab before may still be fading out.
  await inspectorOf(dashboard).locator('[role="tabpanel"]:not([inert])').focus();
  await press(dashboard, 'End');
  expect(await place()).toBe(1 + page);
});

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 560, height: 700 } });

  test('list and event are two steps, there and back', async ({ dashboard, line }) => {
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
    await press(dashboard, 'j', 'Enter');
    await expect(inspectorOf(dashboard)).toBeFocused();
    await press(dashboard, 'r');
    await expect.poll(() => line.backend.seen.length).toBe(2);
    await press(dashboard, 'Escape');
    await expect(dashboard.getByRole('listbox')).toBeFocused();
  });
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('wherever Tab leads, the focus is seen, and it comes round', async ({ dashboard, line }) => {
      await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
      await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
      await press(dashboard, 'j');
      for (const view of ['e', 'c', 'n', 'i', 's', 'f', ',']) {
        await dashboard.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        await press(dashboard, 'g', view);
        const stops: Stop[] = [];
        while (stops.length < 90 && stops.at(-1)?.name !== null) stops.push(await nextStop(dashboard));
        expect(
          stops.filter(({ seen }) => !seen),
          `g ${view}`,
        ).toEqual([]);
        expect(stops.length, `g ${view}`).toBeGreaterThan(10);
        expect(stops.at(-1)?.name, `g ${view}: it comes round`).toBeNull();
      }
    });
  });
}
