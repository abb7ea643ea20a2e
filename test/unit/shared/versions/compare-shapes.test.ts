// Which fields differ between two objects: their form counts, not their values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareShapes, hasPath } from '#shared/domain/versions/compare-shapes.ts';
import { knownChanges } from '#shared/domain/versions/known-changes.ts';
import { subscription } from '../../../support/told-events.ts';
import { SCENARIO_API_VERSIONS } from '#shared/domain/scenarios/scenarios.ts';

const [OLD, NEW] = SCENARIO_API_VERSIONS;

describe('comparing', () => {
  test('the same type in two versions', () => {
    expect(compareShapes(subscription(OLD), subscription(NEW))).toEqual({
      onlyHere: ['current_period_end', 'current_period_start'],
      onlyThere: ['items.data[].current_period_end', 'items.data[].current_period_start'],
    });
  });

  test('what is null or empty on one side is not missing in it', () => {
    const full = { discount: { coupon: { id: 'x' } }, lines: { data: [{ id: 'a' }] }, due: 1 };
    for (const bare of [
      { discount: null, lines: { data: [] }, due: null },
      { discount: {}, lines: null, due: 0 },
    ]) {
      const { onlyHere, onlyThere } = compareShapes(bare, full);
      expect(onlyHere).toEqual([]);
      expect(onlyThere.filter((path) => path !== 'discount.coupon')).toEqual([]);
    }
  });

  test('elements of a list are taken together, and what stands in metadata is nobody else’s', () => {
    const one = { items: [{ id: 1, price: 2 }, { id: 2 }], metadata: { plan: 'pro' } };
    const other = { items: [{ id: 3 }, { id: 4, price: 1, plan: { id: 1 } }], metadata: { team: 'a' } };
    expect(compareShapes(one, other)).toEqual({ onlyHere: [], onlyThere: ['items[].plan'] });
  });

  test('an object where the other has an id', () => {
    expect(compareShapes({ charge: 'ch_1' }, { charge: { id: 'ch_1', paid: true } })).toEqual({
      onlyHere: [],
      onlyThere: ['charge.id', 'charge.paid'],
    });
  });

  test('is the same from both sides', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue({ maxDepth: 5 }), (one, other) => {
        const there = compareShapes(one, other);
        const back = compareShapes(other, one);
        expect(there).toEqual({ onlyHere: back.onlyThere, onlyThere: back.onlyHere });
      }),
    );
  });

  test('finds nothing where only values are others', () => {
    const other = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(other);
      if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, other(inner)]));
      return value === null ? null : typeof value === 'string' ? `${value}x` : 'another';
    };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(compareShapes(value, other(value))).toEqual({ onlyHere: [], onlyThere: [] });
        // Nor where a list is longer by more of the same.
        expect(compareShapes({ list: [value] }, { list: [value, value] })).toEqual({
          onlyHere: [],
          onlyThere: [],
        });
      }),
    );
  });

  test('every path it names is there on one side and not on the other', () => {
    const keyed = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('d', 'e'), fc.integer())),
    );
    fc.assert(
      fc.property(keyed, keyed, (one, otherOne) => {
        const { onlyHere, onlyThere } = compareShapes(one, otherOne);
        for (const path of onlyHere)
          expect([hasPath(one, path), hasPath(otherOne, path)]).toEqual([true, false]);
        for (const path of onlyThere)
          expect([hasPath(one, path), hasPath(otherOne, path)]).toEqual([false, true]);
      }),
    );
  });
});

describe('changes that are known', () => {
  test('are told from either side of the version that made them', () => {
    expect(knownChanges(subscription(OLD), OLD, NEW)[0]).toEqual({
      here: ['current_period_start', 'current_period_end'],
      there: ['items.data[].current_period_start', 'items.data[].current_period_end'],
    });
    expect(knownChanges(subscription(NEW), NEW, OLD)[0]).toEqual({
      here: ['items.data[].current_period_start', 'items.data[].current_period_end'],
      there: ['current_period_start', 'current_period_end'],
    });
  });

  test('not between versions that have it alike, of another object, or of fields the object has not', () => {
    expect(knownChanges(subscription(NEW), NEW, NEW)).toEqual([]);
    expect(knownChanges({ object: 'customer' }, '2024-06-20', '2025-03-31.basil')).toEqual([]);
    expect(knownChanges({ object: 'invoice', charge: 'ch_1' }, '2024-06-20', '2025-03-31.basil')).toEqual([
      { here: ['charge'], there: [] },
    ]);
    expect(knownChanges(null, '2024-06-20', '2025-03-31.basil')).toEqual([]);
  });

  test('what a newer version added is told where the older one is at hand', () => {
    expect(
      knownChanges({ object: 'subscription_schedule' }, '2026-08-26.dahlia', '2026-10-28.endive'),
    ).toEqual([{ here: [], there: ['pause_schedules'] }]);
  });
});
