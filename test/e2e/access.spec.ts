// In a real browser: the token leaves the address bar, a reload stays in, a stranger's page gets nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './line-fixture.ts';

test.use({ listen: false });

test('the token leaves the address bar at once and a reload stays signed in', async ({ dashboard, line }) => {
  expect(dashboard.url()).not.toContain(line.ready.token);
  await dashboard.reload();
  await expect(dashboard.getByTestId('hop-hookline')).toBeVisible();
  const stored = await dashboard.evaluate(() => JSON.stringify(Object.values(localStorage)));
  expect(stored).not.toContain(line.ready.token);
});

test('without the token there is a way in, and nothing else', async ({ page, line }) => {
  await page.goto(line.ready.dashboardUrl);
  await expect(page.getByRole('textbox')).toBeVisible();
  await expect(page.getByTestId('hop-hookline')).toHaveCount(0);
  await page.getByRole('textbox').fill(line.openUrl);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
});

test('a page of another origin can read nothing, connect nowhere and frame nothing', async ({
  page,
  context,
  line,
}) => {
  // A dashboard that is open in the same browser must not help the stranger.
  const open = await context.newPage();
  await open.goto(line.openUrl);
  await expect(open.getByTestId('hop-hookline')).toBeVisible();

  const stranger = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>'),
  );
  await new Promise<void>((resolve) => {
    stranger.listen(0, '127.0.0.1', resolve);
  });
  await page.goto(`http://localhost:${(stranger.address() as AddressInfo).port}/`);
  const { apiUrl, dashboardUrl, token } = line.ready;
  const loot = await page.evaluate(
    async ([api, dashboard, secret]) => {
      const read = async (url: string, init: RequestInit): Promise<string> => {
        try {
          const response = await fetch(url, init);
          return response.type === 'opaque' ? 'opaque' : `read ${response.status}`;
        } catch {
          return 'blocked';
        }
      };
      const socket = new Promise<string>((resolve) => {
        const ws = new WebSocket(`${dashboard.replace('http', 'ws')}/rpc`, [
          'hookline.v1',
          `hookline.token.${secret}`,
        ]);
        ws.onopen = () => resolve('open');
        ws.onerror = () => resolve('blocked');
      });
      const script = new Promise<string>((resolve) => {
        const element = document.createElement('script');
        element.src = `${dashboard}/`;
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('blocked');
        document.head.append(element);
      });
      const frame = new Promise<string>((resolve) => {
        const element = document.createElement('iframe');
        element.src = dashboard;
        element.onload = () => {
          try {
            resolve(
              element.contentDocument === null ? 'unreadable' : `readable ${element.contentDocument.title}`,
            );
          } catch {
            resolve('unreadable');
          }
        };
        document.body.append(element);
      });
      return {
        withToken: await read(`${api}/status`, { headers: { authorization: `Bearer ${secret}` } }),
        without: await read(`${api}/events`, { credentials: 'include' }),
        page: await read(dashboard, {}),
        post: await read(`${dashboard}/session`, { method: 'POST', mode: 'no-cors' }),
        socket: await socket,
        script: await script,
        frame: await frame,
      };
    },
    [apiUrl, dashboardUrl, token] as const,
  );
  stranger.close();
  expect(loot).toMatchObject({
    withToken: 'blocked',
    without: 'blocked',
    page: 'blocked',
    socket: 'blocked',
    script: 'blocked',
  });
  expect(loot.frame).toBe('unreadable');
  expect(['opaque', 'blocked']).toContain(loot.post);
});
