// Customers: everybody seen, the plan Stripe's events say they are on, and whether the app agrees.
import { useEffect } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../components/boundary.tsx';
import { Button } from '../../components/button.tsx';
import { useMedia } from '../../components/use-media.ts';
import { TitleBar } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { customersChanged, isFiltered, loadPlans, useCustomers } from '../../stores/customers-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { useView } from '../../stores/view-store.ts';
import { CustomerListPane, NobodyYet } from './customer-list-pane.tsx';
import { CustomerPane } from './customer-pane.tsx';

export function CustomersView() {
  const { t } = useTranslation();
  const version = useStatus((state) => state.status?.plans.version);
  const nobody = useCustomers(
    ({ phase, rows, filter }) => phase === 'ready' && rows.length === 0 && !isFiltered(filter),
  );
  const roomForBoth = useMedia('(width >= 820px)');
  const step = useView((state) => state.step);
  useEffect(() => customersChanged(), [version]);
  useEffect(() => void loadPlans(), []);
  return (
    <div className="flex h-full flex-col bg-surface" data-testid="customers-view">
      {roomForBoth || step === 'list' || nobody ? (
        <Header />
      ) : (
        <h1 className="sr-only">{t('customers.title')}</h1>
      )}
      <div className="min-h-0 flex-1">
        {nobody ? <NobodyYet /> : roomForBoth ? <Panes /> : step === 'list' ? <ListPart /> : <CustomerPart />}
      </div>
    </div>
  );
}

function Panes() {
  const layout = useDefaultLayout({ id: 'hookline.customers', storage: localStorage });
  return (
    <Group {...layout} className="h-full" orientation="horizontal">
      <Panel id="customer-list-pane" defaultSize="38%" minSize="300px">
        <ListPart />
      </Panel>
      <Separator className="relative w-px bg-line transition-colors data-[separator=active]:bg-accent data-[separator=hover]:bg-text-3" />
      <Panel id="customer-detail-pane" minSize="360px">
        <CustomerPart />
      </Panel>
    </Group>
  );
}

function ListPart() {
  return (
    <Boundary part="customers">
      <CustomerListPane />
    </Boundary>
  );
}

function CustomerPart() {
  const selected = useCustomers((state) => state.selectedId);
  return (
    <Boundary key={selected} part="customer">
      <CustomerPane />
    </Boundary>
  );
}

function Header() {
  const { t } = useTranslation();
  const format = useFormat();
  const probed = useStatus((state) => state.status?.plans.probed === true);
  const filtered = useCustomers((state) => isFiltered(state.filter));
  const count = useCustomers((state) => (state.phase === 'loading' ? null : state.rows.length));
  return (
    <TitleBar
      title={t('customers.title')}
      note={
        <p role="status" data-testid="customer-count" className="text-[12px] text-text-2">
          {count !== null &&
            t(filtered ? 'customers.found' : 'customers.count', { count, n: format.number(count) })}
        </p>
      }
      actions={
        <div className="flex flex-wrap gap-2">
          <Button small onClick={() => openDialog({ kind: 'planNames' })}>
            {t('customers.names')}
          </Button>
          <Button small data-testid="setup-probe" onClick={() => openDialog({ kind: 'probe' })}>
            {t(probed ? 'customers.setupChange' : 'customers.setup')}
          </Button>
        </div>
      }
    />
  );
}
