// How scenarios are played: version, speed, manners of delivery, and about whom. Remembered.
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { SCENARIO_SPEEDS } from '#shared/contract/scenarios.ts';
import { ChoiceList } from '../../components/choice-list.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Section } from '../../components/view-frame.tsx';
import { choose, useScenarios, type PlayChoices } from '../../stores/scenarios-store.ts';

/** Long enough for Stripe, and what the engine takes. */
const LONGEST_NAME = 100;
const LONGEST_EMAIL = 200;

/** Empty is none, and not wrong. */
export function hasBadEmail({ email }: PlayChoices): boolean {
  return !/^(\S+@\S+)?$/.test(email.trim());
}

interface PlayControlsProps {
  versions: readonly string[];
  emailField: RefObject<HTMLInputElement | null>;
}

export function PlayControls({ versions, emailField }: PlayControlsProps) {
  const { t } = useTranslation();
  const choices = useScenarios((state) => state.choices);
  // The newest comes last, and is the one played without a choice.
  const version = versions.includes(choices.apiVersion) ? choices.apiVersion : (versions.at(-1) ?? '');
  return (
    <Section title={t('play.how')}>
      <div className="grid grid-cols-2 items-start gap-x-6 gap-y-4 rounded-card border border-line p-4 max-panes:grid-cols-1">
        <ChoiceList
          label={t('play.speed')}
          testId="play-speed"
          value={choices.speed}
          options={SCENARIO_SPEEDS.map((value) => ({
            value,
            label: t(`play.speedOf.${value}`),
            hint: t(`play.speedHint.${value}`),
          }))}
          onChange={(speed) => choose({ speed })}
        />
        <div className="flex flex-col gap-3">
          <SelectField
            label={t('play.version')}
            data-testid="play-version"
            value={version}
            options={versions.map((value) => ({ value, label: value }))}
            disabled={versions.length === 0}
            onChange={(apiVersion) => choose({ apiVersion })}
          />
          <SwitchField
            label={t('play.disorder')}
            testId="play-disorder"
            hint={t('play.disorderHint')}
            checked={choices.disorder}
            onChange={(disorder) => choose({ disorder })}
          />
          <SwitchField
            label={t('play.duplicates')}
            testId="play-duplicates"
            hint={t('play.duplicatesHint')}
            checked={choices.duplicates}
            onChange={(duplicates) => choose({ duplicates })}
          />
        </div>
        <TextField
          label={t('play.name')}
          data-testid="play-name"
          value={choices.name}
          maxLength={LONGEST_NAME}
          placeholder="Ada Lovelace"
          hint={t('play.whoHint')}
          onChange={(name) => choose({ name })}
        />
        <TextField
          ref={emailField}
          label={t('play.email')}
          data-testid="play-email"
          type="email"
          value={choices.email}
          maxLength={LONGEST_EMAIL}
          placeholder="ada@example.com"
          error={hasBadEmail(choices) ? t('play.badEmail') : null}
          hint={t('play.whoHint')}
          onChange={(email) => choose({ email })}
        />
      </div>
    </Section>
  );
}
