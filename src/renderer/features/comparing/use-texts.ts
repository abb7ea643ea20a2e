// Two texts fetched together.
import { useEffect, useState } from 'react';

export type Texts = readonly [string, string] | 'loading' | 'failed';

/** @param read must stay the same function while it means the same texts */
export function useTexts(read: () => Promise<readonly [Blob, Blob]>): Texts {
  const [texts, setTexts] = useState<Texts>('loading');
  useEffect(() => {
    let current = true;
    const load = async () => {
      const [left, right] = await read();
      return await Promise.all([left.text(), right.text()]);
    };
    setTexts('loading');
    load().then(
      (loaded) => current && setTexts(loaded),
      () => current && setTexts('failed'),
    );
    return () => {
      current = false;
    };
  }, [read]);
  return texts;
}
