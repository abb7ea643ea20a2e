// Find out, pressed in the inspector: what the button says it does, what it shows, and that it is still there later.
import Stripe from 'stripe';
import type { Backend } from '../support/backend.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

/** Checks signatures with the real stripe package, over what `reading` makes of the body. */
function check(backend: Backend, reading: (body: Buffer) => string | Buffer, secret: string): void {
  backend.behave(({ body, header }, response) => {
    try {
      Stripe.webhooks.constructEvent(reading(body), header('stripe-signature') ?? '', secret);
      response.end('ok');
    } catch (error) {
      response.writeHead(400, { 'x-powered-by': 'Express' }).end(`Webhook Error: ${String(error)}`);
    }
  });
}
const parsed = (body: Buffer): string => JSON.stringify(JSON.parse(body.toString()));

test('a body that is serialised again: found out with one press, said of other events, also after a restart', async ({
  dashboard,
  line,
}) => {
  check(line.backend, parsed, line.stripe.settings.secret);
  for (const id of ['evt_a', 'evt_b'])
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
  await expect(rowOf(dashboard, 'evt_a')).toHaveAttribute('data-state', 'failed');
  await rowOf(dashboard, 'evt_a').click();
  const inspector = inspectorOf(dashboard);
  const button = inspector.getByTestId('find-out');
  await button.hover();
  await expect(dashboard.getByText(/the event is really delivered/)).toBeVisible();
  await button.click();
  const finding = inspector.getByTestId('finding');
  await expect(finding).toContainText('parses the body and serialises it again before the signature check');
  await expect(finding).toContainText('JSON.stringify (JavaScript)');
  await expect(finding).toContainText('express.raw({ type: "*/*" })');
  await expect(rowOf(dashboard, 'evt_a')).toHaveAttribute('data-state', 'delivered');
  await expect(button).toHaveCount(0);
  await inspector.getByTestId('tab-deliveries').click();
  await expect(inspector.getByTestId('attempt').first()).toContainText(
    'to find out, signed over the re-serialised body',
  );

  // The other failure of this endpoint is certain now, and says since when.
  await rowOf(dashboard, 'evt_b').click();
  await inspector.getByTestId('tab-overview').click();
  const failure = inspector.getByTestId('failure');
  await expect(failure).toContainText('The signature check was not given the raw body.');
  await expect(failure).toContainText(/Found out at \d\d:\d\d/);
  await expect(inspector.getByTestId('find-out')).toHaveCount(0);

  await line.restart('SIGKILL');
  await expect(rowOf(dashboard, 'evt_a')).toHaveAttribute('data-state', 'delivered');
  await rowOf(dashboard, 'evt_a').click();
  await expect(inspector.getByTestId('finding')).toContainText('JSON.stringify (JavaScript)');
});

test('another secret: what it leaves is said; a paused endpoint is named; in 繁體中文 as well', async ({
  dashboard,
  line,
}) => {
  check(line.backend, (body) => body, 'whsec_of_the_dashboard');
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const inspector = inspectorOf(dashboard);
  const button = inspector.getByTestId('find-out');
  await line.client.endpoints.update({ id: 'local', paused: true });
  await button.click();
  await expect(inspector.getByTestId('find-out-state')).toContainText('paused or switched off');
  expect(line.backend.seen).toHaveLength(1);
  await line.client.endpoints.update({ id: 'local', paused: false });
  await button.click();
  const failure = inspector.getByTestId('failure');
  await expect(failure).toContainText('So the secret differs, or the bytes are changed in another way');
  await expect(button).toHaveCount(0);
  expect(line.backend.seen).toHaveLength(3);
  await expect(rowOf(dashboard, 'evt_a')).toHaveAttribute('data-state', 'failed');
  await inspector.getByTestId('tab-deliveries').click();
  await expect(inspector.getByTestId('finding')).toContainText(
    'refuses the signature over the body in every form',
  );

  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press(',');
  await dashboard.getByRole('radio', { name: '繁體中文' }).click();
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('e');
  await expect(inspector.getByTestId('finding')).toContainText('不論內容以哪種形式簽章，你的後端都拒絕');
});
