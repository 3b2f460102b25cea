/** The commands of the manifest, and the one behind the status item. */
export const commandIds = {
  runSignals: 'llmSignals.runSignals',
  openPanel: 'llmSignals.openPanel',
  cancelRun: 'llmSignals.cancelRun',
  checkHealth: 'llmSignals.checkHealth',
  showLog: 'llmSignals.showLog',
  /** What the status item offers; not in the palette. */
  showActions: 'llmSignals.showActions',
} as const;

export type CommandName = keyof typeof commandIds;

export const panelViewType = 'llmSignals.panel';
export const extensionId = 'llm-signals.llm-signals';
