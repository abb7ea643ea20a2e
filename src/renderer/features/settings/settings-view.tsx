// Settings: how the dashboard looks, and what the engine accepts and tells.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesktop } from '../../api/port-link.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { Section, ViewFrame } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { setPreferences, THEMES, usePreferences } from '../../stores/preferences-store.ts';
import { CatchUpSettings } from '../catch-up/catch-up-settings.tsx';
import { DesktopSettings } from '../desktop/desktop-settings.tsx';
import { TransferSettings } from '../transfer/transfer-buttons.tsx';
import { changeSettings, loadSettings, useSettings } from '../../stores/settings-store.ts';
import { NotifySetting } from './notify-setting.tsx';
import { RetentionSettings } from './retention-settings.tsx';
import { useStatus } from '../../stores/status-store.ts';

export function SettingsView() {
  const { t } = useTranslation();
  const { language, theme } = usePreferences();
  return (
    <ViewFrame title={t('settings.title')}>
      <Section title={t('settings.appearance')}>
        <div className="flex flex-col gap-3">
          <Segmented
            label={t('settings.language')}
            value={language}
            options={[
              { value: 'en', label: 'English' },
              { value: 'zh-TW', label: '繁體中文' },
            ]}
            onChange={(next) => setPreferences({ language: next })}
          />
          <Segmented
            label={t('settings.theme')}
            value={theme}
            options={THEMES.map((value) => ({ value, label: t(`settings.themeOf.${value}`) }))}
            onChange={(next) => setPreferences({ theme: next })}
          />
          {!isDesktop() && <NotifySetting />}
        </div>
      </Section>
      <DesktopSettings />
      <EngineSettings />
      <CatchUpSettings />
      <RetentionSettings />
      <TransferSettings />
      <About />
    </ViewFrame>
  );
}

function EngineSettings() {
  const { t } = useTranslation();
  const { settings, busy, error } = useSettings();
  useEffect(() => {
    void loadSettings();
  }, []);
  return (
    <Section title={t('settings.engine')}>
      <div className="flex flex-col gap-4">
        <SwitchField
          label={t('settings.forwardUnsigned')}
          hint={t('settings.forwardUnsignedHint')}
          checked={settings?.forwardUnsigned ?? false}
          disabled={busy || settings === null}
          onChange={(forwardUnsigned) => void changeSettings({ forwardUnsigned })}
        />
        <SwitchField
          label={t('settings.shareResponse')}
          hint={t('settings.shareResponseHint')}
          checked={settings?.shareResponse ?? false}
          disabled={busy || settings === null}
          onChange={(shareResponse) => void changeSettings({ shareResponse })}
        />
        {error !== null && (
          <p role="alert" className="text-bad">
            {t('settings.error')}
          </p>
        )}
      </div>
    </Section>
  );
}

function About() {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  return (
    <Section title={t('settings.about')}>
      <Facts>
        <Fact name={t('settings.version')}>Hookline {status.version}</Fact>
        <Fact name={t('settings.receiver')}>
          <code>{status.receiverUrl}</code>
        </Fact>
        <Fact name={t('settings.stored')}>{format.number(status.counts.all)}</Fact>
        <Fact name={t('settings.dataDir')}>
          <code className="break-all">{status.dataDir}</code>
        </Fact>
      </Facts>
    </Section>
  );
}
