// The one list of commands. Key handling, tooltips, the palette and the `?` sheet are made from it.
import { appCommands } from './app-commands.ts';
import type { Command, CommandId } from './command.ts';
import { eventCommands } from './event-commands.ts';
import { goCommands } from './go-commands.ts';
import { lineCommands } from './line-commands.ts';
import { listCommands } from './list-commands.ts';

export { COMMAND_GROUPS, type Command, type CommandGroup, type CommandId } from './command.ts';

export const commands: readonly Command[] = [
  ...eventCommands,
  ...listCommands,
  ...goCommands,
  ...lineCommands,
  ...appCommands,
];

export const isAvailable = (command: Command): boolean => command.available?.() ?? true;

/** The first key of a command, for its tooltip. */
export function keysOf(id: CommandId): string | undefined {
  return commands.find((command) => command.id === id)?.keys[0];
}

export function runCommand(id: CommandId): void {
  const command = commands.find((one) => one.id === id);
  if (command !== undefined && isAvailable(command)) command.run();
}
