// The value that was chosen in the payload: what finds all events that have it, and a press that does.
import { Filter, FilterX, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { withTerm } from '#shared/domain/filter/edit-filter.ts';
import { printTerm, type FilterTerm } from '#shared/domain/filter/filter.ts';
import { Button } from '../../components/button.tsx';
import type { JsonPlace } from '../../components/lazy-json-view.tsx';
import { addEndpointWith } from '../../stores/endpoints-view-store.ts';
import { setFilter, useEventList } from '../../stores/event-list-store.ts';
import { openView } from '../../stores/view-store.ts';

/** Adds it to what the list is filtered by. */
export function filterBy(term: FilterTerm): void {
  openView('events');
  setFilter({ filter: withTerm(useEventList.getState().filter.filter ?? '', term) });
}

export function ChosenValue({ place, term }: { place: JsonPlace | null; term: FilterTerm | null }) {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      data-testid="chosen-value"
      className="flex min-h-[28px] flex-wrap items-center gap-2 text-[12px] text-text-2"
    >
      {place === null && t('payload.chooseHint')}
      {place !== null && term === null && t('payload.noFilter')}
      {term !== null && (
        <>
          <code className="min-w-0 flex-1 truncate text-text" title={printTerm(term)}>
            {printTerm(term)}
          </code>
          <Button
            small
            data-testid="filter-by-this"
            icon={<Filter size={13} aria-hidden />}
            onClick={() => filterBy(term)}
          >
            {t('payload.filterBy')}
          </Button>
          <Button
            small
            data-testid="leave-these-out"
            icon={<FilterX size={13} aria-hidden />}
            onClick={() => filterBy({ ...term, negated: true })}
          >
            {t('payload.leaveOut')}
          </Button>
          {readArrivalCondition(printTerm(term)).ok && (
            <Button
              small
              data-testid="only-to-endpoint"
              icon={<Webhook size={13} aria-hidden />}
              onClick={() => addEndpointWith(printTerm(term))}
            >
              {t('payload.onlyToEndpoint')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
