// Where export and import are found: in the list's tools, in the bar of picked events, and in the settings.
import { Download, Ellipsis, FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { Section } from '../../components/view-frame.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { isFiltered, useEventList } from '../../stores/event-list-store.ts';
import { useMarks } from '../../stores/marks-store.ts';

const exportIcon = <Download size={14} strokeWidth={1.75} aria-hidden />;
const importIcon = <FileUp size={14} strokeWidth={1.75} aria-hidden />;

export function TransferMenu() {
  const { t } = useTranslation();
  const filter = useEventList((state) => state.filter);
  return (
    <Menu
      align="end"
      testId="transfer-menu"
      trigger={
        <IconButton
          label={t('transferMenu.label')}
          data-testid="transfer-open"
          icon={<Ellipsis size={15} strokeWidth={1.75} aria-hidden />}
          className="my-0.5"
        />
      }
    >
      {isFiltered(filter) && (
        <MenuItem
          testId="export-filter"
          icon={exportIcon}
          onClick={() => openDialog({ kind: 'export', what: { filter } })}
        >
          {t('export.openAll')}
        </MenuItem>
      )}
      <MenuItem
        testId="export-everything"
        icon={exportIcon}
        onClick={() => openDialog({ kind: 'export', what: { filter: {} } })}
      >
        {t('export.openEverything')}
      </MenuItem>
      <MenuItem
        testId="import-open"
        icon={importIcon}
        onClick={() => openDialog({ kind: 'import', file: null })}
      >
        {t('importing.open')}
      </MenuItem>
    </Menu>
  );
}

export function ExportPickedButton() {
  const { t } = useTranslation();
  return (
    <Button
      small
      data-testid="export-picked"
      icon={<Download size={13} aria-hidden />}
      onClick={() => openDialog({ kind: 'export', what: { ids: [...useMarks.getState().ids] } })}
    >
      {t('export.open')}
    </Button>
  );
}

export function TransferSettings() {
  const { t } = useTranslation();
  return (
    <Section title={t('transferSettings.title')}>
      <p className="max-w-[62ch] text-text-2">{t('transferSettings.hint')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          data-testid="settings-export"
          icon={exportIcon}
          onClick={() => openDialog({ kind: 'export', what: { filter: {} } })}
        >
          {t('export.openEverything')}
        </Button>
        <Button
          data-testid="settings-import"
          icon={importIcon}
          onClick={() => openDialog({ kind: 'import', file: null })}
        >
          {t('importing.open')}
        </Button>
      </div>
    </Section>
  );
}
