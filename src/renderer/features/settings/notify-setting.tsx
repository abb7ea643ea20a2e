// Whether the system says a word when a customer paid and is still free. Asks the browser for leave when it is switched on.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SwitchField } from '../../components/switch-field.tsx';
import { setPreferences, usePreferences } from '../../stores/preferences-store.ts';

export function NotifySetting() {
  const { t } = useTranslation();
  const on = usePreferences((state) => state.notifyDrift);
  const [refused, setRefused] = useState(false);
  const supported = typeof Notification !== 'undefined';
  const change = async (next: boolean) => {
    const allowed = !next || (await Notification.requestPermission()) === 'granted';
    setRefused(!allowed);
    setPreferences({ notifyDrift: next && allowed });
  };
  return (
    <SwitchField
      label={t('notify.drift')}
      hint={refused || !supported ? t('notify.refused') : t('notify.driftHint')}
      checked={on && supported}
      disabled={!supported}
      onChange={(next) => void change(next)}
    />
  );
}
