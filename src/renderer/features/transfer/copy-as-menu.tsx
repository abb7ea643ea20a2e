// “Copy as…”: the open event as a program that sends it, or as a file.
import { SquareTerminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EXPORT_FORMATS, SNIPPET_FORMATS, type CopyFormat } from '#shared/domain/export/export-format.ts';
import { keysOf } from '../../commands/commands.ts';
import { copyEventAs } from '../../commands/copy-event.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu, MenuGroup, MenuItem, MenuSwitch } from '../../components/menu.tsx';
import { Prose } from '../../components/prose.tsx';
import { useCopyChoice } from '../../stores/copy-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';

export function CopyAsMenu() {
  const { t } = useTranslation();
  const { signedNow, personal } = useCopyChoice();
  const attempted = useInspected((state) => (state.event?.attemptCount ?? 0) > 0);
  const rejected = useInspected((state) => state.event?.kind === 'rejected');
  const item = (format: CopyFormat) => (
    <MenuItem
      key={format}
      testId={`copy-as-${format}`}
      keys={format === 'curl' ? keysOf('copyCurl') : undefined}
      // What was never sent has no entry, and what is no event cannot be imported.
      disabled={(format === 'har' && !attempted) || (format === 'ndjson' && rejected)}
      onClick={() => void copyEventAs(format)}
    >
      {t(`copyAs.format.${format}`)}
    </MenuItem>
  );
  return (
    <Menu
      align="end"
      testId="copy-as-menu"
      trigger={
        <IconButton
          label={t('copyAs.open')}
          data-testid="copy-as"
          icon={<SquareTerminal size={14} strokeWidth={1.75} aria-hidden />}
          className="-ml-1"
        />
      }
    >
      <MenuGroup label={t('copyAs.programs')}>{SNIPPET_FORMATS.map(item)}</MenuGroup>
      <MenuGroup label={t('copyAs.files')}>{EXPORT_FORMATS.toReversed().map(item)}</MenuGroup>
      <MenuGroup label={t('copyAs.options')}>
        <MenuSwitch
          testId="copy-as-signed-now"
          checked={signedNow}
          hint={<Prose text={t('copyAs.signedNowHint')} />}
          onChange={(next) => useCopyChoice.setState({ signedNow: next })}
        >
          {t('copyAs.signedNow')}
        </MenuSwitch>
        <MenuSwitch
          testId="copy-as-personal"
          checked={personal}
          hint={t('copyAs.personalHint')}
          onChange={(next) => useCopyChoice.setState({ personal: next })}
        >
          {t('copyAs.personal')}
        </MenuSwitch>
      </MenuGroup>
    </Menu>
  );
}
