import { doneOf, nextOpen, type WorkItem } from "../domain/worklist.js";
import { cut, wrap } from "../text/fit.js";
import { printable } from "../text/printable.js";
import { moment, operatorTime, weekInFull, weekRange, zoneLine } from "../text/times.js";
import { progressText, workKind, workLine, workSign, workState } from "../text/worklist-text.js";
import type { WalkContext } from "../walk/context.js";
import { itemUnderCursor } from "../walk/worklist.js";
import { BLANK, cutRow, type Row, row, ruleWith, span } from "./line.js";
import { windowAround } from "./scroll.js";
import { isNarrow, type Sight } from "./sight.js";

const BAR = 18;
/** Rows under the list: rule, facts, and the caption. */
const CAPTION_ROWS = 3;

/** The messages in sending order, how far the work is, and the one under the cursor in full. */
export function worklistView(context: WalkContext, sight: Sight): Row[] {
  const { list } = context.worklist;
  if (list === null) return [];
  const { items, stored } = list;
  const captionRows = isNarrow(sight) ? CAPTION_ROWS - 1 : CAPTION_ROWS;
  const height = Math.max(1, sight.rows - 3 - captionRows);
  const { first, before, after } = windowAround(items.length, height, context.worklist.cursor - 1);
  const shown = items.slice(first, first + height);
  return [
    cutRow(progressRow(items, stored.receipt.weekStart, sight), sight.columns),
    ...shown.map((item) =>
      cutRow(itemRow(item, item.number === context.worklist.cursor, sight), sight.columns),
    ),
    ...Array.from({ length: height - shown.length }, () => BLANK),
    ruleWith(
      beyond(before, after),
      items[0] === undefined ? [] : [span(zoneLine(Date.parse(items[0].message.utc)), "faint")],
      sight.columns,
    ),
    ...detailRows(itemUnderCursor(context), captionRows, sight),
  ];
}

function progressRow(items: readonly WorkItem[], weekStart: string, sight: Sight): Row {
  const done = doneOf(items);
  const filled = items.length === 0 ? 0 : Math.floor((done * BAR) / items.length);
  const next = nextOpen(items);
  return row(
    span(` ${progressText(items)} `, "strong"),
    span("━".repeat(filled), "good"),
    span("─".repeat(BAR - filled), "faint"),
    next === null ? span(" all done", "good") : ` next ${next.number}`,
    ` · ${isNarrow(sight) ? weekRange(weekStart) : weekInFull(weekStart)}`,
  );
}

const beyond = (before: number, after: number): Row => {
  const words = [before > 0 ? `▲ ${before} earlier` : null, after > 0 ? `▼ ${after} later` : null];
  const said = words.filter((each) => each !== null).join("  ");
  return said === "" ? [] : [span(said, "faint")];
};

function itemRow(item: WorkItem, selected: boolean, { columns }: Sight): Row {
  const sign = workSign(item);
  return row(
    selected ? span(" ❯ ", "chosen") : "   ",
    span(`${sign} `, item.done ? "good" : item.missed ? "caution" : "plain"),
    span(workLine(item, columns - 6), item.done && !selected ? "faint" : "plain"),
  );
}

function detailRows(item: WorkItem | null, captionRows: number, sight: Sight): Row[] {
  if (item === null) return [];
  const { message } = item;
  const at = Date.parse(message.utc);
  const there = operatorTime(at, sight.zone);
  const state = workState(item);
  const facts = [
    `${moment(at)}${there === null ? "" : ` (${there})`}`,
    workKind(item),
    printable(message.content_category, 40),
    state === "" ? null : state,
  ];
  const lines = wrap(`“${printable(message.caption_text, 2_000)}”`, sight.columns - 2);
  const shown = lines.slice(0, captionRows);
  const last = shown.pop() ?? "";
  const whole = lines.length <= captionRows;
  return [
    cutRow(row(` ${facts.filter((fact) => fact !== null).join(" · ")}`), sight.columns),
    ...shown.map((line) => row(` ${line}`)),
    row(` ${whole ? last : cut(`${last} ${lines[captionRows]}`, sight.columns - 2)}`),
  ];
}
