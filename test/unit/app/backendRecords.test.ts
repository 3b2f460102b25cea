import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openBackendRecords, spentToday } from '../../../src/app/backendRecords.ts';
import type { QuestionRecord } from '../../../src/core/run/record.ts';
import type { SettledQuestion } from '../../../src/core/run/settledQuestion.ts';
import { questionText } from '../../../src/core/signal/prompt.ts';
import { temporaryFolder } from '../../fixtures/folders.ts';

const record = (time: string, usd: number | null): QuestionRecord => ({
  v: 1, time, price: 100, gates: [], outcome: 'failed', signal: null, warnings: [], error: { code: 'provider-refused', message: 'no' },
  question: { market_data: {}, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 }, key: 'k', repeat: 1, usage: null, usd, latency_ms: 1, cached: false,
});
const settled = (...from: Parameters<typeof record>): SettledQuestion => ({ record: record(...from), reply: 'I decline.', text: questionText(record(...from).question) });
const day = Date.UTC(2026, 0, 2, 12);

describe('what a backend records', () => {
  const folder = temporaryFolder();
  const answers = () => path.join(folder(), 'answers');

  it('is one line per record in a file of its own, kept out of version control', async () => {
    const records = await openBackendRecords(folder());
    const written = Array.from({ length: 200 }, (_, i) => settled('2026-01-02T10:00:00.000Z', i));
    await Promise.all(written.map(records.append));
    await records.close();
    const [name, ...others] = readdirSync(answers());
    assert.match(name!, /^backend-2026-01-02-[\da-f]{4}\.jsonl$/);
    assert.deepEqual(others, []);
    assert.deepEqual(readFileSync(path.join(answers(), name!), 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as unknown), written.map(({ record: each, reply }) => ({ ...each, reply })));
    assert.match(readFileSync(path.join(folder(), '.gitignore'), 'utf8'), /^answers\/$/m);
  });

  it('goes into a new file with a new day', async () => {
    const records = await openBackendRecords(folder());
    await records.append(settled('2026-01-02T23:59:59.999Z', 1));
    await records.append(settled('2026-01-03T00:00:00.000Z', 1));
    await records.close();
    assert.deepEqual(readdirSync(answers()).map((name) => name.slice(0, 18)).sort(), ['backend-2026-01-02', 'backend-2026-01-03']);
  });

  it('makes no file when nothing was asked', async () => {
    await (await openBackendRecords(folder())).close();
    assert.deepEqual(readdirSync(answers()), []);
  });

  it('tells what all backends spent today, failures included', async () => {
    assert.deepEqual(await spentToday(path.join(folder(), 'nowhere'), day), { usd: 0, unreadable: 0 });
    const [one, two] = [await openBackendRecords(folder()), await openBackendRecords(folder())];
    await one.append(settled('2026-01-02T01:00:00.000Z', 0.25));
    await two.append(settled('2026-01-02T02:00:00.000Z', 0.5));
    await two.append(settled('2026-01-02T03:00:00.000Z', null));
    await one.append(settled('2026-01-01T23:00:00.000Z', 8));
    await Promise.all([one.close(), two.close()]);
    assert.deepEqual(await spentToday(folder(), day), { usd: 0.75, unreadable: 0 });
  });

  it('says how many lines cannot be read; a torn last one was never answered', async () => {
    mkdirSync(answers());
    const file = path.join(answers(), 'backend-2026-01-02-abcd.jsonl');
    writeFileSync(file, `${JSON.stringify(record('2026-01-02T01:00:00.000Z', 0.25))}\nnot a record\n{"v":1}\n`);
    appendFileSync(file, '{"v":1,"time"');
    assert.deepEqual(await spentToday(folder(), day), { usd: 0.25, unreadable: 2 });
  });
});
