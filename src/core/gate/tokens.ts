import { gateError } from './gateError.ts';

/** A piece of a gate's text and where it starts, counted from 0. */
export type Token = { readonly type: 'number' | 'name' | 'symbol' | 'end'; readonly text: string; readonly at: number };

const pattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|[<>+\-*/(),]))/iy;

/** What people write out of habit, and what to write here. */
const habits: { readonly [symbol: string]: string } = { '&': 'Write and.', '|': 'Write or.', '!': 'Write not.', '=': 'Write <= or >=; values are compared, not tested for equality.', '^': 'There is no power.', '%': 'There is no remainder.' };

/** @throws AppError `gate-invalid` naming the first character that means nothing here. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, number, name, symbol] = match;
    const found = number ?? name ?? symbol ?? '';
    const type = number !== undefined ? 'number' : name !== undefined ? 'name' : 'symbol';
    tokens.push({ type, text: found, at: match.index + whole.length - found.length });
    end = pattern.lastIndex;
  }
  const rest = text.slice(end).trimStart();
  if (rest !== '') {
    throw gateError(`Unexpected "${rest[0]}"`, text.length - rest.length, habits[rest[0]!]);
  }
  return [...tokens, { type: 'end', text: '', at: text.length }];
}
