// Components that open above the page, tried in the gallery: how they are reached, walked through and left, and where the focus goes.
import { axe, described, exhibit, expect, press, stickingOut, test } from './gallery-fixture.ts';

test('tooltip: shown to the pointer and to the keyboard, with the keys; Escape takes it away', async ({
  page,
}) => {
  const place = exhibit(page, 'tooltip');
  const button = place.getByRole('button', { name: 'Open' });
  const tip = page.locator('.pop', { hasText: 'Shown in the list and in the pipeline.' });
  await button.hover();
  await expect(tip).toBeVisible();
  await expect(tip.locator('kbd')).toHaveText('g e');
  await page.mouse.move(1, 1);
  await expect(tip).toHaveCount(0);

  await place.getByRole('button', { name: 'Resend many' }).focus();
  await press(page, 'Shift+Tab');
  await expect(button).toBeFocused();
  await expect(tip).toBeVisible();
  await press(page, 'Escape');
  await expect(tip).toHaveCount(0);
  await expect(button).toBeFocused();

  // More than fits on a line, at the edge of the window.
  await page.setViewportSize({ width: 320, height: 400 });
  await place.getByRole('button', { name: 'Resend many' }).hover();
  const long = page.locator('.pop', { hasText: 'The backend answered' });
  await expect(long).toBeVisible();
  const box = await long.boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 320).toBe(true);
  expect(await long.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
});

test('menu: opened, walked through, chosen from and left by keyboard', async ({ page }) => {
  const place = exhibit(page, 'menu');
  const button = place.getByRole('button', { name: 'Copy as' });
  const menu = page.getByRole('menu');
  const item = (name: string | RegExp) => menu.getByRole('menuitem', { name, exact: true });
  await expect(button).toHaveAttribute('aria-haspopup', 'menu');
  await button.focus();
  await press(page, 'Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(item(/^cURL/)).toBeFocused();
  await expect(menu.getByRole('group', { name: 'Program' })).toBeVisible();
  await press(page, 'End');
  await expect(item('HAR')).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(item(/^cURL/)).toBeFocused();
  await press(page, 'ArrowUp', 'Home');
  await expect(item(/^cURL/)).toBeFocused();
  // By the letter it begins with.
  await press(page, 'p');
  await expect(item('Python')).toBeFocused();
  await press(page, 'Enter');
  await expect(menu).toHaveCount(0);
  await expect(place.getByTestId('menu-chosen')).toHaveText('Python');
  await expect(button).toBeFocused();

  await press(page, 'ArrowDown');
  await expect(item(/^cURL/)).toBeFocused();
  await press(page, 'Escape');
  await expect(menu).toHaveCount(0);
  await expect(button).toBeFocused();

  // What is disabled does nothing, and what is a switch leaves the menu open.
  await press(page, 'Enter');
  await expect(item('Go')).toHaveAttribute('aria-disabled', 'true');
  await item('Go').click({ force: true });
  await expect(menu).toBeVisible();
  const personal = menu.getByRole('menuitemcheckbox', { name: /^With personal data/ });
  await expect(personal).toHaveAttribute('aria-checked', 'false');
  await personal.focus();
  await press(page, ' ');
  await expect(personal).toHaveAttribute('aria-checked', 'true');
  await expect(menu).toBeVisible();
  expect(await stickingOut(page, '[data-testid="menu"]')).toEqual([]);
  await axe(page, 'menu', '[data-testid="menu"]');
  await page.mouse.click(2, 2);
  await expect(menu).toHaveCount(0);
  await expect(place.getByTestId('menu-chosen')).toHaveText('Python');
});

test('dialog: named, begun where it is said, kept in by Tab, left by Escape; the focus goes back', async ({
  page,
}) => {
  const place = exhibit(page, 'dialog-frame');
  const button = place.getByRole('button', { name: 'small' });
  const dialog = page.getByRole('dialog', { name: 'Resend many' });
  await button.focus();
  await press(page, 'Enter');
  await expect(dialog).toBeVisible();
  await described(dialog, 'Everything goes out in the order Stripe created it.');
  const field = dialog.getByRole('textbox', { name: 'Name of the endpoint' });
  await expect(field).toBeFocused();
  await axe(page, 'dialog', '[data-testid="dialog"]');
  const stops: string[] = [];
  for (let presses = 0; presses < 8; presses += 1) {
    await press(page, 'Tab');
    expect(await dialog.evaluate((it) => it.contains(document.activeElement))).toBe(true);
    stops.push(await page.evaluate(() => document.activeElement?.textContent ?? ''));
  }
  expect(stops).toContain('No');
  expect(stops.filter((stop) => stop === 'No')).toHaveLength(2);

  // Escape answers the question first, then closes.
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Yes, remove' })).toBeFocused();
  await press(page, 'Escape');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Remove', exact: true })).toBeFocused();
  await press(page, 'Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  await press(page, 'Enter');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  // Also to what Tab passes over.
  const region = place.getByTestId('region');
  await region.focus();
  await press(page, 'e');
  await expect(page.getByRole('dialog')).toBeVisible();
  await press(page, 'Escape');
  await expect(region).toBeFocused();
});

for (const size of ['wide', 'tall'] as const) {
  test(`dialog, ${size}: what does not fit is scrolled to, its title and its buttons stay`, async ({
    page,
  }) => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 640, height: 400 },
    ]) {
      await page.setViewportSize(viewport);
      await exhibit(page, 'dialog-frame').getByRole('button', { name: size }).click();
      const dialog = page.getByTestId('dialog');
      const box = await dialog.boundingBox();
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= viewport.height).toBe(true);
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= viewport.width).toBe(true);
      await expect(dialog.getByRole('heading')).toBeInViewport({ ratio: 1 });
      await expect(dialog.getByRole('button', { name: 'No' })).toBeInViewport({ ratio: 1 });
      const body = dialog.locator('[data-scrolls]');
      // Text alone: the region itself is a stop, so that it can be scrolled by key.
      await press(page, 'Tab', 'Tab');
      await expect(body).toBeFocused();
      await expect(body).toHaveAttribute('tabindex', '0');
      await press(page, 'End');
      await expect.poll(() => body.evaluate((it) => it.scrollTop)).toBeGreaterThan(0);
      expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
      await press(page, 'Escape');
      await expect(dialog).toHaveCount(0);
    }
  });
}

test('zh-TW, dark, 600 px: axe is content with what is open', async ({ gallery }) => {
  const { page, show } = gallery;
  await page.setViewportSize({ width: 600, height: 800 });
  await show({ language: 'zh-TW', theme: 'dark' });
  await exhibit(page, 'menu').getByRole('button').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await axe(page, 'menu', '[data-testid="menu"]');
  await press(page, 'Escape');
  await exhibit(page, 'dialog-frame').getByRole('button', { name: 'tall' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await stickingOut(page, '[data-testid="dialog"]')).toEqual([]);
  await axe(page, 'dialog', '[data-testid="dialog"]');
  await press(page, 'Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await exhibit(page, 'ask-once').getByRole('button').click();
  await expect(exhibit(page, 'ask-once').getByRole('alert')).toBeVisible();
  await axe(page, 'question', '[data-testid="exhibit-ask-once"]');
  await exhibit(page, 'tooltip').getByRole('button').last().hover();
  await expect(page.locator('.pop')).toBeVisible();
  await axe(page, 'tooltip', '.pop');
});
