// English texts about taking events out and in: copy as, export, import.

export const transferEn = {
  copyAs: {
    open: 'Copy as…',
    programs: 'A program that sends it',
    files: 'A file',
    format: {
      curl: 'cURL',
      fetch: 'JavaScript (fetch)',
      python: 'Python (requests)',
      go: 'Go (net/http)',
      php: 'PHP (curl)',
      ruby: 'Ruby (net/http)',
      fixture: 'Test fixture',
      json: 'JSON',
      ndjson: 'NDJSON',
      har: 'HAR',
    },
    options: 'How',
    signedNow: 'Signed now',
    signedNowHint: 'Good for five minutes. Otherwise it signs itself with `STRIPE_WEBHOOK_SECRET`.',
    personal: 'Without personal data',
    personalHint: 'Stand-ins for names, emails and addresses. Secrets never get out.',
    copied: 'Copied: {{format}}',
    removed_one: 'Copied: {{format}}, without {{n}} value that is secret or personal',
    removed_other: 'Copied: {{format}}, without {{n}} values that are secret or personal',
    failed: 'The browser refused to copy.',
    error: {
      NOT_FOUND: 'This event is no longer in the store, so there is nothing to copy.',
      NO_BODY: 'The body of this request was not kept, so there is nothing to copy.',
      NOT_CONNECTED: 'Hookline is not running, so nothing was copied. Start it, then copy again.',
      CONNECTION_LOST: 'The connection to Hookline broke, so nothing was copied. Try again.',
      UNKNOWN: 'Hookline could not copy this. Its terminal says more.',
    },
  },
  export: {
    open: 'Export…',
    openAll: 'Export all that match…',
    openEverything: 'Export everything…',
    title: 'Export events',
    introIds_one: '{{n}} picked event, in the order Stripe created it.',
    introIds_other: '{{n}} picked events, in the order Stripe created them.',
    introFilter: 'Everything that matches `{{filter}}`.',
    introAll: 'Everything in this store.',
    format: 'Format',
    formatOf: { ndjson: 'NDJSON', json: 'JSON', har: 'HAR', fixture: 'Test fixtures' },
    formatHint: {
      ndjson: 'One event a line, with the exact bytes and headers. Can be imported again.',
      json: 'A list of Stripe’s event objects.',
      har: 'Each delivery attempt with its timings, for network tools. What was never sent is not in it.',
      fixture: 'What to post and what your backend answered, for its tests.',
    },
    removed: 'Remove from export',
    secrets:
      'Always: signing secrets, API keys, client secrets, passwords in addresses, `Authorization` and `Cookie` headers.',
    personal: 'Personal data',
    personalHint:
      'Emails, names, phones, addresses, IP addresses, digits of cards and banks become stand-ins; the same person stays the same.',
    metadata: 'Values in metadata',
    metadataHint: 'All of them, whatever they say.',
    signatures: 'Stripe’s signatures',
    signaturesHint: '`Stripe-Signature` headers: no secret, yet proof of what Stripe sent.',
    preview: 'Preview',
    looking: 'Looking…',
    size_one: '{{n}} event, {{size}}.',
    size_other: '{{n}} events, {{size}}.',
    about: 'about {{size}}',
    leftOut_one: '{{n}} is left out: a request that was no event.',
    leftOut_other: '{{n}} are left out: requests that were no events.',
    tookOut_one: '{{n}} value taken out so far.',
    tookOut_other: '{{n}} values taken out so far.',
    nothing: 'There is nothing to export.',
    noAttempts: 'None of these was ever sent to an endpoint, so there is nothing in it.',
    save: 'Save as file',
    saving: 'Writing…',
    saved: 'Saved: {{name}}',
    copy: 'Copy',
    copied: 'Copied',
    copyTooLarge: 'Too large for the clipboard. Save it as a file.',
    error: {
      TOO_LARGE:
        'This is more than Hookline writes at once (256 MB). Narrow it with a filter, and export in parts.',
      BAD_FILTER: 'The filter cannot be read. Mend it above the list, then export again.',
      NOT_CONNECTED: 'Hookline is not running, so nothing was exported. Start it, then export again.',
      CONNECTION_LOST: 'The connection to Hookline broke. Nothing was written; export again.',
      UNKNOWN: 'Hookline could not export this. Its terminal says more.',
    },
  },
  transferMenu: { label: 'Export and import' },
  importing: {
    open: 'Import…',
    title: 'Import events',
    intro:
      'From any file that has events as JSON: one event, an array, NDJSON, pages of `stripe events list`, the output of `stripe listen --format JSON`, HAR, an export of Hookline.',
    choose: 'Choose a file…',
    dropHere: 'or drop one anywhere on this window',
    chosen: '{{name}}, {{size}}',
    otherFile: 'Another file…',
    paste: 'Or paste it here',
    notSent:
      'Imported events are not sent to your backend. Pick them in the list and resend them if you want that.',
    start: 'Import',
    stop: 'Stop',
    running: '{{done}} of {{total}}',
    done: 'Imported',
    donePartly: 'Imported, but not all',
    cancelled: 'Stopped',
    failed: 'Stopped with an error',
    imported_one: '{{n}} event came in.',
    imported_other: '{{n}} events came in.',
    importedNone: 'No event came in.',
    known_one: '{{n}} was here already and is unchanged.',
    known_other: '{{n}} were here already and are unchanged.',
    problems: 'What could not be imported:',
    again: 'Import more',
    line: 'Line {{line}}',
    times: '{{n}} times',
    problem: {
      empty: 'There is nothing in this file.',
      not_text:
        'This is a {{detail}} file, not text. If events are in it, unpack or export them as JSON first.',
      not_text_binary: 'This file is not text. Import the file that has the JSON.',
      damaged_gzip:
        'This gzip file is damaged or was cut off. What could be unpacked was imported; copy the file again, to its end.',
      no_bodies_one:
        'This is output of `stripe listen` that names an event without its body, so there is nothing to import. Run `stripe listen --format JSON` and import its output, or fetch past events from Stripe: **Missed events** compares a period and records what is missing.',
      no_bodies_other:
        'This is output of `stripe listen` that names {{n}} events without their bodies, so there is nothing to import. Run `stripe listen --format JSON` and import its output, or fetch past events from Stripe: **Missed events** compares a period and records what is missing.',
      no_json:
        'There is no JSON in this file, so no event. Events are JSON objects with `"object": "event"`.',
      not_json_one: 'This is not JSON and was skipped.',
      not_json_other: '{{n}} lines are not JSON and were skipped; this is the first.',
      printed_object:
        'This is an object as a program prints it, not JSON. Print it with `JSON.stringify`, `json.dumps` or `to_json`, and import that.',
      unclosed:
        'The JSON that begins here does not end. The file was probably cut off; copy it again, to its end.',
      incomplete_event:
        'This event has no valid `{{detail}}`. An event has an `id`, a `type` and `"object": "event"`.',
      newer_format:
        'This was exported by a newer Hookline (format {{detail}}). Update this one, then import again.',
      damaged: 'This line of a Hookline export is damaged ({{detail}}). Export that event again.',
      too_large: 'This event is longer than {{detail}} MB, more than Hookline takes.',
      not_taken: 'This event could not be stored, which is a fault of Hookline: {{detail}}',
    },
    brokenJson: {
      inLine:
        'The JSON that begins here is not valid from character {{column}} on. It was probably cut off or edited.',
      later:
        'The JSON that begins here is not valid from line {{line}}, character {{column}} on. It was probably cut off or edited.',
    },
    notAnEvent: {
      object:
        'A `{{object}}` object, not an event. Events have `"object": "event"`, and such an object in their `data`.',
      empty_list: 'A list with no object in it.',
      error: 'An error of Stripe’s API, not an event.',
      har: 'A HAR file in which no request or response has an event.',
      cli_fixture:
        'A fixture of the Stripe CLI: requests that create objects, not an event. Run it with `stripe fixtures`, and receive the events that come of it.',
      other: 'JSON without a Stripe event. An event has an `id`, a `type` and `"object": "event"`.',
    },
    error: {
      IMPORT_RUNNING: 'Another import is running. Wait until it is over, or stop it above the list.',
      NOT_FOUND: 'The import was ended meanwhile. Import the file again: what is here already is skipped.',
      NOT_STORED:
        'The database could not be written: the disk is full, or the database is locked or read-only; Hookline’s log says which. What came in so far stays. When it can be written again, import the file again: what is here already is skipped.',
      NOT_CONNECTED: 'Hookline is not running, so nothing was imported. Start it, then import again.',
      CONNECTION_LOST:
        'The connection to Hookline broke. What came in so far stays. Import the file again: what is here already is skipped.',
      UNREADABLE: 'The browser could not read the file. Was it moved or changed? Choose it again.',
      UNKNOWN: 'Hookline could not import this. Its terminal says more.',
    },
    dropTitle: 'Drop to import',
    mark: 'imported',
    markHint: 'Imported from a file; Stripe did not send it here',
    job: {
      running: 'Importing: {{done}} of {{total}}',
      done: 'Imported {{imported}}; {{known}} known already, {{bad}} problems.',
      cancelled: 'Import stopped: {{imported}} came in, {{known}} known already, {{bad}} problems.',
      failed:
        'The import stopped with an error: {{imported}} came in, {{known}} known already, {{bad}} problems.',
    },
  },
  transferSettings: {
    title: 'Events in and out',
    hint: 'An export holds what Stripe sent, to the byte, and can be imported into any Hookline.',
  },
} as const;
