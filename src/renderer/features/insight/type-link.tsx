// An event type that leads to its events.
import { useTranslation } from 'react-i18next';
import { splitType } from '#shared/domain/event-types.ts';
import { showEventsOfType } from '../../stores/insight-store.ts';
import { FamilyIcon } from '../event-list/family-icon.tsx';

export function TypeLink({ type }: { type: string }) {
  const { t } = useTranslation();
  const [head, tail] = splitType(type);
  return (
    <button
      type="button"
      aria-label={t('insight.showEvents', { type })}
      title={t('insight.showEvents', { type })}
      data-testid="insight-type-link"
      data-type={type}
      onClick={() => showEventsOfType(type)}
      className="-mx-1 inline-flex max-w-full items-center gap-2 rounded-chip px-1 text-left hover:bg-sunken hover:underline"
    >
      <FamilyIcon type={type} rejected={false} />
      <span className="truncate">
        <span className="text-text-2">{head}</span>
        <span className="font-medium">{tail}</span>
      </span>
    </button>
  );
}
