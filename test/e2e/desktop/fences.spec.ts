// What a page may not do in the desktop app, tried from inside the page: the items of Electron's security guide.
import { expect, test } from './desktop-fixture.ts';

test('only the top frame of our own page gets a port', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  // A message as a frame of somebody else's would send it, and one of a page that is not ours.
  const given = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows();
    const tried: string[] = [];
    const frame = (url: string, parent: unknown) => ({
      url,
      parent,
      postMessage: (channel: string) => void tried.push(`${channel} to ${url}`),
    });
    const ours = window?.webContents;
    const ask = (sender: unknown, senderFrame: unknown) =>
      ipcMain.emit('hookline:want-port', { sender, senderFrame });
    const stranger = { id: 99, once: () => undefined };
    ask(ours, frame('app://hookline/index.html', {}));
    ask(ours, frame('https://evil.example/index.html', null));
    ask(ours, frame('app://hookline.evil/index.html', null));
    ask(stranger, frame('app://hookline/index.html', null));
    ask(ours, null);
    await new Promise((resolve) => setImmediate(resolve));
    return tried;
  });
  expect(given).toEqual([]);
  expect(app.stderr().match(/was refused/g)).toHaveLength(5);
});

test('the page cannot leave, open windows, or be framed elsewhere; links of Stripe open in the browser', async ({
  app,
}) => {
  const { page } = app;
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedOutside', opened);
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  const before = app.address();
  await page.evaluate(() => {
    for (const url of ['https://evil.example/', 'https://docs.stripe.com/webhooks', 'file:///etc/passwd'])
      window.open(url);
  });
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'openedOutside') as string[]))
    .toEqual(['https://docs.stripe.com/webhooks']);
  await page.evaluate(() => {
    window.location.href = 'https://evil.example/';
  });
  await expect.poll(() => app.stderr()).toContain('navigation to https://evil.example/');
  expect(app.address()).toBe(before);
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the content policy lets in no script, no frame and no connection of another’s', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await page.evaluate(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      refused.push(effectiveDirective),
    );
    const inline = document.createElement('script');
    inline.textContent = 'window.ranInline = true';
    document.body.append(inline);
    const remote = document.createElement('script');
    remote.src = 'https://evil.example/x.js';
    document.body.append(remote);
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
    void fetch('https://evil.example/').catch(() => undefined);
    // Later, since what a debugger evaluates may do more than a page.
    setTimeout(() => {
      try {
        // oxlint-disable-next-line no-implied-eval, no-new-func -- that it is refused is what is tested
        Object.assign(window, { evaluated: new Function('return true')() as boolean });
      } catch {
        Object.assign(window, { evaluated: false });
      }
    });
  });
  const said = (name: string) => page.evaluate((key) => Reflect.get(window, key) as unknown, name);
  await expect.poll(() => said('evaluated')).toBe(false);
  await expect
    .poll(() => said('refused'))
    .toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'script-src-elem', 'script-src']));
  expect(await said('ranInline')).toBeUndefined();
});

test('the window is sandboxed, isolated and without Node; devices and permissions are refused', async ({
  app,
}) => {
  const { page } = app;
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi'] as PermissionName[];
    return Promise.all(
      names.map(async (name) => {
        try {
          return (await navigator.permissions.query({ name })).state;
        } catch {
          return 'denied';
        }
      }),
    );
  });
  expect(states).not.toContain('granted');
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const real = window?.webContents as unknown as { getLastWebPreferences?: () => unknown } | undefined;
    // The double keeps what it was made with.
    const made = window as unknown as { options?: { webPreferences?: unknown } } | undefined;
    return JSON.parse(
      JSON.stringify(real?.getLastWebPreferences?.() ?? made?.options?.webPreferences ?? null),
    ) as unknown;
  });
  const made = preferences as Record<string, unknown>;
  expect(made).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(made['webSecurity'] ?? true).toBe(true);
  for (const name of ['allowRunningInsecureContent', 'experimentalFeatures', 'nodeIntegrationInSubFrames'])
    expect(made[name] ?? false).toBe(false);
  expect(made['enableBlinkFeatures'] ?? '').toBe('');
});
