import { cut } from "../text/fit.js";
import { printable } from "../text/printable.js";
import width from "../text/width.js";
import { WARNING_SIGN } from "../text/zone-sign.js";
import { ACTIONS } from "../walk/actions.js";
import type { WalkContext } from "../walk/context.js";
import type { Mode } from "../walk/modes.js";
import type { Place } from "../walk/places.js";
import type { Description } from "../warehouse/port.js";
import { BINDINGS, type Binding } from "./bindings.js";
import { betweenRows, type Row, row, rowWidth, ruleWith, type Span, span } from "./line.js";

/** What the last part of the breadcrumb is called. */
const CRUMBS: Readonly<Record<Place, string>> = {
  opening: "opening",
  creators: "creators",
  analysis: "analysis",
  overrides: "overrides",
  preview: "preview",
  checking: "confirm",
  confirm: "confirm",
  committing: "committing",
  outcomeUnknown: "looking it up",
  conflict: "conflict",
  replacing: "replacements",
  exporting: "writing the CSV",
  exportFailed: "the CSV",
  result: "committed",
  batch: "batch",
  history: "history",
  worklist: "worklist",
  undo: "undo",
  health: "alerts and health",
  left: "",
};

/** Places that are about no single page. */
const PAGELESS: ReadonlySet<Place> = new Set(["opening", "creators", "batch", "health"]);
const SEPARATOR = " › ";
/** Between the breadcrumb and the warehouse. */
const LEAST_GAP = 2;

/**
 * The first row: where one is, and in which warehouse. When narrow it loses `eros ›`, the project, the dataset, and
 * then the page's name from its end; never DEMO DATA, READ-ONLY or PRODUCTION.
 */
export function breadcrumb(
  { place, page, stored }: { readonly place: Place; readonly page: string | null; readonly stored: boolean },
  warehouse: Description | null,
  columns: number,
): Row {
  const name = PAGELESS.has(place) || page === null ? null : printable(page, 64);
  const crumb = place === "result" && !stored ? "CSV written" : CRUMBS[place];
  const left = (program: boolean, named: string | null): string =>
    ` ${[program ? "eros" : null, named, crumb].filter((part) => part !== null && part !== "").join(SEPARATOR)}`;
  const rights = warehouse === null ? [row("")] : warehouseRows(warehouse);
  const candidates = [
    { left: left(true, name), right: rights[0] },
    ...rights.map((right) => ({ left: left(false, name), right })),
  ];
  const fitting = candidates.find(
    (each) => rowWidth(row(each.left)) + LEAST_GAP + rowWidth(each.right ?? []) <= columns,
  );
  if (fitting !== undefined) return betweenRows([span(fitting.left, "strong")], fitting.right ?? [], columns);
  const right = rights.at(-1) ?? [];
  const around = rowWidth(row(left(false, "…"))) - 1 + rowWidth(right) + LEAST_GAP;
  const named = name === null ? null : cut(name, Math.max(1, columns - around));
  return betweenRows([span(left(false, named), "strong")], right, columns);
}

/** The warehouse from its full form to the shortest that may stand. */
function warehouseRows({ kind, label, place, demo, production, readOnly, older }: Description): Row[] {
  const marks = [
    demo ? span("DEMO DATA", "caution") : null,
    readOnly ? span("READ-ONLY", "caution") : null,
    production ? span("PRODUCTION", "bad") : null,
    older ? span("OLDER PROCEDURES", "caution") : null,
  ].filter((mark) => mark !== null);
  const [project, dataset] = kind === "bigquery" ? place.split(".") : [];
  const name = printable(label, 30);
  const places = [
    ...new Set([dataset === undefined ? null : `${project}.${dataset}`, dataset ?? null, null]),
  ];
  return places.map((where) => {
    const words = where === null ? name : `${name} · ${printable(where, 80)}`;
    return row(span(words, "faint"), ...marks.flatMap((mark) => [span(" · ", "faint"), mark]));
  });
}

/** What the status row says, the most urgent first. */
export interface Status {
  /** Running work, already in words: a short form after the full one; empty where nothing runs. */
  readonly work: readonly string[];
  readonly hint: string | null;
  readonly problem: string | null;
  readonly warnings: readonly string[];
  /** Rows of the list that its window does not show; absent where there is no such list. */
  readonly beyond?: { readonly above: number; readonly below: number };
}

/** Columns of a rule's text that are no words: two ends and the blanks at them. */
export const AROUND_STATUS = 4;

/**
 * The rule above the footer, with the one thing that matters most now. What answers a key while work runs stands before
 * the work, which then says at least since when.
 */
export function statusRow(status: Status, columns: number): Row {
  const said = saidFirst(status);
  const left = said === null ? [] : [said];
  if (status.hint === null || status.work.length === 0) return ruleWith(left, beyondWords(status), columns);
  const room = columns - rowWidth(left) - 2 * AROUND_STATUS;
  const work = status.work.find((form) => width(form) <= room);
  return ruleWith(left, work === undefined ? [] : [span(work, "chosen")], columns);
}

function saidFirst({ work, hint, problem, warnings }: Status): Span | null {
  if (hint !== null) return span(printable(hint));
  const [whole] = work;
  if (whole !== undefined) return span(whole, "chosen");
  if (problem !== null) return span(`■ ${printable(problem)}`, "bad");
  const [first] = warnings;
  return first === undefined ? null : span(`${WARNING_SIGN} ${printable(first)}`, "caution");
}

/** `▲ 3 above  ▼ 12 below`: how far the list goes on beyond the window. */
function beyondWords({ beyond }: Status): Row {
  if (beyond === undefined) return [];
  const above = beyond.above > 0 ? `▲ ${beyond.above} above` : "";
  const below = beyond.below > 0 ? `▼ ${beyond.below} below` : "";
  const words = [above, below].filter((each) => each !== "").join("  ");
  return words === "" ? [] : [span(words, "faint")];
}

/** The last row: what the keys do here, by rank until the width is full; help and the way back always. */
export function footer(mode: Mode, context: WalkContext, columns: number): Row {
  if (mode === "committing" && context.sent)
    return row(
      span(` committing, cannot be stopped  ${context.leaving ? "Ctrl-C now" : "Ctrl-C leave when known"}`),
    );
  const shown = BINDINGS[mode].filter((binding) => footerWords(binding) !== "" && possible(binding, context));
  const always = shown.filter(
    ({ does }) => does === "help" || does === "back" || does === "quit" || does === "cancel",
  );
  const line = (bindings: readonly Binding[]): Row =>
    row(" ", ...bindings.flatMap((binding, index) => pieces(binding, index > 0)));
  const kept: Binding[] = [];
  // The last column stays free, as the first one does.
  for (const binding of shown.filter((each) => !always.includes(each)))
    if (rowWidth(line([...kept, binding, ...always])) < columns) kept.push(binding);
    else break;
  return line([...kept, ...always]);
}

/** What an operator sees of a binding: `⏎ analyse`. */
export function footerWords({ shown, does, words }: Binding): string {
  if (shown === "") return "";
  return words ?? (typeof does === "string" ? ACTIONS[does].words : "");
}

const possible = ({ does }: Binding, context: WalkContext): boolean =>
  typeof does !== "string" || ACTIONS[does].available(context) === true;

const pieces = (binding: Binding, spaced: boolean): Row =>
  row(spaced && "  ", span(binding.shown, "strong"), ` ${footerWords(binding)}`);
