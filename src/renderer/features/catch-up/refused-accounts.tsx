// Names the connected accounts whose events the key may not list.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';

export function RefusedAccounts({ accounts }: { accounts: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="break-words text-warn" data-testid="refused-accounts">
      {t('catchUp.refused', {
        count: accounts.length,
        n: format.number(accounts.length),
        accounts: accounts.join(', '),
      })}
    </p>
  );
}
