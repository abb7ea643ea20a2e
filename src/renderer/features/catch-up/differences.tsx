// The differences of a comparison as a list one can act on: record them here, deliver them, or save them as a file.
import { Download, Send } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Difference, Reconciliation } from '#shared/contract/catch-up.ts';
import { RECONCILE_KINDS, type ReconcileKind } from '#shared/domain/catch-up.ts';
import { Button } from '../../components/button.tsx';
import { FilterSelect } from '../../components/filter-select.tsx';
import { PickList } from '../../components/pick-list.tsx';
import { useFormat } from '../../i18n/format.ts';
import { settle, useReconcile } from '../../stores/reconcile-store.ts';
import { saveFile } from '../transfer/save-file.ts';
import { MOST_PICKED } from './choose-dialog.tsx';
import { MISSED_ROW_PX, MissedRow } from './missed-row.tsx';

export function Differences({ last }: { last: Reconciliation }) {
  const { t } = useTranslation();
  const differences = useReconcile((state) => state.differences);
  const complete = useReconcile((state) => state.complete);
  const kind = useReconcile((state) => state.kind);
  const picked = useReconcile((state) => state.picked);
  const items = useMemo(
    () => (kind === '' ? differences : differences.filter((one) => one.kind === kind)),
    [differences, kind],
  );
  if (complete && differences.length === 0) {
    if (last.state !== 'done') return null;
    return <p role="status">{t(last.stripeHas === 0 ? 'reconcile.empty' : 'reconcile.equal')}</p>;
  }
  if (differences.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <Tools last={last} items={items} />
      <PickList
        label={t('reconcile.differences')}
        items={items}
        picked={picked}
        rowPx={MISSED_ROW_PX}
        testId="differences"
        rowTestId="difference"
        className="max-h-[min(520px,60vh)] min-h-[140px]"
        onPick={(next) => useReconcile.setState({ picked: next })}
        renderRow={(difference) => <Row difference={difference} />}
      />
      <Outcome />
    </div>
  );
}

function Tools({ last, items }: { last: Reconciliation; items: readonly Difference[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, picked, busy, differences, complete } = useReconcile();
  const everything = complete && picked.size === differences.length;
  const count = picked.size;
  const useless = busy !== null || count === 0 || (!everything && count > MOST_PICKED);
  const act = (what: 'record' | 'deliver') => () => void settle(what, everything ? undefined : [...picked]);
  const toggleAll = (): void => {
    const ids = items.map(({ id }) => id);
    const all = ids.every((id) => picked.has(id));
    const next = new Set(picked);
    for (const id of ids) {
      if (all) next.delete(id);
      else next.add(id);
    }
    useReconcile.setState({ picked: next });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="mr-auto text-[12px] font-semibold text-text-2">{t('reconcile.differences')}</h3>
      <FilterSelect<ReconcileKind>
        label={t('reconcile.show')}
        value={kind}
        any={t('reconcile.every')}
        testId="difference-kind"
        className="h-[26px] px-1.5 text-[12px]"
        options={RECONCILE_KINDS.filter((one) => last.counts[one] > 0).map((value) => ({
          value,
          label: `${t(`reconcile.kind.${value}`)} (${format.number(last.counts[value])})`,
        }))}
        onChange={(next) => useReconcile.setState({ kind: next })}
      />
      <Button small data-testid="differences-all" disabled={busy !== null} onClick={toggleAll}>
        {t(
          items.length > 0 && items.every(({ id }) => picked.has(id))
            ? 'catchUp.chooser.none'
            : 'catchUp.chooser.all',
        )}
      </Button>
      <Button small data-testid="settle-record" disabled={useless} onClick={act('record')}>
        {t('reconcile.record', { count, n: format.number(count) })}
      </Button>
      <Button
        small
        look="primary"
        data-testid="settle-deliver"
        disabled={useless}
        icon={<Send size={13} aria-hidden />}
        onClick={act('deliver')}
      >
        {t('reconcile.deliver', { count, n: format.number(count) })}
      </Button>
      <Button
        small
        data-testid="differences-save"
        disabled={!complete}
        icon={<Download size={13} aria-hidden />}
        onClick={() => saveFile(differencesFile(last, differences))}
      >
        {t('reconcile.save')}
      </Button>
    </div>
  );
}

function differencesFile(last: Reconciliation, differences: readonly Difference[]): File {
  const { from, until, stripeHas, hooklineHas, delivered, counts } = last;
  const iso = (at: number): string => new Date(at).toISOString();
  const content = {
    period: { from: iso(from), until: iso(until) },
    stripeHas,
    hooklineHas,
    delivered,
    counts,
    differences: differences.map((one) => ({ ...one, createdAt: iso(one.createdAt) })),
  };
  const day = iso(until).slice(0, 10);
  return new File([`${JSON.stringify(content, null, 2)}\n`], `hookline-differences-${day}.json`, {
    type: 'application/json',
  });
}

function Outcome() {
  const { t } = useTranslation();
  const settled = useReconcile((state) => state.settled);
  const settling = useReconcile((state) => state.busy === 'settle');
  return (
    <p role="status" data-testid="settled" className="text-text-2 empty:hidden">
      {settling ? t('reconcile.settling') : settled !== null && t(`reconcile.${settled}`)}
    </p>
  );
}

const KIND_LOOKS: Record<ReconcileKind, string> = {
  missing: 'bg-bad-soft text-bad',
  undelivered: 'bg-warn-soft text-warn',
  version: 'bg-unverified-soft text-text-2',
};

function Row({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, kind, type, createdAt, account, apiVersion, storedApiVersion, pendingWebhooks } = difference;
  return (
    <MissedRow id={id} type={type} createdAt={createdAt} account={account} who={null}>
      {pendingWebhooks !== null && pendingWebhooks > 0 && (
        <span
          data-testid="pending-webhooks"
          title={t('reconcile.pendingHint')}
          className="text-[12px] text-text-2 tabular-nums"
        >
          {t('reconcile.pending', { count: pendingWebhooks, n: format.number(pendingWebhooks) })}
        </span>
      )}
      <span
        data-kind={kind}
        title={t(`reconcile.kindHint.${kind}`, {
          stored: storedApiVersion ?? '–',
          stripe: apiVersion ?? '–',
        })}
        className={`rounded-chip px-1.5 text-[11px] leading-[18px] font-semibold whitespace-nowrap ${KIND_LOOKS[kind]}`}
      >
        {t(`reconcile.kind.${kind}`)}
      </span>
    </MissedRow>
  );
}
