// A set of listeners of which a failing one harms neither the others nor the caller.

export interface Listeners<T> {
  /** @returns the way to stop listening */
  add(listener: (value: T) => void): () => void;
  call(value: T): void;
  clear(): void;
}

export function createListeners<T>(onError: (error: unknown) => void): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    call(value) {
      for (const listener of listeners) {
        try {
          listener(value);
        } catch (error) {
          onError(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
