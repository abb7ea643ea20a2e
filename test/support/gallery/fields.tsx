// What is typed into: empty, filled, with a hint, wrong, disabled, and with more than fits.
import { useState } from 'react';
import { CellField } from '../../../src/renderer/components/cell-field.tsx';
import { TextArea } from '../../../src/renderer/components/text-area.tsx';
import { TextField } from '../../../src/renderer/components/text-field.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

/** Wrong while it is empty. */
function Tried({ of: Field }: { of: typeof TextField | typeof TextArea }) {
  const words = useWords();
  const [value, setValue] = useState('');
  return (
    <Field
      label={words.name}
      hint={words.hint}
      error={value === '' ? words.wrong : null}
      placeholder={words.placeholder}
      value={value}
      onChange={setValue}
    />
  );
}

export function Fields() {
  const words = useWords();
  const still = () => undefined;
  return (
    <>
      <Exhibit name="text-field" layout="grid">
        <Tried of={TextField} />
        <TextField label={words.payload} hint={words.hint} value={words.value} disabled onChange={still} />
        <TextField
          label={words.longName}
          error={words.longText}
          value={words.longWord}
          mono
          onChange={still}
        />
        <TextField label={words.file} value="" placeholder={words.longName} onChange={still} />
      </Exhibit>
      <Exhibit name="text-area" layout="grid">
        <Tried of={TextArea} />
        <TextArea label={words.payload} hint={words.hint} value={words.value} disabled onChange={still} />
        <TextArea label={words.longName} error={words.longText} value={words.longWord} onChange={still} />
      </Exhibit>
      <Cells />
    </>
  );
}

function Cells() {
  const words = useWords();
  const [value, setValue] = useState(words.value);
  return (
    <Exhibit name="cell-field" layout="grid">
      <CellField label={words.name} value={value} onChange={setValue} />
      <CellField label={words.customer} value="" placeholder={words.placeholder} onChange={() => undefined} />
      <CellField label={words.file} value={words.longWord} wrong mono onChange={() => undefined} />
      <output data-testid="cell-value">{value}</output>
    </Exhibit>
  );
}
