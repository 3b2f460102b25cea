import { parser } from '@lezer/python';
import { AppError } from '../../core/errors.ts';
import { afterParentInit } from './initEdit.ts';
import { endOfLine, endOfText, indentOf, methodOf, nameOf, ownNodes, parametersOf, statementsOf, textOf, type SyntaxNode, type TextChange, type WriteLines } from './pythonSyntax.ts';

const entryMethod = 'populate_entry_trend';
const gateMethod = 'llm_gate';
const importLine = 'from llm_signal_provider import LLMSignalProvider, fingerprint, is_live';

/**
 * What makes a language model confirm the entries of a strategy: what `populate_entry_trend` returns goes through a new
 * method, for which the provider is made in `__init__`. The strategy's own lines stay as they are. With several
 * strategies in the file, the one around the offset `cursor` is meant. Changes are in the order of the text.
 * @throws AppError `strategy-invalid` because there is no strategy, it has the gate already, or the file is no Python.
 */
export function gateChanges(source: string, cursor: number): readonly TextChange[] {
  const script = parser.parse(source).topNode;
  checkSyntax(script, source);
  const strategy = strategyAt(script, source, cursor);
  const name = nameOf(strategy, source);
  if (methodOf(strategy, gateMethod, source) !== undefined) {
    throw new AppError('strategy-invalid', `${name} has an LLM gate already.`);
  }
  const entry = methodOf(strategy, entryMethod, source)!;
  const unit = indentOf(entry, source);
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const write: WriteLines = (texts, depth) => texts.map((text) => (text === '' ? '' : depth + text.replace(/^ +/, (spaces) => unit.repeat(spaces.length / 4)))).join(eol);
  const init = methodOf(strategy, '__init__', source);
  const end = endOfText(strategy.getChild('Body')!, source);
  const added = write([...(init === undefined ? [...ownInit, ''] : []), ...gateLines], unit);
  const changes = [
    ...importChanges(script, strategy, source, eol),
    ...(init === undefined ? [] : afterParentInit(init, source, providerLines(parametersOf(init, source)[0]), { write, unit, eol, strategy: name })),
    ...returnChanges(entry, source),
    { from: end, to: end, text: `${eol}${eol}${added}` },
  ];
  return changes.sort((a, b) => a.from - b.from);
}

function providerLines(self = 'self'): readonly string[] {
  return [
    `${self}.llm_provider = LLMSignalProvider()`,
    `${self}.signals_folder = ${self}.config["user_data_dir"] / "llm_signals"`,
    '# A changed recording makes it another backtest, so that no earlier result is shown for it.',
    `${self}.config["llm_signals"] = fingerprint(${self}.signals_folder)`,
  ];
}

const ownInit = ['def __init__(self, config: dict) -> None:', '    super().__init__(config)', ...providerLines().map((line) => `    ${line}`)];

const gateLines = [
  `def ${gateMethod}(self, dataframe, metadata: dict):`,
  '    """Keeps the entries that the model confirms; live, without an answer, the strategy decides alone."""',
  '    decisions = {"enter_long": "BUY", "enter_short": "SELL"}',
  '    wanted = dataframe.reindex(columns=list(decisions), fill_value=0) == 1',
  '    dataframe = self.llm_provider.add_signals(',
  '        dataframe,',
  '        metadata["pair"],',
  '        self.timeframe,',
  '        gate=wanted.any(axis=1),',
  '        live=is_live(self.config),',
  '        path=self.signals_folder,',
  '    )',
  '    sure = dataframe["llm_confidence"] >= 0.7',
  '    alone = dataframe["llm_outcome"] == "unavailable"',
  '    for side, decision in decisions.items():',
  '        agrees = sure & (dataframe["llm_decision"] == decision)',
  '        dataframe[side] = (wanted[side] & (agrees | alone)).astype(int)',
  '    return dataframe',
];

function checkSyntax(script: SyntaxNode, source: string): void {
  script.cursor().iterate(({ type, from }) => {
    if (type.isError) {
      throw new AppError('strategy-invalid', `Line ${source.slice(0, from).split('\n').length} is no Python.`, { hint: 'Put it right, then add the gate.' });
    }
  });
}

function strategyAt(script: SyntaxNode, source: string, cursor: number): SyntaxNode {
  const strategies = statementsOf(script, 'ClassDefinition').filter((each) => methodOf(each, entryMethod, source) !== undefined);
  const [first] = strategies;
  if (first === undefined) {
    throw new AppError('strategy-invalid', `There is no class with ${entryMethod} in this file.`, { hint: 'Open a strategy of Freqtrade.' });
  }
  const around = strategies.find(({ from, to }) => from <= cursor && cursor <= to);
  if (around === undefined && strategies.length > 1) {
    throw new AppError('strategy-invalid', 'There are several strategies in this file.', { hint: 'Put the cursor into the one that is to get the gate.' });
  }
  return around ?? first;
}

/** After the last import above the strategy, or above the strategy with its decorators. */
function importChanges(script: SyntaxNode, strategy: SyntaxNode, source: string, eol: string): readonly TextChange[] {
  const imports = script.getChildren('ImportStatement');
  if (imports.some((each) => textOf(each, source) === importLine)) {
    return [];
  }
  const last = imports.findLast(({ to }) => to <= strategy.from);
  if (last === undefined) {
    const { from } = strategy.parent?.name === 'DecoratedStatement' ? strategy.parent : strategy;
    return [{ from, to: from, text: `${importLine}${eol}${eol}${eol}` }];
  }
  const end = endOfLine(last.to, source);
  return [{ from: end, to: end, text: `${eol}${importLine}` }];
}

/** Everything that the entry method returns goes through the gate; what inner functions return does not. */
function returnChanges(method: SyntaxNode, source: string): readonly TextChange[] {
  const [self, , metadata] = parametersOf(method, source);
  if (metadata === undefined) {
    throw new AppError('strategy-invalid', `${entryMethod} has no parameter for the metadata.`);
  }
  const changes = ownNodes(method, 'ReturnStatement').flatMap((statement) => {
    const value = statement.firstChild?.nextSibling;
    return value ? [{ from: value.from, to: value.from, text: `${self}.${gateMethod}(` }, { from: statement.to, to: statement.to, text: `, ${metadata})` }] : [];
  });
  if (changes.length === 0) {
    throw new AppError('strategy-invalid', `${entryMethod} returns nothing.`);
  }
  return changes;
}
