import { counted } from "../domain/counted.js";
import type { WeekPlan } from "../domain/week.js";
import { cut } from "../text/fit.js";
import { dollars, expectation, NOT_KNOWN } from "../text/money.js";
import { carriedText, countsText, kindText, quoted, successText } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { dataAge, hoursText, moment, operatorTime, weekRange, zoneLine } from "../text/times.js";
import { CARRIED_SIGN, type GridRow, weekGrid } from "../text/week-grid.js";
import { WARNING_SIGN, zoneSign } from "../text/zone-sign.js";
import type { WalkContext } from "../walk/context.js";
import { messageIndex, messageUnderCursor } from "../walk/message-cursor.js";
import { betweenRows, cutRow, type Row, row, rowWidth, ruleWith, type Span, span } from "./line.js";
import { windowAround } from "./scroll.js";
import { isNarrow, type Sight } from "./sight.js";
import { type Tone, ZONE_TONE } from "./theme.js";

/** The summary above the grid; below it a rule and the two rows of the message under the cursor. */
const ABOVE = 1;
const BELOW = 3;

/** The rows of the preview: the week as a grid and the message under the cursor; exactly as many as the body has. */
export function previewView(context: WalkContext, sight: Sight): readonly Row[] {
  const { plan } = context;
  if (plan === null || plan.prepared.page !== context.page) return [];
  const around = ABOVE + BELOW;
  const head = weekGrid(plan, { columns: sight.columns }).head.length;
  const room = Math.max(3, sight.rows - around - head);
  const selected = messageIndex(context);
  const grid = weekGrid(plan, { columns: sight.columns, rows: room, selected });
  const body = gridRows(grid.rows, room, selected);
  const filler = Array.from({ length: Math.max(0, room - body.length) }, (): Row => []);
  const rows = [
    summary(plan, sight.columns),
    ...grid.head.map((line) => row(span(line, "faint"))),
    ...body,
    // On a high window the message stays with its week, not at the far end.
    middleRule(context, plan, sight.columns),
    ...messageRows(context, sight),
    ...filler,
  ];
  return rows.map((each) => cutRow(each, sight.columns));
}

/** ` Nov 10–16   9 PPVs 9 bumps  ▲ YELLOW  2.5 h gap  exp. $9,640 ($7,700–$11,580)` */
function summary({ targets, prepared, expected }: WeekPlan, columns: number): Row {
  const money = [
    `exp. ${expectation(expected)}`,
    expectation(expected),
    `exp. ${expected === null ? NOT_KNOWN : dollars(expected.mean)}`,
    expected === null ? "" : dollars(expected.mean),
    "",
  ];
  const of = (words: string): Row =>
    row(
      span(` ${weekRange(prepared.startDate)}  `, "strong"),
      ` ${countsText(targets)}  `,
      span(zoneSign(targets.zone), ZONE_TONE[targets.zone]),
      `  ${hoursText(targets.gapMinutes)} gap`,
      words !== "" && `  ${words}`,
    );
  return money.map(of).find((each) => rowWidth(each) <= columns) ?? of("");
}

/** All rows, or those around the cursor with a word about how much lies beyond. */
function gridRows(rows: readonly GridRow[], room: number, selected: number): Row[] {
  if (rows.length <= room) return rows.map(gridRow);
  const chosen = Math.max(
    0,
    rows.findIndex((each) => each.messages.includes(selected)),
  );
  // At either end there is only one side to speak of.
  const atTop = chosen < room - 1;
  const atEnd = chosen >= rows.length - (room - 1);
  const height = atTop || atEnd ? room - 1 : room - 2;
  const first = atTop ? 0 : atEnd ? rows.length - height : windowAround(rows.length, height, chosen).first;
  const hidden = (part: readonly GridRow[]): number =>
    part.reduce((sum, each) => sum + each.messages.length, 0);
  const earlier = row(span(`  ▲ ${hidden(rows.slice(0, first))} earlier`, "faint"));
  const later = row(span(`  ▼ ${hidden(rows.slice(first + height))} later`, "faint"));
  const shown = rows.slice(first, first + height).map(gridRow);
  return [...(atTop ? [] : [earlier]), ...shown, ...(atEnd && !atTop ? [] : [later])];
}

const gridRow = (each: GridRow): Row => [
  span(each.label, "faint"),
  ...each.cells.map((cell): Span => span(cell.text, cellTone(cell))),
];

function cellTone({ type, selected, carried }: GridRow["cells"][number]): Tone {
  if (selected) return "chosen";
  if (carried) return "faint";
  return type === "PPV" ? "paid" : "plain";
}

/** From here on there is room to say how much of a replaced week stands; confirm says it in any window. */
const WIDE = 100;

/** `─ ▲ 2 warnings ──────── times: Los Angeles (PST) `; the age of the data where it is old. */
function middleRule(context: WalkContext, plan: WeekPlan, columns: number): Row {
  const count = plan.warnings.length;
  const age = dataAge(plan.prepared.dataTo, plan.prepared.now);
  const named = zoneLine(messageUnderCursor(context)?.slot.instant ?? plan.prepared.now);
  // At 60 columns there is no room for "times:" beside the age of the data.
  const zone = isNarrow({ columns }) ? named.replace("times: ", "") : named;
  const carried = carriedText(plan);
  const words = [
    carried === null ? null : span(columns < WIDE ? "replaces" : `replaces: ${carried}`, "caution"),
    count > 0 ? span(`${WARNING_SIGN} ${counted(count, "warning")}`, "caution") : null,
    span(age.text, age.stale ? "caution" : "faint"),
  ].filter((word) => word !== null);
  const left = words.flatMap((word, index) => (index === 0 ? [word] : [span(" · ", "faint"), word]));
  return ruleWith(left, row(span(zone, "faint")), columns);
}

/** The message under the cursor: when here and on the operator's clock, what, with which caption, for how much. */
export function messageRows(context: WalkContext, { columns, zone }: Sight): Row[] {
  const message = messageUnderCursor(context);
  if (message === null) return [row(" no message in this week"), []];
  const { slot, caption, expected, carried } = message;
  const theirs = operatorTime(slot.instant, zone);
  const when = ` ${moment(slot.instant)}${theirs === null ? "" : ` (${theirs})`}`;
  const parts = [kindText(message), printable(caption.category, 40), successText(message)];
  const carries = slot.type === "PPV" ? parts : parts.slice(0, 2);
  const expects = slot.type === "Bump" ? "" : `expected ${expectation(expected)} `;
  const money = carried === undefined ? expects : `${CARRIED_SIGN} carried over unchanged `;
  const first = row(
    span(when, "strong"),
    `  ${carries.join(" · ")}`,
    caption.urgent && span(" urgent", "caution"),
  );
  const room = columns - money.length - 3;
  const tail = room >= 16 ? money : "";
  const text = quoted(caption.text, Math.max(10, tail === "" ? columns - 2 : room));
  return [cutRow(first, columns), betweenRows(row(` ${cut(text, columns - 2)}`), row(tail), columns)];
}
