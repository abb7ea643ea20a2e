// Makes of an event in Stripe's list what the store records.
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import type { ListedEvent } from '../stripe-events/read-list.ts';
import type { MissedEvent } from '../store/gap-writes.ts';
import { ownBytes } from '../store/own-bytes.ts';

/** It came over Stripe's own API, but with no signature that could be checked. */
const UNSIGNED = {
  state: 'unverified',
  problem: null,
  secretLabel: null,
  timestamp: null,
  ageSeconds: null,
  triedSecrets: [],
} as const;

/** @returns null when it is no event that can be kept */
export function missedEvent(
  { bytes, created, account }: ListedEvent,
  place: number,
  receivedAt: number,
): MissedEvent | null {
  const envelope = readEnvelope(JSON.parse(bytes.toString()));
  if (envelope === null) return null;
  return {
    envelope: { ...envelope, account },
    createdAt: created.toUnixMs(),
    place,
    receipt: {
      receivedAt,
      source: 'backfill',
      method: 'GET',
      path: envelope.kind === 'thin' ? '/v2/core/events' : '/v1/events',
      headers: [],
      body: ownBytes(bytes),
      sizeBytes: bytes.byteLength,
      signature: { ...UNSIGNED, triedSecrets: [] },
    },
  };
}
