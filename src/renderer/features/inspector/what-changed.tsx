// What an update changed: field by field, before and after, in words; the raw path beside it, to be copied.
import { Check, MoveRight } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import type { Value } from '#shared/domain/event-story/value.ts';
import { MOST_CHANGES, type Change } from '#shared/domain/event-story/what-changed.ts';
import { copyText } from '../../commands/clipboard.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { announce } from '../../stores/announcement-store.ts';
import { ObjectId } from './object-id.tsx';
import { nameOfPlan, valueWords, type Wording } from './value-words.ts';

/** So many are taken in at a glance. */
const SHOWN = 6;

interface WhatChangedProps {
  event: EventSummary;
  changes: readonly Change[];
  wording: Wording;
}

export function WhatChanged({ event, changes, wording }: WhatChangedProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (changes.length === 0) return null;
  const shown = all ? changes : changes.slice(0, SHOWN);
  return (
    <section data-testid="what-changed">
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('whatChanged.title')}</h3>
      <table className="w-full table-fixed border-collapse">
        <colgroup>
          <col className="w-[44%]" />
          <col className="w-[26%]" />
          <col className="w-[30%]" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('whatChanged.field')}</th>
            <th scope="col">{t('whatChanged.before')}</th>
            <th scope="col">{t('whatChanged.after')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((change) => (
            <Row key={change.path} change={change} event={event} wording={wording} />
          ))}
        </tbody>
      </table>
      {changes.length > SHOWN && (
        <Button small look="ghost" className="mt-1.5" onClick={() => setAll(!all)}>
          {all ? t('whatChanged.showFewer') : t('whatChanged.showAll', { n: changes.length })}
        </Button>
      )}
      {all && changes.length >= MOST_CHANGES && (
        <p className="mt-1 text-[12px] text-text-2">{t('whatChanged.shortened', { n: MOST_CHANGES })}</p>
      )}
    </section>
  );
}

function Row({ change, event, wording }: { change: Change; event: EventSummary; wording: Wording }) {
  const { path, before, after } = change;
  const label = fieldWords(wording, change);
  return (
    <tr className="border-t border-line-soft align-top first:border-t-0" data-path={path}>
      <th scope="row" className="py-1 pr-3 text-left font-normal">
        <span className="flex flex-wrap items-baseline gap-x-2">
          {label}
          <PathButton path={path} />
        </span>
      </th>
      <td className="py-1 pr-2 text-text-2" data-testid="before">
        <ValueText value={before} event={event} wording={wording} />
      </td>
      <td className="py-1 font-medium" data-testid="after">
        <span className="flex gap-1.5">
          <MoveRight size={13} strokeWidth={1.75} className="mt-[3px] shrink-0 text-text-3" aria-hidden />
          <span className="min-w-0">
            <ValueText value={after} event={event} wording={wording} />
          </span>
        </span>
      </td>
    </tr>
  );
}

function fieldWords(wording: Wording, { field, of }: Change): string | null {
  if (field === null) return null;
  const words = wording.t(`eventField.${field}`);
  return of === null
    ? words
    : wording.t('whatChanged.ofPlan', { field: words, plan: nameOfPlan(wording, of) });
}

const COPIED_MS = 1600;
/** A long path breaks where its parts begin. */
const BREAKS = /(?<=[.\]_])/;

/** As one would write it in a handler. */
function PathButton({ path }: { path: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const whole = path.startsWith('previous_attributes.') ? `data.${path}` : `data.object.${path}`;
  const copy = async () => {
    const done = await copyText(whole);
    announce(t(done ? 'action.copied' : 'action.copyFailed'), done ? 'ok' : 'bad');
    setCopied(done);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button
      type="button"
      title={t('whatChanged.copyPath', { path: whole })}
      aria-label={t('whatChanged.copyPath', { path: whole })}
      className="rounded-[3px] text-left font-mono text-[11px] leading-[15px] break-words text-text-3 hover:text-text hover:underline"
      onClick={() => void copy()}
    >
      {path.split(BREAKS).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
      {copied && <Check size={11} className="ml-1 inline text-ok" aria-hidden />}
    </button>
  );
}

function ValueText({ value, event, wording }: { value: Value; event: EventSummary; wording: Wording }) {
  if (value.kind === 'id') {
    return (
      <span className="block truncate" title={value.id}>
        <ObjectId id={value.id} event={event} />
      </span>
    );
  }
  if (value.kind === 'json') {
    return (
      <code className="line-clamp-3 break-all" title={value.text}>
        {value.text}
      </code>
    );
  }
  const moment = value.kind === 'date';
  const words = moment ? wording.format.dateTime(value.at * 1000) : valueWords(wording, value);
  return (
    <span
      className={classNames('break-words', value.kind === 'none' && 'font-normal text-text-3')}
      title={rawWords(value)}
    >
      {words}
    </span>
  );
}

/** What stands in the JSON, where the words say it otherwise. */
function rawWords(value: Value): string | undefined {
  switch (value.kind) {
    case 'date':
      return String(value.at);
    case 'money':
      return String(value.amountMinor);
    case 'enum':
      return value.value;
    case 'none':
      return 'null';
    case 'plan':
      return value.plan.priceId ?? undefined;
    default:
      return undefined;
  }
}
