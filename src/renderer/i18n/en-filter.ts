// English texts about filters.
import { PROBLEM_SENTENCES } from '#shared/domain/filter/problem-sentence.ts';

export const filterEn = {
  filterField: {
    type: 'Event type; * stands for anything',
    status: 'delivered, failed, held … or the answer: 2xx, 404, timeout',
    customer: 'Customer, by id or name',
    email: 'Customer’s email',
    object: 'The object the event is about, by id',
    request: 'The API request that caused it',
    checkout: 'The Checkout session it belongs to, by id',
    endpoint: 'Where it was sent',
    account: 'Connected account, or own',
    api: 'API version, such as 2026-*',
    source: 'How it came: cli, direct, synthetic …',
    kind: 'snapshot, thin or rejected',
    mode: 'test or live',
    signature: 'valid, invalid or unverified',
    is: 'pinned, redelivered or resent',
    id: 'Event id',
    after: 'Received since: 10m, 2d, 18:02, 2026-11-26',
    before: 'Received before',
  },
  filterProblem: PROBLEM_SENTENCES,
  savedFilter: {
    title: 'Saved filters',
    save: 'Save this filter',
    saved: 'Saved. Remove it from the saved filters',
    name: 'Name',
    intro: 'It stands under Events on the left, for everybody who opens this dashboard.',
    keep: 'Save',
    cancel: 'Cancel',
    remove: 'Remove the saved filter {{name}}',
    failed: 'It could not be saved ({{code}}). Try again.',
    pinned: 'Pinned',
  },
  retention: {
    title: 'How long events are kept',
    intro:
      'The oldest go first. Pinned events stay, those still on their way, and all of a customer whose plan your app has wrong. Plans and insight remember what was removed.',
    maxEvents: 'Events',
    maxDays: 'Days',
    maxMb: 'Megabytes on disk',
    noLimit: 'No limit',
    empty: 'Empty = no limit',
    bad: 'A whole number from {{min}} to {{max}}, or nothing.',
  },
  pin: {
    pinned: 'Pinned',
    unpinned: 'No longer pinned',
    failed: 'It could not be pinned. Try again once Hookline is connected.',
  },
} as const;
