// How a group of the endpoint form is set, in a few words.
import type { TFunction } from 'i18next';
import type { Format } from '../../i18n/create-format.ts';
import { sdkWords } from '../versions/pin-words.ts';
import type { FormGroup } from './endpoint-change.ts';
import type { EndpointDraft } from './endpoint-draft.ts';
import { readList, readWholeNumber } from './field-text.ts';

export function groupSummary(t: TFunction, format: Format, group: FormGroup, draft: EndpointDraft): string {
  switch (group) {
    case 'address':
      return draft.url;
    case 'filter': {
      const types = readList(draft.types);
      return [
        types.length === 0 ? t('endpoint.summary.allTypes') : types.join(', '),
        ...(draft.kinds === 'all' ? [] : [t(`endpoint.kindOf.${draft.kinds}`)]),
        ...(draft.condition.trim() === '' ? [] : [draft.condition.trim()]),
        ...(draft.accounts === 'all' ? [] : [t(`endpoint.accountOf.${draft.accounts}`)]),
      ].join(' · ');
    }
    case 'sending':
      return [
        t(`endpoint.orderOf.${draft.order}`),
        draft.noTimeout
          ? t('endpoint.summary.noTimeout')
          : t('endpoint.summary.timeout', { time: format.duration(readWholeNumber(draft.timeout) || 0) }),
        ...(draft.headers.trim() === '' ? [] : [t('endpoint.headers')]),
        ...(draft.dedupe ? [t('endpoint.summary.dedupe')] : []),
      ].join(' · ');
    case 'signing':
      return t(`endpoint.signingOf.${draft.signing}`);
    case 'hold':
      return draft.hold ? t('endpoint.summary.hold', { time: draft.askAfter }) : t('endpoint.summary.noHold');
    case 'backend':
      return backendSummary(t, draft);
    case 'retry':
      return t(`endpoint.retryOf.${draft.retry}`);
  }
}

function backendSummary(t: TFunction, draft: EndpointDraft): string {
  switch (draft.backendKind) {
    case 'unknown':
      return t('versions.summary.unknown');
    case 'api':
      return draft.backendApi;
    case 'sdk':
      return sdkWords(draft.backendSdk, draft.backendRelease);
    case 'lock':
      return t('versions.summary.lock', { folder: draft.backendFolder });
  }
}
