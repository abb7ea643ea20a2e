// The latest known state of the whole line, as the engine tells it.
import { create } from 'zustand';
import type { Status } from '#shared/contract/status.ts';

export const useStatus = create<{ status: Status | null }>(() => ({ status: null }));

export function showStatus(status: Status): void {
  useStatus.setState({ status });
}
