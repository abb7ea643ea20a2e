// What was chosen in the palette lately, newest first. Kept in this browser.
const STORAGE_KEY = 'hookline.recent';
const MOST = 5;

/** Ids of entries of the palette; those that are not offered now are among them. */
export function recentIds(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    // Unreadable or forbidden storage: nothing is recent.
    return [];
  }
}

export function noteRecent(id: string): void {
  try {
    const ids = [id, ...recentIds().filter((one) => one !== id)].slice(0, MOST);
    localStorage.setItem(STORAGE_KEY, JSON.stringify(ids));
  } catch {
    // Not remembered, and nothing else depends on it.
  }
}
