// The inspector: one event, its actions, and its four tabs.
import { Tabs } from '@base-ui/react/tabs';
import { ArrowLeft, Copy, LoaderCircle, Pencil, RotateCw, Send, Webhook, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ownEntry } from '#shared/domain/own-entry.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { discardDraft } from '../../commands/clearing.ts';
import { keysOf, runCommand, type CommandId } from '../../commands/commands.ts';
import { isKnownToStripe } from '../../commands/event-in-stripe.ts';
import { Boundary } from '../../components/boundary.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { isBegun, useEditDrafts } from '../../stores/edit-drafts-store.ts';
import { reloadInspected, useInspected } from '../../stores/inspected-store.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { useResend } from '../../stores/resend-store.ts';
import { INSPECTOR_TABS, useView, type InspectorTab } from '../../stores/view-store.ts';
import { EventName } from '../event-list/event-row.tsx';
import { SourceMark } from '../event-list/source-mark.tsx';
import { FamilyIcon } from '../event-list/family-icon.tsx';
import { CopyAsMenu } from '../transfer/copy-as-menu.tsx';
import { FOCUS_IDS } from '../../commands/focus.ts';
import { GroupPane } from '../story/group-pane.tsx';
import { StoryTab } from '../story/story-tab.tsx';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PayloadTab } from './payload-tab.tsx';
import { PlanTab } from './plan-tab.tsx';
import { RawTab } from './raw-tab.tsx';
import { ResendOutcome } from './resend-outcome.tsx';

export function Inspector() {
  const { t } = useTranslation();
  const event = useInspected((state) => state.event);
  const groupKey = useEventList((state) => state.cursorKey);
  return (
    <section
      id={FOCUS_IDS.inspector}
      data-testid="inspector"
      aria-label={t('inspector.label')}
      tabIndex={-1}
      className="flex h-full min-w-0 flex-col bg-surface outline-offset-[-2px]"
    >
      <Boundary key={groupKey ?? event?.seq} part="inspector">
        {groupKey !== null ? (
          <GroupPane groupKey={groupKey} />
        ) : event === null ? (
          <Nothing />
        ) : (
          <>
            <Header event={event} />
            <InspectorTabs event={event} />
          </>
        )}
      </Boundary>
    </section>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <div className="m-auto max-w-[38ch] p-6 text-center text-text-2">
      <p className="font-medium text-text">{t('inspector.empty')}</p>
      <p className="mt-0.5">{t('inspector.emptyText')}</p>
      <p className="mt-3 flex items-center justify-center gap-1.5">
        {(['next', 'previous', 'help'] as const).map((id) => (
          <Kbd key={id} keys={keysOf(id) ?? ''} />
        ))}
      </p>
    </div>
  );
}

