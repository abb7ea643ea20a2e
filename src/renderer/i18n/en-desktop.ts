// English texts of the desktop app: its settings, and what it says in place of texts that speak of a browser or a terminal.
export const desktopEn = {
  desktop: {
    title: 'Desktop app',
    error: 'The desktop app did not tell its settings.',
    tray: { linux: 'the tray', win32: 'the tray', darwin: 'the menu bar' },
    closeToTray: 'Keep running when the window is closed',
    closeToTrayHint:
      'Events are still received and delivered. The icon in {{tray}} brings the window back or quits Hookline.',
    startAtLogin: 'Start when I log in',
    startAtLoginHint: 'Without a window: only the icon in {{tray}}.',
    notify: {
      title: 'Notify me when',
      failed: 'an event failed',
      failedHint: 'Your backend answered with an error, or not at all.',
      held: 'events are held',
      heldHint: 'Your backend is down. What arrives is kept until it is back.',
      drift: 'a customer paid and is still free',
      driftHint: 'Every event was answered with 2xx, and your app says something else.',
      lineDown: 'the line to Stripe is down',
      lineDownHint: 'No events arrive from Stripe. You hear, too, when it is up again.',
    },
    shortcut: {
      label: 'Resend the last event from anywhere',
      hint: 'A shortcut that works while another program has the keyboard.',
      none: 'No shortcut',
      press: 'Press the keys…',
      clear: 'Remove the shortcut',
      recording: 'Esc leaves it as it is, Backspace removes it.',
      needsModifier: 'Hold at least one of {{keys}} too. Shift alone is not enough.',
      unusable: 'This key cannot be in a shortcut. Take a letter, a digit or an F key.',
      taken:
        '{{keys}} does nothing here: the system did not give it to Hookline, probably because another program has it. Take another one.',
    },
    updates: 'Look for new versions',
    updatesHint: 'Hookline asks whether there is a newer release. When off, it asks nobody.',
    secretsSystem: 'The system encrypts secrets before they are written to disk.',
    secretsFileTitle: 'This system has no key ring, so secrets are not encrypted.',
    secretsFileText: 'They lie in `{{file}}`, a file that only your user can read.',
    secretsFileNext:
      'Install one, such as GNOME Keyring or KWallet, and start Hookline again: what is saved from then on is encrypted.',
    eventGone: 'Event {{id}} is not in the store.',
    eventFailed: 'Event {{id}} could not be opened. Try again.',
    dragGone: 'There is no file to drag: the body of this event was not kept.',
    dragFailed: 'The event could not be dragged out. Try again.',
  },
} as const;

/** The app may have been opened from a dock or a menu, and then there is no terminal that says more. */
const MORE = 'If it goes on, start Hookline from a terminal: it says more there.';
const NOT_DONE = `Hookline could not do that. ${MORE}`;

/** In the desktop app these stand in place of the texts of the same name. */
export const insteadEn = {
  connection: {
    awayText:
      'What you see is the state from before. Trying to reach it again; if this lasts, quit Hookline and open it anew.',
  },
  action: { copyFailed: 'The system did not allow copying.' },
  resendError: { UNKNOWN: NOT_DONE },
  customers: {
    loadFailedText: `Hookline did not answer as it should ({{code}}). ${MORE}`,
    actionFailed: { OTHER: NOT_DONE },
  },
  endpoint: { error: { UNKNOWN: `It could not be saved. ${MORE}` } },
  env: { error: { UNKNOWN: `That did not work. ${MORE}` } },
  import: { error: { UNKNOWN: `That did not work. ${MORE}` } },
  insight: {
    failedText: `Hookline did not answer as it should ({{code}}). It is asked again. ${MORE}`,
  },
  play: { error: { OTHER: NOT_DONE } },
  trigger: { error: { OTHER: NOT_DONE } },
  probe: { error: { OTHER: NOT_DONE } },
  planNames: { error: { OTHER: NOT_DONE } },
  bulk: { error: { UNKNOWN: NOT_DONE } },
  copyAs: {
    failed: 'The system refused to copy.',
    error: { UNKNOWN: `Hookline could not copy this. ${MORE}` },
  },
  export: { error: { UNKNOWN: `Hookline could not export this. ${MORE}` } },
  importing: {
    error: {
      UNREADABLE: 'The file could not be read. Was it moved or changed? Choose it again.',
      UNKNOWN: `Hookline could not import this. ${MORE}`,
    },
  },
};
