import type { FromWebview } from '../protocol/messages.ts';
import type { Model } from './model.ts';
import type { Change } from './reduce.ts';

/** One region of the page: its elements are made once, and `render` brings them up to a model. */
export type View = { readonly element: HTMLElement; readonly render: (model: Model) => void };

/** What a view may do. */
export type Actions = {
  /** The model as it is now; a view may have rendered an older one, when several keys fall into one frame. */
  readonly model: () => Model;
  /** Changes the model; all views render in the next frame. */
  readonly change: (change: Change) => void;
  /** Asks the host for something. */
  readonly post: (intent: FromWebview) => void;
  /** True in a report, which offers nothing that needs the host. */
  readonly isReadOnly: boolean;
};

/** Whether any of the values differs from those of the call before; for views that cost something to render. */
export function createGuard(): (...values: readonly unknown[]) => boolean {
  let last: readonly unknown[] | undefined;
  return (...values) => {
    const isSame = last !== undefined && values.length === last.length && values.every((value, index) => Object.is(value, last?.[index]));
    last = values;
    return !isSame;
  };
}
