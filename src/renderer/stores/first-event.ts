// Opens the first event that this page gets to see: in the demo at once, else when something arrives where there was nothing.
import { useEventList } from './event-list-store.ts';
import { inspectedSeq, inspectFirst } from './inspected-store.ts';
import { useStatus } from './status-store.ts';

export function openFirstEvent(): void {
  let wanted = false;
  const stops = [
    useStatus.subscribe(({ status }) => {
      if (status === null) return;
      wanted ||= status.demo || status.counts.all === 0;
      look();
    }),
    useEventList.subscribe(look),
  ];

  function look(): void {
    const [first] = useEventList.getState().rows;
    if (!wanted || first === undefined) return;
    for (const stop of stops) stop();
    // Somebody was faster.
    if (inspectedSeq() === null) inspectFirst(first);
  }
}
