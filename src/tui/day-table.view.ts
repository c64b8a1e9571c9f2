import type { PlannedMessage } from "../domain/message.js";
import { fitTo } from "../text/fit.js";
import { price } from "../text/money.js";
import { countsText, quoted, successText } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { clockTime, dayName } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { messageIndex } from "../walk/message-cursor.js";
import { type Row, row, span } from "./line.js";
import { windowAround } from "./scroll.js";
import type { Sight } from "./sight.js";

export interface DayColumn {
  readonly label: string;
  readonly width: number;
}
export interface DayTable {
  readonly title: Row;
  readonly columns: readonly DayColumn[];
  readonly rows: readonly { readonly key: string; readonly selected: boolean; readonly cells: Row }[];
}

/** The day under the preview's cursor, message by message. */
export function dayTable(context: WalkContext, sight: Sight): DayTable {
  const { plan } = context;
  const messages = plan?.messages ?? [];
  const chosen = messages[messageIndex(context)];
  if (plan === null || chosen === undefined)
    return { title: row(" no message in this week"), columns: [], rows: [] };
  const day = messages.filter(({ slot }) => slot.date === chosen.slot.date);
  const columns = columnsFor(sight.columns);
  // A day of a very large page has more messages than a small window has rows.
  const height = Math.max(1, sight.rows - ABOVE);
  const { first } = windowAround(day.length, height, day.indexOf(chosen));
  const counts = plan.days.find(({ date }) => date === chosen.slot.date);
  return {
    title: row(
      span(` ${dayName(chosen.slot.date)}`, "strong"),
      counts !== undefined && `   ${countsText(counts)}`,
    ),
    columns,
    rows: day.slice(first, first + height).map((message) => ({
      key: message.caption.captionId,
      selected: message === chosen,
      cells: cellsOf(message, message === chosen, columns),
    })),
  };
}

const MARK = 3;
/** Title and headings. */
const ABOVE = 2;

function columnsFor(columns: number): DayColumn[] {
  const fixed: DayColumn[] = [
    { label: "TIME", width: 6 },
    { label: "TYPE", width: 5 },
    { label: "TIER", width: 8 },
    { label: "PRICE", width: 7 },
    { label: "SCORE", width: 6 },
    { label: "CATEGORY", width: columns >= 80 ? 17 : 11 },
  ];
  const used = fixed.reduce((sum, { width }) => sum + width, MARK);
  return [...fixed, { label: "CAPTION", width: Math.max(8, columns - used) }];
}

function cellsOf(message: PlannedMessage, selected: boolean, columns: readonly DayColumn[]): Row {
  const { slot, caption, usualPrice } = message;
  const captionColumns = columns.at(-1)?.width ?? 8;
  const texts = [
    clockTime(slot.hour, slot.minute),
    slot.type === "PPV" ? "PPV" : "bump",
    caption.priceTier,
    usualPrice === null ? "" : price(usualPrice),
    successText(message),
    printable(caption.category, 40),
    quoted(caption.text, captionColumns),
  ];
  const tone = selected ? "chosen" : slot.type === "PPV" ? "paid" : "plain";
  return row(
    selected ? span(" ❯ ", "chosen") : span("   "),
    ...texts.map((text, index) => {
      const width = columns[index]?.width ?? 0;
      const last = index === columns.length - 1;
      return span(last ? fitTo(text, width) : `${fitTo(text, width - 1)} `, index === 1 ? tone : "plain");
    }),
  );
}
