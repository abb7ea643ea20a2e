// Links from outside: exactly what is promised, and nothing else, for anybody can write one.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  findDeepLink,
  linkToEvent,
  parseDeepLink,
  registerScheme,
  type SchemeDeps,
} from '#hosts/electron/deep-link.ts';
import { DesktopRequestSchema } from '#shared/contract/desktop.ts';

describe('a link', () => {
  it.each([
    ['hookline://event/evt_1Abc', { what: 'open_event', id: 'evt_1Abc' }],
    ['hookline://event/evt_test_65AbC/', { what: 'open_event', id: 'evt_test_65AbC' }],
    ['hookline://customer/cus_Ada1', { what: 'open_customer', id: 'cus_Ada1' }],
    ['hookline://view/events', { what: 'open_view', view: 'events', filter: null }],
    [
      'hookline://view/events?filter=status%3Afailed%20type:invoice.*',
      { what: 'open_view', view: 'events', filter: 'status:failed type:invoice.*' },
    ],
    ['hookline://view/connection', { what: 'open_view', view: 'connection', filter: null }],
    // As it was called before.
    ['hookline://view/forwarder', { what: 'open_view', view: 'connection', filter: null }],
    ['hookline://view/test-events', { what: 'open_view', view: 'send', filter: null }],
  ])('%s opens what it says', (link, request) => expect(parseDeepLink(link)).toEqual(request));

  it.each([
    'https://event/evt_1',
    'hookline:event/evt_1',
    'HOOKLINE://event/evt_1',
    'hookline://event/',
    'hookline://event/cus_1',
    'hookline://event/evt_',
    'hookline://event/evt_1/../../x',
    'hookline://event/evt_1/more',
    'hookline://event/evt_%2e%2e',
    'hookline://event/evt_1?resend=1',
    'hookline://event/evt_1#x',
    'hookline://user@event/evt_1',
    'hookline://event:80/evt_1',
    'hookline://events/evt_1',
    `hookline://event/evt_${'1'.repeat(300)}`,
    'hookline://customer/evt_1',
    'hookline://run_command/resendFailed',
    'hookline://view/send',
    'hookline://view/customers?filter=x',
    'hookline://view/events?filter=a&filter=b',
    'hookline://view/events?other=a',
    'hookline://view/events?filter=a%0Ab',
    `hookline://view/events?filter=${'a'.repeat(5_000)}`,
    `hookline://view/events?filter=a${'%20'.repeat(5_000)}`,
    '--hidden',
    '',
  ])('%s opens nothing', (link) => expect(parseDeepLink(link)).toBeNull());

  it('of any text opens nothing, or what the page understands', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('event', 'view', 'events', 'evt_1', '/', '?filter='));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const request = parseDeepLink(`hookline://${parts.join('')}`);
        if (request !== null) {
          expect(DesktopRequestSchema.safeParse(request).success).toBe(true);
          expect(request.what).not.toBe('run_command');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('to an event leads back to it', () => {
    expect(parseDeepLink(linkToEvent('evt_1'))).toEqual({ what: 'open_event', id: 'evt_1' });
  });
});

test('is found among the arguments, but is never the program itself', () => {
  const link = 'hookline://event/evt_1';
  expect(findDeepLink(['hookline', '--hidden', 'hookline://nothing/x', link])).toEqual({
    what: 'open_event',
    id: 'evt_1',
  });
  expect(findDeepLink([link])).toBeNull();
  expect(findDeepLink(['hookline', '.'])).toBeNull();
});

test('leads to the packaged app, and to one run from the source only when asked', () => {
  const calls: unknown[] = [];
  const register = (isPackaged: boolean, asked: boolean): boolean => {
    const app = {
      isPackaged,
      getAppPath: () => '/src/hookline',
      setAsDefaultProtocolClient: (...args: unknown[]) => calls.push(args) > 0,
    } satisfies SchemeDeps['app'];
    return registerScheme({ app, execPath: '/bin/electron', asked });
  };
  expect([register(true, false), register(false, false), register(false, true)]).toEqual([true, false, true]);
  expect(calls).toEqual([['hookline'], ['hookline', '/bin/electron', ['/src/hookline']]]);
});
