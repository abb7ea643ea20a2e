// A command to be run in a terminal, with a button that copies it.
import { CopyButton } from './copy-button.tsx';

export function CommandLine({ command }: { command: string }) {
  return (
    <div className="flex items-center gap-2 rounded-m border border-line bg-sunken py-1 pr-1 pl-3">
      <span aria-hidden className="font-mono text-[12px] text-text-2 select-none">
        $
      </span>
      <code className="min-w-0 flex-1 overflow-x-auto py-1 whitespace-pre text-text" tabIndex={0}>
        {command}
      </code>
      <CopyButton text={command} />
    </div>
  );
}
