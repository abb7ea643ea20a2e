// What is chosen from: a few in sight, many in a menu, on or off.
import { useState } from 'react';
import { ChoiceList } from '../../../src/renderer/components/choice-list.tsx';
import { FilterSelect } from '../../../src/renderer/components/filter-select.tsx';
import { Prose } from '../../../src/renderer/components/prose.tsx';
import { Segmented } from '../../../src/renderer/components/segmented.tsx';
import { SelectField } from '../../../src/renderer/components/select-field.tsx';
import { SwitchField } from '../../../src/renderer/components/switch-field.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

const VALUES = ['received', 'stable', 'own'] as const;
type Value = (typeof VALUES)[number];

export function Choices() {
  const words = useWords();
  const [value, setValue] = useState<Value>('received');
  const options = VALUES.map((one, index) => ({ value: one, label: words.choices[index] ?? one }));
  const hinted = options.map((option, index) => ({
    ...option,
    hint: <Prose text={words.choiceHints[index] ?? ''} />,
  }));
  const long = options.map((option) => ({ ...option, label: words.longName, hint: words.longText }));
  return (
    <>
      <Exhibit name="segmented" layout="column">
        <Segmented label={words.choose} value={value} options={options} onChange={(next) => setValue(next)} />
        <Segmented
          label={words.payload}
          labelHidden
          value={value}
          options={options}
          onChange={() => undefined}
        />
        <output data-testid="segmented-value">{value}</output>
      </Exhibit>
      <ChoiceLists hinted={hinted} plain={options} long={long} />
      <Selects options={options} />
      <Switches />
    </>
  );
}

type Options = readonly { value: Value; label: string; hint?: React.ReactNode }[];

function ChoiceLists({ hinted, plain, long }: { hinted: Options; plain: Options; long: Options }) {
  const words = useWords();
  const [value, setValue] = useState<Value>('received');
  return (
    <Exhibit name="choice-list" layout="column">
      <ChoiceList
        label={words.choose}
        testId="choices"
        value={value}
        options={hinted}
        onChange={(next) => setValue(next)}
      />
      <ChoiceList
        label={words.file}
        hideLabel
        inline
        testId="choices-inline"
        value={value}
        options={plain}
        onChange={(next) => setValue(next)}
      />
      <ChoiceList
        label={words.longName}
        testId="choices-long"
        value="own"
        options={long}
        onChange={() => undefined}
      />
      <output data-testid="choice-value">{value}</output>
    </Exhibit>
  );
}

function Selects({ options }: { options: Options }) {
  const words = useWords();
  const [value, setValue] = useState<Value>('received');
  const [filter, setFilter] = useState<Value | ''>('');
  const [reached, setReached] = useState(0);
  const long = [{ value: 'long', label: words.longText }];
  return (
    <>
      <Exhibit name="select-field" layout="grid">
        <SelectField
          label={words.choose}
          value={value}
          options={options}
          onChange={(next) => setValue(next)}
        />
        <SelectField
          label={words.payload}
          disabled
          value={value}
          options={options}
          onChange={() => undefined}
        />
        <SelectField label={words.longName} value="long" options={long} onChange={() => undefined} />
        <output data-testid="select-value">{value}</output>
      </Exhibit>
      <Exhibit name="filter-select">
        <FilterSelect
          label={words.choose}
          testId="filter-select"
          any={words.any}
          value={filter}
          options={options}
          onReach={() => setReached(reached + 1)}
          onChange={(next) => setFilter(next)}
        />
        <FilterSelect
          label={words.longName}
          testId="filter-select-long"
          any={words.any}
          value="long"
          options={long}
          onChange={() => undefined}
        />
        <output data-testid="filter-value">{filter}</output>
        <output data-testid="filter-reached">{reached}</output>
      </Exhibit>
    </>
  );
}

function Switches() {
  const words = useWords();
  const [on, setOn] = useState(false);
  return (
    <Exhibit name="switch-field" layout="column">
      <SwitchField label={words.personal} hint={words.personalHint} checked={on} onChange={setOn} />
      <SwitchField label={words.payload} hint={words.hint} checked disabled onChange={() => undefined} />
      <SwitchField label={words.longName} hint={words.longText} checked onChange={() => undefined} />
    </Exhibit>
  );
}
