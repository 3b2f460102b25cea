import type { PlannedQuestion } from '../../core/run/plan.ts';
import { blankRecord, settledBy, type SettledQuestion } from '../../core/run/settledQuestion.ts';
import type { BatchResult } from '../../core/signal/batchService.ts';
import { unknownSpent } from '../../providers/statusFailure.ts';

/** What became of a question that a batch asked; how long the answer itself took is not known. */
export function settledByBatch(planned: PlannedQuestion, key: string, answer: BatchResult['answer'], by: { readonly provider: string; readonly model: string }): SettledQuestion {
  const { usage, usd } = answer;
  return settledBy(answer, { ...blankRecord(planned, key), usage, usd }, by, planned.text);
}

/** What became of a question that a batch brought no result for: it may have been billed. */
export function noResult(provider: string): BatchResult['answer'] {
  return { ...unknownSpent, failure: { code: 'provider-failed', message: `The batch of ${provider} ended without a result for this question.` } };
}
