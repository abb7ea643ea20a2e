// Inside the endpoint hop's popover: every endpoint on a line of its own, and why events are on hold, with what releases them.
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { switchEndpoint, useEndpointActions } from '../../stores/endpoint-actions.ts';
import { useStatus } from '../../stores/status-store.ts';
import { conditionParts, conditionSentence } from '../endpoints/condition-words.ts';
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
  const waiting = standings.filter(({ condition }) => condition === 'asking' || condition === 'paused');
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
      {waiting.map((one) => (
        <div key={one.endpoint.id} className="mt-3 flex flex-col gap-1.5" data-testid="on-hold">
          {standings.length > 1 && (
            <p>
              <b className="font-semibold">{one.endpoint.name}: </b>
              <Prose text={conditionSentence(t, format, one)} />
            </p>
          )}
          {one.condition === 'asking' ? (
            <ReleaseButtons endpointId={one.endpoint.id} onDone={onDone} />
          ) : (
            <ResumeButton endpointId={one.endpoint.id} held={one.health?.held ?? 0} onDone={onDone} />
          )}
        </div>
      ))}
    </>
  );
}

interface ResumeButtonProps {
  endpointId: string;
  held: number;
  onDone(): void;
}

function ResumeButton({ endpointId, held, onDone }: ResumeButtonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useEndpointActions((state) => state.busy === endpointId);
  const resume = async () => {
    if (await switchEndpoint({ id: endpointId, paused: false })) onDone();
  };
  return (
    <span>
      <Button
        small
        look="primary"
        disabled={busy}
        data-testid="hop-resume"
        icon={<Play size={13} aria-hidden />}
        onClick={() => void resume()}
      >
        {held === 0
          ? t('pipeline.resume')
          : t('pipeline.resumeDeliver', { count: held, n: format.number(held) })}
      </Button>
    </span>
  );
}
