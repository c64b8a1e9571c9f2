import type { Instant } from "../domain/calendar.js";
import { cut } from "../text/fit.js";
import { printable } from "../text/printable.js";
import width from "../text/width.js";
import { type WalkContext, WORK, type Work } from "../walk/context.js";
import { BLANK, type Row, row, span, wrapped } from "./line.js";
import type { Sight } from "./sight.js";

/** Work that is over sooner is not spoken of. */
export const SHOWN_AFTER = 150;
export const SPINNER_MILLIS = 120;
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/**
 * `⠹ Selecting captions · job 2 of 4 · 3.1 s · Esc cancels` in at most `columns`, and `⠹ 3.1 s` alone. Where the whole
 * does not fit the footer says how it ends, or what is done is cut. None while the work is too young to be spoken of.
 */
export function workWords(
  context: Pick<WalkContext, "work" | "sent" | "stopping">,
  now: Instant,
  columns: number,
): readonly string[] {
  const { work } = context;
  if (work === null) return [];
  const spent = now - work.since;
  if (spent < SHOWN_AFTER && work.step?.kind !== "retry") return [];
  const frame = [...FRAMES][Math.floor(spent / SPINNER_MILLIS) % FRAMES.length] ?? "";
  const way = context.sent ? "" : context.stopping ? " · stopping" : cancels(work);
  const since = `${(Math.max(0, spent) / 1_000).toFixed(1)} s`;
  const words = stepWords(work);
  const said = (step: string, end: string): string => `${frame} ${step} · ${since}${end}`;
  const whole = [said(words, way), said(words, "")].find((form) => width(form) <= columns);
  const room = Math.max(1, columns - width(said("", way)));
  return [whole ?? said(cut(words, room), way), `${frame} ${since}`];
}

/** A CSV is written in one go; the rest can be stopped. */
const cancels = ({ name }: Work): string =>
  name === "export" || name === "mark" || name === "undo"
    ? ""
    : name === "storeBatch"
      ? " · Esc stops after this page"
      : " · Esc cancels";

function stepWords({ name, step }: Work): string {
  if (step === null) return WORK[name];
  if (step.kind === "retry")
    return `${printable(step.reason, 300)}, trying again in ${Math.ceil(step.seconds)} s (${step.attempt} of ${step.of})`;
  const part = step.index === undefined || step.of === undefined ? "" : ` · step ${step.index} of ${step.of}`;
  return `${printable(step.name, 300)}${part}`;
}

/** The body while a place has nothing to show yet. */
export function workingRows(context: WalkContext, sight: Sight): Row[] {
  const { work } = context;
  if (work === null || sight.now - work.since < SHOWN_AFTER) return [];
  const rows = [BLANK, row("   ", span(WORK[work.name], "strong"))];
  if (work.step?.kind === "step") rows.push(row(`   ${printable(work.step.name, 200)}`));
  // Of what opening may do only making the demo counts its steps.
  if (work.name !== "open" || work.step?.kind !== "step" || work.step.of === undefined) return rows;
  return [
    ...rows,
    BLANK,
    ...wrapped(
      "   The first start takes a few seconds: there is no warehouse yet, so demo data is made.",
      sight.columns - 3,
      "faint",
      "   ",
    ),
  ];
}
