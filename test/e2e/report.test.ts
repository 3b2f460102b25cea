import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { executeRun } from '../../src/app/run/executeRun.ts';
import { openCandles } from '../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../src/app/run/prepareRun.ts';
import { renderReport } from '../../src/app/report.ts';
import { loadReportAssets } from '../../src/app/reportAssets.ts';
import { readRun } from '../../src/app/recorded/readRun.ts';
import { viewRun } from '../../src/app/view.ts';
import { noAnswers } from '../../src/core/run/run.ts';
import { createBudget } from '../../src/core/run/budget.ts';
import { createConsensusProvider } from '../../src/providers/consensus.ts';
import { createRulesProvider } from '../../src/providers/rules.ts';
import type { SignalProvider } from '../../src/core/signal/provider.ts';
import { repository, sampleFile, temporaryFolder } from '../fixtures/folders.ts';
import { launchBrowser, openPage } from '../harness/browser.ts';

describe('the HTML report in a browser', () => {
  const folder = temporaryFolder();
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  /** Opens a page and collects what it complains about and what it tries to fetch. */
  const open = async (file: string): Promise<{ readonly page: Page; readonly complaints: readonly string[]; readonly requests: readonly string[] }> => {
    const page = await openPage(browser);
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.locator('[data-region="chart"][data-selected]').waitFor();
    return { page, complaints, requests };
  };

  /** Runs a provider over the sample and writes the report of what was recorded. */
  const reportOf = async (provider: SignalProvider, title = 'Signals'): Promise<string> => {
    const run = path.join(folder(), 'run');
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    for await (const event of executeRun(prepared, provider, { id: 'run', folder: run, file: sampleFile, version: '0' }, { abort: new AbortController().signal, budget: createBudget(Infinity), answers: noAnswers, pausing: new AbortController().signal, whenUnavailable: 'stopped' })) {
      assert.ok(event.type);
    }
    const recorded = await readRun(run);
    const file = path.join(folder(), 'report.html');
    writeFileSync(file, renderReport(await loadReportAssets(repository), viewRun(prepared, run, recorded.run, recorded.records), title));
    return file;
  };

  it('shows the run of the terminal with chart and list, and asks for nothing but itself', async () => {
    const file = path.join(folder(), 'report.html');
    const { status, stdout } = spawnSync(process.execPath, ['dist/cli.js', 'run', sampleFile, '--json', '--out', path.join(folder(), 'run'), '--report', file], { cwd: repository, encoding: 'utf8', maxBuffer: 1e8 });
    assert.equal(status, 0);
    const { signals } = JSON.parse(stdout) as { signals: { reasoning: string }[] };
    const { page, complaints, requests } = await open(file);
    assert.equal(await page.locator('[data-region="list"]').getAttribute('aria-rowcount'), String(signals.length + 1));
    await page.locator('[data-region="list"]').focus();
    await page.keyboard.press('Home');
    await page.locator('[data-region="detail"]').getByText(signals[0]!.reasoning).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Run Again' }).count(), 0);
    assert.deepEqual(requests, [pathToFileURL(file).href]);
    assert.deepEqual(complaints, []);
  });

  it('shows what a model wrote as text, whatever it wrote', async () => {
    const hostile = '</script><script>document.title = "owned"</script><img src=x onerror="document.title = \'owned\'"> <!-- \u2028 [link](command:evil)';
    const provider: SignalProvider = {
      ...createRulesProvider(),
      id: 'hostile',
      model: '<b>bold</b>',
      ask: () => Promise.resolve({ reply: { decision: 'BUY', confidence: 0.5, reasoning: hostile, risk_level: 'low' }, usage: null, usd: null }),
    };
    const { page } = await open(await reportOf(provider, 'Signals </title><script>'));
    const detail = page.locator('[data-region="detail"]');
    assert.ok((await detail.innerText()).includes('</script><script>document.title = "owned"</script><img src=x'));
    assert.equal(await page.locator('img, b').count(), 0);
    assert.equal(await page.title(), 'Signals </title><script>');
  });

  it('says of a run whose provider broke down what is safe, and never shows a failed question as a hold', async () => {
    let asked = 0;
    const rules = createRulesProvider();
    const failures = ['provider-overloaded', 'provider-unavailable'] as const;
    const provider: SignalProvider = {
      ...rules,
      id: 'anthropic',
      ask: async (question, abort) => {
        asked += 1;
        return asked <= 5 ? rules.ask(question, abort) : { failure: { code: failures[asked === 6 ? 0 : 1], message: 'Six questions in a row failed.' }, usage: null, usd: null };
      },
    };
    const { page, complaints } = await open(await reportOf(provider));
    const banner = page.locator('[data-region="banner"]');
    await banner.getByText('anthropic is unavailable. Six questions in a row failed. 5 answers are on disk. A failed question is not a hold.').waitFor();
    assert.equal(await banner.getByRole('button').count(), 0);
    await page.locator('[data-region="list"]').focus();
    await page.keyboard.press('Home');
    for (let row = 0; row < 5; row++) {
      await page.keyboard.press('ArrowDown');
    }
    const detail = page.locator('[data-region="detail"]');
    await detail.getByRole('heading', { name: 'No answer' }).waitFor();
    await detail.getByText('The provider is overloaded.').waitFor();
    assert.equal(await detail.getByRole('button', { name: 'Resume' }).count(), 0);
    await page.keyboard.press('ArrowDown');
    await detail.getByRole('heading', { name: 'Waiting' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows how each provider of a consensus voted, in its own words and as text', async () => {
    const rules = createRulesProvider();
    const doubter: SignalProvider = {
      ...rules,
      id: 'doubter',
      ask: () => Promise.resolve({ reply: { decision: 'HOLD', confidence: 0.01, reasoning: '<b>Doubt</b>\nin two lines.', risk_level: 'low' }, usage: null, usd: 0 }),
    };
    const consensus = createConsensusProvider([{ provider: rules, weight: 1 }, { provider: doubter, weight: 1 }], { clock: () => performance.now() });
    const { page, complaints } = await open(await reportOf(consensus));
    const detail = page.locator('[data-region="detail"]');
    const votes = detail.locator('.vote-table');
    await votes.getByRole('row', { name: /^doubter Hold 0\.01$/ }).waitFor();
    await votes.getByText('<b>Doubt</b>').waitFor();
    await detail.getByText(/^2 providers answered, (50|100)% agree\.$/).waitFor();
    assert.equal((await detail.innerText()).split('<b>Doubt</b>').length, 2);
    assert.equal(await page.locator('b').count(), 0);
    assert.deepEqual(complaints, []);
  });
});
