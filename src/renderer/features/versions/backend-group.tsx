// The endpoint form's group about the code behind the endpoint: which API version it is written for, and how that is known.
import { FileSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LockFinding } from '#shared/contract/versions.ts';
import { SDK_NAMES, SDKS } from '#shared/domain/versions/sdk.ts';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { engine } from '../../stores/engine.ts';
import type { GroupProps } from '../endpoints/what-groups.tsx';
import { BACKEND_KINDS, backendOf } from './backend-draft.ts';
import { pinSentence, sdkWords } from './pin-words.ts';
import { usePin } from './use-pin.ts';

export function BackendGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  const backend = backendOf(draft);
  const pin = usePin('kind' in backend ? backend : null);
  return (
    <>
      <p className="max-w-[68ch] text-text-2">{t('versions.form.intro')}</p>
      <ChoiceList
        label={t('versions.form.kind')}
        testId="endpoint-backend"
        value={draft.backendKind}
        options={BACKEND_KINDS.map((value) => ({
          value,
          label: t(`versions.form.kindOf.${value}`),
          hint: <Prose text={t(`versions.form.kindHint.${value}`)} />,
        }))}
        onChange={(backendKind) => edit({ backendKind })}
      />
      {draft.backendKind === 'api' && (
        <TextField
          label={t('versions.form.api')}
          data-testid="backend-api"
          mono
          value={draft.backendApi}
          placeholder="2026-10-28.endive"
          error={errorOf('backendApi')}
          onChange={(backendApi) => edit({ backendApi })}
        />
      )}
      {draft.backendKind === 'sdk' && (
        <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
          <SelectField
            label={t('versions.form.sdk')}
            data-testid="backend-sdk"
            value={draft.backendSdk}
            options={SDKS.map((value) => ({ value, label: SDK_NAMES[value] }))}
            onChange={(backendSdk) => edit({ backendSdk })}
          />
          <TextField
            label={t('versions.form.release')}
            data-testid="backend-release"
            mono
            value={draft.backendRelease}
            placeholder="23.1.0"
            error={errorOf('backendRelease')}
            onChange={(backendRelease) => edit({ backendRelease })}
          />
        </div>
      )}
      {draft.backendKind === 'lock' && <LockFields draft={draft} edit={edit} errorOf={errorOf} />}
      {pin !== null && (
        <p role="status" data-testid="backend-pin" className={pin.problem === null ? 'text-ok' : 'text-warn'}>
          {pinSentence(t, pin)}
        </p>
      )}
    </>
  );
}

function LockFields({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  const [found, setFound] = useState<LockFinding[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const read = async () => {
    setBusy(true);
    setFailed(null);
    try {
      setFound(await engine.query((api) => api.versions.readLocks({ folder: draft.backendFolder.trim() })));
    } catch (error) {
      setFound(null);
      setFailed(t(errorCode(error) === 'FOLDER' ? 'versions.pin.no_folder' : 'versions.form.readFailed'));
    }
    setBusy(false);
  };

  const files = (found ?? []).map(({ file, sdk, version, apiVersion, atLeast }) => ({
    value: file,
    label: `${file}: ${sdkWords(sdk, version)} · ${
      apiVersion ??
      (atLeast === undefined ? t('versions.pin.short') : t('versions.pin.shortAtLeast', { version: atLeast }))
    }`,
  }));
  return (
    <>
      <div className="flex items-start gap-2">
        <TextField
          className="min-w-0 flex-1"
          label={t('versions.form.folder')}
          data-testid="backend-folder"
          mono
          value={draft.backendFolder}
          placeholder="/home/me/shop/backend"
          hint={t('versions.form.folderHint')}
          error={errorOf('backendFolder') ?? failed}
          onChange={(backendFolder) => {
            setFound(null);
            setFailed(null);
            edit({ backendFolder, backendFile: '' });
          }}
        />
        <Button
          className="mt-[23px] shrink-0"
          data-testid="backend-read"
          disabled={busy || draft.backendFolder.trim() === ''}
          icon={<FileSearch size={14} aria-hidden />}
          onClick={() => void read()}
        >
          {t('versions.form.read')}
        </Button>
      </div>
      {files.length > 1 && (
        <ChoiceList
          label={t('versions.form.file')}
          testId="backend-file"
          value={draft.backendFile === '' ? (files[0]?.value ?? '') : draft.backendFile}
          options={files}
          onChange={(backendFile) => edit({ backendFile })}
        />
      )}
    </>
  );
}
