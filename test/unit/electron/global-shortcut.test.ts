// The shortcut that works from anywhere: had or not had, and never an error.
import { expect, test } from 'vitest';
import { createResendShortcut, type ResendShortcutDeps } from '#hosts/electron/global-shortcut.ts';
import { waitUntil } from '../../support/wait-until.ts';

function shortcut(onPressed: () => Promise<void> = () => Promise.resolve()) {
  const registered = new Map<string, () => void>();
  const errors: unknown[] = [];
  const globalShortcut = {
    register(accelerator, press) {
      // As Electron does.
      if (accelerator.includes('Nonsense')) throw new TypeError('conversion failure');
      if (accelerator === 'Alt+F4') return false;
      registered.set(accelerator, press);
      return true;
    },
    unregister: (accelerator) => void registered.delete(accelerator),
  } satisfies ResendShortcutDeps['globalShortcut'];
  const own = createResendShortcut({ globalShortcut, onPressed, onError: (error) => errors.push(error) });
  return { own, registered, errors };
}

test('is had, changed and given back', () => {
  const { own, registered } = shortcut();
  expect(own.set('Control+Alt+R')).toEqual({ taken: false });
  expect(own.set('Control+Alt+R')).toEqual({ taken: false });
  expect([...registered.keys()]).toEqual(['Control+Alt+R']);
  own.set('Control+Alt+S');
  expect([...registered.keys()]).toEqual(['Control+Alt+S']);
  own.set(null);
  expect([...registered.keys()]).toEqual([]);
  own.set('Control+Alt+S');
  own.dispose();
  expect([...registered.keys()]).toEqual([]);
});

test.each(['Alt+F4', 'Nonsense+R'])(
  'that cannot be had (%s) is said, and the former is not kept',
  (other) => {
    const { own, registered } = shortcut();
    own.set('Control+Alt+R');
    expect(own.set(other)).toEqual({ taken: true });
    expect(own.taken()).toBe(true);
    expect([...registered.keys()]).toEqual([]);
    expect(own.set(null)).toEqual({ taken: false });
  },
);

test('that is tried again may be free by then', () => {
  const { own, registered } = shortcut();
  own.set('Alt+F4');
  expect(own.set('Alt+F4')).toEqual({ taken: true });
  expect(own.set('Control+Alt+R')).toEqual({ taken: false });
  expect(registered.size).toBe(1);
});

test('held down counts once, and again when that is over, also when it failed', async () => {
  let pressed = 0;
  let end = (): void => undefined;
  const { own, registered, errors } = shortcut(() => {
    pressed += 1;
    return new Promise((_resolve, reject) => {
      end = () => reject(new Error('gone'));
    });
  });
  own.set('Control+Alt+R');
  const press = registered.get('Control+Alt+R');
  press?.();
  press?.();
  expect(pressed).toBe(1);
  end();
  await waitUntil('it to count again', () => {
    press?.();
    return pressed === 2;
  });
  expect(errors).toHaveLength(1);
});
