// What the setting in the form would stand for; asked for a moment after the last key.
import { useEffect, useState } from 'react';
import type { BackendVersion, VersionPin } from '#shared/contract/versions.ts';
import { engine } from '../../stores/engine.ts';

const AFTER_TYPING_MS = 250;

/** @param backend null = it cannot be right yet */
export function usePin(backend: BackendVersion | null): VersionPin | null {
  const [pin, setPin] = useState<VersionPin | null>(null);
  const asked = JSON.stringify(backend);
  useEffect(() => {
    setPin(null);
    const wanted = JSON.parse(asked) as BackendVersion | null;
    if (wanted === null || wanted.kind === 'unknown' || wanted.kind === 'api') return undefined;
    const control = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const found = await engine.query((api) => api.versions.pinOf(wanted), control.signal);
        if (!control.signal.aborted) setPin(found);
      } catch {
        // Without an answer nothing is said about it.
      }
    };
    const timer = setTimeout(() => void ask(), AFTER_TYPING_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [asked]);
  return pin;
}
