// An error in any part of the dashboard stays in that part: the rest goes on, and the part comes back.
import type { Page } from '@playwright/test';
import { en } from '../../src/renderer/i18n/en.ts';
import { expect, goTo, inspectorOf, test } from './app-fixture.ts';
import type { Line } from './line-fixture.ts';

test.use({ listen: false });

/**
 * Makes React fail while it builds the elements that have one of these test ids: where a component that throws would, without
 * anything for it in the page that is shipped.
 */
async function makeBreakable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const broken = new Set<string>();
    Object.assign(window, { brokenTestIds: broken });
    const { setAttribute } = Element.prototype;
    Element.prototype.setAttribute = function set(name: string, value: string) {
      if (name === 'data-testid' && broken.has(value)) {
        throw new TypeError(`No part for ada@example.com with sk_test_51ABCDEFGHIJKLMNOP: ${value}`);
      }
      setAttribute.call(this, name, value);
    };
  });
}

async function setBroken(page: Page, ...testIds: string[]): Promise<void> {
  await page.evaluate((ids) => {
    const { brokenTestIds } = window as unknown as { brokenTestIds: Set<string> };
    brokenTestIds.clear();
    for (const id of ids) brokenTestIds.add(id);
  }, testIds);
}

const faultIn = (page: Page, part: string) => page.locator(`[data-testid="fault"][data-part="${part}"]`);

async function playScenario({ client }: Line, name: string): Promise<void> {
  const { id } = await client.scenarios.run({
    scenario: 'checkout_subscription',
    speed: 'at_once',
    disorder: false,
    duplicates: false,
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
  });
  const state = async () => (await client.scenarios.runs()).find((run) => run.id === id)?.state;
  await expect.poll(state, { intervals: [50] }).toBe('done');
}

/** Opens the dashboard with events in it, the list shown. */
async function open(page: Page, line: Line): Promise<void> {
  await playScenario(line, 'Grace Hopper');
  await page.goto(line.openUrl);
  await expect(page.getByTestId('event-row').first()).toBeVisible();
}

/** The keyboard works, and so does what it opens. */
async function expectPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('palette')).toHaveCount(0);
}

async function expectLiveList(page: Page, line: Line): Promise<void> {
  const total = page.getByTestId('nav-events');
  const before = (await line.client.status.get()).counts.all;
  await playScenario(line, 'Ada Lovelace');
  const after = (await line.client.status.get()).counts.all;
  expect(after).toBeGreaterThan(before);
  await expect(total).toContainText(String(after));
  await expect(page.getByTestId('event-row').filter({ hasText: 'Ada Lovelace' }).first()).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await makeBreakable(page);
});

test('the inspector: list, keyboard and palette go on, another event shows, and Try again restores it', async ({
  page,
  line,
  app: _app,
}) => {
  await open(page, line);
  await setBroken(page, 'resend');
  await page.getByTestId('event-row').first().click();
  const fault = faultIn(page, 'inspector');
  await expect(fault).toContainText('This event could not be shown.');
  await page.getByTestId('live').click();
  await expectLiveList(page, line);
  // Moving on tries the next event anew.
  await setBroken(page);
  await page.keyboard.press('j');
  await expect(fault).toHaveCount(0);
  await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
  await setBroken(page, 'resend');
  await page.keyboard.press('j');
  await expect(fault).toBeVisible();
  await expectPalette(page);
  await fault.getByTestId('fault-again').click();
  await expect(fault).toBeVisible();
  await setBroken(page);
  await fault.getByTestId('fault-again').click();
  await expect(fault).toHaveCount(0);
  await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
});

