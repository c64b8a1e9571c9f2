import type { WalkContext } from "../walk/context.js";
import { type Mode, modeOf } from "../walk/modes.js";
import { placeOf, type Whereabouts } from "../walk/places.js";
import { type Body, bodyView } from "./body.view.js";
import { AROUND_STATUS, breadcrumb, footer, statusRow } from "./frame.view.js";
import type { Scroll } from "./keys.js";
import { type Row, ruleWith } from "./line.js";
import { LEAST, type Sight } from "./sight.js";
import { workWords } from "./working.view.js";

/** A whole screen: every row of it, or the one line of a window that is too small. */
export type ScreenView =
  | { readonly tooSmall: string }
  | {
      readonly tooSmall: null;
      readonly mode: Mode;
      readonly crumb: Row;
      readonly rule: Row;
      readonly body: Body;
      readonly status: Row;
      readonly footer: Row;
      readonly scroll: Scroll;
    };

export const tooSmall = (columns: number, rows: number): string | null =>
  columns >= LEAST.columns && rows >= LEAST.rows
    ? null
    : `eros-tui needs ${LEAST.columns}×${LEAST.rows}, this is ${columns}×${rows}`;

/** Everything that stands on the screen, from the walk alone. */
export function screenView(where: Whereabouts & { readonly context: WalkContext }, sight: Sight): ScreenView {
  const { context } = where;
  const { columns } = sight;
  const mode = modeOf(where);
  const { body, scroll } = bodyView(where, sight);
  return {
    tooSmall: null,
    mode,
    crumb: breadcrumb(
      { place: placeOf(where), page: pageOf(where), stored: context.receipt !== null },
      context.description,
      columns,
    ),
    rule: ruleWith([], [], columns),
    body,
    status: statusRow(
      { ...statusOf(context, mode, sight), beyond: body.kind === "creators" ? body.list.beyond : undefined },
      columns,
    ),
    footer: footer(mode, context, columns),
    scroll,
  };
}

/** The page that the place is about. */
function pageOf(where: Whereabouts & { readonly context: WalkContext }): string | null {
  const { context } = where;
  switch (placeOf(where)) {
    case "history":
      return context.history.page;
    case "worklist":
      return context.worklist.page;
    case "undo":
      return context.undo.page;
    default:
      return context.page;
  }
}

/** What matters most now: running work, a word about the last key, a field that is wrong, the first warning. */
function statusOf(
  context: WalkContext,
  mode: Mode,
  { now, columns }: Sight,
): Parameters<typeof statusRow>[0] {
  const inOverrides = mode === "overrides" || mode === "zones";
  const problem = context.problems.find(({ incomplete }) => !incomplete)?.message;
  const warnings = inOverrides ? (context.plan?.warnings ?? []) : [];
  return {
    work: workWords(context, now, columns - AROUND_STATUS),
    hint: context.hint,
    problem: inOverrides ? (problem ?? context.infeasible?.error.message ?? null) : null,
    warnings: warnings.map(({ message }) => message),
  };
}
