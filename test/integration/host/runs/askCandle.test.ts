import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { createAskCandle } from '../../../../src/host/runs/askCandle.ts';
import { documentScheme } from '../../../../src/host/commandIds.ts';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { createRecordDocuments } from '../../../../src/host/runs/recordDocuments.ts';
import { waitingOf } from '../../../../src/host/runs/pausedRun.ts';
import { createSession } from '../../../../src/host/panel/session.ts';
import type { ToWebview } from '../../../../src/protocol/messages.ts';
import type { SignalProvider } from '../../../../src/core/signal/provider.ts';
import { plainShape } from '../../../../src/core/signal/provider.ts';
import { answer, scriptedProvider } from '../../../fixtures/providers.ts';
import { memorySecrets } from '../../memorySecrets.ts';
import { temporaryHome } from '../../runsHome.ts';

describe('asking about one candle', () => {
  const log = vscode.window.createOutputChannel('Test of asking', { log: true });
  const { run } = temporaryHome();
  let posted: ToWebview[] = [];
  let busy = 0;
  const open = async (folder: string, provider: SignalProvider) => {
    posted = [];
    busy = 0;
    const session = createSession({ arrived: () => Promise.resolve(), post: (message) => posted.push(message), setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => undefined, log });
    await session.open(folder);
    const access = { open: () => Promise.resolve(provider), connection: () => Promise.reject(new Error('Not asked for')) };
    return { session, ask: createAskCandle({ session, access, keys: createKeys(memorySecrets().secrets, {}), sayBusy: () => (busy += 1) }) };
  };
  after(() => log.dispose());

  it('adds one that no gate let through to the run, which waits for no more than before', async () => {
    const folder = await run('one');
    const { session, ask } = await open(folder, scriptedProvider([answer()]));
    const { prepared, records } = session.shown()!;
    const index = prepared.gate.asked[0]!.index + 1;
    await ask.again({ time: prepared.opened.series.time[index]! });
    const added = (await readRun(folder)).records.at(-1)!;
    assert.deepEqual([Date.parse(added.time), added.gates, added.signal?.provider], [prepared.opened.series.time[index], [], 'scripted']);
    assert.equal(session.shown()?.records.length, records.length);
    assert.deepEqual(posted.flatMap((message) => (message.type === 'records' ? message.records : [])).at(-1), added);
    assert.equal(waitingOf(session.shown()!), 0);
    assert.deepEqual([session.isRunning(), session.shown()?.run.state], [false, 'finished']);
  });

  it('asks nothing about a time at which no candle opens', async () => {
    const { ask } = await open(await run('one'), scriptedProvider([]));
    await assert.rejects(ask.again({ time: 1 }), { code: 'range-invalid' });
    assert.equal(busy, 0);
  });

  it('asks nothing when another run is shown by the time it could', async () => {
    const [one, two] = [await run('one'), await run('two')];
    const { session } = await open(one, scriptedProvider([]));
    const access = { open: async () => (await session.open(two), scriptedProvider([answer()])), connection: () => Promise.reject(new Error('Not asked for')) };
    const { again } = createAskCandle({ session, access, keys: createKeys(memorySecrets().secrets, {}), sayBusy: () => undefined });
    const { time } = session.shown()!.records[0]!;
    await assert.rejects(again({ time: Date.parse(time) }), { code: 'run-differs' });
    const counts = await Promise.all([one, two].map(async (folder) => (await readRun(folder)).records.length));
    assert.equal(counts[0], counts[1]);
  });

  it('shows what was sent, what came back and where it stands', async () => {
    const folder = await run('one');
    const { records } = await readRun(folder);
    const documents = createRecordDocuments(() => Promise.resolve([]));
    const [{ time, repeat, signal }] = records as [(typeof records)[number]];
    const place = { folder, time, repeat };
    const uri = vscode.Uri.from({ scheme: documentScheme, path: '/one/prompt.md', query: new URLSearchParams({ folder, time, repeat: '1' }).toString() });
    assert.match(await documents.textOf(uri), /gets no instructions[^]*# Message\n\n\{"current_price"/);
    await documents.showReply(place);
    const reply = vscode.window.activeTextEditor!.document;
    assert.equal(reply.uri.scheme, documentScheme);
    assert.match(reply.getText(), /^Reply, as it came\n=+\n\nNo text of a model is recorded/);
    const [, made] = /\nChecked signal\n=+\n\n([^]*)$/.exec(reply.getText())!;
    assert.deepEqual((JSON.parse(made!) as { signal: unknown }).signal, signal);
    await documents.showLine({ folder, time: records.at(-1)!.time, repeat: 1 });
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.deepEqual([document.uri.fsPath.endsWith('signals.jsonl'), selection.active.line], [true, records.length - 1]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows the instructions that a model got, and says when they changed since', async () => {
    const prompt = { version: '7', sha256: 'ab', text: 'Judge {{pair}}.' };
    const folder = await run('one', {}, { ...scriptedProvider(Array.from({ length: 1000 }, () => answer())), shape: { ...plainShape, prompt } });
    const { time } = (await readRun(folder)).records[0]!;
    const uri = vscode.Uri.from({ scheme: documentScheme, path: '/one/prompt.md', query: new URLSearchParams({ folder, time, repeat: '1' }).toString() });
    assert.match(await createRecordDocuments(() => Promise.resolve([prompt])).textOf(uri), /^# Instructions, version 7\n\nJudge SAMPLE\/USDT\.\n\n# Message/);
    assert.match(await createRecordDocuments(() => Promise.resolve([{ ...prompt, sha256: 'cd' }])).textOf(uri), /changed since this run/);
  });
});
