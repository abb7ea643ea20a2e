// What is typed into the filter, and the filter it means: `type:…` and `status:…` are conditions, the rest is text to look for.
import type { EventFilter } from '#shared/contract/events.ts';
import { DELIVERY_STATES } from '#shared/domain/delivery.ts';

export interface FilterDraft {
  /** Conditions that are complete and stand as chips. */
  conditions: Pick<EventFilter, 'type' | 'status'>;
  /** What is still in the field. */
  text: string;
}

const CONDITION = /^(type|status):(\S+)$/;

function readCondition(word: string): Pick<EventFilter, 'type' | 'status'> | null {
  const [, name, value = ''] = CONDITION.exec(word) ?? [];
  if (name === 'type') return { type: value };
  if (name !== 'status') return null;
  const status = DELIVERY_STATES.find((state) => state === value);
  return status === undefined ? null : { status };
}

/** Takes finished conditions out of the field; with `all`, also the one that is still being typed. */
export function commitConditions(draft: FilterDraft, all = false): FilterDraft {
  const words = draft.text.split(/(\s+)/);
  let { conditions } = draft;
  const rest = words.filter((word, index) => {
    const finished = all || index < words.length - 1;
    const condition = finished ? readCondition(word) : null;
    if (condition !== null) conditions = { ...conditions, ...condition };
    return condition === null;
  });
  const text = rest
    .join('')
    .replace(/^\s+/, '')
    .replaceAll(/\s{2,}/g, ' ');
  return { conditions, text: all ? text.trim() : text };
}

export function filterOf(draft: FilterDraft): EventFilter {
  const { conditions, text } = commitConditions(draft, true);
  return {
    ...(conditions.type !== undefined && { type: conditions.type }),
    ...(conditions.status !== undefined && { status: conditions.status }),
    ...(text !== '' && { text }),
  };
}

export function draftOf(filter: EventFilter): FilterDraft {
  return { conditions: { type: filter.type, status: filter.status }, text: filter.text ?? '' };
}

/** A filter as it would be typed. */
export function filterWords({ type, status, text }: EventFilter): string {
  const words = [
    type === undefined ? '' : `type:${type}`,
    status === undefined ? '' : `status:${status}`,
    text ?? '',
  ];
  return words.filter((word) => word !== '').join(' ');
}
