// Attempts over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { decodeContent } from '../network/content-encoding.ts';
import type { Engine } from '../engine.ts';

export function attemptsRouter({ store }: Pick<Engine, 'store'>) {
  const os = implement(contract.attempts);
  return {
    responseBody: os.responseBody.handler(async ({ input, errors }) => {
      const found = store.deliveries.findResponseBody(input.id);
      if (found === null) throw errors.NOT_FOUND();
      const body = await decodeContent(found.bytes, found.headers);
      return new Blob([Uint8Array.from(body)], { type: 'application/octet-stream' });
    }),
  };
}
