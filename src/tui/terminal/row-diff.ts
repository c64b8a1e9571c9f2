import width from "../../text/width.js";

/** What a paint sends, and what then stands on the glass. */
export interface Paint {
  readonly bytes: string;
  readonly rows: readonly string[];
}

const RESET = "\x1b[0m";
const CLEAR = "\x1b[2J";
const ERASE_ROW = "\x1b[K";
/** Rows by which a list window may have moved; a scroll that saves fewer rows than this costs more than it gains. */
const SHIFTS = [1, -1, 2, -2, 3, -3] as const;
const LEAST_GAIN = 4;

/**
 * The escape sequences that turn the rows on the glass into other rows: only rows that differ are sent, each addressed
 * absolutely, and a list window that moved is scrolled by the terminal itself. Empty where nothing differs.
 * @param shown null: what stands on the glass is not known, everything is painted.
 * @param columns of the glass.
 */
export function rowDiff(shown: readonly string[] | null, next: readonly string[], columns: number): Paint {
  if (shown === null) return { bytes: `${RESET}${CLEAR}${changedRows([], next, columns)}`, rows: next };
  const scrolled = scroll(shown, next);
  return { bytes: scrolled.bytes + changedRows(scrolled.rows, next, columns), rows: next };
}

function changedRows(shown: readonly string[], next: readonly string[], columns: number): string {
  let bytes = "";
  next.forEach((row, y) => {
    const before = shown[y] ?? "";
    if (row === before) return;
    // While the window shrinks rows are longer than it: nobody knows what stands in its last cell.
    const fits = width(before) <= columns && width(row) <= columns;
    const { column, styles, rest } = fits ? changedEnd(before, row) : { column: 0, styles: "", rest: row };
    // Erased before, not after: without automatic wrapping the cursor rests on the last cell of a full row.
    bytes += `\x1b[${y + 1};${column + 1}H${styles}${ERASE_ROW}${rest}${RESET}`;
  });
  return bytes;
}

const PIECES = /\x1b\[[0-9;]*m|./gsu;
/** Only what every terminal draws one column wide may stand untouched before the place that is written. */
const PLAIN = /^[\x20-\x7e\u2500-\u257f]$/;
const MARK = /^\p{M}/u;
/** A beginning that saves less than this is sent again with the rest. */
const LEAST_KEPT = 24;

/** From where on a row differs: a rule with a word at its end need not be sent whole. */
function changedEnd(before: string, row: string): { column: number; styles: string; rest: string } {
  const old = before.match(PIECES) ?? [];
  const pieces = row.match(PIECES) ?? [];
  let column = 0;
  let styles = "";
  let at = 0;
  for (; at < pieces.length && pieces[at] === old[at]; at++) {
    const piece = pieces[at] ?? "";
    if (piece.startsWith("\x1b")) styles += piece;
    else if (PLAIN.test(piece)) column += 1;
    else break;
  }
  // A mark belongs to the character before it, on the glass or in the new row.
  const marked = MARK.test(pieces[at] ?? "") || MARK.test(old[at] ?? "");
  return column < LEAST_KEPT || marked
    ? { column: 0, styles: "", rest: row }
    : { column, styles, rest: pieces.slice(at).join("") };
}

interface Shift {
  readonly by: number;
  readonly first: number;
  readonly last: number;
  /** Rows that need not be sent. */
  readonly gain: number;
}

function scroll(shown: readonly string[], next: readonly string[]): Paint {
  const none: Shift = { by: 0, first: 0, last: 0, gain: 0 };
  const best = SHIFTS.map((by) => shiftOf(shown, next, by)).reduce((a, b) => (b.gain > a.gain ? b : a), none);
  if (best.gain < LEAST_GAIN) return { bytes: "", rows: shown };
  const top = Math.min(best.first, best.first + best.by);
  const bottom = Math.max(best.last, best.last + best.by);
  const blanks = Array.from({ length: Math.abs(best.by) }, () => "");
  const region = shown.slice(top, bottom + 1);
  const moved =
    best.by > 0 ? [...region.slice(best.by), ...blanks] : [...blanks, ...region.slice(0, best.by)];
  const direction = best.by > 0 ? "S" : "T";
  return {
    bytes: `${RESET}\x1b[${top + 1};${bottom + 1}r\x1b[${Math.abs(best.by)}${direction}\x1b[r`,
    rows: [...shown.slice(0, top), ...moved, ...shown.slice(bottom + 1)],
  };
}

function shiftOf(shown: readonly string[], next: readonly string[], by: number): Shift {
  let first = -1;
  let last = -1;
  let gain = 0;
  next.forEach((row, y) => {
    if (row === "" || row !== shown[y + by]) return;
    if (first < 0) first = y;
    last = y;
    if (row !== shown[y]) gain += 1;
  });
  // Rows that stand right now and would have to be sent again after a scroll.
  for (let y = first; first >= 0 && y <= last; y += 1)
    if (next[y] === shown[y] && next[y] !== shown[y + by]) gain -= 1;
  return { by, first, last, gain };
}
