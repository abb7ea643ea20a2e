// What the open event's API version differs from; read again when the event or what is expected of it changes.
import { useEffect, useState } from 'react';
import type { EventSummary } from '#shared/contract/events.ts';
import type { EventVersion } from '#shared/contract/versions.ts';
import { engine } from '../../stores/engine.ts';
import { useStatus } from '../../stores/status-store.ts';

export function useEventVersion({ id, changeSeq, versionDiffers }: EventSummary): EventVersion | null {
  const [found, setFound] = useState<{ id: string; version: EventVersion } | null>(null);
  const revision = useStatus(({ status }) => status?.versions ?? 0);
  useEffect(() => {
    if (!versionDiffers) return undefined;
    const control = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const version = await engine.query((api) => api.versions.ofEvent({ id }), control.signal);
        if (!control.signal.aborted) setFound({ id, version });
      } catch {
        // It is asked for again with the event's next change.
      }
    };
    void ask();
    return () => control.abort();
  }, [id, changeSeq, revision, versionDiffers]);
  return versionDiffers && found?.id === id ? found.version : null;
}
