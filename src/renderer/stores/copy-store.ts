// How events are copied as text; remembered while the window is open.
import { create } from 'zustand';
import type { Copy } from '#shared/contract/transfer.ts';
import type { CopyFormat } from '#shared/domain/export/export-format.ts';
import { engine } from './engine.ts';

interface CopyChoice {
  signedNow: boolean;
  /** Without personal data. */
  personal: boolean;
}

export const useCopyChoice = create<CopyChoice>(() => ({ signedNow: false, personal: false }));

/** Rejects as the engine does. */
export async function copyOf(id: string, format: CopyFormat): Promise<Copy> {
  const { signedNow, personal } = useCopyChoice.getState();
  const signature = signedNow ? 'now' : 'placeholder';
  return await engine.call((api) => api.transfer.copy({ id, format, signature, personal }));
}
