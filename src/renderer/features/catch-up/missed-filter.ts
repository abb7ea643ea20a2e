// Finding events among those that were missed: every word must stand somewhere in the type, id, account, customer or version.

export interface Findable {
  id: string;
  type: string;
  account: string | null;
  customerLabel?: string | null;
  apiVersion: string | null;
}

export function findMissed<T extends Findable>(items: readonly T[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ id, type, account, customerLabel, apiVersion }) => {
    const all = [id, type, account, customerLabel, apiVersion].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
