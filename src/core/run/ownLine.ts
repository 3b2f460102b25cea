import { decisions, riskLevels } from '../signal/signal.ts';
import { gateNames, type RecordedLine } from './record.ts';

/**
 * Whether a value is, without a doubt, what `lineSchema` makes of it: a whole line as we write them, and nothing beside.
 * It takes a tenth of the schema's time, which is more than that of reading the line. False says nothing: the schema
 * tells the lines of earlier versions and of others, and votes, from what is no line.
 */
export function isOwnLine(value: unknown): value is RecordedLine {
  return isObject(value, 16)
    && value['v'] === 1
    && isText(value['time'])
    && isNumber(value['price'])
    && isListOf(value['gates'], (gate) => isOneOf(gate, gateNames))
    && isOneOf(value['outcome'], ['answered', 'failed', 'skipped'])
    && (value['signal'] === null || isPlainSignal(value['signal']))
    && isListOf(value['warnings'], isText)
    && (value['error'] === null || isError(value['error']))
    && isQuestion(value['question'])
    && isText(value['key'])
    && isNumber(value['repeat'])
    && (value['usage'] === null || isUsage(value['usage']))
    && (value['usd'] === null || isNumber(value['usd']))
    && (value['latency_ms'] === null || isNumber(value['latency_ms']))
    && typeof value['cached'] === 'boolean'
    && (value['reply'] === null || isText(value['reply']));
}

type Fields = { readonly [name: string]: unknown };

function isPlainSignal(value: unknown): boolean {
  const levels = (isObject(value) ? [value['suggested_stop_loss'], value['suggested_take_profit']] : []).filter((level) => level !== undefined);
  return isObject(value, 8 + levels.length)
    && isOneOf(value['decision'], decisions)
    && isNumber(value['confidence']) && value['confidence'] >= 0 && value['confidence'] <= 1
    && isText(value['reasoning'])
    && isOneOf(value['risk_level'], riskLevels)
    && isText(value['pair']) && isText(value['timeframe']) && isText(value['provider']) && isText(value['model'])
    && levels.every(isNumber);
}

function isError(value: unknown): boolean {
  return isObject(value, 2) && isText(value['code']) && isText(value['message']);
}

function isUsage(value: unknown): boolean {
  return isObject(value, 3) && isNumber(value['input']) && isNumber(value['cached_input']) && isNumber(value['output']);
}

function isQuestion(value: unknown): boolean {
  return isObject(value, 4) && isMarketData(value['market_data']) && isText(value['pair']) && isText(value['timeframe']) && isNumber(value['current_price']);
}

function isMarketData(value: unknown): boolean {
  return isObject(value) && Object.keys(value).every((name) => name !== '__proto__' && (isNumber(value[name]) || isListOf(value[name], isCandle)));
}

function isCandle(value: unknown): boolean {
  return isObject(value, 5) && isNumber(value['open']) && isNumber(value['high']) && isNumber(value['low']) && isNumber(value['close']) && isNumber(value['volume']);
}

/** `size`: how many properties it has. */
function isObject(value: unknown, size?: number): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && (size === undefined || Object.keys(value).length === size);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isOneOf(value: unknown, names: readonly string[]): boolean {
  return isText(value) && names.includes(value);
}
