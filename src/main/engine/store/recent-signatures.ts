// Signatures of events that came a moment ago: most are passed on as they are, and need not be written twice.
import type { ReceiptSignature } from './templates.ts';

const MOST_KEPT = 5_000;

export interface RecentSignatures {
  keep(seq: number, signature: ReceiptSignature): void;
  find(seq: number): ReceiptSignature | undefined;
  /** A transaction was rolled back: receipts named here may not exist. */
  forget(): void;
}

export function createRecentSignatures(): RecentSignatures {
  const kept = new Map<number, ReceiptSignature>();
  return {
    keep(seq, signature) {
      kept.set(seq, signature);
      if (kept.size <= MOST_KEPT) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
    find: (seq) => kept.get(seq),
    forget: () => kept.clear(),
  };
}
