/** The commands of the manifest, and those that only our own surfaces offer. */
export const commandIds = {
  runSignals: 'llmSignals.runSignals',
  runWithOptions: 'llmSignals.runWithOptions',
  openPanel: 'llmSignals.openPanel',
  cancelRun: 'llmSignals.cancelRun',
  pauseRun: 'llmSignals.pauseRun',
  resumeRun: 'llmSignals.resumeRun',
  collectBatch: 'llmSignals.collectBatch',
  cancelBatch: 'llmSignals.cancelBatch',
  giveUpBatch: 'llmSignals.giveUpBatch',
  askAnotherProvider: 'llmSignals.askAnotherProvider',
  openRun: 'llmSignals.openRun',
  compareRuns: 'llmSignals.compareRuns',
  exportRun: 'llmSignals.exportRun',
  backtest: 'llmSignals.backtest',
  exportSignals: 'llmSignals.exportSignals',
  newStrategy: 'llmSignals.newStrategy',
  addGate: 'llmSignals.addGate',
  deleteRun: 'llmSignals.deleteRun',
  revealRun: 'llmSignals.revealRun',
  copyRunPath: 'llmSignals.copyRunPath',
  replayRun: 'llmSignals.replayRun',
  clearAnswers: 'llmSignals.clearAnswers',
  chooseProvider: 'llmSignals.chooseProvider',
  setApiKey: 'llmSignals.setApiKey',
  startBackend: 'llmSignals.startBackend',
  stopBackend: 'llmSignals.stopBackend',
  checkHealth: 'llmSignals.checkHealth',
  showLog: 'llmSignals.showLog',
  /** What the status item offers. */
  showActions: 'llmSignals.showActions',
  /** The quick fix of a candle file's problems. */
  writeRepairedCopy: 'llmSignals.writeRepairedCopy',
  /** What a file offers whose columns are not understood. */
  mapColumns: 'llmSignals.mapColumns',
} as const;

export type CommandName = keyof typeof commandIds;

/** Commands that are offered where they make sense and not in the palette. */
export const unlistedCommands: readonly CommandName[] = ['showActions', 'writeRepairedCopy', 'mapColumns'];

/** Under which the workspace remembers that runs of it wait for batches. */
export const batchesAreOut = 'batchesAreOut';

export const panelViewType = 'llmSignals.panel';
export const runsViewId = 'llmSignals.runs';
/** Of read-only documents: what was sent and what came back. */
export const documentScheme = 'llm-signals';
export const candleChartViewType = 'llmSignals.candleChart';
export const extensionId = 'llm-signals.llm-signals';
