// Components that show data, and parts of the dashboard with a logic of their own, tried in the gallery.
import type { Locator } from '@playwright/test';
import { described, exhibit, expect, press, test } from './gallery-fixture.ts';

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
  await page.mouse.move(box.x + box.width - 26, box.y + 40);
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
  await expect(region.locator('tbody th').first()).toHaveAttribute('scope', 'row');
});
