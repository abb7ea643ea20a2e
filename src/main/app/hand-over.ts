// A second start tells the Hookline that runs already what it was told itself.
import { API_PREFIX } from '#shared/contract/index.ts';
import { HandedOverSchema, type HandedOver, type HandOver } from '#shared/contract/instance.ts';
import { tokenOf, type InstanceAddress } from '#shared/domain/running-instance.ts';

const PATIENCE_MS = 3_000;

/** @returns null when the other did not take it: it is just ending, or an older version */
export async function handOver(other: InstanceAddress, wish: HandOver): Promise<HandedOver | null> {
  try {
    const response = await fetch(new URL(`${API_PREFIX}/instance/hand-over`, other.dashboardUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(other) ?? ''}` },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const taken = HandedOverSchema.safeParse(await response.json());
    return response.ok && taken.success ? taken.data : null;
  } catch {
    return null;
  }
}

/** What the second start says before it ends. */
export function sayHandedOver(other: InstanceAddress | null, handed: HandedOver | null): string {
  if (other === null) return 'Hookline is starting already with this data directory.\n';
  const where = handed?.shown === true ? '; its window is in front now' : `: ${other.openUrl}`;
  const change = handed?.forwardTo == null ? '' : `It forwards to ${handed.forwardTo} now.\n`;
  return `Hookline is running already${where}\n${change}`;
}
