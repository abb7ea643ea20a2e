// The open event's JSON, fetched once it is looked at; null until then, and for what is no JSON.
import { useEffect, useMemo } from 'react';
import type { EventSummary } from '#shared/contract/events.ts';
import { loadPayload, useInspected } from '../../stores/inspected-store.ts';

export function useEventJson({ id, kind }: EventSummary): unknown {
  const text = useInspected(({ event, payload }) => (event?.id === id ? (payload?.text ?? null) : null));
  const failed = useInspected(({ error }) => error !== null);
  useEffect(() => {
    // What was rejected is no event; and what failed is asked for again once the user has it loaded anew.
    if (kind !== 'rejected' && !failed) void loadPayload();
  }, [id, kind, failed]);
  return useMemo(() => (text === null ? null : parsed(text)), [text]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
