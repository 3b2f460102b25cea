import type { Question } from '../signal/question.ts';

/** Everything that shapes an answer; two questions with equal identity need asking once. */
export type AnswerIdentity = {
  readonly provider: string;
  readonly model: string;
  /** Sampling and other parameters sent with the question. */
  readonly parameters: { readonly [name: string]: unknown };
  readonly prompt: string | null;
  readonly schema: unknown;
  readonly question: Question;
  readonly repeat: number;
};

/** JSON with sorted keys and absent values left out, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    return canonicalNumber(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    let text = '';
    for (const name of Object.keys(value).sort()) {
      const item = (value as { readonly [name: string]: unknown })[name];
      if (item !== undefined) {
        text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(item)}`;
      }
    }
    return `{${text}}`;
  }
  return JSON.stringify(value);
}

/** A number as JSON; one that is none, or without end, is null. */
export function canonicalNumber(value: number): string {
  return Number.isFinite(value) ? `${value === 0 ? 0 : value}` : 'null';
}
