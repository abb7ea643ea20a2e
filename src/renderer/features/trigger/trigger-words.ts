// What went wrong in asking the engine for a trigger, in words.
import type { TFunction } from 'i18next';

const ERRORS = ['LIVE_MODE', 'TOO_MANY', 'NOT_FOUND', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

export function triggerErrorText(t: TFunction, code: string): string {
  return t(`trigger.error.${ERRORS.find((one) => one === code) ?? 'OTHER'}`);
}
