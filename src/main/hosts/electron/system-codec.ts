// Has the operating system encrypt secrets for this user: the keychain, DPAPI or the desktop's wallet.
import type { SafeStorage } from 'electron';
import type { SecretCodec } from '../../app/file-secret-store.ts';

const PREFIX = 'system:';

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** Without a key ring Chromium on Linux encrypts with a password that everybody knows, and says it is available. */
export function keptBySystem(storage: Storage, platform: NodeJS.Platform): boolean {
  if (!storage.isEncryptionAvailable()) return false;
  return platform !== 'linux' || storage.getSelectedStorageBackend() !== 'basic_text';
}

/** Where the system offers nothing, secrets lie in a file that only the user can read, as those of the web host do; the settings say so. */
export function systemCodec(storage: Storage, platform: NodeJS.Platform): SecretCodec {
  return {
    encode: (secret) =>
      keptBySystem(storage, platform) ? PREFIX + storage.encryptString(secret).toString('base64') : secret,
    decode: (kept) =>
      kept.startsWith(PREFIX)
        ? storage.decryptString(Buffer.from(kept.slice(PREFIX.length), 'base64'))
        : kept,
    // From before there was a key ring, or by the web host.
    isOutdated: (kept) => !kept.startsWith(PREFIX) && keptBySystem(storage, platform),
  };
}
