// Settings of catching up: how old what was missed may be to be delivered without a question, and the watch over the line.
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../components/select-field.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { Section } from '../../components/view-frame.tsx';
import { changeSettings, useSettings } from '../../stores/settings-store.ts';
import { durationText } from '../endpoints/field-text.ts';

const MINUTE_MS = 60_000;
const AGES = {
  never: 0,
  m15: 15 * MINUTE_MS,
  h1: 60 * MINUTE_MS,
  h6: 6 * 60 * MINUTE_MS,
  d1: 24 * 60 * MINUTE_MS,
  d30: 30 * 24 * 60 * MINUTE_MS,
} as const;
const NAMES = ['never', 'm15', 'h1', 'h6', 'd1', 'd30'] as const;

export function CatchUpSettings() {
  const { t } = useTranslation();
  const catchUp = useSettings((state) => state.settings?.catchUp);
  const busy = useSettings((state) => state.busy);
  if (catchUp === undefined) return null;
  const { deliverWithinMs, watch } = catchUp;
  const known = NAMES.some((name) => AGES[name] === deliverWithinMs);
  return (
    <Section title={t('catchUp.settings.title')}>
      <div className="flex flex-col gap-4">
        <div>
          <SelectField
            className="max-w-[300px]"
            label={t('catchUp.settings.within')}
            data-testid="deliver-within"
            value={String(deliverWithinMs)}
            options={[
              ...NAMES.map((name) => ({
                value: String(AGES[name]),
                label: t(`catchUp.settings.age.${name}`),
              })),
              // Set through the API to something that stands in no menu.
              ...(known
                ? []
                : [
                    {
                      value: String(deliverWithinMs),
                      label: t('catchUp.settings.age.another', { time: durationText(deliverWithinMs) }),
                    },
                  ]),
            ]}
            disabled={busy}
            onChange={(value) => void changeSettings({ catchUp: { watch, deliverWithinMs: Number(value) } })}
          />
          <p className="mt-1 max-w-[62ch] text-text-2">{t('catchUp.settings.withinHint')}</p>
        </div>
        <SwitchField
          label={t('catchUp.settings.watch')}
          hint={t('catchUp.settings.watchHint')}
          testId="watch-line"
          checked={watch}
          disabled={busy}
          onChange={(next) => void changeSettings({ catchUp: { deliverWithinMs, watch: next } })}
        />
      </div>
    </Section>
  );
}