function Header({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  const outcome = useResend((state) => ownEntry(state.byEvent, event.id));
  const busy = outcome?.kind === 'busy';
  const begun = useEditDrafts(isBegun(event.id));
  return (
    <header className="px-4 pt-3 pb-2.5">
      <div className="flex items-center gap-2">
        <span className="-ml-1.5 hidden max-panes:block">
          <IconButton
            label={t('inspector.back')}
            keys={keysOf('back')}
            icon={<ArrowLeft size={15} aria-hidden />}
            onClick={() => runCommand('back')}
          />
        </span>
        <FamilyIcon type={event.type} rejected={event.kind === 'rejected'} size={16} />
        <h2 className="min-w-0 truncate text-[15px] font-[640] tracking-[-0.01em] [&_i]:font-[420] [&_i]:text-text-2 [&_i]:not-italic">
          <EventName event={event} />
        </h2>
        <SourceMark source={event.source} />
        <code className="ml-auto min-w-0 shrink-[3] truncate" title={event.id}>
          {stripeIdOf(event.id)}
        </code>
        <IconButton
          label={t('inspector.copyId')}
          keys={keysOf('copyId')}
          icon={<Copy size={14} strokeWidth={1.75} aria-hidden />}
          className="-ml-1"
          onClick={() => runCommand('copyId')}
        />
        {isKnownToStripe(event) && (
          <IconButton
            label={t('stripeResend.open')}
            data-testid="stripe-resend"
            icon={<Webhook size={14} strokeWidth={1.75} aria-hidden />}
            className="-ml-1"
            onClick={() => runCommand('resendAtStripe')}
          />
        )}
        <CopyAsMenu />
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="resend"
          aria-busy={busy}
          disabled={busy || event.kind === 'rejected'}
          title={event.kind === 'rejected' ? t('inspector.resendNone') : undefined}
          keys={keysOf('resend')}
          icon={
            busy ? (
              <LoaderCircle size={14} className="spin" aria-hidden />
            ) : (
              <RotateCw size={14} aria-hidden />
            )
          }
          onClick={() => runCommand('resend')}
        >
          {t(busy ? 'inspector.resending' : 'inspector.resend')}
        </Button>
        <Button
          data-testid="resend-to"
          disabled={event.kind === 'rejected'}
          keys={keysOf('resendTo')}
          icon={<Send size={14} strokeWidth={1.75} aria-hidden />}
          onClick={() => openDialog({ kind: 'resendTo', event })}
        >
          {t('resendTo.open')}
        </Button>
        <span className="inline-flex items-center gap-0.5">
          <Button
            data-testid="edit-resend"
            disabled={event.kind === 'rejected'}
            title={begun ? t('edit.draftHint') : undefined}
            keys={keysOf('edit')}
            icon={
              <Pencil
                size={14}
                strokeWidth={1.75}
                className={begun ? 'text-accent' : undefined}
                aria-hidden
              />
            }
            onClick={() => runCommand('edit')}
          >
            {t(begun ? 'edit.goOn' : 'edit.open')}
          </Button>
          {begun && (
            <IconButton
              label={t('edit.discard')}
              data-testid="discard-draft"
              icon={<X size={14} aria-hidden />}
              onClick={() => discardDraft(event.id)}
            />
          )}
        </span>
      </div>
      <ResendOutcome eventId={event.id} />
    </header>
  );
}

const TAB_COMMANDS: Record<InspectorTab, CommandId> = {
  overview: 'tabOverview',
  payload: 'tabPayload',
  deliveries: 'tabDeliveries',
  plan: 'tabPlan',
  raw: 'tabRaw',
  story: 'tabStory',
};

function InspectorTabs({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  const tab = useView((state) => state.tab);
  const detail = useInspected((state) => state.detail);
  const attempts = useInspected((state) => state.attempts);
  const error = useInspected((state) => state.error);
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => useView.setState({ tab: value as InspectorTab })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List className="flex shrink-0 gap-[18px] overflow-x-auto border-b border-line px-4">
        {INSPECTOR_TABS.map((one) => (
          <Tooltip key={one} text={t(`inspector.tab.${one}`)} keys={keysOf(TAB_COMMANDS[one])}>
            <Tabs.Tab
              value={one}
              data-testid={`tab-${one}`}
              className="shrink-0 pt-[7px] pb-2 font-medium text-text-2 outline-offset-[-2px] hover:text-text data-active:text-text data-active:shadow-[inset_0_-2px_0_var(--accent)]"
            >
              {t(`inspector.tab.${one}`)}
              {one === 'deliveries' && event.attemptCount > 0 && (
                <span className="ml-1 font-mono text-[11px] text-text-2">{event.attemptCount}</span>
              )}
            </Tabs.Tab>
          </Tooltip>
        ))}
      </Tabs.List>
      {error !== null && (
        <div className="flex items-center gap-3 px-4 pt-3" role="alert">
          <p className="text-bad">{t(error === 'NOT_FOUND' ? 'inspector.gone' : 'inspector.error')}</p>
          {error !== 'NOT_FOUND' && (
            <Button small onClick={reloadInspected}>
              {t('action.reload')}
            </Button>
          )}
        </div>
      )}
      {INSPECTOR_TABS.map((one) => (
        <Tabs.Panel
          key={one}
          value={one}
          data-scrolls
          className="min-h-0 flex-1 overflow-y-auto px-4 py-3.5 outline-offset-[-2px]"
        >
          <Boundary part="tab">
            {one === 'overview' && <OverviewTab event={event} detail={detail} attempts={attempts} />}
            {one === 'payload' && <PayloadTab eventId={event.id} />}
            {one === 'deliveries' && <DeliveriesTab event={event} attempts={attempts} />}
            {one === 'plan' && <PlanTab eventId={event.id} />}
            {one === 'raw' && <RawTab detail={detail} />}
            {one === 'story' && <StoryTab event={event} />}
          </Boundary>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
