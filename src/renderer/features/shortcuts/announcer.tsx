// Shows and reads out the short words about what just happened.
import { CircleCheck, CircleX } from 'lucide-react';
import { useAnnouncement } from '../../stores/announcement-store.ts';

export function Announcer() {
  const latest = useAnnouncement((state) => state.latest);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex justify-center">
      {latest !== null && (
        <p
          key={latest.id}
          className="flex items-center gap-2 rounded-m border border-line bg-raised px-3 py-1.5 shadow-pop"
        >
          {latest.tone === 'ok' ? (
            <CircleCheck size={14} className="text-ok" aria-hidden />
          ) : (
            <CircleX size={14} className="text-bad" aria-hidden />
          )}
          {latest.text}
        </p>
      )}
    </div>
  );
}
