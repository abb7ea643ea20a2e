// What a scenario is called, and what went wrong in playing one.
import type { TFunction } from 'i18next';
import { knownScenario } from './scenario-groups.ts';

const ERRORS = ['NOT_FOUND', 'NOT_IN_VERSION', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

export function scenarioName(t: TFunction, id: string): string {
  const known = knownScenario(id);
  return known === null ? id : t(`scenario.${known}.name`);
}

export function playErrorText(t: TFunction, code: string): string {
  return t(`play.error.${ERRORS.find((one) => one === code) ?? 'OTHER'}`);
}
