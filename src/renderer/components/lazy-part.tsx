// A component whose code is fetched when it is first shown. Code that did not come is asked for once more, and again on request.
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/** The code of a part could not be fetched, also not the second time. */
export class PartNotLoadedError extends Error {
  constructor(cause: unknown) {
    super(`A part of the dashboard could not be loaded: ${messageOf(cause)}`);
    this.name = 'PartNotLoadedError';
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const AGAIN_AFTER_MS = 500;

/** `lazy` keeps a failure for ever, so what failed is made anew. */
const failed = new Set<() => void>();

/** Whatever could not be loaded is fetched anew when it is next shown. */
export function loadPartsAgain(): void {
  for (const again of failed) again();
  failed.clear();
}

/**
 * @param load `() => import('./x.tsx')`
 * @param pick the component of that module
 */
export function lazyPart<Module, Props extends object>(
  load: () => Promise<Module>,
  pick: (module: Module) => ComponentType<Props>,
  placeholder: (props: Props) => ReactNode,
): ComponentType<Props> {
  let address: string | undefined;
  let tries = 0;

  async function fetchOnce(): Promise<{ default: ComponentType<Props> }> {
    tries += 1;
    // A browser remembers which module did not come, and does not ask for it again: as far as it says what it asked for, it is
    // asked for another address of the same file.
    const module =
      address === undefined
        ? await load()
        : ((await import(/* @vite-ignore */ `${address}?try=${tries}`)) as Module);
    return { default: pick(module) };
  }

  async function fetchTwice(): Promise<{ default: ComponentType<Props> }> {
    try {
      return await fetchOnce();
    } catch (error) {
      address ??= /(?:https?|app):\/\/[^\s?]+\.js/.exec(messageOf(error))?.[0];
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    try {
      return await fetchOnce();
    } catch (error) {
      failed.add(() => {
        Loaded = lazy(fetchTwice);
      });
      throw new PartNotLoadedError(error);
    }
  }
  let Loaded: ComponentType<Props> = lazy(fetchTwice);

  return function Part(props: Props) {
    return (
      <Suspense fallback={placeholder(props)}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
