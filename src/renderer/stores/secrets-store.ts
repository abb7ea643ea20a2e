// Reads the secret that an endpoint has to verify with, when somebody asks to see or copy it. It is kept nowhere.
import { engine } from './engine.ts';

/** @returns null when it could not be read */
export async function readSecret(endpointId: string): Promise<string | null> {
  try {
    return (await engine.query((api) => api.endpoints.secret({ id: endpointId }))).secret;
  } catch {
    return null;
  }
}
