/**
 * Everything behind the commands, loaded on first use. The host room is the only one that knows VS Code: it reads
 * files, settings and clicks, lets the app room work, and shows what happens in the panel and the status item.
 */
import * as vscode from 'vscode';
import { loadPrompt } from '../app/provider/loadPrompt.ts';
import { realBatchTools } from '../app/batch/tools.ts';
import type { Waiting } from '../core/run/summary.ts';
import { batchesAreOut, extensionId, type CommandName } from './commandIds.ts';
import { showCandleChart } from './candles/candleEditor.ts';
import { createBacktests } from './freqtrade/backtest.ts';
import { createCandleFiles } from './candles/candleFiles.ts';
import { addGate } from './freqtrade/addGate.ts';
import { createAskCandle } from './runs/askCandle.ts';
import { createBatchActions } from './batch/batchActions.ts';
import type { PassTools } from './batch/batchPass.ts';
import { createBatchWatch } from './batch/batchWatch.ts';
import { chooseProvider } from './providers/chooseProvider.ts';
import { clearAnswers } from './runs/clearAnswers.ts';
import { createComparison } from './runs/comparison.ts';
import { createProblemDiagnostics } from './candles/diagnostics.ts';
import { exportRun, type ExportDeps } from './runs/exportRun.ts';
import { exportSignals } from './freqtrade/exportSignals.ts';
import { freqtradeInUse } from './freqtrade/freqtradePlace.ts';
import { createHandIn } from './batch/handInBatches.ts';
import { answerIntents, callByName } from './handlers.ts';
import { createHealthWatch, usualDelays } from './providers/healthWatch.ts';
import { createKeys, isKey } from './providers/keys.ts';
import { newStrategy } from './freqtrade/newStrategy.ts';
import { createOwnBackend } from './providers/ownBackend.ts';
import { createPanel } from './panel/panel.ts';
import { createProviderAccess, promptInUse } from './providers/providerAccess.ts';
import { createRecordDocuments } from './runs/recordDocuments.ts';
import { writeRepairedCopy } from './candles/repairedCopy.ts';
import { replayRun } from './runs/replayRun.ts';
import { createResumeRun } from './runs/resumeRun.ts';
import { createRunActions } from './runs/runActions.ts';
import { createRunCommand, sayBusy, sayIdle } from './runs/runCommand.ts';
import { runHomes } from './runs/runHomes.ts';
import { createRunMeant } from './runs/runMeant.ts';
import { createRunWithOptions } from './runs/runWithOptions.ts';
import { createRunsView, type RunsView } from './runs/runsView.ts';
import { createSession } from './panel/session.ts';
import { setApiKey } from './providers/setApiKey.ts';
import { readSettings, settingKeys, settingsSection } from './settings.ts';
import { showActions } from './status/showActions.ts';
import { startOwnBackend } from './providers/startOwnBackend.ts';
import { createStatus, type Status } from './status/status.ts';
import { tellError } from './tellError.ts';
import { tellHealth } from './providers/tellHealth.ts';
import type { FreqtradePrompts } from './freqtrade/userData.ts';

export type Main = {
  /** What the Runs view holds. */
  readonly runs: Pick<RunsView, 'childrenOf' | 'itemOf'>;
  /** The text of a read-only document of ours. */
  readonly textOf: (uri: vscode.Uri) => Promise<string>;
  readonly run: (name: CommandName, args: readonly unknown[]) => Promise<void>;
  /** Checks the provider again, because what the settings say of it changed. */
  readonly providerChanged: () => Promise<void>;
  /** Fills a panel that VS Code brings back after a restart. */
  readonly restorePanel: (panel: vscode.WebviewPanel, state: unknown) => Promise<void>;
  /** Fills a Candle Chart editor. */
  readonly showCandleChart: (uri: vscode.Uri, panel: vscode.WebviewPanel) => Promise<void>;
  /** Lets what goes on end; resolves when it has. */
  readonly close: () => Promise<void>;
};

