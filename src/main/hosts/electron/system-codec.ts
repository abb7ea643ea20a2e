// Has the operating system encrypt secrets for this user: the keychain, DPAPI or the desktop's wallet.
import type { SafeStorage } from 'electron';
import type { SecretCodec } from '../../app/file-secret-store.ts';

const PREFIX = 'system:';

/** Where the system offers nothing, secrets lie in a file that only the user can read, as those of the web host do. */
export function systemCodec(
  storage: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>,
): SecretCodec {
  return {
    encode: (secret) =>
      storage.isEncryptionAvailable() ? PREFIX + storage.encryptString(secret).toString('base64') : secret,
    decode: (kept) =>
      kept.startsWith(PREFIX)
        ? storage.decryptString(Buffer.from(kept.slice(PREFIX.length), 'base64'))
        : kept,
  };
}
