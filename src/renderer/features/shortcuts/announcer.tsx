// Shows and reads out the short words about what just happened, and beneath them the offer to undo it.
import { CircleCheck, CircleX } from 'lucide-react';
import { useAnnouncement } from '../../stores/announcement-store.ts';
import { UndoToast } from './undo-toast.tsx';

export function Announcer() {
  return (
    <div className="pointer-events-none fixed inset-x-3 bottom-4 z-40 flex flex-col items-center gap-2">
      <Announcement />
      <UndoToast />
    </div>
  );
}

function Announcement() {
  const latest = useAnnouncement((state) => state.latest);
  return (
    <div role="status" className="flex max-w-full justify-center">
      {latest !== null && (
        <p
          key={latest.id}
          className="flex items-center gap-2 rounded-m border border-line bg-raised px-3 py-1.5 shadow-pop"
        >
          {latest.tone === 'ok' ? (
            <CircleCheck size={14} className="shrink-0 text-ok" aria-hidden />
          ) : (
            <CircleX size={14} className="shrink-0 text-bad" aria-hidden />
          )}
          {latest.text}
        </p>
      )}
    </div>
  );
}
