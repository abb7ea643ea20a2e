// Servers that do not speak HTTP/1.1, by what they send first.
import { expect, test } from 'vitest';
import { createResponseReader } from '#engine/network/http/response-reader.ts';
import { serverOfGreeting } from '#shared/domain/foreign-server.ts';

/** What the response reader says of these bytes, in one piece or byte by byte. */
function complaint(bytes: Buffer, size: number): string {
  const reader = createResponseReader();
  try {
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    reader.end();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'It is HTTP.';
}

test.each([
  ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['PostgreSQL', 'E\0\0\0\x8cSFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol'],
  ['MySQL or MariaDB', 'J\0\0\0\n8.4.3\0\x08\0\0\0abcdefgh\0'],
  ['MySQL or MariaDB', 'Y\0\0\0\n11.4.4-MariaDB\0'],
  ['MySQL or MariaDB', 'E\0\0\0\xffj\x04Host is not allowed to connect'],
  ['Redis', "-ERR unknown command 'POST'\r\n"],
  ['AMQP (RabbitMQ)', 'AMQP\0\0\x09\x01'],
  ['SMTP', '220 mail.local ESMTP Postfix\r\n'],
  ['FTP', '220 (vsFTPd 3.0.5)\r\n'],
  ['IMAP', '* OK [CAPABILITY IMAP4rev1] ready\r\n'],
  ['NATS', 'INFO {"server_id":"N"}\r\n'],
  ['memcached', 'ERROR\r\n'],
])('%s', (name, greeting) => {
  const bytes = Buffer.from(greeting, 'latin1');
  expect(serverOfGreeting(complaint(bytes, bytes.length))).toEqual({ kind: 'server', name });
});

test.each([
  ['http2', [0, 0, 0, 4, 0, 0, 0, 0, 0]],
  ['http2', [0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]],
  ['tls', [0x15, 3, 1, 0, 2, 2, 70]],
  ['tls', [0x15, 3, 3, 0, 2, 2, 10]],
])('%s', (kind, bytes) => {
  expect(serverOfGreeting(complaint(Buffer.from(bytes), bytes.length))).toEqual({ kind, name: '' });
});

test.each(['HTTP/1.1 OK\r\n\r\n', 'POST /hook HTTP/1.1\r\n', 'hello\n', '<html></html>'])(
  'nothing is claimed of %j',
  (text) => {
    expect(serverOfGreeting(complaint(Buffer.from(text), text.length))).toBeNull();
    expect(serverOfGreeting(complaint(Buffer.from(text), 1))).toBeNull();
  },
);
