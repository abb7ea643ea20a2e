// The form's groups about where to, which events, and how they are sent.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ENDPOINT_COLOURS } from '#shared/contract/endpoints.ts';
import { ACCOUNT_CHOICES, EVENT_KIND_CHOICES } from '#shared/domain/endpoint-filter.ts';
import { readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { problemWords } from '../event-list/filter-words.ts';
import type { EndpointField } from './endpoint-change.ts';
import type { EndpointDraft } from './endpoint-draft.ts';

export interface GroupProps {
  draft: EndpointDraft;
  edit(change: Partial<EndpointDraft>): void;
  errorOf(field: EndpointField): string | null;
}

type Colour = (typeof ENDPOINT_COLOURS)[number];
export const COLOUR_DOTS: Record<Colour, string> = {
  teal: 'bg-accent',
  violet: 'bg-[var(--synthetic)]',
  amber: 'bg-warn',
  green: 'bg-ok',
  blue: 'bg-replay',
  grey: 'bg-unverified',
};
const COLOURS = Object.keys(COLOUR_DOTS) as Colour[];
export const ORDERS = ['parallel', 'customer', 'created'] as const;

export function AddressGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('endpoint.url')}
        data-testid="endpoint-url"
        data-first-focus
        mono
        value={draft.url}
        placeholder="http://localhost:8000/api/stripe/webhook"
        hint={<Prose text={t('endpoint.urlHint')} />}
        error={errorOf('url')}
        onChange={(url) => edit({ url })}
      />
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('endpoint.name')}
          data-testid="endpoint-name"
          value={draft.name}
          error={errorOf('name')}
          onChange={(name) => edit({ name })}
        />
        <fieldset>
          <legend className="font-medium">{t('endpoint.colour')}</legend>
          <div className="mt-1 flex h-[30px] items-center gap-2">
            {COLOURS.map((colour) => (
              <label
                key={colour}
                title={t(`endpoint.colourOf.${colour}`)}
                className="relative flex size-6 items-center justify-center rounded-[12px] has-checked:outline-2 has-checked:outline-text-2 has-focus-visible:outline-2 has-focus-visible:outline-focus"
              >
                <input
                  type="radio"
                  className="absolute inset-0 opacity-0"
                  aria-label={t(`endpoint.colourOf.${colour}`)}
                  checked={draft.colour === colour}
                  onChange={() => edit({ colour })}
                />
                <span aria-hidden className={`size-3.5 rounded-[9px] ${COLOUR_DOTS[colour]}`} />
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </>
  );
}

export function FilterGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  /** Left the field: a mistake is no longer something that is still being typed. */
  const [isSettled, setSettled] = useState(false);
  const read = readArrivalCondition(draft.condition);
  const mistake = read.ok ? null : read.problem;
  return (
    <>
      <TextArea
        label={t('endpoint.types')}
        data-testid="endpoint-types"
        value={draft.types}
        placeholder={'invoice.*\ncheckout.session.completed\n-invoice.created'}
        hint={<Prose text={t('endpoint.typesHint')} />}
        error={errorOf('types')}
        onChange={(types) => edit({ types })}
      />
      <TextField
        label={t('endpoint.condition')}
        data-testid="endpoint-condition"
        mono
        value={draft.condition}
        placeholder="data.object.metadata.env:staging"
        hint={<Prose text={t('endpoint.conditionHint')} />}
        error={
          mistake !== null && (errorOf('condition') !== null || isSettled)
            ? problemWords(t, mistake)
            : errorOf('condition')
        }
        onChange={(condition) => {
          setSettled(false);
          edit({ condition });
        }}
        onBlur={() => setSettled(true)}
      />
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <ChoiceList
          label={t('endpoint.kinds')}
          value={draft.kinds}
          options={EVENT_KIND_CHOICES.map((value) => ({ value, label: t(`endpoint.kindOf.${value}`) }))}
          onChange={(kinds) => edit({ kinds })}
        />
        <ChoiceList
          label={t('endpoint.accounts')}
          value={draft.accounts}
          options={ACCOUNT_CHOICES.map((value) => ({ value, label: t(`endpoint.accountOf.${value}`) }))}
          onChange={(accounts) => edit({ accounts })}
        />
      </div>
    </>
  );
}

export function SendingGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceList
        label={t('endpoint.order')}
        testId="endpoint-order"
        value={draft.order}
        options={ORDERS.map((value) => ({
          value,
          label: t(`endpoint.orderOf.${value}`),
          hint: t(`endpoint.orderHint.${value}`),
        }))}
        onChange={(order) => edit({ order })}
      />
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('endpoint.concurrency')}
          data-testid="endpoint-concurrency"
          mono
          inputMode="numeric"
          value={draft.order === 'created' ? '1' : draft.concurrency}
          disabled={draft.order === 'created'}
          hint={t('endpoint.concurrencyHint')}
          error={errorOf('concurrency')}
          onChange={(concurrency) => edit({ concurrency })}
        />
        <TextField
          label={t('endpoint.timeout')}
          data-testid="endpoint-timeout"
          mono
          inputMode="numeric"
          value={draft.noTimeout ? '' : draft.timeout}
          disabled={draft.noTimeout}
          hint={t('endpoint.timeoutHint')}
          error={errorOf('timeout')}
          onChange={(timeout) => edit({ timeout })}
        />
      </div>
      <SwitchField
        label={t('endpoint.timeoutNone')}
        hint={t('endpoint.timeoutNoneHint')}
        checked={draft.noTimeout}
        onChange={(noTimeout) => edit({ noTimeout })}
      />
      <TextArea
        label={t('endpoint.headers')}
        data-testid="endpoint-headers"
        rows={2}
        value={draft.headers}
        placeholder={'Host: myapp.test\nX-Debug: 1'}
        hint={t('endpoint.headersHint')}
        error={errorOf('headers')}
        onChange={(headers) => edit({ headers })}
      />
      <SwitchField
        label={t('endpoint.selfSigned')}
        hint={t('endpoint.selfSignedHint')}
        checked={draft.allowSelfSigned}
        onChange={(allowSelfSigned) => edit({ allowSelfSigned })}
      />
      <SwitchField
        label={t('endpoint.dedupe')}
        hint={t('endpoint.dedupeHint')}
        checked={draft.dedupe}
        onChange={(dedupe) => edit({ dedupe })}
      />
    </>
  );
}
