// Whether a region that scrolls must be a stop for Tab itself, because nothing in it is: only then can it be scrolled by key.
import { useEffect, useState } from 'react';

const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** @param region null until it is on the page */
export function useScrollStop(region: HTMLElement | null): boolean {
  const [needed, setNeeded] = useState(false);
  useEffect(() => {
    if (region === null) return;
    const look = () =>
      setNeeded(region.scrollHeight > region.clientHeight && region.querySelector(STOPS) === null);
    const sizes = new ResizeObserver(look);
    sizes.observe(region);
    const contents = new MutationObserver(look);
    contents.observe(region, { childList: true, subtree: true });
    return () => {
      sizes.disconnect();
      contents.disconnect();
    };
  }, [region]);
  return needed;
}
