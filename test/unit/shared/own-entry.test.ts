// Names that every object has besides its own: wherever one comes in from outside, it is a name like others.
import { expect, test } from 'vitest';
import { describeEvent } from '#shared/domain/event-story/describe-event.ts';
import { termAt } from '#shared/domain/filter/edit-filter.ts';
import { ownEntry } from '#shared/domain/own-entry.ts';
import type { GoLiveType } from '#shared/contract/insight.ts';
import { isChosen } from '../../../src/renderer/features/insight/go-live-plan.ts';

const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

test.each(NAMES)('%s', (name) => {
  expect(ownEntry({ a: 1 }, name)).toBeUndefined();
  expect(ownEntry({ [name]: 1 }, name)).toBe(1);
  expect(termAt([name], '"x"')).toBeNull();
  expect(isChosen({ type: name, verdict: 'failing' } as unknown as GoLiveType, {})).toBe(false);
  expect(() => describeEvent({ type: name, data: { object: { object: name, status: name } } })).not.toThrow();
});
