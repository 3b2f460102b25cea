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
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
