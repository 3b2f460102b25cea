import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { showCandleChart, type CandleEditorDeps } from '../../../../src/host/candles/candleEditor.ts';
import { createCandleFiles } from '../../../../src/host/candles/candleFiles.ts';
import { candleChartViewType, extensionId } from '../../../../src/host/commandIds.ts';
import { parseToCandleChart, type CandlesMessage, type FromCandleChart, type ToCandleChart } from '../../../../src/protocol/candleMessages.ts';
import { csvOf, minute, start, type Ohlcv } from '../../../fixtures/candles.ts';

const candle = (price: number): Ohlcv => [price, price + 1, price - 1, price, 10];
const lines = csvOf(Array.from({ length: 300 }, (_, index) => candle(100 + (index % 7)))).split('\n');
const timeOf = (index: number) => start + index * 5 * minute;
/** Line 21 has its low above its high, lines 31 to 33 are missing. */
const flawed = [...lines.slice(0, 20), lines[20]!.replace(/,99,|,1\d\d,(?=\d+,10$)/, ',900,'), ...lines.slice(21, 30), ...lines.slice(33)].join('\n');

/** A panel that keeps what it is sent; `say` is what its webview would post. */
function createPanel() {
  const received = new vscode.EventEmitter<unknown>();
  const disposed = new vscode.EventEmitter<void>();
  const viewState = new vscode.EventEmitter<vscode.WebviewPanelOnDidChangeViewStateEvent>();
  const arrivals = new EventEmitter();
  const posted: ToCandleChart[] = [];
  const panel = {
    visible: true,
    viewColumn: vscode.ViewColumn.One,
    onDidDispose: disposed.event,
    onDidChangeViewState: viewState.event,
    webview: {
      html: '',
      options: {},
      cspSource: 'self',
      asWebviewUri: (uri: vscode.Uri) => uri,
      onDidReceiveMessage: received.event,
      postMessage: (message: unknown) => {
        posted.push(parseToCandleChart(message));
        arrivals.emit('message');
        return Promise.resolve(true);
      },
    },
  };
  return {
    panel: panel as unknown as vscode.WebviewPanel,
    posted,
    say: (intent: FromCandleChart) => received.fire(intent),
    hide: () => {
      panel.visible = false;
      viewState.fire({ webviewPanel: panel as unknown as vscode.WebviewPanel });
    },
    close: () => disposed.fire(),
    /** Resolves with the first message of a type that arrives from now on; mocha's time limit ends a wait in vain. */
    next: async <Type extends ToCandleChart['type']>(type: Type): Promise<Extract<ToCandleChart, { type: Type }>> => {
      for (;;) {
        await once(arrivals, 'message');
        const message = posted.at(-1)!;
        if (message.type === type) {
          return message as Extract<ToCandleChart, { type: Type }>;
        }
      }
    },
  };
}

/** Writes a file until that is seen: VS Code does not say when its watch has begun. */
async function changing<Seen>(file: string, text: string, seen: Promise<Seen>): Promise<Seen> {
  const write = () => writeFileSync(file, text);
  write();
  const again = setInterval(write, 1000);
  try {
    return await seen;
  } finally {
    clearInterval(again);
  }
}

