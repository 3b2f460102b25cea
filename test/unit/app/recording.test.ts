import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { executeRun } from '../../../src/app/run/executeRun.ts';
import { openCandles } from '../../../src/app/candles/openCandles.ts';
import { createRecordingFrom, recordedChoices } from '../../../src/app/recorded/openRecording.ts';
import { defaultChoices, prepareRun } from '../../../src/app/run/prepareRun.ts';
import { readBundle, readRecorded } from '../../../src/app/recorded/readBundle.ts';
import { noAnswers } from '../../../src/core/run/run.ts';
import { createBudget } from '../../../src/core/run/budget.ts';
import { writeBundle } from '../../../src/core/run/bundle.ts';
import { checkRecording } from '../../../src/core/run/checkRecording.ts';
import type { SignalProvider } from '../../../src/core/signal/provider.ts';
import { createRulesProvider } from '../../../src/providers/rules.ts';
import { sampleFile, temporaryFolder } from '../../fixtures/folders.ts';

describe('a replay', () => {
  const folder = temporaryFolder();
  const record = async (prepared: Parameters<typeof executeRun>[0], provider: SignalProvider, id: string) => {
    const limits = { abort: new AbortController().signal, budget: createBudget(0), answers: noAnswers, pausing: new AbortController().signal, whenUnavailable: 'stopped' as const };
    for await (const event of executeRun(prepared, provider, { id, folder: path.join(folder(), id), file: 'x.csv', version: '0' }, limits)) {
      assert.ok(event.type);
    }
    return readRecorded(path.join(folder(), id));
  };
  const choices = { ...defaultChoices, gates: { entry: 'rsi < 40 and atr_14 > 0' }, marketData: { atr: 'atr_14' }, range: { from: Date.UTC(2024, 0, 2), to: Date.UTC(2024, 0, 6) }, repeats: 2 };
  const bundleOf = async () => {
    const first = await record(await prepareRun(await openCandles(sampleFile), choices), createRulesProvider(), 'first');
    const bundle = path.join(folder(), 'bundle.jsonl');
    writeFileSync(bundle, [...writeBundle(first.run, first.records)].join(''));
    return { first, bundle };
  };

  it('gives the same signals on another machine, at no cost', async () => {
    const { first, bundle } = await bundleOf();
    const elsewhere = path.join(folder(), 'elsewhere', 'renamed.csv');
    mkdirSync(path.dirname(elsewhere));
    copyFileSync(sampleFile, elsewhere);
    const { provider, run, records } = await createRecordingFrom(bundle);
    const { load, choices: same } = recordedChoices(run);
    const opened = await openCandles(elsewhere, load);
    assert.deepEqual(checkRecording(run, records, opened), []);
    const second = await record(await prepareRun(opened, same), provider, 'second');
    assert.ok(first.records.length > 10);
    assert.deepEqual(second.records.map(({ time, repeat, gates, signal, error, question }) => ({ time, repeat, gates, signal, error, question })), first.records.map(({ time, repeat, gates, signal, error, question }) => ({ time, repeat, gates, signal, error, question })));
    assert.deepEqual([second.run.state, second.run.totals.failed, second.run.totals.usd, second.run.settings.provider, second.run.settings.model], ['finished', 0, 0, 'recording', 'technical-rules-1']);
    assert.deepEqual({ ...second.run.settings, provider: 'rules' }, first.run.settings);
  });

  it('fails, and holds nothing, where the recording has no answer', async () => {
    const { bundle } = await bundleOf();
    const { provider } = await createRecordingFrom(bundle);
    const { run, records } = await record(await prepareRun(await openCandles(sampleFile), { ...choices, marketData: {} }), provider, 'second');
    assert.ok(run.totals.failed > 10);
    assert.ok(records.every(({ outcome, signal, error }) => outcome === 'failed' && signal === null && error?.code === 'provider-bad-request'));
  });

  it('notices that the candles changed', async () => {
    const { bundle } = await bundleOf();
    const { run, records } = await createRecordingFrom(bundle);
    const changed = path.join(folder(), 'SAMPLE_USDT-5m.csv');
    const lines = readFileSync(sampleFile, 'utf8').trimEnd().split('\n');
    writeFileSync(changed, lines.slice(0, -1).join('\n'));
    const [first, second] = checkRecording(run, records, await openCandles(changed, recordedChoices(run).load));
    assert.equal(first, `${changed} is not the file that was recorded, x.csv.`);
    assert.equal(second, 'It holds 1999 candles, the recording 2000.');
  });

  it('reads a bundle and the folder it was made of alike', async () => {
    const { first, bundle } = await bundleOf();
    assert.deepEqual(await readBundle(bundle), first);
    assert.deepEqual(await readRecorded(bundle), first);
  });

  it('says what there is no run in', async () => {
    const nowhere = path.join(folder(), 'nowhere');
    await assert.rejects(() => readRecorded(nowhere), { code: 'run-unreadable', message: `Cannot read ${nowhere}: there is no such run or bundle.` });
  });
});
