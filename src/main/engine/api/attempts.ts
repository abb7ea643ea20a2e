// Attempts over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { EndpointClosedError, NotSentError } from '#shared/domain/delivery-errors.ts';
import { decodeContent } from '../network/content-encoding.ts';
import type { Engine } from '../engine.ts';
import { EditorError } from '../editor/editor.ts';
import { FindOutError } from '../replay/find-out.ts';

export function attemptsRouter({ store, findOut, editor }: Pick<Engine, 'store' | 'findOut' | 'editor'>) {
  const os = implement(contract.attempts);
  return {
    findOut: os.findOut.handler(async ({ input, errors }) => {
      try {
        return await findOut.findOut(input.id);
      } catch (error) {
        if (error instanceof EndpointClosedError) throw errors.ENDPOINT_CLOSED({ message: error.message });
        if (error instanceof NotSentError) throw errors.NOT_SENT({ message: error.message });
        if (error instanceof FindOutError) throw errors[error.code]();
        throw error;
      }
    }),

    openInEditor: os.openInEditor.handler(async ({ input, errors }) => {
      const attempt = store.deliveries.findAttempt(input.id);
      if (attempt === null) throw errors.NOT_FOUND();
      try {
        return { file: await editor.open(attempt.endpointId, input) };
      } catch (error) {
        if (error instanceof EditorError) throw errors[error.code]({ message: error.message });
        throw error;
      }
    }),

    responseBody: os.responseBody.handler(async ({ input, errors }) => {
      const found = store.deliveries.findResponseBody(input.id);
      if (found === null) throw errors.NOT_FOUND();
      const body = await decodeContent(found.bytes, found.headers);
      return new Blob([Uint8Array.from(body)], { type: 'application/octet-stream' });
    }),
  };
}
