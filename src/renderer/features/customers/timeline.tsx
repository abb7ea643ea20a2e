// The steps of a story, newest first: what each event changed, and quietly those that changed nothing.
import {
  ArrowRight,
  ChevronRight,
  Clock,
  FlaskConical,
  CircleQuestionMark,
  type LucideIcon,
} from 'lucide-react';
import { useId, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerStep, NamedHeadline } from '#shared/contract/plans.ts';
import { focusCustomerPane } from '../../commands/focus.ts';
import { Chip, CHIP_LOOKS, type ChipLook } from '../../components/chip.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { changeSentence, standingWords } from '../../i18n/plan-words.ts';
import { openEventPlan, showMoment } from '../../stores/customers-store.ts';
import { standingLook } from './standing.ts';
import { storyParts } from './story-groups.ts';

interface TimelineProps {
  ref: Ref<HTMLOListElement>;
  /** Oldest first. */
  steps: readonly CustomerStep[];
  /** The step the scrubber stands at; null = now. */
  momentSeq: number | null;
}

export function Timeline({ ref, steps, momentSeq }: TimelineProps) {
  const group = useId();
  const shownSeq = momentSeq ?? steps.at(-1)?.seq;
  return (
    <ol ref={ref} className="mt-2 overflow-hidden rounded-card border border-line">
      {storyParts(steps).map((part) =>
        part.kind === 'step' ? (
          <Step
            key={part.step.seq}
            group={group}
            step={part.step}
            before={part.before}
            shown={part.step.seq === shownSeq}
            on={part.step.seq === momentSeq}
          />
        ) : (
          <Quiet
            key={`quiet ${part.steps.at(-1)?.seq}`}
            group={group}
            steps={part.steps}
            shownSeq={shownSeq}
            momentSeq={momentSeq}
          />
        ),
      )}
    </ol>
  );
}

/** Below the scrubber, which stays at the top. */
const UNDER_SCRUBBER = 'scroll-mt-[124px] scroll-mb-3';

interface QuietProps {
  group: string;
  steps: readonly CustomerStep[];
  shownSeq: number | undefined;
  momentSeq: number | null;
}

function Quiet({ group, steps, shownSeq, momentSeq }: QuietProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [wanted, setWanted] = useState(false);
  // The scrubber may stand on any of them.
  const on = steps.some(({ seq }) => seq === momentSeq);
  const open = wanted || on;
  return (
    <li className="border-t border-line-soft first:border-t-0">
      <button
        type="button"
        data-testid="quiet-steps"
        aria-expanded={open}
        onClick={() => setWanted(!open)}
        className="flex w-full items-center gap-1.5 px-3.5 py-1 text-left text-[12px] text-text-2 -outline-offset-2 hover:bg-sunken hover:text-text"
      >
        <ChevronRight
          size={12}
          className={classNames('transition-transform', open && 'rotate-90')}
          aria-hidden
        />
        {t('customers.quiet', { count: steps.length, n: format.number(steps.length) })}
      </button>
      {open && (
        <ol>
          {steps.map((step) => (
            <Step
              key={step.seq}
              group={group}
              step={step}
              before={null}
              shown={step.seq === shownSeq}
              on={step.seq === momentSeq}
            />
          ))}
        </ol>
      )}
    </li>
  );
}

interface StepProps {
  /** Of all steps, one is shown. */
  group: string;
  step: CustomerStep;
  /** null = it is not known, or nothing changed. */
  before: NamedHeadline | null;
  /** Its moment is on the scrubber. */
  shown: boolean;
  /** And that moment is not now. */
  on: boolean;
}

