// What the dashboard says of a line that only looks alive, and of a Stripe that cannot be asked.
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible } from './accessible.ts';
import { goTo } from './app-fixture.ts';
import { inspectorOf } from './line-fixture.ts';
import { expect, test } from './short-limits-fixture.ts';

const seconds = (): number => Math.floor(Date.now() / 1_000);

test('a dead line is said in the pipeline and above the events, with the event, until one comes again', async ({
  dashboard,
  line,
}) => {
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_seen' }));
  line.archive.keep(eventFixture({ type: 'invoice.paid', id: 'evt_silent', created: seconds() + 1 }));
  const silent = dashboard.getByTestId('catch-up-silent');
  await expect(silent).toContainText('Stripe has a newer event than the connection delivered', {
    timeout: 20_000,
  });
  await expect(silent).toContainText('invoice.paid');
  await expect(dashboard.getByTestId('gap-strip')).toContainText('1 event that was not delivered live');
  await expect(dashboard.getByTestId('hop-forwarder')).toHaveAttribute('data-state', 'warn');
  await expect(dashboard.getByTestId('hop-forwarder')).toContainText('did not bring all');
  await expectAccessible(dashboard);
  await silent.getByTestId('silent-show').click();
  await expect(inspectorOf(dashboard)).toContainText('evt_silent');
  await goTo(dashboard, 'f');
  await expect(dashboard.getByTestId('silent-note')).toBeVisible();

  await line.stripe.waitForConnection();
  await expect.poll(() => line.engine.forwarder.status().state, { timeout: 20_000 }).toBe('ready');
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_after' }));
  await expect(dashboard.getByTestId('silent-note')).toHaveCount(0);
  await expect(dashboard.getByTestId('hop-forwarder')).toHaveAttribute('data-state', 'ok');
});

test('why Stripe cannot be asked is said with the next step, and goes away when it can', async ({
  dashboard,
  line,
}) => {
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_seen' }));
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  line.archive.answerAll({
    status: 429,
    body: { error: { message: 'Request rate limit exceeded.', code: 'rate_limit' } },
  });
  void line.client.catchUp.look({});
  await expect(dashboard.getByTestId('catch-up-problem-rate_limited')).toContainText('Next try in');

  line.archive.answerAll({
    status: 403,
    body: { error: { message: 'This key may not.', code: 'more_permissions_required' } },
  });
  await dashboard.getByTestId('catch-up-try').click();
  const refused = dashboard.getByTestId('catch-up-problem-not_allowed');
  await expect(refused).toContainText('Events: read');
  await refused.getByTestId('problem-sign-in').click();
  await expect(dashboard.getByTestId('sign-in-dialog')).toBeVisible();
  await dashboard.keyboard.press('Escape');

  line.archive.answerAll(null);
  await dashboard.getByTestId('catch-up-try').click();
  await expect(refused).toHaveCount(0);
});

test('accounts whose events could not be listed are named, and no longer once they could', async ({
  dashboard,
  line,
}) => {
  await line.client.settings.update({ catchUp: { deliverWithinMs: 0, watch: false } });
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_seen' }));
  const failing = ['acct_one', 'acct_two', 'acct_three', 'acct_four'];
  line.archive.accounts = [...failing, 'acct_five'];
  const outage = { status: 500, body: { error: { message: 'Try later.', type: 'api_error' } } };
  for (const account of failing) line.archive.answerAll(outage, account);
  await line.client.catchUp.look({});
  const strip = dashboard.getByTestId('catch-up-uncovered');
  await expect(strip).toContainText('What was missed in 4 accounts is not known.');
  await expect(strip).toContainText('Next try in');
  await expectAccessible(dashboard);
  await strip.getByTestId('uncovered-show').click();
  const named = dashboard.getByTestId('uncovered-connected');
  await expect(named).toContainText('The events of 4 connected accounts could not be listed');
  await expect(named).toContainText('Try later.');
  await named.locator('summary').press('Enter');
  await expect(named.getByTestId('uncovered-names')).toHaveText(failing.join(', '));
  await expectAccessible(dashboard);

  line.archive.accounts = null;
  for (const account of failing) line.archive.answerAll(null, account);
  await dashboard.getByTestId('look-for-missed').click();
  await expect(named).toHaveCount(0);
  await expect(dashboard.getByTestId('uncovered-accounts')).toContainText(
    'The list of connected accounts could not be read.',
  );
  line.archive.accounts = [];
  await dashboard.getByTestId('look-for-missed').click();
  await expect(dashboard.getByTestId('uncovered')).toHaveCount(0);
});

test('an event that came both ways is told to be one', async ({ dashboard, line }) => {
  await line.client.settings.update({ catchUp: { deliverWithinMs: 0, watch: false } });
  const text = eventFixture({ type: 'invoice.paid', id: 'evt_both', created: seconds() - 30 });
  line.archive.keep(text);
  await line.client.catchUp.look({});
  await line.stripe.sendEvent(text);
  await dashboard.locator('[data-testid="event-row"][data-event-id="evt_both"]').click();
  await expect(inspectorOf(dashboard).getByTestId('two-ways')).toContainText('received twice');
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
});
