// Two texts compared: JSON laid out alike on both sides, anything else as it is.
import { useTranslation } from 'react-i18next';
import { formatJson } from '../../components/format-json.ts';
import { MergeView } from '../../components/lazy-merge-view.tsx';
import { useMedia } from '../../components/use-media.ts';

interface TextPairProps {
  left: string;
  right: string;
  leftName: string;
  rightName: string;
}

export function TextPair({ left, right, leftName, rightName }: TextPairProps) {
  const { t } = useTranslation();
  const roomForBoth = useMedia('(width >= 820px)');
  const a = formatJson(left);
  const b = formatJson(right);
  const isJson = a !== null && b !== null;
  if (left === right) return <p className="text-text-2">{t('compare.same')}</p>;
  return (
    <MergeView
      left={isJson ? a : left}
      right={isJson ? b : right}
      leftLabel={t('compare.left', { name: leftName })}
      rightLabel={t('compare.right', { name: rightName })}
      isJson={isJson}
      unchanged={t('compare.unchanged', { n: '$' })}
      sideBySide={roomForBoth}
      className="overflow-auto rounded-[8px] border border-line"
    />
  );
}
