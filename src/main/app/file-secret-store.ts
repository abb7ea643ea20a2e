// Secrets in a file of the data directory that only its owner can read. The desktop app has the system encrypt each of them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '#engine/files/replace-file.ts';
import type { SecretStore } from '#engine/ports.ts';

export const SECRETS_FILE = 'secrets.json';

/** Texts in, texts out. */
export interface SecretCodec {
  encode(secret: string): string;
  decode(kept: string): string;
  /** Kept by a lesser way than there is now, such as by the host that cannot encrypt; decode() reads it all the same. */
  isOutdated?(kept: string): boolean;
}

const PLAIN: SecretCodec = { encode: (secret) => secret, decode: (kept) => kept };

export function createFileSecretStore(dataDir: string, codec: SecretCodec = PLAIN): SecretStore {
  const path = join(dataDir, SECRETS_FILE);
  let kept = new Map<string, string>();
  if (existsSync(path)) {
    try {
      kept = new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
    } catch {
      // Unreadable secrets are as good as none: they are asked for again.
    }
  }
  const write = (): void => replaceFile(path, JSON.stringify(Object.fromEntries(kept)));
  const outdated = [...kept].filter(([, value]) => codec.isOutdated?.(value) === true);
  for (const [key, value] of outdated) kept.set(key, codec.encode(codec.decode(value)));
  if (outdated.length > 0) write();

  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined) return null;
      try {
        return codec.decode(value);
      } catch {
        // Encrypted by another user or on another machine.
        return null;
      }
    },
    set(key, value) {
      if (value === null) kept.delete(key);
      else kept.set(key, codec.encode(value));
      write();
    },
  };
}
