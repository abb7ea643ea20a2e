// Asks the developer's app over HTTP: one GET, no redirects, and the plan at a path in the JSON answer.
import {
  request as httpRequest,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
  type IncomingMessage,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ProbeSecrets } from '#shared/domain/probe/app-probe.ts';
import { readJsonPath } from '#shared/domain/probe/json-path.ts';
import { checkProbeUrl, fillProbeUrl } from '#shared/domain/probe/probe-url.ts';
import { localLookup } from '../network/local-lookup.ts';
import { ProbeFailure, wordsOf, type Question, type RawAnswer } from './probe-failure.ts';

/** An answer about one customer is small; something larger is not the answer, and is not to fill the memory. */
const MAX_BYTES = 1024 * 1024;

/** @throws ProbeFailure */
export async function askHttp(
  { probe, valueOf, stop }: Question<'http'>,
  secrets: ProbeSecrets,
): Promise<RawAnswer> {
  const check = checkProbeUrl(probe.url);
  if (!check.ok) throw new ProbeFailure('bad_config', URL_WORDS[check.reason]);
  const url = URL.parse(fillProbeUrl(probe.url, unclimbing(valueOf)));
  if (url === null) throw new ProbeFailure('bad_config', URL_WORDS.unreadable);
  const response = await get(url, headersOf(probe.headerNames, secrets), stop);
  const status = response.statusCode ?? 0;
  const body = await readBody(response);
  const answered = `${status} ${response.statusMessage || STATUS_CODES[status] || ''}`.trim();
  const shown = `${answered}\n${body ?? ''}`;
  if (status === 404) return { value: null, found: false, shown };
  if (status === 401 || status === 403)
    throw new ProbeFailure('auth', `The app answered ${answered}.`, shown);
  if (status < 200 || status > 299) {
    const where = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    throw new ProbeFailure('status', `The app answered ${answered}.${where}`, shown);
  }
  const type = response.headers['content-type'] ?? 'no content type';
  const json = parseJson(body, type, shown);
  const found = readJsonPath(json, probe.path);
  if (found.ok) return { value: found.value, found: true, shown };
  // An empty list of users, or of subscriptions: the app does not know the customer.
  if (found.reason === 'no_such_item') return { value: null, found: false, shown };
  if (found.reason === 'no_such_path') {
    const step = probe.path.slice(found.at);
    throw new ProbeFailure(
      'no_such_path',
      `The answer has nothing at ${probe.path}: ${step} leads nowhere.`,
      shown,
    );
  }
  const words = `The path ${probe.path} cannot be read at character ${found.at + 1}: expected ${found.expected}.`;
  throw new ProbeFailure('bad_config', words);
}

const URL_WORDS = {
  unreadable: 'The address cannot be read as a URL.',
  scheme: 'The address has to begin with http:// or https://.',
  credentials:
    'User and password do not belong into the address but into an Authorization header, which is kept secret.',
  placeholder_in_host: 'Placeholders can stand in the path and the query of an address, not in its host.',
  unknown_placeholder: 'The address holds a placeholder that does not exist.',
} as const;

/** Anyone can set a client_reference_id; as a whole segment of a path, `..` would ask another address, encoded or not. */
function unclimbing(valueOf: Question<'http'>['valueOf']): Question<'http'>['valueOf'] {
  return (placeholder) => {
    const value = valueOf(placeholder);
    if (value !== '.' && value !== '..') return value;
    throw new ProbeFailure(
      'missing_value',
      `{${placeholder}} is “${value}”, which cannot stand in an address.`,
    );
  };
}

function headersOf(names: readonly string[], secrets: ProbeSecrets): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'Hookline' };
  for (const name of names) {
    const value = secrets.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    if (value === undefined) throw new ProbeFailure('bad_config', `The header ${name} has no value yet.`);
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new ProbeFailure(
        'bad_config',
        `The header ${name} or its value holds characters that cannot be sent.`,
      );
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
  const options = {
    method: 'GET',
    headers,
    agent: false,
    lookup: localLookup,
    autoSelectFamily: true,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    request.once('response', resolve);
    request.on('error', (error) => reject(new ProbeFailure('unreachable', wordsOf(error))));
    request.end();
  });
}

/** @returns null when it is too large */
async function readBody(response: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      sizeBytes += chunk.byteLength;
      // Leaving the loop destroys the response and its connection.
      if (sizeBytes > MAX_BYTES) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ProbeFailure('unreachable', `The answer broke off: ${wordsOf(error)}.`);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(body: string | null, type: string, shown: string): unknown {
  if (body === null) throw new ProbeFailure('not_json', 'The answer is larger than 1 MiB.');
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    // Not in the words of JSON.parse, which quote a piece of the body: that might be a piece of a secret.
    throw new ProbeFailure('not_json', `The answer (${type}, ${body.length} characters) is not JSON.`, shown);
  }
}
