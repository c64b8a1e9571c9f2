import { renderToString } from "ink";
import { Screen } from "../../src/tui/screen.js";
import { type ScreenView, screenView } from "../../src/tui/screen.view.js";
import { FRAME_ROWS, type Sight } from "../../src/tui/sight.js";
import type { Walker } from "../walk/walker.js";

export const SIZES = [
  [80, 24],
  [60, 20],
  [60, 50],
  [79, 20],
  [140, 45],
] as const;

const COLOURS = /\x1b\[[0-9;]*m/g;

export const sightOf = (columns: number, rows: number, over: Partial<Sight> = {}): Sight => ({
  columns,
  rows: rows - FRAME_ROWS,
  zone: "Asia/Manila",
  home: "/home/ana",
  now: 0,
  ...over,
});

export type Shown = Extract<ScreenView, { tooSmall: null }>;

/** What the views make of a walk as it stands. */
export function viewOf(walker: Walker, columns = 80, rows = 24, over: Partial<Sight> = {}): Shown {
  const view = screenView(walker.snapshot, sightOf(columns, rows, { now: walker.now, ...over }));
  if (view.tooSmall !== null) throw new Error(view.tooSmall);
  return view;
}

/** The screen as Ink lays it out, line by line, colours away. */
export function linesOf(walker: Walker, columns = 80, rows = 24, over: Partial<Sight> = {}): string[] {
  const view = viewOf(walker, columns, rows, over);
  const drawn = renderToString(<Screen view={view} columns={columns} rows={rows} onChoose={() => {}} />, {
    columns,
  });
  const lines = drawn.replace(COLOURS, "").split("\n");
  while (lines.length < rows) lines.push("");
  return lines.map((line) => line.trimEnd());
}

export const textOf = (walker: Walker, columns = 80, rows = 24): string =>
  linesOf(walker, columns, rows).join("\n");
