// Loads once when the dialog opens, and tells when that is over.
import { useEffect, useState } from 'react';

/** @param load never the same twice would load again: hand in a function of a module */
export function useLoaded(load: () => Promise<void>): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    let current = true;
    void load().then(() => current && setLoaded(true));
    return () => {
      current = false;
    };
  }, [load]);
  return loaded;
}
