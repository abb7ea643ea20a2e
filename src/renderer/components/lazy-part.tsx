// A component whose code is fetched when it is first shown. Code that did not come is asked for once more, and again on request.
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/** The code of a part could not be fetched, also not the second time. */
export class PartNotLoadedError extends Error {
  constructor(cause: unknown) {
    super(
      `A part of the dashboard could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
    this.name = 'PartNotLoadedError';
  }
}

const AGAIN_AFTER_MS = 500;

/** `lazy` keeps a failure for ever, so what failed is made anew. */
const failed = new Set<() => void>();

/** Whatever could not be loaded is fetched anew when it is next shown. */
export function loadPartsAgain(): void {
  for (const again of failed) again();
  failed.clear();
}

export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  placeholder: (props: Props) => ReactNode,
): ComponentType<Props> {
  async function loadTwice(): Promise<{ default: ComponentType<Props> }> {
    try {
      return { default: await load() };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
    try {
      return { default: await load() };
    } catch (error) {
      failed.add(() => {
        Loaded = lazy(loadTwice);
      });
      throw new PartNotLoadedError(error);
    }
  }
  let Loaded: ComponentType<Props> = lazy(loadTwice);

  return function Part(props: Props) {
    return (
      <Suspense fallback={placeholder(props)}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
