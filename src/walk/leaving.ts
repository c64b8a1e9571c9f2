import type { ErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import type { Receipt } from "../warehouse/port.js";
import { storedOf } from "./batch.js";
import type { WalkContext } from "./context.js";
import { hasDraft } from "./draft.js";

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
  /** Why the warehouse did not open. */
  readonly unopened: ErosError | null;
}

export function leavingOf(context: WalkContext): Leaving {
  const { ended, drafts, receipt, leaving, failure } = context;
  const pages = Object.entries(drafts)
    .filter(([, draft]) => hasDraft(draft))
    .map(([key]) => key.split("|")[0] ?? key);
  return {
    reason: ended?.reason ?? "quit",
    drafts: [...new Set(pages)].sort(),
    receipt: leaving ? receipt : null,
    unknown: ended?.unknown ?? null,
    stored: ended?.batch === true ? storedOf(context) : [],
    failure: leaving ? failure : null,
    unopened: ended?.failure ?? null,
  };
}
