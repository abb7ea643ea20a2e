// What the CLI said, line by line; follows the newest unless somebody reads further up.
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '#shared/contract/forwarder.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { readLog, useForwarder } from '../../stores/forwarder-store.ts';
import type { ConnectionSection } from '../../stores/view-store.ts';

const NEAR_END_PX = 24;

const COLOURS: Record<LogLine['level'], string> = {
  debug: 'text-text-2',
  info: 'text-text',
  warning: 'text-warn',
  error: 'text-bad',
};

export function ConnectionLog({ logSeq }: { logSeq: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useForwarder((state) => state.lines);
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);

  useEffect(() => {
    void readLog(logSeq);
  }, [logSeq]);

  useLayoutEffect(() => {
    if (following) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, following]);

  return (
    <Section
      id={'connection-log' satisfies ConnectionSection}
      title={t('forwarder.log')}
      actions={
        !following && (
          <>
            <span className="text-[12px] text-text-2">{t('forwarder.logPaused')}</span>
            <Button small icon={<ArrowDown size={13} aria-hidden />} onClick={() => setFollowing(true)}>
              {t('forwarder.logFollow')}
            </Button>
          </>
        )
      }
    >
      <div
        ref={box}
        role="log"
        aria-label={t('forwarder.log')}
        aria-live="off"
        tabIndex={0}
        data-scrolls
        data-testid="forwarder-log"
        className="h-72 overflow-y-auto rounded-[8px] bg-sunken px-3 py-2 font-mono text-[12px] leading-[1.55]"
        onScroll={({ currentTarget: at }) =>
          setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END_PX)
        }
      >
        {lines.length === 0 && <p className="text-text-2">{t('forwarder.logEmpty')}</p>}
        {lines.map((line) => (
          <div key={line.seq} className="grid grid-cols-[auto_52px_minmax(0,1fr)] gap-x-3">
            <span className="text-text-2">{format.clock(line.at)}</span>
            <span className={COLOURS[line.level]}>{t(`forwarder.level.${line.level}`)}</span>
            <span
              className={classNames(
                'break-words whitespace-pre-wrap',
                COLOURS[line.level],
                line.stream === 'hookline' && 'italic',
              )}
            >
              {line.text}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}
