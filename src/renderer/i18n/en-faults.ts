// English texts: a part of the dashboard that failed, and opening the developer's editor.
export const faultsEn = {
  fault: {
    title: {
      app: 'Hookline’s dashboard could not be shown.',
      status: 'The status bar could not be shown.',
      sidebar: 'The navigation could not be shown.',
      view: 'This page could not be shown.',
      list: 'The event list could not be shown.',
      inspector: 'This event could not be shown.',
      tab: 'This tab could not be shown.',
      customers: 'The customer list could not be shown.',
      customer: 'This customer could not be shown.',
      dialog: 'This dialog could not be shown.',
      palette: 'The command palette could not be shown.',
      shortcuts: 'The keyboard shortcuts could not be shown.',
      messages: 'Messages could not be shown.',
    },
    text: 'This is an error in the dashboard. Events are still received, stored and delivered.',
    notLoaded: 'This part of the dashboard could not be loaded.',
    notLoadedText:
      'Hookline was stopped or updated. Make sure it is running, then try again or reload the page.',
    tryAgain: 'Try again',
    copy: 'Copy details',
    reload: 'Reload page',
  },
  editor: {
    open: 'Open in your editor',
    chooseFolder: 'Choose the project folder to open files in your editor',
    error: {
      NO_FOLDER: 'The project folder is not known. Choose it in the endpoint’s settings under API version.',
      NOT_IN_PROJECT: 'This file was not found in the project folder.',
      NO_EDITOR:
        'No running editor was found. Start your editor, or set LAUNCH_EDITOR to its command and restart Hookline.',
      EDITOR_FAILED: 'The editor could not be started.',
      UNKNOWN: 'The file could not be opened.',
    },
  },
} as const;
