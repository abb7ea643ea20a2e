// One event as text to paste: a program that sends it, or a file of one.
import type { Copy } from '#shared/contract/transfer.ts';
import { exactBytes } from '#shared/domain/export/exact-text.ts';
import {
  isSnippetFormat,
  type CopyFormat,
  type SnippetSignature,
} from '#shared/domain/export/export-format.ts';
import { createExportWriter } from '#shared/domain/export/export-writer.ts';
import { gate, gateTarget } from '#shared/domain/export/gate.ts';
import { createRedactor, type RedactionChoice } from '#shared/domain/export/redaction.ts';
import { writeSnippet } from '#shared/domain/export/snippet.ts';
import { snippetHeaders } from '#shared/domain/export/snippet-parts.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import type { Signer } from '../delivery/signer.ts';
import type { Clock } from '../ports.ts';
import { signBody } from '../signature/signature-check.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import { readExportInput } from './export-source.ts';

export type CopyProblem = 'NOT_FOUND' | 'NO_BODY';

export class CopyError extends Error {
  readonly code: CopyProblem;
  constructor(code: CopyProblem) {
    super(code);
    this.code = code;
  }
}

export interface CopyRequest {
  id: string;
  format: CopyFormat;
  signature: SnippetSignature;
  endpointId?: string | undefined;
  redaction: RedactionChoice;
}

export interface Copies {
  /** @throws CopyError */
  copy(request: CopyRequest): Promise<Copy>;
}

export interface CopiesDeps {
  store: Pick<Store, 'reads' | 'deliveries'>;
  endpoints: Pick<Endpoints, 'all' | 'enabled' | 'find'>;
  signer: Pick<Signer, 'secretFor'>;
  knownSecrets: () => readonly string[];
  version: string;
  clock: Clock;
}

export function createCopies({ store, endpoints, signer, knownSecrets, version, clock }: CopiesDeps): Copies {
  function chooseEndpoint(endpointId: string | undefined): StoredEndpoint {
    // One that is switched off is still where the backend is; there is always one.
    const found =
      endpointId === undefined ? (endpoints.enabled()[0] ?? endpoints.all()[0]) : endpoints.find(endpointId);
    if (found === null || found === undefined) throw new CopyError('NOT_FOUND');
    return found;
  }

  return {
    async copy({ id, format, signature, endpointId, redaction }) {
      const reads = { events: store.reads, deliveries: store.deliveries };
      const event = await readExportInput(reads, id, !isSnippetFormat(format));
      if (event === null) throw new CopyError('NOT_FOUND');
      if (event.body.byteLength === 0) throw new CopyError('NO_BODY');
      const redactor = createRedactor(redaction, knownSecrets());
      if (!isSnippetFormat(format)) {
        const writer = createExportWriter(format, { redactor, version, alone: true });
        const text = writer.begin() + writer.event(event) + writer.end();
        return { text, removed: redactor.removed() };
      }
      const endpoint = chooseEndpoint(endpointId);
      const { body, receipts, type, id: safeId } = gate(event, redactor);
      const target = gateTarget(endpoint, redactor);
      // Those that came with these bytes; a redelivery may have had others.
      const received = receipts.findLast(({ otherBody }) => otherBody === null)?.headers ?? [];
      const known = signer.secretFor(endpoint);
      const text = writeSnippet(format, {
        url: target.url,
        headers: snippetHeaders(received, target.headers),
        body,
        // Over what is posted, which is not what came in where something was taken out.
        signature: signature === 'now' ? signBody(exactBytes(body), known.secret, clock.now()) : null,
        title: `${type} ${safeId}`,
      });
      return { text, removed: redactor.removed() };
    },
  };
}
