import type { RecordedLine } from './record.ts';
import { settledRecords } from './settled.ts';
import type { Run } from './summary.ts';

/** A run as one JSON value: what `run --json` prints of it, with the texts of the model, and the facts of `run.json`. `place` names where it is recorded. */
export function exportJson(run: Run, records: Iterable<RecordedLine>, place: string): object {
  const { series, funnel, totals, id, state, reason, settings, prompt, versions, started, ended } = run;
  const { pair, timeframe, candles, filled, from, to, file, sha256 } = series;
  const settled = settledRecords(records);
  const of = (outcome: RecordedLine['outcome']) => settled.filter((record) => record.outcome === outcome);
  const why = ({ time, repeat, error }: RecordedLine) => ({ time, repeat, code: error?.code ?? null, message: error?.message ?? null });
  return {
    series: { pair, timeframe, candles, filled, from, to, file, sha256 },
    funnel,
    signals: settled.flatMap(({ signal, time, repeat, price, gates, reply }) => (signal === null ? [] : [{ ...signal, time, repeat, price, gates, reply }])),
    failed: of('failed').map((record) => ({ ...why(record), reply: record.reply })),
    skipped: of('skipped').map(why),
    totals,
    run: place,
    id, state, reason, settings, prompt, versions, started, ended,
  };
}
