// Payload: the event's JSON to read, fold, search and copy.
import { ChevronsDownUp, ChevronsUpDown, Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { termAt } from '#shared/domain/filter/edit-filter.ts';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../copying/copy-button.tsx';
import { formatJson, isFormatted } from '../../components/format-json.ts';
import { JsonView, type JsonPlace, type JsonViewHandle } from '../../components/lazy-json-view.tsx';
import { loadPayload, useInspected } from '../../stores/inspected-store.ts';
import { ChosenValue, filterBy } from './chosen-value.tsx';

export function PayloadTab({ eventId }: { eventId: string }) {
  const { t } = useTranslation();
  const payload = useInspected((state) => state.payload);
  const failed = useInspected((state) => state.error !== null);
  const view = useRef<JsonViewHandle>(null);
  const [place, setPlace] = useState<JsonPlace | null>(null);
  const term = useMemo(() => (place === null ? null : termAt(place.path, place.written)), [place]);

  useEffect(() => {
    setPlace(null);
    void loadPayload();
  }, [eventId]);

  const pretty = useMemo(() => {
    if (payload === null) return null;
    return isFormatted(payload.text) ? null : formatJson(payload.text);
  }, [payload]);

  if (payload === null) {
    return <p className="text-text-2">{failed ? t('inspector.error') : t('payload.loading')}</p>;
  }
  return (
    <div className="flex h-full min-h-60 flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <CopyButton text={payload.text} label={t('payload.copy')} small>
          {t('payload.copy')}
        </CopyButton>
        <Button small icon={<Search size={13} aria-hidden />} onClick={() => view.current?.search()}>
          {t('payload.search')}
        </Button>
        <Button small icon={<ChevronsDownUp size={13} aria-hidden />} onClick={() => view.current?.fold()}>
          {t('payload.foldAll')}
        </Button>
        <Button small icon={<ChevronsUpDown size={13} aria-hidden />} onClick={() => view.current?.unfold()}>
          {t('payload.unfoldAll')}
        </Button>
      </div>
      <JsonView
        ref={view}
        text={pretty ?? payload.text}
        label={t('payload.label')}
        onPlace={setPlace}
        onEnter={() => term !== null && filterBy(term)}
        className="min-h-0 flex-1 overflow-hidden rounded-[8px]"
      />
      <ChosenValue place={place} term={term} />
      {pretty !== null && <p className="text-[12px] text-text-2">{t('payload.exact')}</p>}
    </div>
  );
}
