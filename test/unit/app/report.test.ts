import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { renderReport } from '../../../src/app/report.ts';
import { decodeMessages } from '../../../src/protocol/reportData.ts';
import { gateOf, recordOf, runOf, seriesOf } from '../webview/fixtures.ts';

const hostile = '</script><script>alert(1)</script><!-- \u2028 <img src=x onerror=alert(1)>';
const assets = { script: 'const close = "</script>"; start();\n//# sourceMappingURL=webview.js.map\n', css: '.panel { color: red; }', reportCss: ':root { color-scheme: light; }' };
const record = { ...recordOf(3), signal: { ...recordOf(3).signal!, reasoning: hostile } };
const page = renderReport(
  assets,
  [
    { type: 'series', series: seriesOf(10), gate: gateOf(10, [3]) },
    { type: 'run', folder: '/a', run: runOf('finished') },
    { type: 'records', from: 0, records: [record] },
  ],
  'ETH/BTC <5m>',
);

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const contentsOf = (tag: string): readonly string[] => [...page.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, 'g'))].map((match) => match[1]!);

describe('renderReport', () => {
  it('allows exactly its own script and styles, and no network', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const [, script] = contentsOf('script');
    const [theme, css] = contentsOf('style');
    assert.equal(policy, `default-src 'none'; script-src ${hashOf(script!)}; style-src ${hashOf(theme!)} ${hashOf(css!)}; base-uri 'none'; form-action 'none'`);
  });

  it('names no address and no handler outside its data', () => {
    const [data] = contentsOf('script');
    assert.ok(!/(src|href)=|\son\w+=/.test(page.replace(data!, '')));
  });

  it('has two scripts, whatever a model wrote', () => assert.equal(page.match(/<script/g)?.length, 2));

  it('gives the text of the model back unchanged', () => {
    const [data] = contentsOf('script');
    const messages = decodeMessages(data!);
    assert.ok(messages[2]?.type === 'records');
    assert.equal(messages[2].records[0]?.signal?.reasoning, hostile);
  });

  it('keeps the script from ending itself and names no source map', () => {
    assert.equal(contentsOf('script')[1], 'const close = "\\x3C/script>"; start();');
  });

  it('escapes the title', () => assert.deepEqual(contentsOf('title'), ['ETH/BTC &lt;5m&gt;']));
});
