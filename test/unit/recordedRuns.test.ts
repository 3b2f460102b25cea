import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository, sampleFile, temporaryFolder } from '../fixtures/folders.ts';

describe('recorded runs in a terminal', () => {
  const folder = temporaryFolder();
  const cli = (...args: string[]) => spawnSync(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], { cwd: folder(), encoding: 'utf8', maxBuffer: 1e8 });
  const done = (...args: string[]) => {
    const { status, stdout, stderr } = cli(...args);
    assert.deepEqual([status, stderr], [0, '']);
    return stdout;
  };
  const at = (name: string) => path.join(folder(), name);
  beforeEach(() => {
    copyFileSync(sampleFile, at('SAMPLE_USDT-5m.csv'));
    done('run', 'SAMPLE_USDT-5m.csv', '--out', 'runs/a');
  });

  it('are exported as CSV to standard output, or as the name of the file says', () => {
    const rows = done('export', 'runs/a').split('\r\n');
    assert.match(rows[0]!, /^time,decision,confidence,/);
    assert.ok(rows.length > 10);
    assert.equal(done('export', 'runs/a', '--out', 'out/a.json'), 'Written to out/a.json\n');
    const json = JSON.parse(readFileSync(at('out/a.json'), 'utf8')) as { signals: unknown[]; run: string };
    assert.deepEqual([json.signals.length, json.run], [rows.length - 2, at('runs/a')]);
    assert.match(done('export', 'runs/a', '--format', 'markdown'), /^# Signals: SAMPLE\/USDT 5m\n/);
  });

  it('are exported as one bundle, from which every other export can be made', () => {
    done('export', 'runs/a', '--out', 'a.jsonl');
    const lines = readFileSync(at('a.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { format?: number; time?: string });
    assert.equal(lines[0]!.format, 1);
    assert.deepEqual(lines.slice(1).map(({ time }) => time), lines.slice(1).map(({ time }) => time).sort());
    assert.equal(done('export', 'a.jsonl'), done('export', 'runs/a'));
    done('export', 'a.jsonl', '--out', 'a.html');
    assert.match(readFileSync(at('a.html'), 'utf8'), /Content-Security-Policy/);
  });

  it('replace no file unless told to', () => {
    writeFileSync(at('mine.csv'), 'mine');
    const { status, stderr } = cli('export', 'runs/a', '--out', 'mine.csv');
    assert.equal(status, 2);
    assert.match(stderr, /mine\.csv exists already\. Replace it with --force/);
    assert.equal(readFileSync(at('mine.csv'), 'utf8'), 'mine');
    done('export', 'runs/a', '--out', 'mine.csv', '--force');
    assert.match(readFileSync(at('mine.csv'), 'utf8'), /^time,/);
  });

  it('say when the candles of a report changed or are gone', () => {
    const changed = readFileSync(sampleFile, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n');
    writeFileSync(at('SAMPLE_USDT-5m.csv'), changed);
    const { status, stderr } = cli('export', 'runs/a', '--out', 'a.html');
    assert.equal(status, 0);
    assert.match(stderr, /SAMPLE_USDT-5m\.csv is not the file that was recorded, SAMPLE_USDT-5m\.csv\.\nIt holds 1999 candles, the recording 2000\.\n/);
    done('run', sampleFile, '--out', 'runs/b');
    writeFileSync(at('runs/b/run.json'), readFileSync(at('runs/b/run.json'), 'utf8').replace(JSON.stringify(sampleFile), '"gone.csv"'));
    const gone = cli('export', 'runs/b', '--out', 'b.html');
    assert.equal(gone.status, 1);
    assert.match(gone.stderr, /there is no gone\.csv\. Put them back there, or say where they are with --candles\./);
    assert.ok(!existsSync(at('b.html')));
    done('export', 'runs/b', '--out', 'b.html', '--candles', sampleFile);
    assert.match(cli('run', '--resume', 'runs/b').stderr, /there is no gone\.csv\. Put them back there\.\n$/);
    assert.match(cli('run', '--provider', 'recording', '--recording', 'runs/b').stderr, /there is no gone\.csv\. Put them back there, or name the file to replay it on\.\n$/);
  });

  it('say that the last line of a bundle is cut off, and go on without it', () => {
    const whole = done('export', 'runs/a', '--format', 'bundle');
    writeFileSync(at('torn.jsonl'), whole.slice(0, -40));
    const { status, stdout, stderr } = cli('export', 'torn.jsonl', '--format', 'bundle');
    assert.deepEqual([status, stderr], [0, 'The last line of torn.jsonl is cut off. It is left out.\n']);
    assert.equal(stdout, whole.slice(0, whole.lastIndexOf('\n', whole.length - 2) + 1));
  });

  it('are compared: how often they agree, and each candle on which they differ', () => {
    const bundle = done('export', 'runs/a', '--format', 'bundle');
    const lines = bundle.trimEnd().split('\n');
    const at3 = lines[3]!.replace(/"decision":"\w+"/, '"decision":"HOLD"').replace(/"reasoning":"/, '"reasoning":"Waiting. \\u001b[31m');
    writeFileSync(at('b.jsonl'), [...lines.slice(0, 3), at3, ...lines.slice(4), ''].join('\n'));
    const text = done('compare', 'runs/a', 'b.jsonl');
    const count = lines.length - 1;
    assert.ok(text.includes(`A and B: ${Math.round((count - 1) / count * 100)} % agree, ${count - 1} of ${count} answered by both.\n`), text);
    assert.match(text, /\n1 candle differs\n/);
    assert.match(text, / +B +Hold +\d\.\d\d +Waiting\. \[31m/);
    const json = JSON.parse(done('compare', 'runs/a', 'b.jsonl', '--json')) as { agreed: number; pairs: { confusion: object }[]; candles: { agrees: boolean }[] };
    assert.deepEqual([json.agreed, json.candles.filter(({ agrees }) => !agrees).length, Object.keys(json.pairs[0]!.confusion)], [count - 1, 1, ['BUY', 'SELL', 'HOLD']]);
    assert.match(done('compare', 'runs/a', 'runs/a'), /\nNo candle differs\.\n$/);
    writeFileSync(at('half.jsonl'), `${lines.slice(0, 11).join('\n')}\n`);
    assert.match(done('compare', 'runs/a', 'half.jsonl'), /\nB .*; 10 answered, 0 failed;/);
  });

  const exits: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['1 for a run that is not there', ['export', 'nowhere'], 1, /Cannot read .*nowhere: there is no such run or bundle\./],
    ['1 for a file that is no bundle', ['export', 'SAMPLE_USDT-5m.csv'], 1, /SAMPLE_USDT-5m\.csv, line 1: This is no JSON\./],
    ['2 for a format that is none', ['export', 'runs/a', '--format', 'xls'], 2, /Allowed choices are csv, json, markdown, html, bundle/],
    ['2 for one run to compare', ['compare', 'runs/a'], 2, /missing required argument/],
    ['2 for a user_data folder that is not there', ['backtest', 'runs/a', '--userdir', 'nowhere'], 2, /There is no folder .*nowhere\. Say with --userdir/],
    ['2 for runs of different pairs', ['compare', 'runs/a', 'other.jsonl'], 2, /is of ETH\/USDT 5m, but/],
  ];
  for (const [name, args, status, message] of exits) {
    it(`exits with ${name}`, () => {
      writeFileSync(at('other.jsonl'), done('export', 'runs/a', '--format', 'bundle').split('\n')[0]!.replace('SAMPLE/USDT', 'ETH/USDT'));
      const result = cli(...args);
      assert.equal(result.status, status);
      assert.match(result.stderr, message);
    });
  }
});
