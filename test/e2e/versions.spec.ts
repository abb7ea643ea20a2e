// An event of another API version is marked and explained, what an endpoint's code is written for is asked for or read, and Insight
// says which versions came: in both languages, readable for everybody.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { signBody } from '#engine/signature/signature-check.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';
import { look, LOOKS, optionsOf, titleOf } from './accessible.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

test.use({ listen: false });

const SECRET = 'whsec_versions_0123456789abcdef';
const OLD = '2024-06-20';
const NEW = '2026-10-28.endive';
const PERIOD = { current_period_start: 1_790_000_000, current_period_end: 1_792_592_000 };

async function send(line: Line, fixture: EventFixture): Promise<void> {
  const body = eventFixture(fixture);
  await fetch(line.ready.receiverUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'stripe-signature': signBody(Buffer.from(body), SECRET, Date.now()),
    },
  });
}

/** One as usual, taken; then the same in an old version, taken, too. */
async function fill(line: Line): Promise<void> {
  await line.client.endpoints.update({ id: 'local', signing: 'own', secret: SECRET });
  const type = 'customer.subscription.updated';
  await send(line, { type, id: 'evt_usual' });
  await waitUntil('it to be counted', async () => {
    return (await line.client.versions.get()).endpoints[0]?.seen.length === 1;
  });
  await send(line, { type, id: 'evt_old', apiVersion: OLD, object: PERIOD });
  await waitUntil('the other one', async () => {
    return (await line.client.versions.get()).endpoints[0]?.seen.length === 2;
  });
}

/** A backend's folder with its lock file. */
function project(line: Line, release: string): string {
  const folder = join(line.dataDir, 'shop');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/stripe': { version: release } } }),
  );
  writeFileSync(join(folder, 'Gemfile.lock'), 'GEM\n  specs:\n    stripe (15.1.0)\n');
  return folder;
}

async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

const markOf = (page: Page, id: string) => rowOf(page, id).getByTestId('version-mark');

test('an event of another version is marked, explained with the fields that differ, and found by a filter', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await expect(markOf(dashboard, 'evt_old')).toHaveCount(1);
  await expect(markOf(dashboard, 'evt_usual')).toHaveCount(0);
  await expect(rowOf(dashboard, 'evt_old')).toHaveAccessibleName(
    /Another API version than expected: 2024-06-20/,
  );

  await rowOf(dashboard, 'evt_old').click();
  const note = inspectorOf(dashboard).getByTestId('version-note');
  await expect(note).toContainText(`API version ${OLD}: another one than expected`);
  await expect(note.locator('[data-yardstick="endpoint"]')).toHaveText(
    `Local had taken events of ${NEW} before, and none of this version.`,
  );
  await expect(note).toContainText('stripe listen --latest');
  const fields = inspectorOf(dashboard).getByTestId('version-fields');
  await expect(fields.getByRole('row').nth(1)).toHaveText(
    'current_period_startcurrent_period_enditems.data[].current_period_startitems.data[].current_period_end',
  );
  await expect(fields).toContainText('Only in this eventcurrent_period_endcurrent_period_start');

  await fields.getByTestId('version-example').click();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  await expect(rowOf(dashboard, 'evt_usual')).toBeVisible();
  await dashboard.keyboard.press('Control+k');
  await dashboard.keyboard.type('another API version');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByText('is:version-differs').first()).toBeVisible();
  await expect(rowOf(dashboard, 'evt_old')).toBeVisible();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
});

test('what an endpoint’s code is written for is read from a folder’s lock file, marks events at once, and can be undone', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  const folder = project(line, '18.1.0');
  await expect(markOf(dashboard, 'evt_usual')).toHaveCount(0);
  await goTo(dashboard, 'n');
  const group = dashboard.getByTestId('endpoint-group-backend');
  await expect(group.locator('summary')).toContainText('not said');
  await group.locator('summary').click();
  await group.getByText('Look in its lock file').click();
  await group.getByTestId('backend-folder').fill('shop');
  await dashboard.getByTestId('endpoint-save').click();
  await expect(group).toContainText('Type the whole path, from the root of the disk on.');
  await group.getByTestId('backend-folder').fill(join(folder, 'none'));
  await expect(group.getByTestId('backend-pin')).toHaveText(/There is no such folder/);
  await group.getByTestId('backend-folder').fill(folder);
  await expect(group.getByTestId('backend-pin')).toHaveText(
    'Written for 2025-04-30.basil: stripe-node 18.1.0 pins it, says package-lock.json.',
  );
  await group.getByTestId('backend-read').click();
  await expect(group.getByTestId('backend-file')).toContainText(
    'Gemfile.lock: stripe-ruby 15.1.0 · 2025-04-30.basil',
  );
  await dashboard.getByTestId('endpoint-save').click();
  await expect(dashboard.getByText('Saved', { exact: false }).first()).toBeVisible();

  await goTo(dashboard, 'e');
  await expect(markOf(dashboard, 'evt_usual')).toHaveCount(1);
  await rowOf(dashboard, 'evt_usual').click();
  const note = inspectorOf(dashboard).getByTestId('version-note');
  await expect(note).toContainText(
    'The code behind Local is written for 2025-04-30.basil, which stripe-node 18.1.0 pins.',
  );
  await expect(inspectorOf(dashboard).getByTestId('version-fields')).toContainText(
    'there is no customer.subscription.updated of 2025-04-30.basil to compare with',
  );

  // The project moves on; the lock files are read again when that is asked for.
  project(line, '23.1.0');
  await goTo(dashboard, 'i');
  await dashboard.getByTestId('insight-tab-versions').click();
  const expected = dashboard.getByTestId('versions-expected');
  await expect(expected).toContainText('stripe-node 18.1.0');
  await dashboard.getByTestId('versions-reread').click();
  await expect(expected).toContainText('Written for 2026-10-28.endive: stripe-node 23.1.0 pins it');
  const row = (version: string) => dashboard.locator(`[data-version="${version}"]`);
  await expect(row(NEW)).toContainText('1 taken');
  await expect(row(OLD)).toContainText('1 taken');

  await goTo(dashboard, 'e');
  await expect(markOf(dashboard, 'evt_usual')).toHaveCount(0);
  await expect(inspectorOf(dashboard).getByTestId('version-note')).toHaveCount(0);
  await dashboard.keyboard.press('Control+z');
  await waitUntil('the setting to be taken back', async () => {
    return (await line.client.endpoints.list())[0]?.backend.kind === 'unknown';
  });
});

