// Remembers in this browser which strips were closed, so that they do not come back with the next visit.
const STORAGE_KEY = 'hookline.putAside';
/** Older ones are of gaps that are shown nowhere any more. */
const MOST_KEYS = 100;

export function readPutAside(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : [];
  } catch {
    return []; // Unreadable or forbidden storage: they are shown again.
  }
}

export function writePutAside(keys: readonly string[]): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(keys.slice(-MOST_KEYS)));
  } catch {
    // Closed for this visit only.
  }
}
