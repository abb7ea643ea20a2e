// Every screen in both languages and themes: nothing axe objects to, no missing words, no sideways scrolling.
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { look } from './accessible.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

for (const { locale, lang, theme, size } of [
  { locale: 'en-US', lang: 'en', theme: 'light', size: { width: 1440, height: 900 } },
  { locale: 'zh-TW', lang: 'zh', theme: 'dark', size: { width: 1024, height: 700 } },
  { locale: 'zh-TW', lang: 'zh', theme: 'light', size: { width: 600, height: 800 } },
  { locale: 'en-US', lang: 'en', theme: 'dark', size: { width: 560, height: 800 } },
] as const) {
  test.describe(`${locale}, ${theme}, ${size.width} px`, () => {
    test.use({ locale, colorScheme: theme, viewport: size, reducedMotion: 'reduce' } as object);

    test('every screen', async ({ dashboard, line }) => {
      // Some twenty looks, each of which takes axe a second or two.
      test.setTimeout(120_000);
      await expect(dashboard.locator('html')).toHaveAttribute('lang', new RegExp(`^${lang}`));
      await expect(dashboard.locator('html')).toHaveAttribute('data-theme', theme);
      await look(dashboard, 'first run');

      await line.stripe.sendEvent(
        eventFixture({ type: 'invoice.paid', id: 'evt_ok', customerName: 'Ada Lovelace' }),
      );
      line.backend.answer(500, '<html>Traceback</html>', { 'content-type': 'text/html' });
      await line.stripe.sendEvent(
        eventFixture({ type: 'customer.subscription.updated', id: 'evt_bad', account: 'acct_2' }),
      );
      await fetch(line.ready.receiverUrl, { method: 'POST', body: 'junk' });
      await expect(dashboard.getByTestId('event-row')).toHaveCount(3);
      await look(dashboard, 'list');

      await rowOf(dashboard, 'evt_bad').click();
      const inspector = inspectorOf(dashboard);
      for (const tab of await inspector.getByRole('tab').all()) {
        await tab.click();
        await look(dashboard, `inspector, ${await tab.textContent()}`);
      }
      await dashboard.keyboard.press('Escape');
      for (const keys of ['g f', 'g n', 'g s', 'g c', 'g ,']) {
        for (const key of keys.split(' ')) await dashboard.keyboard.press(key);
        await look(dashboard, `after ${keys}`);
      }
      for (const key of ['g', 'i']) await dashboard.keyboard.press(key);
      for (const [tab, content] of [
        ['figures', 'insight-endpoint-card'],
        ['goLive', 'go-live-type'],
      ] as const) {
        await dashboard.getByTestId(`insight-tab-${tab}`).click();
        await expect(dashboard.getByTestId(content).first()).toBeVisible();
        await look(dashboard, `insight, ${tab}`);
      }
      await dashboard.keyboard.press('?');
      await expect(dashboard.getByRole('dialog')).toBeVisible();
      await look(dashboard, 'shortcuts');
    });
  });
}
