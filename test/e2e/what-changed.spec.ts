// The inspector tells an update as a sentence and field by field, in both languages, and leads on to Stripe and to the customer.
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

const SUB = 'sub_1StandIn00000000000001';
/** Of the fixture: 3 seats of it at CHF 15.00. */
const item = (change: object) => ({
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1StandIn00000000000001',
        object: 'subscription_item',
        price: {
          id: 'price_1StandInProMonthly01',
          object: 'price',
          currency: 'chf',
          nickname: 'Pro',
          product: 'prod_StandInPro001',
          recurring: { interval: 'month', interval_count: 1 },
          unit_amount: 1500,
        },
        quantity: 5,
        ...change,
      },
    ],
  },
});
const updated = (id: string) =>
  eventFixture({
    type: 'customer.subscription.updated',
    id,
    customerName: 'Ada Lovelace',
    object: item({}),
    previousAttributes: { ...item({ quantity: 2 }), metadata: { plan: 'free' }, quantity: 2 },
  });

for (const { locale, sentence, before, after, title, amount, none } of [
  {
    locale: 'en-US',
    sentence: 'Ada Lovelace’s quantity of Pro went from 2 to 5.',
    before: 'free',
    after: 'pro',
    title: 'What changed',
    amount: 'Amount paid',
    none: 'none',
  },
  {
    locale: 'zh-TW',
    sentence: 'Ada Lovelace 的 Pro 數量從 2 改為 5。',
    before: 'free',
    after: 'pro',
    title: '改變了什麼',
    amount: '已付金額',
    none: '無',
  },
]) {
  test.describe(locale, () => {
    test.use({ locale });

    test('an update in a sentence, before and after', async ({ dashboard, line }) => {
      // Subscriptions name their customer by id; the name is known from another event.
      await line.stripe.sendEvent(eventFixture({ type: 'customer.created', customerName: 'Ada Lovelace' }));
      await line.stripe.sendEvent(updated('evt_seats'));
      await line.stripe.sendEvent(
        eventFixture({
          type: 'invoice.updated',
          id: 'evt_invoice',
          customerName: 'Ada Lovelace',
          currency: 'jpy',
          unitAmount: 980,
          previousAttributes: { amount_paid: 0, status: 'open', number: null },
        }),
      );
      await rowOf(dashboard, 'evt_seats').click();
      const inspector = inspectorOf(dashboard);
      await expect(inspector.getByTestId('event-story')).toContainText(sentence);

      const changed = inspector.getByTestId('what-changed');
      await expect(changed.getByRole('heading')).toHaveText(title);
      const quantity = changed.locator('[data-path="items.data[0].quantity"]');
      await expect(quantity.getByTestId('before')).toHaveText('2');
      await expect(quantity.getByTestId('after')).toHaveText('5');
      await expect(changed.locator('[data-path="quantity"]')).toHaveCount(0);
      const plan = changed.locator('[data-path="metadata.plan"]');
      await expect(plan.getByTestId('before')).toHaveText(before);
      await expect(plan.getByTestId('after')).toHaveText(after);

      await rowOf(dashboard, 'evt_invoice').click();
      const paid = changed.locator('[data-path="amount_paid"]');
      await expect(paid).toContainText(amount);
      await expect(paid.getByTestId('before')).toHaveText(/^\D*0$/);
      await expect(paid.getByTestId('after')).toHaveText(/^\D*2,940$/);
      await expect(changed.locator('[data-path="number"]').getByTestId('before')).toHaveText(none);
    });
  });
}

test('ids lead to Stripe’s dashboard, the name to the customer, and a path is copied', async ({
  dashboard,
  line,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', customerName: 'Ada Lovelace' }));
  await line.stripe.sendEvent(updated('evt_links'));
  await rowOf(dashboard, 'evt_links').click();
  const inspector = inspectorOf(dashboard);
  const link = inspector.getByRole('link', { name: SUB });
  await expect(link).toHaveAttribute('href', `https://dashboard.stripe.com/test/subscriptions/${SUB}`);
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noreferrer');
  await expect(inspector.getByTestId('related').getByRole('link')).toHaveAttribute(
    'href',
    'https://dashboard.stripe.com/test/invoices/in_1StandIn00000000000001',
  );

  await inspector.getByRole('button', { name: 'data.object.items.data[0].quantity' }).click();
  expect(await dashboard.evaluate(() => navigator.clipboard.readText())).toBe(
    'data.object.items.data[0].quantity',
  );

  await inspector.getByTestId('event-story').getByTestId('customer-link').click();
  await expect(dashboard.getByTestId('customers-view')).toBeVisible();
  await expect(dashboard.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
});

test('an event without previous attributes has its sentence and nothing else', async ({
  dashboard,
  line,
}) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_paid', customerName: 'Ada Lovelace' }),
  );
  await rowOf(dashboard, 'evt_paid').click();
  const story = inspectorOf(dashboard).getByTestId('event-story');
  await expect(story).toContainText('Ada Lovelace paid an invoice of CHF 45.00.');
  await expect(story).toContainText('3 × Pro (at CHF 15.00 / month) · renewal · no. 5B8F2A1C-0004');
  await expect(inspectorOf(dashboard).getByTestId('what-changed')).toHaveCount(0);
});
