// Inside the endpoint hop's popover: every endpoint on a line of its own, and the question of those that ask.
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useStatus } from '../../stores/status-store.ts';
import { conditionParts } from '../endpoints/condition-words.ts';
import { CONDITION_TONES, standingsOf } from '../endpoints/endpoint-state.ts';
import { ReleaseButtons } from '../endpoints/release-buttons.tsx';

const LAMPS = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', idle: 'bg-text-3' } as const;

export function EndpointLines({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  const standings = standingsOf(status.endpoints, status.health);
  const conditions = standings.flatMap(({ endpoint: { id, name, filter } }) =>
    filter.condition === undefined || filter.condition === ''
      ? []
      : [{ id, name, condition: filter.condition }],
  );
  const asking = standings.find(({ condition }) => condition === 'asking');
  return (
    <>
      {standings.length > 1 && (
        <ul className="mt-2.5 flex flex-col gap-1 border-t border-line-soft pt-2.5 text-[12px]">
          {standings.map((one) => (
            <li key={one.endpoint.id} className="flex items-baseline gap-2">
              <span
                aria-hidden
                className={classNames(
                  'size-2 shrink-0 self-center rounded-[9px]',
                  LAMPS[CONDITION_TONES[one.condition]],
                )}
              />
              <span className="min-w-0 flex-1 truncate">{one.endpoint.name}</span>
              <span className="shrink-0 font-mono text-[11px] text-text-2">
                {conditionParts(t, format, one).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {conditions.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-[12px] text-text-2" data-testid="endpoint-conditions">
          {conditions.map(({ id, name, condition }) => (
            <li key={id} className="break-words">
              {standings.length > 1 && <b className="font-semibold">{name}: </b>}
              <Prose text={t('endpoint.onlyWith', { condition })} />
            </li>
          ))}
        </ul>
      )}
      {asking !== undefined && (
        <div className="mt-3">
          <ReleaseButtons endpointId={asking.endpoint.id} onDone={onDone} />
        </div>
      )}
    </>
  );
}
