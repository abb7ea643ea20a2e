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
import { takeUpload } from './import-upload.ts';
import { logUnexpected } from './unexpected-error.ts';

/** An edited body of 5 MiB, all of it escaped, takes six times that. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const IMPORT_PATH = `${API_PREFIX}/import`;

export interface RestTransport {
  /** Answers and resolves with true when the path is a procedure or openapi.json. */
  handle(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean>;
}

export function createRestTransport(router: Router, version: string, logger: Logger): RestTransport {
  const handler = new OpenAPIHandler(router, {
    interceptors: [onError((error) => logUnexpected(logger, error))],
    plugins: [new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES })],
  });
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
      if (pathname === IMPORT_PATH && request.method === 'POST') {
        await takeUpload(router, logger, request, response);
        return true;
      }
      const { matched } = await handler.handle(request, response, { prefix: API_PREFIX, context: {} });
      return matched;
    },
  };
}
