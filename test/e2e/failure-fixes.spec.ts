// The cause of a failed delivery and its fix in the inspector: the own framework's code first, the others' behind a line that opens.
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

const NO_PAYLOAD = 'Webhook Error: No webhook payload was provided.';

test('Express: its fix is shown to be copied, the other frameworks open on demand, and a proven cause is not called probable', async ({
  dashboard,
  line,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  line.backend.answer(400, NO_PAYLOAD, { 'x-powered-by': 'Express' });
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const failure = inspectorOf(dashboard).getByTestId('failure');
  await expect(failure).toContainText('The signature check was given no body.');
  await expect(failure).toContainText('Cause:');
  await expect(failure).not.toContainText('Probable cause:');
  await expect(failure.getByTestId('fix')).toContainText('Fix: Give the check the raw body.');
  // The route alone does not help where express.json() comes before it.
  const code =
    'app.post("/api/stripe/webhook", express.raw({ type: "*/*" }), handler)\napp.use(express.json()) // after the webhook route';
  const block = failure.getByTestId('fix-code');
  await expect(block).toContainText('Express');
  await expect(block.locator('pre')).toHaveText(code);
  await block.getByRole('button', { name: 'Copy the fix' }).click();
  expect(await dashboard.evaluate(() => navigator.clipboard.readText())).toBe(code);
  const others = failure.getByTestId('other-fixes');
  const fastify = others.getByText('app.addContentTypeParser');
  await expect(fastify).toBeHidden();
  await others.getByText('Other frameworks').click();
  await expect(fastify).toBeVisible();
  await expect(others).not.toContainText('Express');
  const response = failure.getByTestId('failure-response');
  await expect(response.locator('.cm-content')).toHaveCount(0);
  await response.getByText('Response', { exact: true }).click();
  await expect(response.locator('.cm-content')).toContainText(NO_PAYLOAD);
});

test('a cause that is only probable says so', async ({ dashboard, line }) => {
  line.backend.answer(401, 'Unauthorized');
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const failure = inspectorOf(dashboard).getByTestId('failure');
  await expect(failure).toContainText('Probable cause:');
  await expect(failure).toContainText('because the signature does not match');
});
