// The picture as a table: in sight when asked for, and always there for those who hear it.
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import {
  createdWords,
  markWords,
  orderWords,
  receivedWords,
  stopOrderWords,
  waitingWords,
  type Picture,
  type Row,
} from './path-words.ts';
import { spanWords } from './story-words.ts';

interface TableProps {
  picture: Picture;
  hidden: boolean;
  onOpen(row: Row): void;
}

export function StoryTable({ picture, hidden, onOpen }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = { t, format };
  return (
    <div className={hidden ? 'sr-only' : 'story-scroll'} data-scrolls tabIndex={hidden ? undefined : 0}>
      <table className="story-table" data-testid="story-table">
        <caption className="sr-only">{t('story.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('story.lane.events')}</th>
            <th scope="col">{t('story.lane.stripe')}</th>
            <th scope="col">{t('story.lane.hookline')}</th>
            {picture.endpoints.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {picture.rows.map((row) => (
            <tr key={row.of.event.seq}>
              <th scope="row">
                {hidden ? (
                  row.of.event.type
                ) : (
                  <button type="button" className="hover:underline" onClick={() => onOpen(row)}>
                    {row.of.event.type}
                  </button>
                )}
              </th>
              <td>
                {row.created.place} · {createdWords(words, picture, row)}
              </td>
              <td className={classNames(row.received.ahead > 0 && 'early')}>
                {row.received.place} · {receivedWords(words, picture, row)}
                {orderWords(words, row).map((said) => (
                  <span key={said} className="block">
                    {said}
                  </span>
                ))}
              </td>
              {row.stops.map((stop, index) => (
                <td
                  key={picture.endpoints[index]?.key}
                  className={classNames((stop?.ahead ?? 0) > 0 && 'early')}
                >
                  {stop === null ? (
                    '–'
                  ) : (
                    <>
                      {stop.place ?? waitingWords(words, stop)}
                      {stopOrderWords(words, stop).map((said) => (
                        <span key={said} className="block">
                          {said}
                        </span>
                      ))}
                      {stop.waitedMs !== null && (
                        <span className="block">
                          {t('story.waited', { time: spanWords(t, format, stop.waitedMs) })}
                        </span>
                      )}
                      {stop.marks.map((mark) => (
                        <span key={mark.attempt.id} className="block">
                          {markWords(words, mark)}
                        </span>
                      ))}
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
