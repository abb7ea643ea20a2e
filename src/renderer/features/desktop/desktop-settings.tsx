// Settings that only the desktop app has. In a browser this is nothing, and nobody is asked for it.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopState } from '#shared/contract/desktop.ts';
import { isDesktop } from '../../api/port-link.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { Section } from '../../components/view-frame.tsx';
import { changeDesktop, loadDesktop, useDesktop } from '../../stores/desktop-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { ShortcutField } from './shortcut-field.tsx';

const NOTIFICATIONS = ['failed', 'held', 'drift', 'lineDown'] as const;
const SECRETS_FILE = 'secrets.json';

export function DesktopSettings() {
  const { t } = useTranslation();
  const { state, error } = useDesktop();
  useEffect(() => {
    if (isDesktop()) void loadDesktop();
  }, []);
  if (!isDesktop() || (state === null && error === null)) return null;
  return (
    <Section title={t('desktop.title')}>
      <div className="flex flex-col gap-4" data-testid="desktop-settings">
        {state !== null && <Fields state={state} />}
        {error !== null && (
          <p role="alert" className="text-bad">
            {t(state === null ? 'desktop.error' : 'settings.error')}
          </p>
        )}
      </div>
    </Section>
  );
}

function Fields({ state }: { state: DesktopState }) {
  const { t } = useTranslation();
  const busy = useDesktop((desktop) => desktop.busy);
  const { settings, platform } = state;
  const tray = t(`desktop.tray.${platform}`);
  return (
    <>
      <SwitchField
        label={t('desktop.closeToTray')}
        hint={t('desktop.closeToTrayHint', { tray })}
        checked={settings.closeToTray}
        disabled={busy}
        testId="close-to-tray"
        onChange={(closeToTray) => void changeDesktop({ closeToTray })}
      />
      {state.canStartAtLogin && (
        <SwitchField
          label={t('desktop.startAtLogin')}
          hint={t('desktop.startAtLoginHint', { tray })}
          checked={settings.startAtLogin}
          disabled={busy}
          testId="start-at-login"
          onChange={(startAtLogin) => void changeDesktop({ startAtLogin })}
        />
      )}
      <fieldset>
        <legend className="mb-2 font-medium">{t('desktop.notify.title')}</legend>
        <div className="flex flex-col gap-3">
          {NOTIFICATIONS.map((what) => (
            <SwitchField
              key={what}
              label={t(`desktop.notify.${what}`)}
              hint={t(`desktop.notify.${what}Hint`)}
              checked={settings.notify[what]}
              disabled={busy}
              testId={`notify-${what}`}
              onChange={(on) => void changeDesktop({ notify: { ...settings.notify, [what]: on } })}
            />
          ))}
        </div>
      </fieldset>
      <ShortcutField
        label={t('desktop.shortcut.label')}
        hint={t('desktop.shortcut.hint')}
        value={settings.resendShortcut}
        taken={state.shortcutTaken}
        platform={platform}
        onChange={(resendShortcut) => void changeDesktop({ resendShortcut })}
      />
      {state.canUpdate && (
        <SwitchField
          label={t('desktop.updates')}
          hint={t('desktop.updatesHint')}
          checked={settings.updates === 'on'}
          disabled={busy}
          testId="look-for-updates"
          onChange={(on) => void changeDesktop({ updates: on ? 'on' : 'off' })}
        />
      )}
      <Secrets state={state} />
    </>
  );
}

function Secrets({ state: { secrets, platform } }: { state: DesktopState }) {
  const { t } = useTranslation();
  const dataDir = useStatus((state) => state.status?.dataDir ?? null);
  if (secrets === 'system') {
    return (
      <p data-testid="secrets-system" className="text-text-2">
        {t('desktop.secretsSystem')}
      </p>
    );
  }
  const separator = platform === 'win32' ? '\\' : '/';
  const file = dataDir === null ? SECRETS_FILE : `${dataDir}${separator}${SECRETS_FILE}`;
  return (
    <Callout tone="warn" title={t('desktop.secretsFileTitle')} testId="secrets-file">
      <p>
        <Prose text={t('desktop.secretsFileText', { file })} />
      </p>
      {platform === 'linux' && <p>{t('desktop.secretsFileNext')}</p>}
    </Callout>
  );
}
