// What is to be registered for production, made from the boxes that are ticked. Pure.
import type { GoLiveType } from '#shared/contract/insight.ts';
import type { EndpointPlan } from '#shared/domain/go-live.ts';
import { ownEntry } from '#shared/domain/own-entry.ts';

/** Handled well = ticked, unless it was ticked or cleared by hand. Thin events cannot be. */
export function isChosen({ type, verdict }: GoLiveType, chosen: Readonly<Record<string, boolean>>): boolean {
  return verdict !== 'thin' && (ownEntry(chosen, type) ?? verdict === 'ready');
}

/** One endpoint for the own account, and another one for connected accounts where events of theirs were handled. */
export function plansOf(types: readonly GoLiveType[], url: string): EndpointPlan[] {
  const names = (of: readonly GoLiveType[]): string[] => of.map(({ type }) => type);
  const own = names(types.filter(({ events, connected }) => events > connected));
  const connected = names(types.filter((one) => one.connected > 0));
  return [
    ...(own.length > 0 ? [{ url, types: own, connect: false }] : []),
    ...(connected.length > 0 ? [{ url, types: connected, connect: true }] : []),
  ];
}
