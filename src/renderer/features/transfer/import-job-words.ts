// What the strip above the list says of an import.
import type { TFunction } from 'i18next';
import type { Job } from '#shared/contract/jobs.ts';
import type { Format } from '../../i18n/create-format.ts';

export function importJobWords(t: TFunction, format: Format, job: Job): string {
  const n = (outcome: string): string => format.number(job.outcomes[outcome] ?? 0);
  return t(`importing.job.${job.state}`, {
    done: format.bytes(job.done),
    total: format.bytes(job.total),
    imported: n('imported'),
    known: n('known'),
    bad: n('bad'),
  });
}
