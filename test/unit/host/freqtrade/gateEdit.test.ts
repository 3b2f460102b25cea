import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gateChanges } from '../../../../src/host/freqtrade/gateEdit.ts';
import { repository } from '../../../fixtures/folders.ts';

const edit = (source: string, cursor = 0): string => gateChanges(source, cursor).reduceRight((text, { from, to, text: added }) => text.slice(0, from) + added + text.slice(to), source);

const plain = `from freqtrade.strategy import IStrategy


class Mine(IStrategy):
    timeframe = "5m"

    def populate_entry_trend(self, dataframe, metadata):
        # return nothing
        def inner(values):
            return values
        if dataframe.empty:
            return dataframe
        dataframe.loc[inner(dataframe["rsi"]) < 30, "enter_long"] = 1
        return dataframe  # as it is


OTHER = 1
`;

describe('gateChanges', () => {
  it('sends what the strategy returns through the gate, and leaves its own lines', () => {
    const edited = edit(plain);
    assert.equal(edited.match(/return self\.llm_gate\(dataframe, metadata\)/g)?.length, 2);
    assert.match(edited, / {12}return values\n/);
    assert.match(edited, /return self\.llm_gate\(dataframe, metadata\) {2}# as it is\n\n {4}def __init__\(self, config: dict\) -> None:\n {8}super/);
    assert.match(edited, /IStrategy\nfrom llm_signal_provider import/);
    assert.match(edited, / {4}return dataframe\n\n\nOTHER = 1\n$/);
    const kept = plain.split('\n').filter((line) => !line.includes('return dataframe'));
    assert.deepEqual(kept.filter((line) => !edited.split('\n').includes(line)), []);
  });

  const withInit = (...lines: readonly string[]) => plain.replace('    timeframe', `${lines.map((line) => `    ${line}\n`).join('')}\n    timeframe`);
  const provider = (indent: string) => new RegExp(`\\n${indent}self\\.llm_provider = LLMSignalProvider\\(\\)\\n(${indent}.*\\n){3}`);

  it('makes the provider right after the parent is initialized, whatever returns later', () => {
    const edited = edit(withInit('def __init__(self, config):', '    super().__init__(config)  # first', '    if config:', '        return', '    return None'));
    assert.equal(edited.match(/def __init__/g)?.length, 1);
    assert.match(edited, /super\(\)\.__init__\(config\) {2}# first\n {8}self\.llm_provider/);
    assert.match(edited, provider(' {8}'));
    assert.match(edited, /fingerprint\(self\.signals_folder\)\n {8}if config:/);
  });

  it('gives statements of one line lines of their own where it has to', () => {
    const edited = edit(withInit('def __init__(this, config): super().__init__(config); return  # done'));
    assert.match(edited, /def __init__\(this, config\):\n {8}super\(\)\.__init__\(config\)\n {8}this\.llm_provider = LLMSignalProvider\(\)\n( {8}.*\n){3} {8}return {2}# done\n/);
  });

  it('makes the provider in each branch that initializes the parent', () => {
    const edited = edit(withInit('def __init__(self, config):', '    if config: IStrategy.__init__(self, config)', '    else:', '        IStrategy.__init__(self, config)'));
    assert.equal(edited.match(provider(' {12}'))?.index, edited.indexOf('\n            self.llm_provider'));
    assert.equal(edited.match(/self\.llm_provider = /g)?.length, 2);
  });

  it('takes the method that counts where there are two of a name', () => {
    const twice = plain.replace('    timeframe', '    def populate_entry_trend(self, dataframe, metadata):\n        return None\n\n    timeframe');
    assert.match(edit(twice), /return None\n[^]+return self\.llm_gate\(dataframe, metadata\)/);
  });

  it('leaves comments beside what they are about, and does not take a string for an import', () => {
    const edited = edit(`"""${'from llm_signal_provider import LLMSignalProvider, fingerprint, is_live'}"""\n${plain.replace('IStrategy\n', 'IStrategy  # noqa\n')}`);
    assert.match(edited, /IStrategy {2}# noqa\nfrom llm_signal_provider import/);
  });

  it('keeps tabs, line ends, and the names of parameters', () => {
    const edited = edit(plain.replaceAll('    ', '\t').replaceAll('metadata', 'meta').replaceAll('\n', '\r\n'));
    assert.doesNotMatch(edited, /[^\r]\n/);
    assert.match(edited, /\r\n\tdef llm_gate/);
    assert.match(edited, /\r\n\t\tdecisions = /);
    assert.match(edited, /self\.llm_gate\(dataframe, meta\)/);
    assert.doesNotMatch(edited, /\n +\S/);
  });

  it('takes the strategy around the cursor', () => {
    const second = plain.slice(plain.indexOf('class Mine')).replace('Mine', 'Second');
    const both = plain + second;
    assert.throws(() => edit(both, 0), { code: 'strategy-invalid', message: /several/ });
    const edited = edit(both, both.indexOf('class Second') + 20);
    assert.ok(edited.indexOf('llm_gate') > edited.indexOf('class Second'));
  });

  it('works on the strategies we ship', () => {
    for (const name of ['LLM_Veto_Strategy', 'LLM_Momentum_Strategy', 'LLM_Gate_Strategy']) {
      const source = readFileSync(path.join(repository, 'media', 'freqtrade', `${name}.py`), 'utf8');
      assert.match(edit(source, source.indexOf(`class ${name}`) + 5), /self\.llm_gate\(dataframe, metadata\)/);
    }
  });

  const refused = {
    'a gate that is there': edit(plain),
    'a file that is no strategy': 'class A:\n    pass\n',
    'what is no Python': `${plain}def (:\n`,
    'an __init__ without that of the parent': withInit('def __init__(self, config):', '    self.mine = config', '    self.other.__init__(config)'),
    'an entry method that is inherited': 'class A(B):\n    timeframe = "5m"\n',
    'nothing returned': plain.replaceAll('return dataframe', 'pass'),
  };
  for (const [what, source] of Object.entries(refused)) {
    it(`refuses ${what}`, () => assert.throws(() => edit(source), { code: 'strategy-invalid' }));
  }
});
