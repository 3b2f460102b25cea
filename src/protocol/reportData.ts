/**
 * The messages of a finished run as text that can stand inside a `<script type="application/json">`.
 * Columns keep every bit: they are written as base64 of their bytes, so NaN stays NaN.
 */
import { parseToWebview, type ToWebview } from './messages.ts';

/** Id of the element of a report that holds its data. */
export const reportDataId = 'llm-signals-data';

const arrays = { Float64Array, Uint8Array } as const;
type ArrayName = keyof typeof arrays;
type EncodedArray = { readonly $array: ArrayName; readonly base64: string };

/** Messages as JSON in which no character can end or comment out a script. */
export function encodeMessages(messages: readonly ToWebview[]): string {
  const json = JSON.stringify(messages, (_key, value: unknown) => encodeArray(value));
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The messages that `encodeMessages` wrote. */
export function decodeMessages(text: string): readonly ToWebview[] {
  const messages: unknown = JSON.parse(text, (_key, value: unknown) => decodeArray(value));
  if (!Array.isArray(messages)) {
    throw new TypeError('Expected the data of a report to be a list of messages');
  }
  return messages.map(parseToWebview);
}

function encodeArray(value: unknown): unknown {
  if (value instanceof Float64Array) {
    return { $array: 'Float64Array', base64: toBase64(value) } satisfies EncodedArray;
  }
  if (value instanceof Uint8Array) {
    return { $array: 'Uint8Array', base64: toBase64(value) } satisfies EncodedArray;
  }
  return value;
}

function decodeArray(value: unknown): unknown {
  return isEncodedArray(value) ? new arrays[value.$array](fromBase64(value.base64).buffer) : value;
}

function isEncodedArray(value: unknown): value is EncodedArray {
  return typeof value === 'object' && value !== null && '$array' in value && typeof value.$array === 'string' && value.$array in arrays;
}

function toBase64(array: Float64Array | Uint8Array): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const chunk = 0x8000;
  let text = '';
  for (let start = 0; start < bytes.length; start += chunk) {
    text += String.fromCharCode(...bytes.subarray(start, start + chunk));
  }
  return btoa(text);
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
