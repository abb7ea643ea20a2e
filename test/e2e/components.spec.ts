// What each shared component promises, tried in the gallery: names and roles, the keyboard, both themes and languages, long texts
// and little room. What they do in the dashboard is for the other files.
import { axe, described, exhibit, expect, press, stickingOut, test } from './gallery-fixture.ts';

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
  await expect.poll(colour).not.toBe(unset);
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
