// One attempt: its request, its response, its timings, and its error in words.
import { ChevronRight, GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { AttemptChip } from '../event-list/delivery-chip.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import { EditBody } from './edit-body.tsx';
import { FailureNote } from './failure-note.tsx';
import { FindingNote } from './find-out.tsx';
import { HeaderTable } from './header-table.tsx';
import { ResponseBody } from './response-body.tsx';
import { SinceBefore } from './since-before.tsx';
import { stretches } from './timings.ts';

interface AttemptItemProps {
  eventId: string;
  attempt: Attempt;
  /** The one at the same place before it. */
  before: Attempt | undefined;
  open: boolean;
  /** Chosen as the first of two to compare. */
  picked: boolean;
  onToggle(): void;
  onPick(): void;
}

export function AttemptItem({ eventId, attempt, before, open, picked, onToggle, onPick }: AttemptItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li
      data-testid="attempt"
      data-attempt-id={attempt.id}
      data-status={attempt.status ?? ''}
      data-error={attempt.errorClass ?? ''}
      className="rounded-[8px] border border-line"
    >
      <h4 className="flex items-center pr-1.5">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-[8px] px-2.5 text-left hover:bg-sunken"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames(
              'shrink-0 text-text-3 transition-transform duration-100',
              open && 'rotate-90',
            )}
          />
          <AttemptChip
            status={attempt.status}
            errorClass={attempt.errorClass}
            again={attempt.number > 1 || attempt.endpointId === null}
          />
          <span className="shrink-0 font-medium">{t('attempt.number', { n: attempt.number })}</span>
          <span className="min-w-0 flex-1 truncate text-text-2">
            {format.clock(attempt.startedAt)} · {t(`attempt.trigger.${attempt.trigger}`)}
          </span>
          {attempt.editId !== null && (
            <span
              title={t('delivery.editedHint')}
              className="shrink-0 rounded-[9px] bg-replay-soft px-1.5 text-[10.5px] leading-[16px] font-medium text-replay"
            >
              {t('delivery.edited')}
            </span>
          )}
          <span className="shrink-0 font-mono text-[11px] text-text-2">
            {attempt.timings.totalMs !== null && format.duration(attempt.timings.totalMs)}
          </span>
        </button>
        <IconButton
          label={t('delivery.pick')}
          data-testid="attempt-pick"
          aria-pressed={picked}
          icon={<GitCompareArrows size={14} strokeWidth={1.75} aria-hidden />}
          className={picked ? 'bg-accent-soft text-accent' : ''}
          onClick={onPick}
        />
      </h4>
      {open && (
        <div className="flex flex-col gap-3 border-t border-line-soft px-3 pt-3 pb-3.5">
          <SinceBefore eventId={eventId} attempt={attempt} before={before} />
          <FindingNote attempt={attempt} />
          <FailureNote attempt={attempt} withResponse={false} />
          <Part title={t('attempt.timings')}>
            <Timings attempt={attempt} />
          </Part>
          <Part title={t('attempt.response')}>
            {attempt.status === null ? (
              <p className="text-text-2">{t('attempt.noAnswer')}</p>
            ) : (
              <>
                <p className="mb-1.5 font-mono text-[12px]">HTTP {attempt.status}</p>
                <HeaderTable headers={attempt.responseHeaders} />
                <div className="mt-2">
                  <ResponseBody attempt={attempt} />
                </div>
              </>
            )}
          </Part>
          <Part title={t('attempt.request')}>
            <p className="mb-1 font-mono text-[12px] break-all">POST {attempt.url}</p>
            <p className="mb-1.5 text-[12px] text-text-2">
              {t(attempt.resigned ? 'attempt.signedByHookline' : 'attempt.signedByStripe')}
              {attempt.reusedConnection && ` · ${t('attempt.reused')}`}
            </p>
            <HeaderTable headers={attempt.requestHeaders} />
            {attempt.editId !== null && <EditBody editId={attempt.editId} />}
          </Part>
        </div>
      )}
    </li>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h5 className="mb-1.5 text-[12px] font-semibold text-text-2">{title}</h5>
      {children}
    </section>
  );
}

function Timings({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { totalMs } = attempt.timings;
  return (
    <>
      <AttemptBar attempt={attempt} scaleMs={totalMs ?? 1} />
      <p className="mt-1.5 flex flex-wrap gap-x-4 font-mono text-[11px] text-text-2">
        {stretches(attempt.timings).map(({ phase, fromMs, toMs }) => (
          <span key={phase}>
            {t(`attempt.${phase}`)} {format.duration(toMs - fromMs)}
          </span>
        ))}
        {totalMs !== null && (
          <span className="text-text">
            {t('attempt.total')} {format.duration(totalMs)}
          </span>
        )}
      </p>
    </>
  );
}
