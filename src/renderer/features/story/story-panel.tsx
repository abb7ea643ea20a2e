// A story: what it is made of, what is out of order in it, and its picture or table.
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Story } from '#shared/contract/story.ts';
import { CHECKOUT_LINKS, type StoryKind } from '#shared/domain/story/story-key.ts';
import { drawStory } from '#shared/domain/story/story-picture.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { select } from '../../stores/selection.ts';
import { hideStory, reloadStory, showStory, useStory } from '../../stores/story-store.ts';
import { useView } from '../../stores/view-store.ts';
import type { Picture, Row } from './path-words.ts';
import { StoryPictureView } from './story-picture.tsx';
import { StoryTable } from './story-table.tsx';

/** More than this are shown when asked for. */
const MOST_SHOWN = 200;

export function StoryPanel({
  eventId,
  by,
  currentSeq,
}: {
  eventId: string;
  by: StoryKind;
  currentSeq: number | null;
}) {
  const { t } = useTranslation();
  const story = useStory((state) => state.story);
  const error = useStory((state) => state.error);
  useEffect(() => showStory(eventId, by), [eventId, by]);
  useEffect(() => hideStory, []);
  if (story === null) {
    if (error === null) return <p className="text-text-2">{t('inspector.loading')}</p>;
    return (
      <p role="alert" className="flex items-center gap-3 text-bad">
        {t('inspector.error')}
        <Button small onClick={reloadStory}>
          {t('action.tryAgain')}
        </Button>
      </p>
    );
  }
  return <StoryView story={story} currentSeq={currentSeq} />;
}

function StoryView({ story, currentSeq }: { story: Story; currentSeq: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const [all, setAll] = useState(false);
  const left = all ? 0 : Math.max(0, story.events.length - MOST_SHOWN);
  // The place in the order counts among those in sight.
  const picture = useMemo(() => drawStory(story.events.slice(left)), [story, left]);
  const onOpen = (row: Row) => {
    select(row.of.event);
    useView.setState({ tab: 'overview', step: 'inspector' });
  };
  return (
    <div
      className="flex flex-col gap-2.5"
      data-testid="story"
      data-by={story.by}
      data-events={story.events.length}
    >
      <MadeOf story={story} />
      <Order picture={picture} />
      {(story.moreOlder || story.moreNewer) && (
        <p className="text-text-2">
          {t(story.moreNewer ? 'story.moreNewer' : 'story.moreOlder', {
            n: format.number(story.events.length),
          })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label={t('story.view')}
          value={asTable ? 'table' : 'picture'}
          options={[
            { value: 'picture', text: t('story.picture') },
            { value: 'table', text: t('story.table') },
          ]}
          onChange={(value) => setAsTable(value === 'table')}
        />
        {left > 0 && (
          <Button small data-testid="story-earlier" onClick={() => setAll(true)}>
            {t('story.showEarlier', { count: left, n: format.number(left) })}
          </Button>
        )}
      </div>
      {!asTable && <StoryPictureView picture={picture} currentSeq={currentSeq} onOpen={onOpen} />}
      <StoryTable picture={picture} hidden={!asTable} onOpen={onOpen} />
    </div>
  );
}

/** Says honestly by what these events were put together. */
function MadeOf({ story: { by, id, events } }: { story: Story }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (id === null) return <p className="text-text-2">{t('story.alone')}</p>;
  const counts = CHECKOUT_LINKS.map(
    (link) => [link, events.filter(({ event }) => event.checkout?.link === link).length] as const,
  ).filter(([, count]) => count > 0);
  const links = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    counts.map(([link, count]) => t(`story.link.${link}`, { count, n: format.number(count) })),
  );
  return (
    <p className="break-words text-text-2" title={id} data-testid="story-made-of">
      <Prose text={t(`story.madeOf.${by}`, { id: shortened(id.replaceAll('`', '')), links })} />
    </p>
  );
}

function Order({ picture }: { picture: Picture }) {
  const { t } = useTranslation();
  const format = useFormat();
  const early = picture.rows.filter(({ received }) => received.ahead > 0).length;
  const late = picture.rows.filter(({ received }) => received.behind > 0).length;
  const countOf = (of: 'ahead' | 'behind') =>
    picture.rows.filter(({ stops }) => stops.some((stop) => (stop?.[of] ?? 0) > 0)).length;
  const overtook = countOf('ahead');
  if (picture.rows.length < 2) return null;
  return (
    <p data-testid="story-order" className={classNames(early > 0 && 'text-warn')}>
      {early === 0
        ? t('story.inOrder')
        : t('story.outOfOrder', { count: early, n: format.number(early), late: format.number(late) })}
      {overtook > 0 && (
        <span className="text-warn">
          {' '}
          {t('story.deliveredOutOfOrder', {
            count: overtook,
            n: format.number(overtook),
            late: format.number(countOf('behind')),
          })}
        </span>
      )}
    </p>
  );
}

/** Ids of sessions fill a line; both ends tell them apart. */
function shortened(id: string): string {
  return id.length > 34 ? `${id.slice(0, 18)}…${id.slice(-8)}` : id;
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; text: string; why?: string | undefined }[];
  onChange(value: T): void;
}

/** A few buttons of which one is pressed. `why`: the reason why this one cannot be. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex self-start rounded-m border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          disabled={option.why !== undefined}
          title={option.why}
          data-testid={`story-choice-${option.value}`}
          className={classNames(
            'rounded-chip px-2.5 py-0.5 text-[12px] disabled:text-text-3',
            option.value === value
              ? 'bg-raised font-medium text-text shadow-[0_0_0_1px_var(--line)]'
              : 'text-text-2 enabled:hover:text-text',
          )}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
