// A short word to the user about what just happened, shown for a moment and read out.
import { create } from 'zustand';

const SHOWN_MS = 2600;

interface Announcement {
  id: number;
  text: string;
  tone: 'ok' | 'bad';
}

export const useAnnouncement = create<{ latest: Announcement | null }>(() => ({ latest: null }));

let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string, tone: Announcement['tone'] = 'ok'): void {
  const id = (useAnnouncement.getState().latest?.id ?? 0) + 1;
  useAnnouncement.setState({ latest: { id, text, tone } });
  clearTimeout(timer);
  timer = setTimeout(() => useAnnouncement.setState({ latest: null }), SHOWN_MS);
}
