// What a command is: something the user can ask for by key, by name in the palette, or from a menu. No React here.
export const COMMAND_GROUPS = ['event', 'customer', 'list', 'go', 'line', 'app'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface Command {
  /** Also the key of its name under `shortcut`. */
  id: CommandId;
  group: CommandGroup;
  /**
   * `j`; `Shift`-ed keys as the character they give (`R`, `?`); sequences with a space between (`g e`);
   * `Mod+k` is ⌘K on a Mac and Ctrl+K elsewhere. None = only by its name.
   */
  keys: readonly string[];
  /** Its keys count also while somebody types. */
  whileTyping?: boolean;
  /** When this says no, the keys do nothing and no list offers it. */
  available?(): boolean;
  run(): void;
}

export type CommandId =
  | 'next'
  | 'previous'
  | 'nextFailed'
  | 'previousFailed'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'open'
  | 'back'
  | 'failedOnly'
  | 'heldOnly'
  | 'otherVersions'
  | 'filter'
  | 'clearFilter'
  | 'saveFilter'
  | 'filterHelp'
  | 'follow'
  | 'mark'
  | 'markDown'
  | 'markUp'
  | 'clearMarks'
  | 'exportList'
  | 'importEvents'
  | 'resend'
  | 'resendTo'
  | 'edit'
  | 'compare'
  | 'resendFailed'
  | 'resendCause'
  | 'resendFiltered'
  | 'pin'
  | 'openCustomer'
  | 'copyCurl'
  | 'copyId'
  | 'copyLink'
  | 'openInStripe'
  | 'tabOverview'
  | 'tabPayload'
  | 'tabDeliveries'
  | 'tabPlan'
  | 'tabRaw'
  | 'tabStory'
  | 'groupBy'
  | 'expand'
  | 'collapse'
  | 'heal'
  | 'askNow'
  | 'goEvents'
  | 'goCustomers'
  | 'goEndpoints'
  | 'goInsight'
  | 'goSend'
  | 'goTriggers'
  | 'triggerAgain'
  | 'resendAtStripe'
  | 'goMissed'
  | 'goConnection'
  | 'goInvalid'
  | 'goSettings'
  | 'pauseEndpoints'
  | 'resumeEndpoints'
  | 'addEndpoint'
  | 'startForwarder'
  | 'stopForwarder'
  | 'restartForwarder'
  | 'lookForMissed'
  | 'deliverMissed'
  | 'releaseHeld'
  | 'copySecret'
  | 'showSecret'
  | 'writeEnv'
  | 'signIn'
  | 'giveKey'
  | 'setUpProbe'
  | 'namePlans'
  | 'palette'
  | 'help'
  | 'undo'
  | 'themeSystem'
  | 'themeLight'
  | 'themeDark'
  | 'languageEnglish'
  | 'languageChinese';
