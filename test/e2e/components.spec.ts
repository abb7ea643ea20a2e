// What each shared component promises, tried in the gallery (test/support/gallery): names and roles, the keyboard, both themes
// and languages, long texts and little room. What they do in the dashboard is for the other files.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { serveGallery } from '../support/serve-gallery.ts';

interface Shown {
  language?: 'en' | 'zh-TW';
  theme?: 'light' | 'dark';
}

interface Gallery {
  page: Page;
  show(how?: Shown): Promise<void>;
}

/** One build and one page for all of them: each test has a component of its own, and leaves it as it likes. */
const test = base.extend<{ page: Page }, { gallery: Gallery }>({
  gallery: [
    async ({ browser }, use) => {
      const served = await serveGallery();
      const context = await browser.newContext({
        locale: 'en-US',
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      const show: Gallery['show'] = async ({ language = 'en', theme = 'light' } = {}) => {
        const url = `${served.url}?language=${language}&theme=${theme}`;
        if (page.url() === url) return;
        await page.goto(url);
        // What is loaded when it is first shown is there, too.
        await expect(exhibit(page, 'merge-view').locator('.cm-editor')).toHaveCount(3);
        await expect(exhibit(page, 'chart').locator('canvas')).toHaveCount(2);
        await expect(exhibit(page, 'json-editor').locator('.cm-editor')).toBeVisible();
      };
      await use({ page, show });
      await context.close();
      await served.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ gallery }, use) => {
    await gallery.page.setViewportSize({ width: 1280, height: 800 });
    await gallery.show();
    await use(gallery.page);
  },
});

const exhibit = (page: Page, name: string): Locator => page.getByTestId(`exhibit-${name}`);
const role = (element: Locator): Promise<string | null> =>
  element.evaluate((it) => it.getAttribute('role') ?? it.tagName.toLowerCase());

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** As somebody who is told what stands there hears it. */
async function described(element: Locator, words: string | RegExp): Promise<void> {
  await expect(element).toHaveAccessibleDescription(words);
}

async function axe(page: Page, where: string, inside?: string): Promise<void> {
  const builder = new AxeBuilder({ page }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21a',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  // The frame of a view has its own main heading.
  const { violations } = await (inside === undefined ? builder : builder.include(inside))
    .disableRules(['page-has-heading-one'])
    .analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
}

/** Texts that stick out of their frame, but for those that can be scrolled to, or are cut with a sign. */
function stickingOut(page: Page, frames: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const clips = (element: Element, frame: Element): boolean => {
      for (let at: Element | null = element; at !== null && at !== frame; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      return false;
    };
    return [...document.querySelectorAll(selector)].flatMap((frame) => {
      const edge = frame.getBoundingClientRect();
      const found: string[] = [];
      const texts = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() !== null) {
        const parent = texts.currentNode.parentElement;
        if (parent === null || texts.currentNode.textContent?.trim() === '' || clips(parent, frame)) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const { left, right, width } = range.getBoundingClientRect();
        // Not shown at all.
        if (width === 0) continue;
        if (right > edge.right + 1 || left < edge.left - 1)
          found.push(
            `${frame.getAttribute('data-testid')}: ${texts.currentNode.textContent?.slice(0, 40)} by ${Math.round(Math.max(right - edge.right, edge.left - left))} px`,
          );
      }
      return found;
    });
  }, frames);
}

for (const { language, theme, width, height, what } of [
  { language: 'en', theme: 'light', width: 1280, height: 800, what: 'wide' },
  { language: 'zh-TW', theme: 'dark', width: 1280, height: 800, what: 'wide' },
  { language: 'en', theme: 'dark', width: 600, height: 800, what: 'narrow' },
  { language: 'zh-TW', theme: 'light', width: 640, height: 400, what: 'at 200 %' },
  // The width that 400 % of zoom leaves, see WCAG 1.4.10.
  { language: 'en', theme: 'light', width: 320, height: 256, what: 'at 400 %' },
] as const) {
  test(`${language}, ${theme}, ${what}: axe is content, and no text sticks out`, async ({ gallery }) => {
    const { page, show } = gallery;
    await page.setViewportSize({ width, height });
    await show({ language, theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await stickingOut(page, '.exhibit')).toEqual([]);
    const sideways = await page.locator('.gallery').evaluate((it) => it.scrollWidth - it.clientWidth);
    expect(sideways, 'it scrolls sideways').toBe(0);
    // Zoomed is narrow: what axe looks at is the same.
    if (height > 400) await axe(page, 'gallery');
  });
}

test('button: pressed by click, Enter and Space; not while disabled; an icon has a name', async ({
  page,
}) => {
  const buttons = exhibit(page, 'button');
  const pressed = buttons.getByTestId('pressed');
  await buttons
    .getByRole('button', { name: /^primary R?/i })
    .first()
    .click();
  await buttons.getByRole('button', { name: 'Remove' }).focus();
  await press(page, 'Enter', ' ');
  await expect(pressed).toHaveText('3');
  const disabled = buttons.getByRole('button', { name: 'plain, disabled' });
  await expect(disabled).toBeDisabled();
  await disabled.click({ force: true });
  await buttons.getByRole('button', { name: 'Close' }).click({ force: true });
  await expect(pressed).toHaveText('3');
});

test('ask once: the answer is at hand, Escape is a no and nobody else’s, the focus comes back', async ({
  page,
}) => {
  const place = exhibit(page, 'ask-once');
  const button = place.getByRole('button', { name: 'Remove', exact: true });
  const yes = place.getByRole('button', { name: 'Yes, remove' });
  await button.focus();
  await press(page, 'Enter');
  await expect(place.getByRole('alert')).toHaveText('Remove it for good?');
  await expect(yes).toBeFocused();
  await axe(page, 'question', '[data-testid="exhibit-ask-once"]');
  await press(page, 'Escape');
  await expect(button).toBeFocused();
  await expect(place.getByTestId('escaped')).toHaveText('0');
  await press(page, 'Escape');
  await expect(place.getByTestId('escaped')).toHaveText('1');

  await press(page, 'Enter', 'Tab');
  await expect(place.getByRole('button', { name: 'No' })).toBeFocused();
  await press(page, 'Escape');
  await expect(button).toBeFocused();
  await expect(place.getByTestId('removed')).toHaveText('0');
  await press(page, 'Enter');
  await expect(yes).toBeFocused();
  await press(page, 'Enter');
  await expect(place.getByTestId('removed')).toHaveText('1');
  await expect(button).toBeFocused();
});

test('keys are drawn as on the keyboard', async ({ page }) => {
  await expect(exhibit(page, 'kbd').locator('kbd')).toHaveText([
    'j',
    '⇧R',
    '⇧↓',
    /^(Ctrl |⌘)K$/,
    'g e',
    'Space',
    'Esc',
  ]);
});

test('callout: announced when asked to; words and glyph go with the colour', async ({ page }) => {
  const callouts = exhibit(page, 'callout');
  await expect(callouts.getByRole('alert')).toHaveCount(1);
  for (const tone of ['ok', 'warn', 'bad', 'idle']) {
    const one = callouts.getByTestId(`callout-${tone}`);
    await expect(one.locator('svg')).toHaveAttribute('aria-hidden', 'true');
    await expect(one.locator('strong')).toHaveText('Endpoints');
    await expect(one.locator('code')).toHaveText('localhost:8000');
  }
  // Each tone has a glyph of its own.
  const glyphs = await callouts
    .locator('svg')
    .evaluateAll((all) => all.slice(0, 4).map((it) => it.innerHTML));
  expect(new Set(glyphs).size).toBe(4);
  await expect(callouts.getByTestId('callout-empty').locator('div')).toHaveCount(1);
});

test('facts: each value belongs to its name', async ({ page }) => {
  const facts = exhibit(page, 'facts');
  await expect(facts.getByRole('term')).toHaveText(['Customer', 'Payload', 'File']);
  await expect(facts.getByRole('definition').first()).toHaveText('Ada Lovelace');
});

for (const name of ['text-field', 'text-area'] as const) {
  test(`${name}: its name, its hint, and what is wrong with it`, async ({ page }) => {
    const fields = exhibit(page, name);
    const field = fields.getByRole('textbox', { name: 'Name of the endpoint' });
    await described(field, 'Type a name that no other endpoint has.');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await fields.getByText('Name of the endpoint', { exact: true }).click();
    await expect(field).toBeFocused();
    await page.keyboard.type('Billing');
    await expect(field).toHaveValue('Billing');
    await expect(field).toHaveAttribute('aria-invalid', 'false');
    await described(field, 'Shown in the list and in the pipeline.');
    // What is wrong is told when it changes, without leaving the field.
    const words = fields.getByText('Shown in the list and in the pipeline.').first();
    await expect(words).toHaveAttribute('aria-live', 'polite');
    await expect(fields.getByRole('textbox', { name: 'Payload' })).toBeDisabled();
  });
}

test('cell field: its name is only said', async ({ page }) => {
  const cells = exhibit(page, 'cell-field');
  const cell = cells.getByRole('textbox', { name: 'Name of the endpoint' });
  await cell.fill('Other');
  await expect(cells.getByTestId('cell-value')).toHaveText('Other');
  await expect(cells.getByRole('textbox', { name: 'File' })).toHaveAttribute('aria-invalid', 'true');
  await expect(cells.getByText('Name of the endpoint')).toHaveCount(0);
});

for (const [name, radios] of [
  ['segmented', ['Received', 'Stable', 'Own']],
  ['choice-list', [/^Received/, /^Stable/, /^Own/]],
] as const) {
  test(`${name}: one stop for Tab, arrows choose and come round, a click on the words chooses`, async ({
    page,
  }) => {
    const place = exhibit(page, name);
    const group = place.getByRole('radiogroup', { name: 'Signing' });
    const radio = (index: 0 | 1 | 2) => group.getByRole('radio', { name: radios[index] });
    const value = place.getByTestId(name === 'segmented' ? 'segmented-value' : 'choice-value');
    await expect(group.getByRole('radio')).toHaveCount(3);
    await expect(radio(0)).toBeChecked();
    await radio(0).focus();
    await press(page, 'ArrowRight');
    await expect(radio(1)).toBeFocused();
    await expect(radio(1)).toBeChecked();
    await press(page, 'ArrowDown');
    await expect(value).toHaveText('own');
    await press(page, 'ArrowRight');
    await expect(value).toHaveText('received');
    await press(page, 'ArrowUp');
    await expect(radio(2)).toBeFocused();
    await press(page, 'ArrowLeft');
    await expect(value).toHaveText('stable');
    // On to what comes after the group, and back to the one that is chosen.
    await press(page, 'Tab');
    expect(await group.evaluate((it) => it.contains(document.activeElement))).toBe(false);
    await press(page, 'Shift+Tab');
    await expect(radio(1)).toBeFocused();
    await group
      .getByText(/^Received/)
      .first()
      .click();
    await expect(value).toHaveText('received');
    // The focus is seen.
    await press(page, 'ArrowRight');
    expect(await radio(1).evaluate((it) => getComputedStyle(it).outlineStyle)).not.toBe('none');
  });
}

test('segmented and choice list: a name that is only said', async ({ page }) => {
  await expect(exhibit(page, 'segmented').getByRole('radiogroup', { name: 'Payload' })).toBeVisible();
  await expect(exhibit(page, 'choice-list').getByRole('radiogroup', { name: 'File' })).toBeVisible();
});

test('select: chosen by key; disabled', async ({ page }) => {
  const place = exhibit(page, 'select-field');
  const select = place.getByRole('combobox', { name: 'Signing' });
  await place.getByText('Signing', { exact: true }).click();
  await expect(select).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(place.getByTestId('select-value')).toHaveText('stable');
  await press(page, 'End');
  await expect(place.getByTestId('select-value')).toHaveText('own');
  await press(page, 'Home');
  await expect(place.getByTestId('select-value')).toHaveText('received');
  await page.keyboard.type('O');
  await expect(place.getByTestId('select-value')).toHaveText('own');
  await expect(place.getByRole('combobox', { name: 'Payload' })).toBeDisabled();
});

test('filter select: any or one, and it asks for its options when it is reached', async ({ page }) => {
  const place = exhibit(page, 'filter-select');
  const select = place.getByRole('combobox', { name: 'Signing' });
  const colour = () => select.evaluate((it) => getComputedStyle(it).borderColor);
  const unset = await colour();
  await expect(place.getByTestId('filter-reached')).toHaveText('0');
  await select.focus();
  await expect(place.getByTestId('filter-reached')).toHaveText('1');
  await press(page, 'ArrowDown');
  await expect(place.getByTestId('filter-value')).toHaveText('received');
  expect(await colour()).not.toBe(unset);
  await press(page, 'Home');
  await expect(place.getByTestId('filter-value')).toHaveText('');
});

test('switch: on and off by Space, Enter and by its name; told with its hint; not while disabled', async ({
  page,
}) => {
  const place = exhibit(page, 'switch-field');
  const one = place.getByRole('switch', { name: 'With personal data' });
  await described(one, 'Names and addresses stay in it.');
  await expect(one).toHaveAttribute('aria-checked', 'false');
  await one.focus();
  await press(page, ' ');
  await expect(one).toHaveAttribute('aria-checked', 'true');
  await press(page, 'Enter');
  await expect(one).toHaveAttribute('aria-checked', 'false');
  await place.getByText('With personal data').click();
  await expect(one).toHaveAttribute('aria-checked', 'true');
  const disabled = place.getByRole('switch', { name: 'Payload' });
  await disabled.click({ force: true });
  await expect(disabled).toHaveAttribute('aria-checked', 'true');
});

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

test('JSON to read: reached by Tab, never changed, folded and searched', async ({ page }) => {
  const place = exhibit(page, 'json-view');
  const text = place.getByRole('textbox', { name: 'Payload' });
  await expect(text).toHaveAttribute('aria-readonly', 'true');
  await place.getByRole('button', { name: 'search' }).focus();
  await press(page, 'Tab');
  await expect(text).toBeFocused();
  await page.keyboard.type('nonsense');
  await expect(text).not.toContainText('nonsense');
  await expect(text).toContainText('"in_1"');
  await place.getByRole('button', { name: 'fold', exact: true }).click();
  await expect(text).not.toContainText('"in_1"');
  await place.getByRole('button', { name: 'unfold' }).click();
  await expect(text).toContainText('"in_1"');
  await text.focus();
  await press(page, 'ControlOrMeta+f');
  const search = place.locator('.cm-search').getByRole('textbox').first();
  await expect(search).toBeFocused();
  await press(page, 'Escape');
  await expect(text).toBeFocused();
  // What is no JSON is shown as it is.
  await expect(place.getByRole('textbox').last()).toContainText('<html>');
});

test('JSON to edit: typed, taken back and done again; marked where it ends to be JSON; Tab leads on', async ({
  page,
}) => {
  const place = exhibit(page, 'json-editor');
  const text = place.getByRole('textbox', { name: 'Payload' });
  const edited = place.getByTestId('edited');
  const before = await edited.textContent();
  await text.click();
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.type('{"a": 1}');
  await expect(edited).toHaveText('{"a": 1}');
  await expect(place.locator('.cm-bad-line')).toHaveCount(0);
  await press(page, 'ControlOrMeta+z');
  await expect.poll(() => edited.textContent()).toBe(before);
  await press(page, 'ControlOrMeta+y');
  await expect(edited).toHaveText('{"a": 1}');
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.type('{"a": }');
  await expect(place.locator('.cm-bad-line')).toHaveCount(1);
  await press(page, 'Tab');
  await expect(place.getByRole('button', { name: 'Send' })).toBeFocused();
  await expect(edited).toHaveText('{"a": }');
});

test('two texts: each has its name, the same lines are folded and say so, the difference is marked', async ({
  page,
}) => {
  const place = exhibit(page, 'merge-view');
  const [left, right, both] = ['Before', 'After', 'Failed'].map((name) =>
    place.getByRole('textbox', { name }),
  ) as [Locator, Locator, Locator];
  await expect(left).toContainText('"free"');
  await expect(right).toContainText('"pro"');
  await expect(left).not.toContainText('"line0"');
  await expect(place.getByText('38 lines are the same').first()).toBeVisible();
  await expect(left.locator('.cm-changedText')).toHaveText('free');
  await expect(right.locator('.cm-changedText')).toHaveText('pro');
  // As one text, the former line stands above.
  await expect(both).toContainText('"free"');
  await expect(both).toContainText('"pro"');
});

test('chart: named, told in words, looked at by pointer, and drawn anew in the other theme', async ({
  page,
}) => {
  const place = exhibit(page, 'chart');
  const figure = place.getByRole('figure', { name: 'Deliveries' });
  await described(figure, '40 attempts, 4 of them failed.');
  await expect(figure.getByText('Failed', { exact: true })).toBeVisible();
  const picture = figure.locator('canvas');
  const at = place.getByTestId('chart-at');
  await figure.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (box === null) throw new Error('The chart has no picture.');
  await page.mouse.move(box.x + box.width - 14, box.y + 40);
  await expect(at).toHaveText('23');
  await page.mouse.move(2, 2);
  await expect(at).toHaveText('none');
  const ink = () => picture.evaluate((it) => (it as HTMLCanvasElement).toDataURL());
  const light = await ink();
  const wear = (theme: string) =>
    page.evaluate((it) => void (document.documentElement.dataset['theme'] = it), theme);
  await wear('dark');
  await expect.poll(ink).not.toBe(light);
  await wear('light');
  await expect.poll(ink).toBe(light);
  // Nothing to show is no reason to break.
  await expect(place.getByRole('figure', { name: 'Customer' })).toBeVisible();
});

test('copy: the text is copied, and it is said; also that there was nothing', async ({ page }) => {
  const place = exhibit(page, 'copy-button');
  await place.getByRole('button', { name: 'Copy as' }).click();
  await expect(place.getByRole('status').first()).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('evt_1');
  await place.getByRole('button', { name: 'Nothing was sent.' }).click();
  await expect(place.getByRole('status').last()).not.toHaveText('');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('evt_1');
  // A moment later the button has its name again.
  await expect(place.getByRole('button', { name: 'Copy as' })).toBeVisible();

  // A command that is longer than its line can be scrolled to by key.
  const command = exhibit(page, 'command-line').locator('code');
  await command.focus();
  await press(page, 'ArrowRight', 'ArrowRight');
  await page.setViewportSize({ width: 320, height: 400 });
  expect(await command.evaluate((it) => it.scrollWidth > it.clientWidth)).toBe(true);
});

test('an attempt in words: what its time was spent on, and how it ended', async ({ page }) => {
  const place = exhibit(page, 'attempt');
  await expect(place.getByRole('img')).toHaveAccessibleName(/1 ms.*2 ms.*38 ms.*3 ms.*44 ms/);
  await expect(place.getByText('500')).toBeVisible();
  await expect(place.getByText('refused')).toBeVisible();
});

test('countdown: seconds, and then that it is tried', async ({ page }) => {
  const place = exhibit(page, 'countdown');
  await place.getByRole('button').click();
  await expect(place.getByTestId('countdown')).toHaveText(/^[12] s$/);
  await expect(place.getByTestId('countdown')).toHaveText(/retrying/i);
});

test('form group: opened and closed by key, and opened where something is wrong', async ({ page }) => {
  const place = exhibit(page, 'form-group');
  const field = place.getByRole('textbox', { name: 'Customer' });
  await place.locator('summary').focus();
  await expect(field).toBeHidden();
  await press(page, 'Enter');
  await expect(field).toBeVisible();
  await press(page, ' ');
  await expect(field).toBeHidden();
  await place.getByRole('button', { name: 'Type a name' }).click();
  await expect(field).toBeVisible();
});

test('suggestions: options of a list, one of them chosen, taken without leaving the field', async ({
  page,
}) => {
  const place = exhibit(page, 'suggestion-list');
  const list = place.getByRole('listbox', { name: 'File' });
  await expect(list.getByRole('option')).toHaveCount(3);
  await expect(list.getByRole('option', { selected: true })).toContainText('customer:');
  await expect(list).toContainText('12,345');
  const field = place.getByRole('combobox');
  await field.focus();
  await list.getByRole('option').first().click();
  await expect(place.getByTestId('taken')).toHaveText('type:invoice.paid');
  await expect(field).toBeFocused();
});

test('headers: kept ones are named but not shown; all are replaced, added and removed', async ({ page }) => {
  const place = exhibit(page, 'header-fields');
  const now = place.getByTestId('headers');
  const rows = place.getByRole('textbox', { name: /name/i });
  await expect(place.getByText('Authorization, X-Tenant')).toBeVisible();
  await expect(rows).toHaveCount(0);
  await place.getByRole('button', { name: /replace/i }).click();
  await expect(rows).toHaveCount(1);
  await rows.first().fill('X-A');
  const value = place.locator('input[type="password"]');
  await value.fill('secret');
  await expect(now).toHaveText('[["X-A","secret"]]');
  const add = place.getByRole('button', { name: /add/i });
  while (await add.isEnabled()) await add.click();
  await expect(rows).toHaveCount(20);
  await place.getByRole('button', { name: 'Remove header 1', exact: true }).click();
  await expect(rows).toHaveCount(19);
  await expect(rows.first()).toHaveValue('');
});

test('placeholders are put where the cursor is, and typing goes on behind', async ({ page }) => {
  const place = exhibit(page, 'placeholder-buttons');
  const field = place.getByRole('textbox', { name: 'Payload' });
  await field.focus();
  await press(page, 'Home');
  for (let steps = 0; steps < 7; steps += 1) await press(page, 'ArrowRight');
  await place.getByRole('button', { name: /\{email\}/ }).click();
  await expect(field).toHaveValue('http://{email}localhost/users/');
  await expect(field).toBeFocused();
  await page.keyboard.type('@');
  await expect(field).toHaveValue('http://{email}@localhost/users/');
});

test('answers of the app: only the halves that are wrong are marked', async ({ page }) => {
  const place = exhibit(page, 'app-values');
  const wrong = place.locator('[aria-invalid="true"]');
  await expect(wrong).toHaveCount(0);
  await place.getByRole('button', { name: 'Send' }).click();
  // The same answer once more, and one that means nothing; the row that was left empty is none.
  await expect(wrong).toHaveCount(2);
  const rows = place.getByTestId('app-value-row');
  await expect(rows.nth(1).locator('input').first()).toHaveAttribute('aria-invalid', 'true');
  await expect(rows.nth(3).locator('input').last()).toHaveAttribute('aria-invalid', 'true');
  await rows.nth(1).getByRole('button').click();
  await expect(rows).toHaveCount(3);
  await expect(wrong).toHaveCount(1);
  await place.getByTestId('app-value-add').click();
  await expect(rows).toHaveCount(4);
});

test('points as a table: named, scrolled by key, hours without attempts left out', async ({ page }) => {
  const place = exhibit(page, 'point-table');
  const region = place.getByRole('region', { name: 'Deliveries' });
  await expect(region.getByRole('row')).toHaveCount(17);
  await expect(region.getByRole('columnheader')).toHaveCount(6);
  await region.focus();
  await press(page, 'End');
  await expect.poll(() => region.evaluate((it) => it.scrollTop)).toBeGreaterThan(0);
  expect(await role(region.locator('tbody th').first())).toBe('th');
  await expect(region.locator('tbody th').first()).toHaveAttribute('scope', 'row');
});
