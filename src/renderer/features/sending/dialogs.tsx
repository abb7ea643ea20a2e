// The dialog that is open, if one is.
import { closeDialog, useDialog } from '../../stores/dialog-store.ts';
import { ChooseDialog } from '../catch-up/choose-dialog.tsx';
import { FilterHelp } from '../event-list/filter-help.tsx';
import { SaveFilterDialog } from '../event-list/saved-filters.tsx';
import { CompareAttempts } from '../comparing/compare-attempts.tsx';
import { CompareEvents } from '../comparing/compare-events.tsx';
import { EnvDialog } from '../endpoints/env-dialog.tsx';
import { PlanNamesDialog } from '../plan-setup/plan-names-dialog.tsx';
import { ProbeDialog } from '../plan-setup/probe-dialog.tsx';
import { SignInDialog } from '../sign-in/sign-in-dialog.tsx';
import { ExportDialog } from '../transfer/export-dialog.tsx';
import { ImportDialog } from '../transfer/import-dialog.tsx';
import { StripeResendDialog } from '../trigger/stripe-resend-dialog.tsx';
import { TriggerDialog } from '../trigger/trigger-dialog.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { ResendToDialog } from './resend-to-dialog.tsx';

export function Dialogs() {
  const open = useDialog((state) => state.open);
  switch (open?.kind) {
    case undefined:
      return null;
    case 'signIn':
      return <SignInDialog way={open.way} onClose={closeDialog} />;
    case 'resendTo':
      return <ResendToDialog event={open.event} onClose={closeDialog} />;
    case 'edit':
      return (
        <EditDialog
          key={`${open.event.id} ${open.receiptId}`}
          event={open.event}
          receiptId={open.receiptId}
          onClose={closeDialog}
        />
      );
    case 'bulk':
      return (
        <BulkDialog
          {...('ids' in open ? { ids: open.ids } : { filter: open.filter })}
          onClose={closeDialog}
        />
      );
    case 'compareAttempts':
      return <CompareAttempts eventId={open.eventId} attempts={open.attempts} onClose={closeDialog} />;
    case 'compareEvents':
      return <CompareEvents ids={open.ids} onClose={closeDialog} />;
    case 'trigger':
      return <TriggerDialog order={open.order} onClose={closeDialog} />;
    case 'stripeResend':
      return <StripeResendDialog event={open.event} onClose={closeDialog} />;
    case 'env':
      return <EnvDialog endpointId={open.endpointId} onClose={closeDialog} />;
    case 'probe':
      return <ProbeDialog onClose={closeDialog} />;
    case 'saveFilter':
      return <SaveFilterDialog filter={open.filter} onClose={closeDialog} />;
    case 'export':
      return <ExportDialog what={open.what} onClose={closeDialog} />;
    case 'import':
      return <ImportDialog file={open.file} onClose={closeDialog} />;
    case 'filterHelp':
      return <FilterHelp onClose={closeDialog} />;
    case 'chooseMissed':
      return <ChooseDialog gap={open.gap} onClose={closeDialog} />;
    case 'planNames':
      return <PlanNamesDialog onClose={closeDialog} />;
  }
}
