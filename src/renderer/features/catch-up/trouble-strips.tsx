// Above the event list: why Stripe cannot be asked, and that the line was dead although it looked alive.
import { RotateCw, TriangleAlert, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SilentLine } from '#shared/contract/catch-up.ts';
import { runCommand } from '../../commands/commands.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { lookForMissed, putAside, useCatchUp } from '../../stores/catch-up-store.ts';
import { Countdown } from '../event-list/countdown.tsx';
import { openEventById } from '../../stores/find-event.ts';
import { ProblemAction } from './trouble-notes.tsx';
import type { Strip } from './strip-state.ts';

function Trouble({
  title,
  stripKey,
  testId,
  children,
}: {
  title: string;
  stripKey: string;
  testId: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div
      data-testid={testId}
      className="flex items-start gap-2.5 border-b border-line-soft bg-warn-soft px-3 py-2"
    >
      <TriangleAlert size={14} className="mt-[3px] shrink-0 text-warn" aria-hidden />
      <div className="min-w-0 flex-1 break-words">
        <p role="alert" className="font-semibold text-warn">
          {title}
        </p>
        {children}
      </div>
      <IconButton
        label={t('catchUp.dismiss')}
        icon={<X size={14} aria-hidden />}
        onClick={() => putAside(stripKey)}
      />
    </div>
  );
}

export function ProblemStrip({ strip }: { strip: Extract<Strip, { kind: 'problem' }> }) {
  const { t } = useTranslation();
  const busy = useCatchUp((state) => state.busy !== null);
  const { problem, nextLookAt, key } = strip;
  const { code, detail } = problem;
  return (
    <Trouble title={t(`catchUp.problem.${code}.title`)} stripKey={key} testId={`catch-up-problem-${code}`}>
      <p>{t(`catchUp.problem.${code}.text`)}</p>
      {detail !== null && code !== 'no_credentials' && (
        <p className="text-text-2">
          {t('catchUp.said')} <code>{detail}</code>
        </p>
      )}
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <Button
          small
          data-testid="catch-up-try"
          disabled={busy}
          icon={<RotateCw size={13} aria-hidden />}
          onClick={() => void lookForMissed()}
        >
          {t('catchUp.tryNow')}
        </Button>
        <ProblemAction code={code} />
        {nextLookAt !== null && <NextTry at={nextLookAt} />}
      </div>
    </Trouble>
  );
}

/** Connected accounts whose lists could not be read; which and why stands in the view of missed events. */
export function UncoveredStrip({ strip }: { strip: Extract<Strip, { kind: 'uncovered' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { accounts, nextLookAt, key } = strip;
  return (
    <Trouble
      title={t('catchUp.uncovered.strip', { count: accounts, n: format.number(accounts) })}
      stripKey={key}
      testId="catch-up-uncovered"
    >
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <Button small data-testid="uncovered-show" onClick={() => runCommand('goMissed')}>
          {t('catchUp.uncovered.show')}
        </Button>
        {nextLookAt !== null && <NextTry at={nextLookAt} />}
      </div>
    </Trouble>
  );
}

function NextTry({ at }: { at: number }) {
  const { t } = useTranslation();
  const [before, after] = t('catchUp.retryIn', { left: '\0' }).split('\0');
  return (
    <p className="text-text-2 tabular-nums">
      {before}
      <Countdown at={at} />
      {after}
    </p>
  );
}

export function SilentStrip({ line, stripKey }: { line: SilentLine; stripKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [gone, setGone] = useState(false);
  return (
    <Trouble title={t('catchUp.silent.title')} stripKey={stripKey} testId="catch-up-silent">
      <p>
        <Prose
          text={t('catchUp.silent.cause', {
            type: line.type,
            time: format.clockSeconds(line.createdAt),
          })}
        />
      </p>
      <p className="text-text-2">{t('catchUp.silent.next')}</p>
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <Button
          small
          data-testid="silent-show"
          onClick={() => void openEventById(line.eventId).then((found) => setGone(!found))}
        >
          {t('catchUp.silent.show')}
        </Button>
        {gone && (
          <span role="alert" className="text-text-2">
            {t('catchUp.silent.gone')}
          </span>
        )}
      </div>
    </Trouble>
  );
}
