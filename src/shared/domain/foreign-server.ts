// Names programs that do not speak HTTP/1.1: by the first bytes they sent, or by the port that is usually theirs.

export interface ForeignServer {
  kind: 'http2' | 'tls' | 'server';
  /** As its users call it; '' for `http2` and `tls`. */
  name: string;
}

/* oxlint-disable no-control-regex -- they are bytes on a wire */
/** What each sends first, or in reply to something it does not understand. */
const GREETINGS: readonly (readonly [ForeignServer['kind'], string, RegExp])[] = [
  // A SETTINGS frame of stream 0: RFC 9113, 3.4 and 6.5.
  ['http2', '', /^\0\0[\s\S]\x04[\s\S]\0\0\0\0/],
  // A TLS alert or handshake record: RFC 8446, 5.1.
  ['tls', '', /^[\x15\x16]\x03[\0-\x04]/],
  // RFC 4253, 4.2.
  ['server', 'SSH', /^SSH-\d/],
  // An ErrorResponse: protocol 3, message formats.
  ['server', 'PostgreSQL', /^E\0\0[\s\S]{2}S(?:FATAL|ERROR)\0/],
  // Protocol::HandshakeV10, or an ERR packet before it.
  ['server', 'MySQL or MariaDB', /^[\s\S]{2}\0\0(?:\n\d+\.\d+|\xff)/],
  ['server', 'Redis', /^(?:-(?:ERR|NOAUTH|DENIED|WRONGPASS) |\+PONG)/],
  // AMQP 0-9-1, 4.2.2.
  ['server', 'AMQP (RabbitMQ)', /^AMQP/],
  ['server', 'SMTP', /^220[ -][^\r\n]{0,200}(?:E?SMTP|mail)/i],
  ['server', 'FTP', /^220[ -]/],
  ['server', 'IMAP', /^\* OK/],
  ['server', 'POP3', /^\+OK/],
  ['server', 'NATS', /^INFO \{/],
  ['server', 'memcached', /^ERROR\r\n/],
  ['server', 'VNC', /^RFB \d{3}\./],
  ['server', 'JDWP (Java debugger)', /^JDWP-Handshake/],
  ['server', 'Elasticsearch (transport port)', /^This is not an? HTTP port/],
];
/* oxlint-enable no-control-regex */

/** @param errorMessage of the response reader, which quotes the first bytes as a JSON string */
export function serverOfGreeting(errorMessage: string | null): ForeignServer | null {
  const quoted = /(?:it begins with|its (?:first line|status) is) ("(?:[^"\\]|\\.){0,400}")/.exec(
    (errorMessage ?? '').slice(0, 1000),
  )?.[1];
  if (quoted === undefined) return null;
  const bytes = unquoted(quoted);
  const found = GREETINGS.find(([, , greeting]) => greeting.test(bytes));
  return found === undefined ? null : { kind: found[0], name: found[1] };
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}

/** Ports that belong to one program almost everywhere, development set-ups of Supabase and Docker included. */
const USUAL_PORTS: Readonly<Record<string, string>> = {
  '22': 'SSH',
  '25': 'SMTP',
  '1025': 'SMTP',
  '1433': 'SQL Server',
  '3306': 'MySQL',
  '5432': 'PostgreSQL',
  '5433': 'PostgreSQL',
  '54322': 'PostgreSQL',
  '5672': 'RabbitMQ',
  '6379': 'Redis',
  '9092': 'Kafka',
  '11211': 'memcached',
};

export function serverOfPort(port: string): string | undefined {
  return USUAL_PORTS[port];
}
