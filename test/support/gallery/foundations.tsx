// Buttons, keys, chips, callouts, facts: what most screens are made of.
import { Check, CircleDashed, Pause, RotateCw, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { AskOnce } from '../../../src/renderer/components/ask-once.tsx';
import { Button, IconButton } from '../../../src/renderer/components/button.tsx';
import { Callout } from '../../../src/renderer/components/callout.tsx';
import { Chip, type ChipLook } from '../../../src/renderer/components/chip.tsx';
import { Fact, Facts } from '../../../src/renderer/components/facts.tsx';
import { Kbd } from '../../../src/renderer/components/kbd.tsx';
import { Prose } from '../../../src/renderer/components/prose.tsx';
import { TONES } from '../../../src/renderer/components/tone.ts';
import { Section, ViewFrame } from '../../../src/renderer/components/view-frame.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

const LOOKS = ['primary', 'plain', 'ghost', 'danger'] as const;
const CHIPS: [ChipLook, typeof Check][] = [
  ['ok', Check],
  ['bad', X],
  ['warn', Pause],
  ['replay', RotateCw],
  ['synthetic', CircleDashed],
  ['unverified', CircleDashed],
];

export function Foundations() {
  const words = useWords();
  return (
    <>
      <Buttons />
      <Asking />
      <Exhibit name="kbd">
        {['j', 'R', 'Shift+ArrowDown', 'Mod+k', 'g e', ' ', 'Escape'].map((keys) => (
          <Kbd key={keys} keys={keys} />
        ))}
      </Exhibit>
      <Exhibit name="chip">
        {CHIPS.map(([look, icon]) => (
          <Chip key={look} look={look} icon={icon} text={words.delivered} />
        ))}
      </Exhibit>
      <Exhibit name="callout" layout="column">
        {TONES.map((tone) => (
          <Callout key={tone} tone={tone} title={words.down} testId={`callout-${tone}`}>
            <p>
              <Prose text={words.downText} />
            </p>
          </Callout>
        ))}
        <Callout
          tone="bad"
          role="alert"
          testId="callout-long"
          title={words.longName}
          action={<Button small>{words.again}</Button>}
        >
          <p>{words.longText}</p>
          <p>{words.longWord}</p>
        </Callout>
        <Callout tone="idle" title={words.nothing} testId="callout-empty" />
      </Exhibit>
      <Exhibit name="facts" layout="column">
        <Facts>
          <Fact name={words.customer}>Ada Lovelace</Fact>
          <Fact name={words.payload}>{words.longText}</Fact>
          <Fact name={words.file}>{words.longWord}</Fact>
        </Facts>
      </Exhibit>
      <Exhibit name="view-frame" layout="column">
        <div className="exhibit-view">
          {/* The headings of a view stand below the page's own here. */}
          <ViewFrame title={words.title} intro={words.longText} actions={<Button>{words.again}</Button>}>
            <Section title={words.deliveries} actions={<Button small>{words.open}</Button>}>
              <p>{words.longText}</p>
            </Section>
          </ViewFrame>
        </div>
      </Exhibit>
    </>
  );
}

function Buttons() {
  const words = useWords();
  const [pressed, setPressed] = useState(0);
  const press = () => setPressed(pressed + 1);
  return (
    <Exhibit name="button">
      {LOOKS.map((look) => (
        <Button key={look} look={look} keys="r" icon={<RotateCw size={14} aria-hidden />} onClick={press}>
          {look}
        </Button>
      ))}
      {LOOKS.map((look) => (
        <Button key={look} look={look} small disabled onClick={press}>
          {`${look}, disabled`}
        </Button>
      ))}
      <IconButton
        label={words.remove}
        keys="Backspace"
        icon={<Trash2 size={14} aria-hidden />}
        onClick={press}
      />
      <IconButton label={words.close} disabled icon={<X size={14} aria-hidden />} onClick={press} />
      <output data-testid="pressed">{pressed}</output>
    </Exhibit>
  );
}

/** Escape that was not for the question reaches what stands around it. */
function Asking() {
  const words = useWords();
  const [removed, setRemoved] = useState(0);
  const [escaped, setEscaped] = useState(0);
  return (
    <Exhibit name="ask-once">
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- stands in for a dialog or a list */}
      <div onKeyDown={({ key }) => key === 'Escape' && setEscaped(escaped + 1)}>
        <AskOnce
          question={words.removeAsk}
          yes={words.yes}
          no={words.no}
          testId="ask-yes"
          onYes={async () => {
            await Promise.resolve();
            setRemoved(removed + 1);
          }}
        >
          {(ask) => (
            <Button look="danger" onClick={ask}>
              {words.remove}
            </Button>
          )}
        </AskOnce>
      </div>
      <output data-testid="removed">{removed}</output>
      <output data-testid="escaped">{escaped}</output>
    </Exhibit>
  );
}