describe('showCandleChart', () => {
  const { extensionUri } = vscode.extensions.getExtension(extensionId)!;
  const log = vscode.window.createOutputChannel('Test of Candle Charts', { log: true });
  const remembered = new Map<string, unknown>();
  const memory = { get: (key: string) => remembered.get(key), keys: () => [...remembered.keys()], update: (key: string, value: unknown) => Promise.resolve(void remembered.set(key, value)) } as vscode.Memento;
  let folder = '';
  let asked: string[] = [];
  let deps: CandleEditorDeps;
  let shown: ReturnType<typeof createPanel>;
  const open = (text: string, name = 'BTC_USDT-5m.csv') => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    shown = createPanel();
    return { file, reading: showCandleChart(vscode.Uri.file(file), shown.panel, deps) };
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-editor-'));
    asked = [];
    const ask = (what: string) => (uri: vscode.Uri) => Promise.resolve(asked.push(`${what} ${path.basename(uri.fsPath)}`));
    const files = createCandleFiles(memory, { show: () => undefined, dispose: () => undefined });
    deps = { extensionUri, files, runSignals: ask('run'), writeRepairedCopy: ask('repair'), log };
  });
  afterEach(async () => {
    shown.close();
    rmSync(folder, { recursive: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => log.dispose());

  it('posts nothing before the webview is ready, and then the candles with what is wrong where', async () => {
    await open(flawed).reading;
    assert.deepEqual(shown.posted, []);
    const arrived = shown.next('candles');
    shown.say({ type: 'ready' });
    const { series, source, problems } = await arrived;
    assert.deepEqual([series.pair, series.timeframe, series.candles, source.rows, source.dropped], ['BTC/USDT', '5m', 296, 297, 1]);
    assert.deepEqual(
      problems.map(({ rule, severity, line, time, missing }) => ({ rule, severity, line, at: time, missing })).filter(({ rule }) => rule === 'low-above-high' || rule === 'gap'),
      [
        { rule: 'low-above-high', severity: 'error', line: 21, at: timeOf(19), missing: 0 },
        { rule: 'gap', severity: 'warning', line: 22, at: timeOf(19), missing: 1 },
        { rule: 'gap', severity: 'warning', line: 31, at: timeOf(29), missing: 3 },
      ],
    );
    assert.deepEqual(Object.keys(series.columns).sort(), ['close', 'high', 'low', 'open', 'time', 'volume']);
  });

  it('places a problem of a candle that was kept by the time on its line', async () => {
    const odd = lines.map((line, at) => (at === 50 ? line.replace(/,10$/, ',-10') : line)).join('\n');
    await open(odd).reading;
    const arrived = shown.next('candles');
    shown.say({ type: 'ready' });
    assert.deepEqual((await arrived).problems.map(({ rule, time }) => [rule, time]), [['not-positive', timeOf(49)]]);
  });

  it('reads the file again when it changes, and says when it holds no candles', async () => {
    const { file, reading } = open(lines.join('\n'));
    await reading;
    const first = shown.next('candles');
    shown.say({ type: 'ready' });
    assert.equal((await first).series.candles, 300);
    const { message, canMap } = await changing(file, 'name,city\nAda,London\n', shown.next('failure'));
    assert.match(message, /^No column is known to be time/);
    assert.equal(canMap, true);
    assert.equal((await changing(file, flawed, shown.next('candles'))).series.candles, 296);
  });

  it('posts nothing while it is hidden, and everything to the next webview', async () => {
    await open(lines.join('\n')).reading;
    const first = shown.next('candles');
    shown.say({ type: 'ready' });
    await first;
    shown.hide();
    const again = shown.next('candles');
    shown.say({ type: 'ready' });
    await again;
    assert.deepEqual(shown.posted.map(({ type }) => type), ['candles', 'candles']);
  });

  it('posts the newest candles of a long file first, and no others once it is hidden', async () => {
    const length = 150_000;
    await open(csvOf(Array.from({ length }, (_, index) => candle(100 + (index % 7))))).reading;
    const filledOf = (messages: readonly ToCandleChart[]) => messages.flatMap((message) => (message.type === 'candles' ? [message.series.filled] : message.type === 'more' ? [message.filled] : []));
    const more = shown.next('more');
    shown.say({ type: 'ready' });
    await more;
    const [first] = shown.posted as readonly CandlesMessage[];
    assert.deepEqual([first!.total, first!.start + first!.series.filled.length, first!.to], [length, length, timeOf(length - 1)]);
    shown.hide();
    const before = shown.posted.length;
    shown.say({ type: 'ready', around: 5 });
    const lengthSince = () => filledOf(shown.posted.slice(before)).reduce((sum, filled) => sum + filled.length, 0);
    while (lengthSince() < length) {
      await shown.next('more');
    }
    assert.equal(lengthSince(), length);
    assert.deepEqual(shown.posted.slice(before).map((message) => 'start' in message && message.start), [0, 24_000, 64_000, 104_000, 144_000]);
  });

  it('says that a file is gone, and offers no mapping for that', async () => {
    shown = createPanel();
    await showCandleChart(vscode.Uri.file(path.join(folder, 'gone.csv')), shown.panel, deps);
    const arrived = shown.next('failure');
    shown.say({ type: 'ready' });
    const { message, canMap } = await arrived;
    assert.match(message, /gone\.csv/);
    assert.equal(canMap, false);
  });

  it('passes on what the user wants', async () => {
    const { file } = open(lines.join('\n'));
    shown.say({ type: 'run-signals' });
    shown.say({ type: 'write-repaired-copy' });
    assert.deepEqual(asked, ['run BTC_USDT-5m.csv', 'repair BTC_USDT-5m.csv']);
    const opened = nextOf(vscode.window.onDidChangeActiveTextEditor);
    shown.say({ type: 'open-as-text', line: 42 });
    const editor = (await opened) ?? vscode.window.activeTextEditor;
    assert.deepEqual([editor?.document.uri.fsPath, editor?.selection.active.line], [file, 41]);
  });

  it('is an editor that Open With offers', async () => {
    const { file } = open(lines.join('\n'));
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), candleChartViewType);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, candleChartViewType);
  });
});

/** The next value of an event of VS Code. */
function nextOf<Value>(event: vscode.Event<Value>): Promise<Value> {
  return new Promise((resolve) => {
    const listener = event((value) => {
      listener.dispose();
      resolve(value);
    });
  });
}