export function createMain(context: vscode.ExtensionContext, first: Status, showStatus: (status: Status) => void, runsChanged: () => void): Main {
  const log = vscode.window.createOutputChannel('LLM Signals', { log: true });
  const status = createStatus(first, showStatus);
  const keys = createKeys(context.secrets, process.env);
  const access = createProviderAccess(keys, context.languageModelAccessInformation);
  const health = createHealthWatch({ connect: () => access.connection(readSettings().answers), show: (judged) => status.set({ health: judged }), delays: usualDelays, log });
  const session = createSession({
    post: (message) => panel.post(message),
    arrived: () => panel.arrived(),
    setTitle: (title) => panel.setTitle(title),
    setRun: (run) => {
      status.set({ run });
      runsView.refresh();
    },
    beforeShow: () => comparison.close(),
    afterRun: (lastError) => {
      health.noteAnswer(lastError);
      report(health.check());
    },
    log,
  });
  const backend = createOwnBackend({
    secrets: context.secrets,
    settings: readSettings,
    start: (settings, token) => startOwnBackend(settings, token, access, context.globalStorageUri, log),
    show: (running) => status.set({ backend: running }),
    log,
  });
  const diagnostics = createProblemDiagnostics();
  const files = createCandleFiles(context.workspaceState, diagnostics);
  const revealPanel = () => panel.reveal();
  const showPanel = () => panel.show();
  const runCommand = createRunCommand(context, { session, files, access, showPanel, log });
  const passTools: PassTools = { ...realBatchTools, log };
  const closing = new AbortController();
  const handIn = createHandIn(closing.signal, passTools);
  const { resume, askAnother } = createResumeRun({ session, access, keys, handIn, follow: (folder, handedIn) => batches.follow(folder, handedIn), showPanel, collect: (folder) => batches.collect(folder), pick: vscode.window.showQuickPick, log });
  const homes = () => runHomes(context.globalStorageUri);
  const comparison = createComparison((message) => panel.post(message), () => homes().map(({ root }) => root));
  const runsView = createRunsView({ homes, shown: () => session.shown(), batchesOf: (folder) => batchWatch.waiting().get(folder), changed: followRuns, log });
  const { withRun, inRunOf, placeOf } = createRunMeant({ session, comparison, view: runsView });
  const batchWatch = createBatchWatch({ access, keys, runs: () => runsView.list(), changed: showBatches, tell: (folder, look) => batches.tell(folder, look), tools: passTools });
  const batches = createBatchActions({ watch: batchWatch, access, keys, confirm, show: (folder) => actions.show(folder), log });
  const actions = createRunActions({ view: runsView, session, comparison, homes, resumeShown: resume, batches, revealPanel, showPanel, sayBusy, confirm });
  const askCandle = createAskCandle({ session, access, keys, sayBusy });
  const documents = createRecordDocuments(async (folder) => Promise.all([promptInUse(vscode.Uri.file(folder)), loadPrompt(undefined)]));
  const exporting: ExportDeps = { extensionUri: context.extensionUri, pickFile: vscode.window.showSaveDialog, log };
  const freqtradePrompts: FreqtradePrompts = { pick: vscode.window.showQuickPick, input: vscode.window.showInputBox, confirm };
  const backtests = createBacktests({ extensionUri: context.extensionUri, memory: context.workspaceState, prompts: freqtradePrompts, python: freqtradeInUse, show: showBacktests, log });
  const runWithOptions = createRunWithOptions(context, { session, files, access, keys, runs: () => runsView.list(), handIn, follow: batches.follow, showPanel, log }, { pick: vscode.window.showQuickPick, input: vscode.window.showInputBox });
  const panel = createPanel(context.extensionUri, {
    snapshot: () => [...session.snapshot(), ...comparison.snapshot()],
    onIntent: answerIntents({
      'run-candles': () => runCommand.pick(),
      'run-sample': () => runCommand.onSample(),
      'run-again': () => runCommand.again(),
      cancel: () => session.cancel(),
      'resume-run': resume,
      'ask-another-provider': askAnother,
      'collect-batch': () => actions.collectBatch(session.shown()?.folder),
      'cancel-batch': () => actions.cancelBatch(session.shown()?.folder),
      'set-api-key': () => giveKey(session.shown()?.run.settings.provider ?? readSettings().answers.provider),
      'show-settings': openSettings,
      'show-log': () => log.show(),
      'pause-run': () => session.pause(),
      'export-run': () => exportChosen(),
      'compare-runs': () => actions.compare(),
      'close-comparison': () => comparison.close(),
      'ask-again': (question) => inRunOf(question, askCandle.again),
      'ask-another-model': (question) => inRunOf(question, askCandle.another),
      'ask-candle': (question) => inRunOf(question, askCandle.again),
      'show-prompt': (question) => documents.showPrompt(placeOf(question)),
      'show-reply': (question) => documents.showReply(placeOf(question)),
      'show-line': (question) => documents.showLine(placeOf(question)),
    }, log),
    log,
  });
  const runByName = callByName({
    runSignals: (uri: unknown) => (uri instanceof vscode.Uri ? runCommand.onFile(uri) : runCommand.pick()),
    runWithOptions: runWithOptions,
    openPanel: revealPanel,
    cancelRun: () => (session.isRunning() ? session.cancel() : sayIdle()),
    pauseRun: () => (session.isRunning() ? session.pause() : sayIdle()),
    resumeRun: actions.resume,
    collectBatch: actions.collectBatch,
    cancelBatch: actions.cancelBatch,
    giveUpBatch: actions.giveUpBatch,
    askAnotherProvider: askAnother,
    openRun: actions.open,
    compareRuns: actions.compare,
    exportRun: exportChosen,
    backtest: (node: unknown) => withRun(node, 'Backtest in Freqtrade', (folder) => backtests(folder)),
    exportSignals: (node: unknown) => withRun(node, 'Export Signals for Freqtrade', (folder) => exportSignals(folder, freqtradePrompts, log)),
    newStrategy: () => newStrategy(context.extensionUri, freqtradePrompts),
    addGate: () => addGate(context.extensionUri, confirm),
    deleteRun: actions.delete,
    revealRun: actions.reveal,
    copyRunPath: actions.copyPath,
    replayRun: (bundle: unknown) => replayRun(context, { session, showPanel, pickFile: vscode.window.showOpenDialog, log }, bundle),
    clearAnswers: () => clearAnswers(homes(), runsView, confirm),
    chooseProvider: () => chooseProvider(readSettings().answers, keys),
    setApiKey: (provider: unknown) => giveKey(typeof provider === 'string' ? provider : undefined),
    startBackend: () => backend.start(),
    stopBackend: () => backend.stop(),
    checkHealth: async () => tellHealth(await health.ask(), log),
    showLog: () => log.show(),
    showActions: () => showActions(status.current(), session.isRunning()),
    writeRepairedCopy: (uri: unknown) => repairCopy(uri as vscode.Uri),
    mapColumns: (uri: unknown) => mapAndRun(uri as vscode.Uri),
  } satisfies Record<CommandName, (...given: unknown[]) => unknown>, log);
  context.subscriptions.push(
    log,
    panel,
    session,
    diagnostics,
    health,
    runsView,
    batchWatch,
    { dispose: () => closing.abort() },
    vscode.workspace.onDidGrantWorkspaceTrust(() => report(pickUpBatches())),
    vscode.workspace.onDidChangeWorkspaceFolders(watchRuns),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(`${settingsSection}.${settingKeys.runsFolder}`) && watchRuns()),
    context.secrets.onDidChange(({ key }) => isKey(key) && report(Promise.all([health.changed(), backend.changed(), pickUpBatches()]))),
  );
  report(health.check());
  report(pickUpBatches());

  async function mapAndRun(uri: vscode.Uri): Promise<void> {
    if (await files.mapColumns(uri)) {
      await runCommand.onFile(uri);
    }
  }

  async function repairCopy(uri: vscode.Uri): Promise<void> {
    const { opened } = await files.open(uri);
    await writeRepairedCopy(uri, opened.series);
  }

  async function giveKey(provider: string | undefined): Promise<void> {
    await setApiKey(keys, access, readSettings().answers, provider, log);
  }

  /** The folders of runs changed, perhaps by another window or the terminal. */
  function followRuns(): void {
    runsChanged();
    report(session.catchUp());
  }

  /** The editor remembers that something is out, so that it is gone on with after a restart. */
  async function pickUpBatches(): Promise<void> {
    await context.workspaceState.update(batchesAreOut, (await batchWatch.pickUp()) > 0);
  }

  function showBatches(folder: string, waiting: Waiting | null): void {
    const out = [...batchWatch.waiting().values()];
    const sum = (of: (each: Waiting) => number) => out.reduce((total, each) => total + of(each), 0);
    status.set({ batches: out.length === 0 ? undefined : { runs: out.length, done: sum(({ done }) => done), total: sum(({ total }) => total) } });
    runsView.refresh();
    report(Promise.resolve(context.workspaceState.update(batchesAreOut, out.length > 0)));
    if (waiting !== null) {
      session.setWaiting(folder, waiting);
    } else if (session.shown()?.folder === folder && !session.isRunning()) {
      report(session.open(folder));
    }
  }

  function watchRuns(): void {
    runsView.watch();
    runsView.refresh();
  }

  async function showBacktests(folder: string): Promise<void> {
    runsView.refresh();
    if (session.shown()?.folder === folder) {
      revealPanel();
    } else if (!(await actions.show(folder))) {
      return;
    }
    await session.showBacktests(folder);
  }

  async function exportChosen(node?: unknown): Promise<void> {
    await withRun(node, 'Export Run', (folder) => exportRun(folder, exporting));
  }

  /** For work that nobody waits for. */
  function report(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.error(String(error)));
  }

  return {
    runs: runsView,
    textOf: (uri) => documents.textOf(uri),
    run: (name, args) => runByName(name, ...args),
    providerChanged: async () => {
      await Promise.all([health.changed(), backend.changed(), pickUpBatches()]);
    },
    restorePanel: async (restored, state) => {
      // First the run, so that the webview never shows, and never remembers, an empty panel in between.
      await session.restore(state).then(() => comparison.restore(state)).catch((error: unknown) => tellError(error, log));
      panel.adopt(restored);
    },
    showCandleChart: (uri, editor) =>
      showCandleChart(uri, editor, { extensionUri: context.extensionUri, files, runSignals: (candles) => runByName('runSignals', candles), writeRepairedCopy: (candles) => runByName('writeRepairedCopy', candles), log }),
    close: async () => {
      await Promise.all([session.close(), backend.stop(), batchWatch.close()]);
    },
  };
}

/** A modal question: what it does cannot be taken back. */
async function confirm(message: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

async function openSettings(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
}
