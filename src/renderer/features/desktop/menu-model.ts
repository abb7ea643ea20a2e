// The menu the desktop app is told: every command in the page's language, in its group, with its first key.
import type { TFunction } from 'i18next';
import type { DesktopMenu } from '#shared/contract/desktop.ts';
import { COMMAND_GROUPS, commands, type Command } from '../../commands/commands.ts';

/** @param t of `language` */
export function menuModel(
  t: TFunction,
  language: DesktopMenu['language'],
  isEnabled: (command: Command) => boolean,
): DesktopMenu {
  return {
    language,
    groups: COMMAND_GROUPS.map((group) => ({
      label: t(`shortcut.group.${group}`),
      items: commands
        .filter((command) => command.group === group)
        .map((command) => ({
          command: command.id,
          label: t(`shortcut.${command.id}`),
          keys: command.keys[0] ?? null,
          enabled: isEnabled(command),
        })),
    })),
  };
}
