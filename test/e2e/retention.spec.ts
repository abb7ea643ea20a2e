// How long events are kept, as one sets it: a limit holds at once, a wrong one is refused in a sentence, an empty one is none.
import { expect, test } from './line-fixture.ts';

test.use({ listen: false });

test('limits of what is kept are set, refused and taken away', async ({ dashboard, line }) => {
  const kept = async () => (await line.client.settings.get()).retention;
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press(',');
  const events = dashboard.getByTestId('retention-maxEvents');
  await expect(events).toHaveValue('200000');
  await events.fill('50');
  await events.press('Enter');
  await expect(dashboard.getByText('A whole number from 100 to 10000000, or nothing.')).toBeVisible();
  expect(await kept()).toMatchObject({ maxEvents: 200_000 });
  await events.fill('5000');
  await events.press('Enter');
  await expect.poll(kept).toMatchObject({ maxEvents: 5_000 });
  const days = dashboard.getByTestId('retention-maxDays');
  await days.fill('');
  await days.press('Enter');
  await expect.poll(kept).toMatchObject({ maxEvents: 5_000, maxDays: null, maxMb: 1_024 });
});
