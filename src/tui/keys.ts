import { ACTIONS } from "../walk/actions.js";
import type { WalkContext } from "../walk/context.js";
import type { WalkEvent } from "../walk/events.js";
import type { Mode } from "../walk/modes.js";
import { BINDINGS, type Binding, type Motion } from "./bindings.js";
import type { KeyName } from "./key-name.js";

/** Modes in which every printable key is text. */
const TYPING: ReadonlySet<Mode> = new Set(["filter", "path", "word", "why"]);
/** What a field of Overrides takes; letters stay commands there. */
const FIELD_CHARACTERS = /^[0-9/-]$/;

/** What is scrolled: the first row shown, the last one that could be, and the rows of a page. */
export interface Scroll {
  readonly first: number;
  readonly last: number;
  readonly page: number;
}

/**
 * What a key means in a mode: an event of the walk; "menu" where the menu on the screen takes it; null where it means
 * nothing. A key whose action cannot be done now means the reason why.
 */
export function meaningOf(
  key: KeyName,
  mode: Mode,
  context: WalkContext,
  scroll: Scroll,
): WalkEvent | "menu" | null {
  const binding = BINDINGS[mode].find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return bindingMeans(binding, context, scroll);
  if (TYPING.has(mode)) return isText(key) ? { type: "TYPE", text: key } : null;
  if (mode === "overrides" && FIELD_CHARACTERS.test(key)) return { type: "TYPE", text: key };
  // Before a menu stands keys are dropped: what would be said might be wrong there in a moment.
  if (key === "q" && mode !== "committing" && mode !== "quiet")
    return { type: "REFUSED", reason: "Esc back · Ctrl-C leaves" };
  return null;
}

/** True where a pasted text goes into a typed line or field. */
export const takesText = (mode: Mode): boolean => TYPING.has(mode) || mode === "overrides";

/** What of a pasted text a mode takes. */
export const pasteFor = (mode: Mode, text: string): string =>
  mode === "overrides" ? text.replace(/[^0-9/-]/g, "") : text;

function bindingMeans({ does }: Binding, context: WalkContext, scroll: Scroll): WalkEvent | "menu" | null {
  if (typeof does !== "string") return motionEvent(does, scroll);
  const action = ACTIONS[does];
  const possible = action.available(context);
  return possible === true ? action.event : { type: "REFUSED", reason: possible };
}

function motionEvent(motion: Motion, { first, last, page }: Scroll): WalkEvent | "menu" | null {
  const scrollTo = (row: number): WalkEvent => ({ type: "SCROLL", to: Math.max(0, Math.min(last, row)) });
  if ("menu" in motion) return "menu";
  if ("typing" in motion) return null;
  if ("erase" in motion) return { type: "ERASE" };
  if ("rows" in motion) return { type: "MOVE", by: motion.rows };
  if ("rowPages" in motion) return { type: "MOVE", by: motion.rowPages * page };
  if ("days" in motion) return { type: "DAY", by: motion.days };
  if ("caret" in motion) return { type: "CARET", by: motion.caret };
  if ("scrollPages" in motion) return scrollTo(first + motion.scrollPages * page);
  return scrollTo(first + motion.scroll);
}

const isText = (key: KeyName): boolean => [...key].length === 1;
