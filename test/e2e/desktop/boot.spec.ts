// The desktop app comes up: a sandboxed page under a scheme of its own, with one port to the engine, and nothing else.
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';
import { expect, test } from './desktop-fixture.ts';

test('the window shows the dashboard, fenced in, and talks to the engine through its port', async ({
  app,
}) => {
  const { page } = app;
  expect(app.address()).toMatch(/^app:\/\/hookline\/index\.html/);
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  const seen = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'];
    return names.filter((name) => name in globalThis);
  });
  expect(seen).toEqual([]);
  expect(await page.evaluate((flag) => Reflect.get(globalThis, flag) as unknown, DESKTOP_PORT.flag)).toBe(
    true,
  );
  expect(await page.evaluate(askForPort, DESKTOP_PORT)).toBe(1);
});

/** Runs in the page. */
function askForPort({ want, given }: { want: string; given: string }): Promise<number> {
  return new Promise((resolve) => {
    window.addEventListener('message', (event) => event.data === given && resolve(event.ports.length));
    window.postMessage(want, '*');
  });
}
