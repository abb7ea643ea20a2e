// Which keys one JSON object has and another has not, whatever their values are.
import { isObject } from '../json-read.ts';

/** `unknown`: null, an empty list; what would be in it cannot be told. */
type Shape =
  | { kind: 'unknown' }
  | { kind: 'leaf' }
  | { kind: 'list'; of: Shape }
  | { kind: 'object'; keys: ReadonlyMap<string, Shape> };

export interface ShapeDifference {
  /** Paths such as `items.data[].price`, sorted. */
  onlyHere: string[];
  onlyThere: string[];
}

/** What developers write into it is theirs. */
const FREE_KEYS: ReadonlySet<string> = new Set(['metadata']);
/** Nothing of Stripe's is nested deeper. */
const DEEPEST = 30;

export function compareShapes(here: unknown, there: unknown): ShapeDifference {
  const onlyHere: string[] = [];
  const onlyThere: string[] = [];
  walk(shapeOf(here, 0), shapeOf(there, 0), '');
  return { onlyHere: onlyHere.toSorted(), onlyThere: onlyThere.toSorted() };

  function walk(one: Shape, other: Shape, path: string): void {
    if (one.kind === 'unknown' || other.kind === 'unknown') return;
    if (one.kind === 'list' && other.kind === 'list') walk(one.of, other.of, `${path}[]`);
    else if (one.kind === 'object' && other.kind === 'object') {
      for (const [key, shape] of one.keys) {
        const counterpart = other.keys.get(key);
        if (counterpart === undefined) onlyHere.push(join(path, key));
        else walk(shape, counterpart, join(path, key));
      }
      for (const key of other.keys.keys()) if (!one.keys.has(key)) onlyThere.push(join(path, key));
    } else {
      // An object where the other has its id, say.
      if (one.kind === 'object') onlyHere.push(...[...one.keys.keys()].map((key) => join(path, key)));
      if (other.kind === 'object') onlyThere.push(...[...other.keys.keys()].map((key) => join(path, key)));
    }
  }
}

/** Whether an object has something at a path of that form. */
export function hasPath(value: unknown, path: string): boolean {
  let values: unknown[] = [value];
  for (const step of path.split('.')) {
    const key = step.replace(/\[\]$/, '');
    values = values.flatMap((one) => (isObject(one) && Object.hasOwn(one, key) ? [one[key]] : []));
    if (step.endsWith('[]')) values = values.flatMap((one) => (Array.isArray(one) ? one : []));
  }
  return values.length > 0;
}

function shapeOf(value: unknown, depth: number): Shape {
  if (value === null || value === undefined || depth > DEEPEST) return { kind: 'unknown' };
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      of: value.map((one) => shapeOf(one, depth + 1)).reduce(merge, { kind: 'unknown' }),
    };
  }
  if (!isObject(value)) return { kind: 'leaf' };
  const keys = Object.entries(value).map(([key, inner]): [string, Shape] => [
    key,
    FREE_KEYS.has(key) ? { kind: 'unknown' } : shapeOf(inner, depth + 1),
  ]);
  return { kind: 'object', keys: new Map(keys) };
}

/** What is known of the elements of a list, all of them together. */
function merge(one: Shape, other: Shape): Shape {
  if (one.kind === 'unknown') return other;
  if (other.kind === 'unknown') return one;
  if (one.kind === 'list' && other.kind === 'list') return { kind: 'list', of: merge(one.of, other.of) };
  if (one.kind === 'object' && other.kind === 'object') {
    const keys = new Map(one.keys);
    for (const [key, shape] of other.keys) {
      const known = keys.get(key);
      keys.set(key, known === undefined ? shape : merge(known, shape));
    }
    return { kind: 'object', keys };
  }
  return one.kind === other.kind ? one : { kind: 'unknown' };
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
