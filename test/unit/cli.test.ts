import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository, sampleFile, temporaryFolder } from '../fixtures/folders.ts';

type RunJson = {
  series: { pair: string; timeframe: string; candles: number; filled: number; from: string; to: string; problems: unknown[] };
  funnel: { candles: number; warmup: number; filled: number; asked: number; entry: { passed: number; stopped: Record<string, number> } };
  signals: { decision: string; time: string; price: number; gates: string[]; provider: string }[];
  failed: unknown[];
  skipped: unknown[];
  totals: Record<string, number>;
  run: string;
};

describe('llm-signals in a terminal', () => {
  const folder = temporaryFolder();
  const cli = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], { cwd: folder(), encoding: 'utf8', maxBuffer: 1e8 });
    return { status, stdout, stderr };
  };
  const shell = (script: string) => spawnSync('sh', ['-c', script], { cwd: folder(), encoding: 'utf8', env: { ...process.env, NODE: process.execPath, CLI: path.join(repository, 'dist', 'cli.js'), SAMPLE: sampleFile } });
  const write = (name: string, text: string) => writeFileSync(path.join(folder(), name), text);
  const header = 'date,open,high,low,close,volume\n';

  it('runs the sample, prints signals and funnel, and records the run', () => {
    const { status, stdout, stderr } = cli('run', sampleFile);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^Synthetic sample: generated candles, not market data\./);
    assert.match(stdout, /Time, UTC +Decision +Confidence +Price +Stop +Target +Reasoning/);
    assert.match(stdout, /Gate: 2,000 candles, 199 warming up; \d+ asked/);
    assert.match(stdout, /technical rules, no language model/);
    const [run] = readdirSync(path.join(folder(), '.llm-signals', 'runs'));
    assert.ok(stdout.includes(`Recorded in ${path.join(folder(), '.llm-signals', 'runs', run!)}`));
  });

  it('prints the JSON that formats promise', () => {
    const { status, stdout } = cli('run', sampleFile, '--json', '--out', 'mine');
    const json = JSON.parse(stdout) as RunJson;
    assert.equal(status, 0);
    assert.deepEqual(Object.keys(json), ['series', 'funnel', 'signals', 'failed', 'skipped', 'totals', 'run']);
    assert.deepEqual(Object.keys(json.series), ['pair', 'timeframe', 'candles', 'filled', 'from', 'to', 'problems']);
    assert.deepEqual(Object.keys(json.totals), ['answered', 'failed', 'skipped', 'cached', 'tokens_in', 'tokens_out', 'usd', 'duration_ms']);
    assert.deepEqual(Object.keys(json.funnel), ['candles', 'warmup', 'filled', 'asked', 'entry', 'exit']);
    assert.equal(json.run, path.join(folder(), 'mine'));
    assert.deepEqual([json.series.pair, json.series.timeframe, json.series.candles], ['SAMPLE/USDT', '5m', 2000]);
    assert.deepEqual(json.signals.map(({ time }) => time), json.signals.map(({ time }) => time).sort());
  });

  it('asks at least ten questions about the sample, with buys and sells among the answers', () => {
    const { signals } = JSON.parse(cli('run', sampleFile, '--json').stdout) as RunJson;
    const count = (decision: string) => signals.filter((signal) => signal.decision === decision).length;
    assert.ok(signals.length >= 10 && count('BUY') >= 3 && count('SELL') >= 3, `Expected 10 questions and 3 of each, got ${signals.length}, ${count('BUY')}, ${count('SELL')}`);
  });

  it('asks only in the range, but computes over the whole file', () => {
    const all = (JSON.parse(cli('run', sampleFile, '--json').stdout) as RunJson).signals;
    const from = all[10]!.time;
    const to = all[20]!.time;
    assert.deepEqual((JSON.parse(cli('run', sampleFile, '--json', '--from', from, '--to', to).stdout) as RunJson).signals, all.slice(10, 20));
  });

  it('asks what the given gates let through, with the given values in the question', () => {
    const { status, stdout } = cli('run', sampleFile, '--json', '--out', 'mine', '--gates', 'entry', '--entry', 'rsi < 40 and atr_14 > 0', '--market-data', 'atr=atr_14', '--market-data', 'trend=ema_50_1h');
    assert.equal(status, 0);
    const { funnel, signals } = JSON.parse(stdout) as RunJson;
    assert.deepEqual(Object.keys(funnel.entry.stopped), ['rsi < 40', 'atr_14 > 0']);
    assert.ok(!('exit' in funnel) && signals.length > 0);
    const last = readFileSync(path.join(folder(), 'mine', 'signals.jsonl'), 'utf8').trimEnd().split('\n').at(-1)!;
    const { market_data } = (JSON.parse(last) as { question: { market_data: Record<string, number> } }).question;
    assert.ok(market_data['atr']! > 0 && market_data['trend']! > 0);
  });

  it('writes a report that needs nothing else', () => {
    assert.equal(cli('run', sampleFile, '--report', 'out/report.html').status, 0);
    const html = readFileSync(path.join(folder(), 'out', 'report.html'), 'utf8');
    assert.match(html, /Content-Security-Policy/);
    assert.doesNotMatch(html, /<(script|link|img)[^>]+(src|href)=/);
  });

  it('writes one row of indicators per candle, in full precision, empty while warming up', () => {
    assert.equal(cli('inspect', sampleFile, '--indicators', 'indicators.csv').status, 0);
    const lines = readFileSync(path.join(folder(), 'indicators.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], 'date,rsi,ema_20,ema_50,ema_200,macd,macdsignal,macdhist,bb_upperband,bb_middleband,bb_lowerband,volume_mean');
    assert.equal(lines.length, 2001);
    assert.equal(lines[1], '2024-01-01T00:00:00Z,,,,,,,,,,,');
    assert.match(lines[1000]!, /^2024-01-04T11:15:00Z(,-?\d+(\.\d+)?(e-?\d+)?){11}$/);
  });

  it('inspects as JSON', () => {
    write('BTC_USDT-5m.csv', `${header}2024-01-01 00:00,1,3,0.5,2,10\n2024-01-01 00:05,1,3,0.5,2,10\n2024-01-01 00:20,1,3,4,2,10\n2024-01-01 00:15,1,3,0.5,2,10\n`);
    const { status, stdout } = cli('inspect', 'BTC_USDT-5m.csv', '--json');
    const { problems, ...facts } = JSON.parse(stdout) as { problems: { line: number | null; rule: string }[] };
    assert.equal(status, 0);
    assert.deepEqual(facts, {
      pair: 'BTC/USDT', timeframe: '5m', candles: 3, filled: 1, from: '2024-01-01T00:00:00Z', to: '2024-01-01T00:15:00Z',
      dialect: 'csv-header', zone: 'assumed-utc', gaps: [{ after: '2024-01-01T00:05:00Z', missing: 1 }],
    });
    assert.deepEqual(problems.map(({ line, rule }) => [line, rule]), [[null, 'time-zone'], [4, 'low-above-high'], [5, 'gap']]);
  });

  const exits: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['0 for help', ['--help'], 0, /^$/],
    ['0 for the version', ['--version'], 0, /^$/],
    ['1 for a missing file', ['run', 'missing.csv'], 1, /Cannot read missing\.csv: there is no such file\./],
    ['1 for a file without candles', ['run', 'notes.csv'], 1, /notes\.csv: No column is known to be time.*--columns time=0/],
    ['1 for an unknown pair', ['run', 'candles.csv'], 1, /does not say which pair it holds.*--pair BTC\/USDT/],
    ['2 for an unknown option', ['run', 'candles.csv', '--nonsense'], 2, /unknown option '--nonsense'/],
    ['2 for no command', [], 2, /Usage/],
    ['2 for an unknown provider', ['run', 'candles.csv', '--provider', 'oracle'], 2, /Allowed choices are rules/],
    ['2 for a range that is no time', ['run', 'candles.csv', '--from', 'yesterday'], 2, /"yesterday" is no time/],
    ['2 for a gate with a fault', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--entry', 'close > ema200'], 2, /The entry gate: Unknown name "ema200" at 8\. Did you mean ema_200\?/],
    ['2 for a preset with a slip', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--entry', 'momentum-hypropt'], 2, /The entry gate: There is no preset "momentum-hypropt"\. Did you mean momentum-hyperopt\?/],
    ['2 for a value of the question that does not exist', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--market-data', 'x=nothing'], 2, /There is no column "nothing" for x/],
    ['2 for a recording that nobody replays', ['run', 'candles.csv', '--recording', 'bundle.jsonl'], 2, /--recording is for recording, and rules is to answer\. Say who answers with --provider/],
    ['2 for a gate in a replay', ['run', '--provider', 'recording', '--recording', 'bundle.jsonl', '--entry', 'rsi < 20'], 2, /--entry is not used in a replay/],
    ['2 for other candles and another range of a run that goes on', ['run', '--resume', 'run', 'candles.csv', '--from', '2024-01-01'], 2, /A file of candles, --from are not used with --resume/],
    ['2 for the server of somebody else', ['estimate', 'candles.csv', '--preset', 'ollama'], 2, /--preset is for openai-compatible, and rules is to answer/],
    ['2 for the model of somebody else', ['health', '--provider', 'anthropic', '--model', 'openai=gpt-6-luna'], 2, /--model openai=gpt-6-luna is of nobody who is asked/],
    ['2 for a model of a consensus', ['health', '--provider', 'consensus', '--member', 'rules', '--member', 'openai', '--model', 'gpt-6-luna'], 2, /Say of which member it is/],
    ['2 for the weight of nobody who votes', ['health', '--provider', 'consensus', '--member', 'rules', '--member', 'openai', '--weight', 'opnai=2'], 2, /--weight opnai=2 is of no member\. Those who vote are rules, openai\./],
    ['2 for a weight without a vote', ['serve', '--port', '0', '--weight', 'openai=2'], 2, /--weight openai=2 is of no member\. Name those who vote with --member\./],
    ['2 for a range that ends before it begins', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--from', '2024-01-03', '--to', '2024-01-02'], 2, /No candle opens from 2024-01-03 until before 2024-01-02/],
    ['2 for a time that no timer can wait', ['health', '--timeout', '9999999999'], 2, /Expected at most 86400 seconds/],
    ['2 for a gate that is not used', ['run', 'candles.csv', '--gates', 'entry', '--exit', 'rsi > 70'], 2, /--exit is not used with --gates entry/],
    ['2 for a run folder that cannot be made', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--out', 'notes.csv'], 2, /Cannot write to .*notes\.csv: EEXIST\. What is answered is recorded there/],
    ['2 for a run folder that is not empty', ['run', 'candles.csv', '--pair', 'BTC/USDT', '--out', 'taken'], 2, /taken is not empty/],
  ];
  for (const [name, args, status, message] of exits) {
    it(`exits with ${name}`, () => {
      write('notes.csv', 'a,b\n1,2\n');
      write('candles.csv', `${header}2024-01-01T00:00Z,1,3,0.5,2,10\n2024-01-01T00:05Z,1,3,0.5,2,10\n`);
      mkdirSync(path.join(folder(), 'taken'));
      write('taken/note.txt', 'mine');
      const result = cli(...args);
      assert.equal(result.status, status);
      assert.match(result.stderr, message);
    });
  }

  it('says in JSON what was done before a file that cannot be used', () => {
    const { status, stdout } = cli('run', sampleFile, 'missing.csv', '--json');
    const runs = JSON.parse(stdout) as RunJson[];
    assert.deepEqual([status, runs.map(({ series }) => series.pair)], [1, ['SAMPLE/USDT']]);
  });

  it('says that the range holds no candle, rather than that indicators were warming up', () => {
    const { status, stdout } = cli('run', sampleFile, '--from', '2025-01-01');
    assert.equal(status, 0);
    assert.match(stdout, /Gate: 0 candles.*\n(.*\n)*No candle of the file opens within --from and --to\.\n/);
    assert.doesNotMatch(stdout, /No candle could be judged/);
  });

  it('counts one of a thing in the singular', () => {
    write('BTC_USDT-5m.csv', `${header}2024-01-01T00:00Z,1,3,0.5,2,10\n2024-01-01T00:05Z,1,3,0.5,2,10\n2024-01-01T00:15Z,1,3,0.5,2,10\n2024-01-01T00:20Z,x,3,0.5,2,10\n`);
    assert.match(cli('inspect', 'BTC_USDT-5m.csv').stdout, /3 candles from .*\n4 rows, 1 left out, 1 candle filled in 1 gap;/);
  });

  describe('whose output nobody reads to its end', () => {
    it('runs every file and writes the report', () => {
      shell('"$NODE" "$CLI" run "$SAMPLE" "$SAMPLE" --entry "close > 0" | head -1');
      assert.equal(readdirSync(path.join(folder(), '.llm-signals', 'runs')).length, 2);
      shell('"$NODE" "$CLI" run "$SAMPLE" --entry "close > 0" --report report.html | head -1');
      assert.ok(existsSync(path.join(folder(), 'report.html')));
    });

    if (existsSync('/dev/full')) {
      it('says that the disk is full', () => {
        const { status, stderr } = shell('"$NODE" "$CLI" inspect "$SAMPLE" > /dev/full');
        assert.deepEqual([status, stderr], [1, 'llm-signals: Cannot write to standard output: ENOSPC.\n']);
      });
    }
  });

  if (process.platform !== 'win32') {
    it('says where a run stands that can write no more, and goes on with it', () => {
      const { status, stderr } = shell('ulimit -f 16; "$NODE" "$CLI" run "$SAMPLE" --out full');
      assert.equal(status, 2);
      assert.match(stderr, /Cannot write to .*full: EFBIG\. What was recorded before stays: make room, and resume the run\.\n$/);
      assert.equal(cli('run', '--resume', 'full').status, 0);
    });
  }

  it('loses no run to a report that cannot be written', () => {
    write('taken', '');
    const result = cli('run', sampleFile, '--report', 'taken/report.html');
    assert.equal(result.status, 2);
    assert.match(result.stderr, /Cannot write .*taken\/report\.html/);
    assert.match(result.stdout, /Recorded in/);
    assert.ok(existsSync(path.join(folder(), '.llm-signals', 'runs')));
    const { signals } = JSON.parse(cli('run', sampleFile, '--json', '--report', 'taken/report.html').stdout) as RunJson;
    assert.ok(signals.length > 0);
  });
});