test('an SDK newer than Hookline knows: said so with the nearest version, in the form, in Insight and with an event', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await goTo(dashboard, 'n');
  const group = dashboard.getByTestId('endpoint-group-backend');
  await group.locator('summary').click();
  await group.getByText('Uses this Stripe SDK').click();
  await group.getByTestId('backend-sdk').selectOption('python');
  const pin = group.getByTestId('backend-pin');
  await group.getByTestId('backend-release').fill('16.1.0');
  await expect(pin).toHaveText('Written for 2026-10-28.endive: stripe-python 16.1.0 pins it.');
  await group.getByTestId('backend-release').fill('workspace:*');
  await dashboard.getByTestId('endpoint-save').click();
  await expect(group).toContainText(
    'For a dependency from git, a file or a workspace, give its API version instead.',
  );
  await group.getByTestId('backend-release').fill('^15.2.0');
  await expect(pin).toContainText('stripe-python ^15.2.0 is a range and not one release.');
  await group.getByTestId('backend-release').fill('99.0.0');
  const newer =
    'stripe-python 99.0.0 is newer than Hookline knows. It is written for 2026-10-28.endive or a later version.';
  await expect(pin).toContainText(newer);
  await dashboard.getByTestId('endpoint-save').click();
  await expect(dashboard.getByText('Saved', { exact: false }).first()).toBeVisible();
  await goTo(dashboard, 'i');
  await dashboard.getByTestId('insight-tab-versions').click();
  await expect(dashboard.getByTestId('versions-expected')).toContainText(newer);

  await goTo(dashboard, 'e');
  await expect(markOf(dashboard, 'evt_old')).toHaveCount(1);
  await expect(markOf(dashboard, 'evt_usual')).toHaveCount(0);
  await rowOf(dashboard, 'evt_old').click();
  await expect(inspectorOf(dashboard).locator('[data-yardstick="backend"]')).toHaveText(
    'The code behind Local is written for 2026-10-28.endive or a later version: stripe-python 99.0.0 pins one that Hookline does not know exactly.',
  );
});

test.describe('with the Stripe CLI listening', () => {
  test.use({ listen: true });

  test('the account’s default is the one the CLI says', async ({ dashboard, line }) => {
    const usual = line.stripe.settings.defaultVersion;
    await waitUntil('the CLI’s word', async () => (await line.client.versions.get()).account === usual);
    await line.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: 'evt_other', apiVersion: '2020-08-27' }),
    );
    await rowOf(dashboard, 'evt_other').click();
    await expect(inspectorOf(dashboard).locator('[data-yardstick="account"]')).toHaveText(
      `Your account’s default was ${usual} when this event arrived.`,
    );
    await goTo(dashboard, 'i');
    await dashboard.getByTestId('insight-tab-versions').click();
    await expect(dashboard.getByTestId('versions-expected')).toContainText(usual);
  });
});

for (const shown of LOOKS) {
  test.describe(titleOf(shown), () => {
    const { locale } = shown;
    test.use(optionsOf(shown) as object);

    test('is readable for everybody', async ({ dashboard, line }, info) => {
      const lookAt = async (where: string): Promise<void> => {
        await dashboard.screenshot({ path: info.outputPath(`${where}.png`) });
        await look(dashboard, where);
      };
      await fill(line);
      await line.client.endpoints.update({
        id: 'local',
        backend: { kind: 'lock', folder: project(line, '18.1.0'), file: null },
      });
      await expect(markOf(dashboard, 'evt_old')).toHaveCount(1);
      await expect(markOf(dashboard, 'evt_usual')).toHaveCount(1);
      await lookAt('list');
      await rowOf(dashboard, 'evt_old').click();
      const note = inspectorOf(dashboard).getByTestId('version-note');
      await expect(note).toContainText(locale === 'zh-TW' ? '與預期不同' : 'another one than expected');
      await note.scrollIntoViewIfNeeded();
      await lookAt('note');
      await goTo(dashboard, 'i');
      await dashboard.getByTestId('insight-tab-versions').click();
      await expect(dashboard.getByTestId('versions-seen').getByRole('row')).toHaveCount(3);
      await lookAt('insight');
      await goTo(dashboard, 'n');
      const group = dashboard.getByTestId('endpoint-group-backend');
      await group.locator('summary').click();
      await group.getByTestId('backend-read').click();
      await expect(group.getByTestId('backend-file')).toBeVisible();
      await expect(group.getByTestId('backend-pin')).toBeVisible();
      await group.scrollIntoViewIfNeeded();
      await lookAt('form');
    });
  });
}
