// An import over REST: the file is handed to the procedure in parts while it comes in, so that one of any size fills no memory.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { call, ORPCError } from '@orpc/server';
import type { ImportReport } from '#shared/contract/transfer.ts';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import { boundaryOf, MalformedFormError, readForm } from './multipart-form.ts';
import { logUnexpected } from './unexpected-error.ts';

const PART_BYTES = 1024 * 1024;

/** Answers as oRPC would: the report, or the error as JSON with its status. */
export async function takeUpload(
  router: Router,
  logger: Logger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const boundary = boundaryOf(request.headers['content-type']);
  const upload = createUpload(router, request.headers['content-length']);
  try {
    if (boundary === null) {
      const query = new URL(request.url ?? '', 'http://localhost').searchParams;
      for (const [name, value] of query) upload.field(name, value);
      for await (const bytes of request) await upload.file(bytes as Buffer);
    } else if (!(await readForm(request, boundary, upload))) {
      throw new MalformedFormError('The form has no field "file".');
    }
    send(response, 200, await upload.end());
  } catch (error) {
    await upload.cancel();
    // A client that went away reads no answer, and is no fault of ours.
    if (request.destroyed && !request.complete) return void response.destroy();
    const known = asApiError(error);
    logUnexpected(logger, known);
    // The rest of the file is read and dropped; a client may read the answer only after it has sent everything.
    request.resume();
    send(response, known.status, known.toJSON());
  }
}

function createUpload(router: Router, sizeBytes: string | undefined) {
  const fields: Record<string, string> = sizeBytes === undefined ? {} : { sizeBytes };
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;
  let id: string | undefined;

  async function pass(isLast: boolean): Promise<ImportReport> {
    const { more: _more, ...others } = fields;
    const file = new Blob(waiting);
    waiting = [];
    waitingBytes = 0;
    const input = {
      ...others,
      file,
      more: isLast ? (fields['more'] ?? false) : true,
      ...(id !== undefined && { id }),
    };
    const report = await call(router.transfer.import, input, { context: {} });
    id = report.job.id;
    return report;
  }

  return {
    field(name: string, value: string): void {
      if (id !== undefined && name === 'id')
        throw new MalformedFormError('Put the field "id" before "file".');
      fields[name] = value;
    },
    async file(bytes: Uint8Array): Promise<void> {
      waiting.push(new Uint8Array(bytes));
      waitingBytes += bytes.byteLength;
      if (waitingBytes < PART_BYTES) return;
      const report = await pass(false);
      if (report.job.state !== 'running')
        throw new ORPCError('CONFLICT', { message: 'The import was stopped.' });
    },
    end: (): Promise<ImportReport> => pass(true),
    async cancel(): Promise<void> {
      if (id !== undefined) await call(router.jobs.cancel, { id }, { context: {} });
    },
  };
}

function asApiError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error;
  if (error instanceof MalformedFormError) return new ORPCError('BAD_REQUEST', { message: error.message });
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: 'Hookline failed to answer; its log says why.',
    cause: error,
  });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
