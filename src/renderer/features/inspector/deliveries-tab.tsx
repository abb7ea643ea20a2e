// Deliveries: where the event stands with each endpoint, and beneath it every attempt to deliver it there.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { attemptBefore } from './attempt-difference.ts';
import { AttemptItem } from './attempt-item.tsx';
import { deliveryGroups } from './delivery-groups.ts';
import { DeliveryHeader } from './delivery-header.tsx';

interface DeliveriesTabProps {
  event: EventSummary;
  attempts: Attempt[] | null;
}

export function DeliveriesTab({ event, attempts }: DeliveriesTabProps) {
  const { t } = useTranslation();
  const deliveries = useInspected((state) => state.deliveries);
  // Which ones the user opened or closed by hand; the newest of all is open by itself.
  const [toggled, setToggled] = useState<Readonly<Record<number, boolean>>>({});
  const [picked, setPicked] = useState<Attempt | null>(null);
  const groups = useMemo(() => deliveryGroups(deliveries ?? [], attempts ?? []), [deliveries, attempts]);
  if (attempts === null) return <p className="text-text-2">{t('inspector.loading')}</p>;
  if (groups.length === 0) return <p className="text-text-2">{t('attempt.none')}</p>;
  const newest = attempts.at(-1)?.id;

  const pick = (attempt: Attempt) => {
    if (picked === null) {
      setPicked(attempt);
      return;
    }
    setPicked(null);
    if (picked.id === attempt.id) return;
    openDialog({
      kind: 'compareAttempts',
      eventId: event.id,
      attempts: picked.startedAt <= attempt.startedAt ? [picked, attempt] : [attempt, picked],
    });
  };

  return (
    <div className="flex flex-col gap-5">
      {picked !== null && (
        <p role="status" className="-mb-2 text-accent">
          {t('delivery.picked', { n: picked.number })}
        </p>
      )}
      {groups.map((group) => (
        <section
          key={group.key}
          aria-label={group.name}
          data-testid="delivery"
          data-endpoint-id={group.delivery?.endpointId ?? ''}
          data-state={group.delivery?.state ?? ''}
        >
          <DeliveryHeader eventId={event.id} group={group} />
          {group.attempts.length > 0 && (
            <ol className="mt-2 flex flex-col gap-2">
              {group.attempts.map((attempt) => {
                const open = toggled[attempt.id] ?? attempt.id === newest;
                return (
                  <AttemptItem
                    key={attempt.id}
                    attempt={attempt}
                    open={open}
                    picked={picked?.id === attempt.id}
                    eventId={event.id}
                    before={attemptBefore(attempts, attempt)}
                    onToggle={() => setToggled({ ...toggled, [attempt.id]: !open })}
                    onPick={() => pick(attempt)}
                  />
                );
              })}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}
