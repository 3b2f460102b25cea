/**
 * What the panel remembers while it is hidden and after a restart, kept by the editor for the webview.
 * The host reads `folder` from it to know which run to show again.
 */
import * as z from 'zod/mini';

/** The parts of the chart that can be switched on and off. */
export const toggleNames = ['ema20', 'ema50', 'ema200', 'bollinger', 'volume', 'rsi', 'gate'] as const;
export type ToggleName = (typeof toggleNames)[number];

const toggle = z.boolean();

export const panelStateSchema = z.object({
  /** The folder of the run shown; null when there was none. */
  folder: z.nullable(z.string()),
  /** Open time of the selected question, epoch ms. */
  selected: z.nullable(z.number()),
  /** Whether the selection moves with the newest signal. */
  follow: z.boolean(),
  /** Visible candles as indexes into the series; fractions are allowed. */
  range: z.nullable(z.object({ from: z.number(), to: z.number() })),
  toggles: z.object({
    ema20: toggle,
    ema50: toggle,
    ema200: toggle,
    bollinger: toggle,
    volume: toggle,
    /** Null until the user decides: shown when the panel is high enough. */
    rsi: z.nullable(toggle),
    gate: toggle,
  }),
  /** Height of the list in px as the user left it; null for the default. */
  listHeight: z.nullable(z.number()),
  /** Which sections of the detail are open. */
  sections: z.object({ indicators: z.boolean(), candles: z.boolean() }),
});

export type PanelState = z.infer<typeof panelStateSchema>;
export type VisibleRange = NonNullable<PanelState['range']>;

/** The remembered state; undefined when there is none or another version wrote it. */
export function parsePanelState(value: unknown): PanelState | undefined {
  const parsed = z.safeParse(panelStateSchema, value);
  return parsed.success ? parsed.data : undefined;
}