function Step({ group, step, before, shown, on }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { eventId, type, created, changes, late, uncertain, synthetic, after } = step;
  const turn: [string, string] | null =
    before === null ? null : [standingWords(t, before), standingWords(t, after)];
  const turned = turn !== null && turn[0] !== turn[1];
  const quiet = changes.length === 0 && !turned;
  const low = quiet && !late && !uncertain;
  return (
    <li
      data-testid="plan-step"
      data-event-id={eventId}
      data-late={late}
      data-uncertain={uncertain}
      aria-current={on ? 'step' : undefined}
      className={classNames(
        'relative border-t border-line-soft pr-3.5 pl-8 first:border-t-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
        low ? 'py-0.5' : 'py-1.5',
        UNDER_SCRUBBER,
        on ? 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-sunken',
      )}
    >
      <Moment group={group} step={step} shown={shown} low={low} />
      <p className="pointer-events-none relative flex flex-wrap items-baseline gap-x-3 text-[12px]">
        <button
          type="button"
          title={t('customers.openEvent')}
          className={classNames(
            'pointer-events-auto min-h-6 min-w-0 truncate font-mono underline-offset-2 outline-none hover:underline focus-visible:underline',
            quiet ? 'text-text-2' : 'text-text',
          )}
          onClick={() => void openEventPlan(eventId)}
        >
          {type}
        </button>
        {synthetic && (
          <span
            title={t('synthetic.hint')}
            className="pointer-events-auto inline-flex self-center text-synthetic"
          >
            <FlaskConical size={11} strokeWidth={2} aria-hidden />
            <span className="sr-only">{t('synthetic.mark')}</span>
          </span>
        )}
        <time className="ml-auto shrink-0 text-[11.5px] text-text-2">{format.dateTime(created * 1000)}</time>
      </p>
      {!quiet && (
        <div className="pointer-events-none relative flex flex-wrap items-baseline gap-x-4 gap-y-0.5 pb-0.5">
          <div className="min-w-[24ch] flex-1">
            {changes.map((change) => (
              <p
                key={`${change.code} ${change.objectId}`}
                data-testid="plan-change"
                data-code={change.code}
                className="font-[560]"
              >
                {changeSentence(t, format, change)}
              </p>
            ))}
          </div>
          {turned && <Turn from={turn[0]} to={turn[1]} look={standingLook(after).look} />}
        </div>
      )}
      {late && <Doubt icon={Clock} mark={t('customers.lateMark')} text={t('customers.late')} />}
      {uncertain && (
        <Doubt
          icon={CircleQuestionMark}
          mark={t('customers.uncertainMark')}
          text={t('customers.uncertain')}
        />
      )}
    </li>
  );
}

interface MomentProps {
  group: string;
  step: CustomerStep;
  shown: boolean;
  /** A row of one line. */
  low: boolean;
}

/** Puts the scrubber at this step: the dot, or for the pointer anywhere on the row that is no button. */
function Moment({ group, step, shown, low }: MomentProps) {
  const { t } = useTranslation();
  return (
    <>
      <input
        type="radio"
        name={group}
        aria-label={t('customers.showMoment', { type: step.type })}
        checked={shown}
        onChange={() => showMoment(step.seq)}
        // The keyboard goes on to other customers after a click, and to other steps after an arrow key.
        onClick={({ detail }) => {
          if (detail > 0) focusCustomerPane();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          showMoment(null);
          focusCustomerPane();
        }}
        className="peer absolute inset-0 appearance-none outline-none"
      />
      <i
        aria-hidden
        className={classNames(
          'pointer-events-none absolute left-[13px] rounded-[9px] border-2',
          low ? 'top-[11px] size-[7px] translate-x-px' : 'top-[14px] size-[9px]',
          shown ? 'border-accent bg-accent' : 'border-text-3 bg-surface',
        )}
      />
    </>
  );
}

/** `Starter → Pro`, where the one line about the customer became another. */
function Turn({ from, to, look }: { from: string; to: string; look: ChipLook }) {
  const { t } = useTranslation();
  return (
    <p data-testid="plan-turn" className="flex items-center gap-1.5 text-[12px]">
      <span className="rounded-chip bg-unverified-soft px-1.5 leading-[20px] text-text-2">{from}</span>
      <ArrowRight size={12} className="shrink-0 text-text-3" aria-hidden />
      <span className="sr-only">{t('customers.becomes')}</span>
      <span className={classNames('rounded-chip px-1.5 leading-[20px] font-medium', CHIP_LOOKS[look])}>
        {to}
      </span>
    </p>
  );
}

function Doubt({ icon, mark, text }: { icon: LucideIcon; mark: string; text: string }) {
  return (
    <p className="pointer-events-none relative mt-1 flex flex-wrap items-baseline gap-x-2 text-[12px] text-text-2">
      <Chip look="warn" icon={icon} text={mark} />
      <span className="min-w-[24ch] flex-1">{text}</span>
    </p>
  );
}
