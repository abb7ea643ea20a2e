// The API as REST under /api/v1, with its own description in openapi.json.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { onError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { API_PREFIX, contract } from '#shared/contract/index.ts';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import { logUnexpected } from './unexpected-error.ts';

/** An edited body of 5 MiB, all of it escaped, takes six times that. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** A history is imported as one file, which is held in memory. */
const MAX_IMPORT_BYTES = 2 * 1024 * 1024 * 1024;
const IMPORT_PATH = `${API_PREFIX}/import`;

export interface RestTransport {
  /** Answers and resolves with true when the path is a procedure or openapi.json. */
  handle(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean>;
}

export function createRestTransport(router: Router, version: string, logger: Logger): RestTransport {
  const handlerFor = (maxBodySize: number) =>
    new OpenAPIHandler(router, {
      interceptors: [onError((error) => logUnexpected(logger, error))],
      plugins: [new BodyLimitPlugin({ maxBodySize })],
    });
  const handler = handlerFor(MAX_BODY_BYTES);
  const importHandler = handlerFor(MAX_IMPORT_BYTES);
  let description: Promise<string> | null = null;

  async function describe(): Promise<string> {
    const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
    const document = await generator.generate(contract, {
      info: { title: 'Hookline', version, description: 'Stripe webhooks in local development.' },
      servers: [{ url: API_PREFIX }],
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    });
    return JSON.stringify(document);
  }

  return {
    async handle(request, response, pathname) {
      if (pathname === `${API_PREFIX}/openapi.json` && request.method === 'GET') {
        description ??= describe();
        response.setHeader('content-type', 'application/json; charset=utf-8');
        response.end(await description);
        return true;
      }
      const chosen = pathname === IMPORT_PATH ? importHandler : handler;
      const { matched } = await chosen.handle(request, response, { prefix: API_PREFIX, context: {} });
      return matched;
    },
  };
}
