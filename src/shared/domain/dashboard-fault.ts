// A failure of the dashboard's own, as it is copied and as it reaches the log: without secrets and personal data, and of bounded length.
import { createRedactor } from './export/redaction.ts';

export const MAX_FAULT_MESSAGE = 500;
export const MAX_FAULT_DETAILS = 8_000;

/** @param secrets known by their value */
export function withoutPrivateParts(text: string, max: number, secrets: readonly string[] = []): string {
  const redactor = createRedactor({ personal: true, metadata: true, keepSignatures: false }, secrets);
  return printable(redactor.text(text.slice(0, max * 2))).slice(0, max);
}

/** Nothing may reach a terminal that it would obey. */
function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
}
