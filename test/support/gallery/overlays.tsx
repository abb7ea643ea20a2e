// What opens above the page: tooltip, menu, dialog.
import { Braces, FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { AskOnce } from '../../../src/renderer/components/ask-once.tsx';
import { Button } from '../../../src/renderer/components/button.tsx';
import { DialogFrame } from '../../../src/renderer/components/dialog-frame.tsx';
import { Menu, MenuGroup, MenuItem, MenuSwitch } from '../../../src/renderer/components/menu.tsx';
import { TextField } from '../../../src/renderer/components/text-field.tsx';
import { Tooltip } from '../../../src/renderer/components/tooltip.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

export function Overlays() {
  const words = useWords();
  return (
    <>
      <Exhibit name="tooltip">
        <Tooltip text={words.hint} keys="g e">
          <button type="button">{words.open}</button>
        </Tooltip>
        <Tooltip text={words.longText} side="right">
          <button type="button">{words.title}</button>
        </Tooltip>
      </Exhibit>
      <Menus />
      <Dialogs />
    </>
  );
}

function Menus() {
  const words = useWords();
  const [chosen, setChosen] = useState('');
  const [personal, setPersonal] = useState(false);
  return (
    <Exhibit name="menu">
      <Menu testId="menu" trigger={<Button>{words.copy}</Button>}>
        <MenuGroup label={words.program}>
          <MenuItem icon={<Braces size={14} aria-hidden />} keys="c" onClick={() => setChosen('cURL')}>
            cURL
          </MenuItem>
          <MenuItem disabled onClick={() => setChosen('Go')}>
            Go
          </MenuItem>
          <MenuItem onClick={() => setChosen('Python')}>Python</MenuItem>
          <MenuItem onClick={() => setChosen('long')}>{words.longWord}</MenuItem>
        </MenuGroup>
        <MenuGroup label={words.file}>
          <MenuSwitch checked={personal} hint={words.personalHint} onChange={setPersonal}>
            {words.personal}
          </MenuSwitch>
          <MenuItem icon={<FileText size={14} aria-hidden />} onClick={() => setChosen('HAR')}>
            HAR
          </MenuItem>
        </MenuGroup>
      </Menu>
      <output data-testid="menu-chosen">{chosen}</output>
    </Exhibit>
  );
}

type Size = 'small' | 'wide' | 'tall';

function Dialogs() {
  const words = useWords();
  const [open, setOpen] = useState<Size | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const close = () => setOpen(null);
  return (
    <Exhibit name="dialog-frame">
      {(['small', 'wide', 'tall'] as const).map((size) => (
        <Button key={size} onClick={() => setOpen(size)}>
          {size}
        </Button>
      ))}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a pane that a key opens a dialog from */}
      <div
        ref={region}
        tabIndex={-1}
        data-testid="region"
        onKeyDown={({ key }) => key === 'e' && setOpen('wide')}
      >
        {words.region}
      </div>
      {open !== null && (
        <DialogFrame
          title={open === 'small' ? words.title : words.longName}
          intro={words.intro}
          closeLabel={words.close}
          size={open}
          testId="dialog"
          onClose={close}
          footer={
            <>
              <Button onClick={close}>{words.no}</Button>
              <AskOnce question={words.removeAsk} yes={words.yes} no={words.no} onYes={close}>
                {(ask) => (
                  <Button look="danger" onClick={ask}>
                    {words.remove}
                  </Button>
                )}
              </AskOnce>
            </>
          }
        >
          {open === 'small' ? (
            <TextField label={words.name} value="" data-first-focus onChange={() => undefined} />
          ) : (
            Array.from({ length: 30 }, (_, index) => (
              <p key={index} className="break-words">
                {index % 2 === 0 ? words.longText : words.longWord}
              </p>
            ))
          )}
        </DialogFrame>
      )}
    </Exhibit>
  );
}
