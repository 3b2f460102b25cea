import type { RecordedLine } from './record.ts';

/** What came back for a question: the text of the model exactly as it came, and apart from it what was made of it. */
export function describeReply({ reply, outcome, signal, warnings, error, usage, usd, latency_ms, cached }: RecordedLine): string {
  const made = { outcome, signal, warnings, error, usage, usd, latency_ms, cached };
  return [
    part('Reply, as it came', reply ?? 'No text of a model is recorded: none came, or this provider gives none, or an earlier version recorded the run.'),
    part(signal === null ? 'Outcome' : 'Checked signal', JSON.stringify(made, null, 2)),
  ].join('\n');
}

function part(title: string, text: string): string {
  return `${title}\n${'='.repeat(title.length)}\n\n${text}\n`;
}
