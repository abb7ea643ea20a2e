// What only the desktop app has: its settings, what it asks of the page, and what the page tells it. In the browser there is none of it.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { notFound } from './errors.ts';

export const DesktopSettingsSchema = z.object({
  closeToTray: z.boolean().describe('Closing the window leaves Hookline running in the tray'),
  startAtLogin: z.boolean().describe('Start with the session, in the tray'),
  notify: z
    .object({ failed: z.boolean(), held: z.boolean(), drift: z.boolean(), lineDown: z.boolean() })
    .describe('Which notifications of the system are shown'),
  resendShortcut: z
    .string()
    .max(60)
    .nullable()
    .describe('Electron accelerator that resends the last event from anywhere; null = none'),
  updates: z
    .enum(['unasked', 'on', 'off'])
    .describe('Whether new versions are looked for; unasked = not before the user was asked'),
});
export type DesktopSettings = z.infer<typeof DesktopSettingsSchema>;
export const DEFAULT_DESKTOP_SETTINGS: DesktopSettings = {
  closeToTray: false,
  startAtLogin: false,
  notify: { failed: true, held: true, drift: true, lineDown: true },
  resendShortcut: null,
  updates: 'unasked',
};

export const DesktopStateSchema = z.object({
  settings: DesktopSettingsSchema,
  platform: z.enum(['linux', 'darwin', 'win32']),
  secrets: z
    .enum(['system', 'file'])
    .describe('Encrypted by the system, or, where it has no key ring, in a file only the user can read'),
  shortcutTaken: z.boolean().describe('resendShortcut could not be had: another program has it'),
  canStartAtLogin: z.boolean(),
  canUpdate: z.boolean().describe('This build can be updated from releases'),
});
export type DesktopState = z.infer<typeof DesktopStateSchema>;

/** What the desktop asks of its page: from the tray, a notification, a link or the menu. */
export const DesktopRequestSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('open_event'), id: z.string().describe('evt_…') }),
  z.object({ what: z.literal('open_customer'), id: z.string().describe('cus_…') }),
  z.object({
    what: z.literal('open_view'),
    view: z.enum(['events', 'customers', 'insight', 'send', 'endpoints', 'connection', 'settings']),
    filter: z.string().nullable().describe('Of the event list'),
  }),
  z.object({ what: z.literal('run_command'), command: z.string().describe('CommandId of the page') }),
]);
export type DesktopRequest = z.infer<typeof DesktopRequestSchema>;

/** The page's commands in the page's language, to be made a menu of. */
export const DesktopMenuSchema = z.object({
  language: z.enum(['en', 'zh-TW']),
  groups: z
    .array(
      z.object({
        label: z.string().max(60),
        items: z
          .array(
            z.object({
              command: z.string().max(60),
              label: z.string().max(120),
              keys: z.string().max(40).nullable().describe('As the page has them, such as Mod+k'),
              enabled: z.boolean(),
            }),
          )
          .max(100),
      }),
    )
    .max(20),
});
export type DesktopMenu = z.infer<typeof DesktopMenuSchema>;

const noDesktop = { NO_DESKTOP: { status: 404, message: 'Only the desktop app can do this.' } } as const;

export const desktopContract = {
  get: oc
    .route({
      tags: ['desktop'],
      method: 'GET',
      path: '/desktop',
      summary: 'The desktop app’s settings; null in the browser',
    })
    .output(DesktopStateSchema.nullable()),
  update: oc
    .route({
      tags: ['desktop'],
      method: 'PUT',
      path: '/desktop',
      summary: 'Change settings of the desktop app',
    })
    .input(DesktopSettingsSchema.partial())
    .errors(noDesktop)
    .output(DesktopStateSchema),
  requests: oc
    .route({
      tags: ['desktop'],
      method: 'GET',
      path: '/desktop/requests',
      summary: 'Server-sent events: what the desktop app asks of its page',
    })
    .errors(noDesktop)
    .output(eventIterator(DesktopRequestSchema)),
  setMenu: oc
    .route({
      tags: ['desktop'],
      method: 'PUT',
      path: '/desktop/menu',
      summary: 'Tell the desktop app the commands',
    })
    .input(DesktopMenuSchema)
    .errors(noDesktop)
    .output(z.object({})),
  dragEvent: oc
    .route({
      tags: ['desktop'],
      method: 'POST',
      path: '/desktop/drag',
      summary: 'Begin to drag an event out as a file',
    })
    .input(z.object({ id: z.string() }))
    .errors({ ...noDesktop, ...notFound })
    .output(z.object({})),
};
