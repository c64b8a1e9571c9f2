import type { ErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import type { Receipt } from "../warehouse/port.js";
import { storedOf } from "./batch.js";
import type { Ended, WalkContext } from "./context.js";
import { hasDraft } from "./draft.js";
import type { UndoState } from "./undo.js";

/** What the walk leaves behind: the shell says it once the screen is the operator's own again. */
export interface Leaving {
  /** "interrupt" is exit 130. */
  readonly reason: "quit" | "interrupt";
  /** Pages with drafts, which are lost now, in order of their names. */
  readonly drafts: readonly PageName[];
  /** What was stored last, where its result was not seen on the screen. */
  readonly receipt: Receipt | null;
  /** The id of a schedule that was being committed when the operator left: how that ended is not known. */
  readonly unknown: string | null;
  /** Ids that a batch has stored, in its order, where it was left before its end was gone back from. */
  readonly stored: readonly string[];
  /** Why a commit failed whose outcome was waited for before leaving. */
  readonly failure: ErosError | null;
  /** A withdrawal or a restore that was under way: what became of it. `failure` says why where it failed. */
  readonly undo?: Pick<UndoState, "kind" | "scheduleId"> & { readonly how: NonNullable<Ended["undo"]> };
  /** Why the warehouse did not open. */
  readonly unopened: ErosError | null;
}

export function leavingOf(context: WalkContext): Leaving {
  const { ended, drafts, receipt, leaving, failure, undo } = context;
  const pages = Object.entries(drafts)
    .filter(([, draft]) => hasDraft(draft))
    .map(([key]) => key.split("|")[0] ?? key);
  return {
    reason: ended?.reason ?? "quit",
    drafts: [...new Set(pages)].sort(),
    receipt: leaving && ended?.undo === undefined ? receipt : null,
    unknown: ended?.unknown ?? null,
    stored: ended?.batch === true ? storedOf(context) : [],
    failure: leaving ? failure : null,
    unopened: ended?.failure ?? null,
    ...(ended?.undo === undefined
      ? {}
      : { undo: { kind: undo.kind, scheduleId: undo.scheduleId, how: ended.undo } }),
  };
}