test('the engine’s log has it, without the secret and the address, and so has what is copied', async ({
  page,
  line,
  app: _app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, line);
  await setBroken(page, 'resend');
  await page.getByTestId('event-row').first().click();
  await expect.poll(() => line.hookline.stderr()).toContain('The dashboard failed (inspector): No part for');
  await faultIn(page, 'inspector').getByRole('button', { name: 'Copy details' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const text of [copied, line.hookline.stderr()]) {
    expect(text).toContain('TypeError: No part for');
    expect(text).toContain('sk_test_REMOVED');
    expect(text).not.toContain('51ABCDEFGHIJKLMNOP');
    expect(text).not.toContain('ada@example.com');
    expect(text).toMatch(/\bat .*assets\/main/);
  }
});

for (const [tab, testId] of [
  ['1', 'event-story'],
  ['2', 'chosen-value'],
  ['3', 'delivery'],
  ['4', 'event-plan'],
  ['5', 'raw-body'],
  ['6', 'story'],
] as const) {
  test(`tab ${tab} of the inspector: its header and the other tabs stay`, async ({
    page,
    line,
    app: _app,
  }) => {
    await open(page, line);
    await page.getByTestId('event-row').filter({ hasText: 'customer.subscription' }).first().click();
    await page.keyboard.press(tab === '1' ? '2' : '1');
    await setBroken(page, testId);
    await page.keyboard.press(tab);
    const fault = faultIn(page, 'tab');
    await expect(fault).toContainText('This tab could not be shown.');
    await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
    await page.keyboard.press(tab === '1' ? '2' : '1');
    await expect(fault).toHaveCount(0);
    await page.keyboard.press(tab);
    await expect(fault).toBeVisible();
    await setBroken(page);
    await fault.getByTestId('fault-again').click();
    await expect(fault).toHaveCount(0);
    await expect(inspectorOf(page).getByTestId(testId).first()).toBeVisible();
  });
}

test('the list: the inspector, navigation and status bar stay, and Try again brings the rows back', async ({
  page,
  line,
  app: _app,
}) => {
  await open(page, line);
  await page.getByTestId('event-row').first().click();
  await goTo(page, 's');
  await setBroken(page, 'live');
  await page.getByTestId('nav-events').click();
  const fault = faultIn(page, 'list');
  await expect(fault).toContainText('The event list could not be shown.');
  await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await expectPalette(page);
  await setBroken(page);
  await fault.getByTestId('fault-again').click();
  await expect(page.getByTestId('event-row').first()).toBeVisible();
});

for (const [part, testId] of [
  ['status', 'hop-hookline'],
  ['sidebar', 'nav-events'],
] as const) {
  test(`${part}: the list receives events, the keyboard moves`, async ({ page, line, app: _app }) => {
    await playScenario(line, 'Grace Hopper');
    await page.addInitScript((id) => {
      (window as unknown as { brokenTestIds: Set<string> }).brokenTestIds.add(id);
    }, testId);
    await page.goto(line.openUrl);
    const fault = faultIn(page, part);
    await expect(fault).toBeVisible();
    await playScenario(line, 'Ada Lovelace');
    await expect(page.getByTestId('event-row').filter({ hasText: 'Ada Lovelace' }).first()).toBeVisible();
    await page.keyboard.press('j');
    await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
    await expectPalette(page);
    await setBroken(page);
    await fault.getByTestId('fault-again').click();
    await expect(page.getByTestId(testId)).toBeVisible();
  });
}

for (const [part, testId] of [
  ['customers', 'customer-search'],
  ['customer', 'customer-pane'],
] as const) {
  test(`Customers, ${part}: the other pane stays`, async ({ page, line, app: _app }) => {
    await open(page, line);
    await setBroken(page, testId);
    await goTo(page, 'c');
    const fault = faultIn(page, part);
    await expect(fault).toBeVisible();
    await expect(
      page.getByTestId(part === 'customers' ? 'customer-pane' : 'customer-row').first(),
    ).toBeVisible();
    await setBroken(page);
    await fault.getByTestId('fault-again').click();
    await expect(page.getByTestId(testId)).toBeVisible();
  });
}

for (const [view, testId] of [
  ['customers', 'customers-view'],
  ['endpoints', 'endpoint-add'],
  ['insight', 'insight-view'],
  ['send', 'send-view'],
  ['connection', 'look-for-missed'],
  ['settings', 'settings-export'],
] as const) {
  test(`the view ${view}: the frame stays, events still open, and Try again restores it`, async ({
    page,
    line,
    app: _app,
  }) => {
    await open(page, line);
    await setBroken(page, testId);
    await page.getByTestId(`nav-${view}`).click();
    const fault = faultIn(page, 'view');
    await expect(fault).toContainText('This page could not be shown.');
    await expect(page.getByTestId('hop-hookline')).toBeVisible();
    await expectPalette(page);
    await page.getByTestId('nav-events').click();
    await expect(page.getByTestId('event-row').first()).toBeVisible();
    await page.getByTestId(`nav-${view}`).click();
    await setBroken(page);
    await fault.getByTestId('fault-again').click();
    await expect(page.getByTestId(testId)).toBeVisible();
  });
}

/** How each dialog is opened, with an event selected in the list. */
const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
const byCommand =
  (id: 'exportList' | 'importEvents' | 'filterHelp' | 'setUpProbe' | 'namePlans' | 'signIn') =>
  async (page: Page): Promise<void> => {
    const name = en.shortcut[id];
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-input').fill(name);
    await page.getByTestId('palette-entry').filter({ hasText: name }).first().click();
  };
const DIALOGS: readonly (readonly [testId: string, open: (page: Page) => Promise<void>])[] = [
  ['resend-to-dialog', press('R')],
  ['edit-dialog', press('e')],
  ['bulk-dialog', press('Shift+ArrowDown', 'x', 'Shift+R')],
  ['compare', press('Shift+ArrowDown', 'd')],
  ['save-filter-dialog', press('f', 's')],
  ['export-dialog', byCommand('exportList')],
  ['import-dialog', byCommand('importEvents')],
  ['filter-help', byCommand('filterHelp')],
  ['probe-dialog', byCommand('setUpProbe')],
  ['plan-names-dialog', byCommand('namePlans')],
  ['sign-in-dialog', byCommand('signIn')],
];

test('each dialog: says so in a dialog, closes, and what is behind works', async ({
  page,
  line,
  app: _app,
}) => {
  await open(page, line);
  await page.getByTestId('event-row').first().click();
  for (const [testId, openIt] of DIALOGS) {
    await test.step(testId, async () => {
      await setBroken(page, testId);
      await openIt(page);
      const dialog = page.getByTestId('fault-dialog');
      await expect(dialog).toContainText('This dialog could not be shown.');
      await setBroken(page);
      await dialog.getByTestId('fault-again').click();
      await expect(page.getByTestId(testId)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByTestId(testId)).toHaveCount(0);
      await setBroken(page, testId);
      await page.keyboard.press('Escape');
    });
  }
});

test('palette and shortcuts: said in a dialog that closes, and the list goes on', async ({
  page,
  line,
  app: _app,
}) => {
  await open(page, line);
  for (const [testId, key] of [
    ['palette', 'Control+k'],
    ['shortcuts', '?'],
  ] as const) {
    await setBroken(page, testId);
    await page.keyboard.press(key);
    await expect(page.getByTestId('fault-dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('fault-dialog')).toHaveCount(0);
    await setBroken(page);
    await page.keyboard.press(key);
    await expect(page.getByTestId(testId)).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('j');
  await expect(inspectorOf(page).getByTestId('resend')).toBeVisible();
});

test('code of a part that does not come is asked for again, and then on request', async ({
  page,
  line,
  app: _app,
}) => {
  await open(page, line);
  let refused = 0;
  let reachable = false;
  await page.route(/assets\/json-view-.*\.js/, async (route) => {
    if (reachable) await route.continue();
    else {
      refused += 1;
      await route.abort();
    }
  });
  await page.getByTestId('event-row').first().click();
  await page.keyboard.press('2');
  const fault = faultIn(page, 'tab');
  await expect(fault).toContainText('could not be loaded');
  await expect(fault.getByTestId('fault-reload')).toBeVisible();
  expect(refused).toBe(2);
  reachable = true;
  await fault.getByTestId('fault-again').click();
  await expect(fault).toHaveCount(0);
  await expect(inspectorOf(page).locator('.cm-content')).toBeVisible();
});

test('a browser with a language that Intl does not take has charts', async ({ page, line, app: _app }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' });
  });
  await open(page, line);
  await goTo(page, 'i');
  await expect(page.locator('.uplot').first()).toBeVisible();
  await expect(page.getByTestId('fault')).toHaveCount(0);
  expect(await page.evaluate(() => navigator.language)).toBe('en-US@posix');
});

test('a token in the address that cannot be read is no token, and leaves the address', async ({
  page,
  line,
}) => {
  await page.goto(`${line.ready.dashboardUrl}/#token=%zz`);
  await expect(page.getByTestId('access-screen')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
});

test('an error while the page starts is said, and Try again starts it', async ({ page, line }) => {
  let broken = true;
  await page.route(/assets\/main-.*\.js/, async (route) => {
    if (!broken) await route.continue();
    else
      await route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("It broke at start.");' });
  });
  await page.goto(line.openUrl);
  const fault = page.getByTestId('start-fault');
  await expect(fault).toContainText('could not start');
  await expect(fault).toContainText('It broke at start.');
  broken = false;
  await fault.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
});
