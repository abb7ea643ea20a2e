// HTTP Archive 1.2: each attempt to deliver an event is an entry. Source: w3c.github.io/web-performance/specs/HAR/Overview.html
import type { ExactText } from './exact-text.ts';
import type { TimingsInput } from './export-input.ts';
import type { SafeAttempt, SafeEvent } from './gate.ts';
import type { Headers } from './redaction.ts';

/** Before and after the entries, which are separated by commas. */
export function harFrame(version: string): { begin: string; end: string } {
  const creator = JSON.stringify({ name: 'Hookline', version });
  return { begin: `{"log":{"version":"1.2","creator":${creator},"entries":[\n`, end: '\n]}}\n' };
}

export function harEntries(event: SafeEvent): string[] {
  return event.attempts.map((attempt) => JSON.stringify(harEntry(event, attempt)));
}

function harEntry(event: SafeEvent, attempt: SafeAttempt): object {
  const { time, timings } = harTimings(attempt.timings);
  const { requestHeaders, responseHeaders, url } = attempt;
  return {
    startedDateTime: new Date(attempt.startedAt).toISOString(),
    time,
    request: {
      method: 'POST',
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(requestHeaders),
      queryString: queryOf(url),
      postData: postData(attempt.requestBody, requestHeaders),
      headersSize: -1,
      bodySize: attempt.requestSizeBytes,
    },
    response: {
      // 0 is how browsers say that no answer came.
      status: attempt.status ?? 0,
      statusText: '',
      httpVersion: attempt.status === null ? '' : 'HTTP/1.1',
      cookies: [],
      headers: pairs(responseHeaders),
      content: content(attempt, responseHeaders),
      redirectURL: headerOf(responseHeaders, 'location') ?? '',
      headersSize: -1,
      bodySize: attempt.status === null ? -1 : attempt.responseSizeBytes,
      ...(attempt.errorClass === null ? {} : { _error: attempt.errorMessage ?? attempt.errorClass }),
    },
    cache: {},
    timings,
    comment: `${event.type} ${event.id}, attempt ${attempt.number} to ${attempt.endpointName} (${attempt.trigger})`,
    _eventId: event.id,
    _eventType: event.type,
  };
}

/**
 * HAR counts TLS into `connect`, and has -1 for what did not happen. `time` is the sum of the others.
 * Sending counts as 0: the request is one write, over before it could be measured.
 */
export function harTimings({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: TimingsInput): {
  time: number;
  timings: Record<'blocked' | 'dns' | 'connect' | 'send' | 'wait' | 'receive' | 'ssl', number>;
} {
  const total = totalMs ?? Math.max(firstByteMs ?? 0, tlsMs ?? 0, connectMs ?? 0, dnsMs ?? 0);
  const within = (mark: number | null, from: number): number =>
    mark === null ? from : Math.min(Math.max(mark, from), total);
  const resolved = within(dnsMs, 0);
  // Whichever of the two marks is the later: TLS done.
  const connected = within(
    connectMs === null && tlsMs === null ? null : Math.max(connectMs ?? 0, tlsMs ?? 0),
    resolved,
  );
  const plain = within(
    connectMs === null || tlsMs === null ? connectMs : Math.min(connectMs, tlsMs),
    resolved,
  );
  const answered = firstByteMs === null ? total : within(firstByteMs, connected);
  const timings = {
    blocked: -1,
    dns: dnsMs === null ? -1 : rounded(resolved),
    connect: connectMs === null && tlsMs === null ? -1 : rounded(connected - resolved),
    send: 0,
    wait: rounded(answered - connected),
    receive: rounded(total - answered),
    ssl: tlsMs === null ? -1 : rounded(connected - Math.min(plain, connected)),
  };
  const { ssl: _ssl, ...counted } = timings;
  const time = Object.values(counted)
    .filter((ms) => ms > 0)
    .reduce((sum, ms) => sum + ms, 0);
  return { time: rounded(time), timings };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function pairs(headers: Headers): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

function headerOf(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** The format has no word for binary bodies of requests; members of one's own begin with an underscore. */
function postData({ text, encoding }: ExactText, headers: Headers): object {
  const mimeType = headerOf(headers, 'content-type') ?? '';
  return { mimeType, params: [], text, ...(encoding === 'base64' && { _encoding: encoding }) };
}

function content({ responseBody, contentSizeBytes: size }: SafeAttempt, headers: Headers): object {
  const { text, encoding } = responseBody;
  const about = { size, mimeType: headerOf(headers, 'content-type') ?? '' };
  return { ...about, text, ...(encoding === 'base64' && { encoding }) };
}
