// Triggers in the Send view: what a trigger does, what was run, and all the CLI knows, to be searched.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useStatus } from '../../stores/status-store.ts';
import { lastUsed, loadTriggers, useTriggers } from '../../stores/triggers-store.ts';
import { ProblemNote } from './problem-note.tsx';
import { groupTriggers } from './trigger-groups.ts';
import { TriggerRow } from './trigger-row.tsx';
import { TriggerRuns } from './trigger-runs.tsx';

export function TriggerTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const offer = useTriggers((state) => state.offer);
  const failed = useTriggers((state) => state.offerError !== null);
  const query = useTriggers((state) => state.query);
  const favourites = useTriggers((state) => state.favourites);
  const runs = useTriggers((state) => state.runs);
  useEffect(() => {
    void loadTriggers();
  }, []);

  const groups = groupTriggers(offer?.events ?? [], { query, favourites, used: lastUsed(runs) });
  return (
    <div className="flex flex-col gap-5" data-testid="trigger-tab">
      <AccountNote />
      <TriggerRuns />
      {offer === null && !failed && <p role="status">{t('trigger.loading')}</p>}
      {failed && (
        <div role="alert" className="flex items-center gap-3">
          <p className="text-bad">{t('trigger.loadFailed')}</p>
          <Button small onClick={() => void loadTriggers()}>
            {t('action.reload')}
          </Button>
        </div>
      )}
      {offer !== null && offer.problem !== null && <ProblemNote problem={offer.problem} live />}
      {offer !== null && offer.problem === null && (
        <TextField
          label={t('trigger.search')}
          type="search"
          data-testid="trigger-search"
          value={query}
          placeholder="invoice paid"
          hint={t('trigger.searchHint', {
            n: format.number(offer.events.length),
            version: offer.cliVersion ?? '',
          })}
          onChange={(next) => useTriggers.setState({ query: next })}
        />
      )}
      {offer?.problem === null && groups.length === 0 && (
        <p role="status" className="text-text-2">
          {t('trigger.none')} {t('trigger.noneNext')}
        </p>
      )}
      {groups.map(({ group, names }) => (
        <Section key={group} title={group === 'first' ? t('trigger.first') : t(`trigger.group.${group}`)}>
          <ul className="rounded-card border border-line">
            {names.map((name) => (
              <TriggerRow key={name} name={name} />
            ))}
          </ul>
        </Section>
      ))}
    </div>
  );
}

function AccountNote() {
  const { t } = useTranslation();
  const forwarder = useStatus((state) => state.status?.forwarder);
  if (forwarder?.livemode === true) {
    return (
      <Callout tone="bad" title={t('trigger.live')}>
        <p>{t('trigger.liveText')}</p>
      </Callout>
    );
  }
  const account = forwarder?.accountName ?? forwarder?.accountId ?? t('trigger.thisAccount');
  return (
    <Callout tone="idle" title={t('trigger.note')}>
      <p>{t('trigger.noteText', { account })}</p>
    </Callout>
  );
}
