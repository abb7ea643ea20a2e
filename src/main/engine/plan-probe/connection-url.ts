// Reads a connection string before a driver does: drivers repeat in their errors what they could not make sense of.
import { ProbeFailure } from './probe-failure.ts';

const SCHEMES = {
  postgres: { pattern: /^postgres(ql)?:$/, example: 'postgres://user:password@localhost:5432/database' },
  mysql: { pattern: /^(mysql|mariadb):$/, example: 'mysql://user:password@localhost:3306/database' },
} as const;

/** @throws ProbeFailure `bad_config` with a sentence that holds nothing of the connection string */
export function readConnectionUrl(kind: keyof typeof SCHEMES, connectionString: string | null): URL {
  const { pattern, example } = SCHEMES[kind];
  const text = connectionString?.trim() ?? '';
  if (text === '')
    throw new ProbeFailure('bad_config', `There is no connection string yet, such as ${example}.`);
  // With a socket file there may be a user and no host, which URL does not take.
  const url = URL.parse(text.replace(/@(?=\/)/, '@localhost'));
  if (url === null || !pattern.test(url.protocol)) {
    throw new ProbeFailure('bad_config', `The connection string cannot be read: it has the form ${example}.`);
  }
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
  } catch {
    throw new ProbeFailure(
      'bad_config',
      'In the connection string, a % stands without two hexadecimal digits: it is written %25.',
    );
  }
  // `user:12/34@host` is host `user`, port 12: parts of the password would go into a name lookup.
  const misplaced =
    url.hash !== '' || url.pathname.includes('@') || (url.username === '' && text.includes('@'));
  if (misplaced) {
    throw new ProbeFailure(
      'bad_config',
      'In the connection string’s password, the characters / ? # and @ have to be percent-encoded: %2F %3F %23 %40.',
    );
  }
  return url;
}
