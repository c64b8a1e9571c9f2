import { zoneName } from "../domain/calendar.js";
import { counted } from "../domain/counted.js";
import type { PageName } from "../domain/page.js";
import type { Schedule } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import { cutMiddle } from "../text/fit.js";
import { carriedText } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { dataAge, timeOfDay, weekInFull } from "../text/times.js";
import { WARNING_SIGN } from "../text/zone-sign.js";
import type { WalkContext } from "../walk/context.js";
import { askedWord } from "../walk/production.js";
import type { Description } from "../warehouse/port.js";
import { BLANK, betweenRows, cutRow, type Row, row, rowWidth, span, wrapped } from "./line.js";
import { isNarrow, type Sight, shownPath } from "./sight.js";
import { typedLine } from "./typed-line.js";

/** What stands above and below a menu. */
export interface AroundMenu {
  readonly before: readonly Row[];
  readonly after: readonly Row[];
}

/** What will be written, where, and what speaks against it. */
export function confirmView(context: WalkContext, sight: Sight): AroundMenu {
  const { checked, plan, description, page } = context;
  if (checked === null || plan === null || description === null) return { before: [], after: [] };
  const { schedule } = checked;
  const before = [
    writesTo(description, sight),
    ...writes(schedule, plan.prepared.startDate, sight),
    ...beside(plan, printable(page ?? schedule.page_name, 64), sight),
    ...checkedRows(context, sight),
    BLANK,
  ];
  return {
    before: before.map((each) => cutRow(each, sight.columns)),
    after: [BLANK, row(...csvRow(context, sight), span("   e edit", "faint"))],
  };
}

/** The warehouse that is written to; of a long path the end says more than the middle. */
export function writesTo({ place, label, production }: Description, { columns, home }: Sight): Row {
  const head = row(
    span(" Writes to  ", "strong"),
    production ? span("PRODUCTION ", "bad") : null,
    `${printable(label, 40)}   `,
  );
  const room = Math.max(10, columns - rowWidth(head) - 1);
  return row(...head, cutMiddle(printable(shownPath(place, home), 200), room));
}

/** What of the page stands in these days: nothing, or the schedule that ends with this one. */
function beside(plan: WeekPlan, page: string, { columns }: Sight): Row[] {
  const { replaces } = plan.prepared;
  if (replaces === undefined) return [row(` No other schedule of ${page} covers these days.`)];
  const id = printable(replaces.scheduleId, 120);
  return wrapped(` Replaces ${id}: ${carriedText(plan) ?? ""}`, columns - 1, "caution", "   ");
}

/** One line for each table, its name at the right where there is room. */
function writes(schedule: Schedule, start: string, sight: Sight): Row[] {
  const line = (name: string, what: string, table: string): Row => {
    const left = row(`   ${name.padEnd(9)} ${what}`);
    const right = row(span(`${table} `, "faint"));
    return isNarrow(sight) || rowWidth(left) + rowWidth(right) + 2 > sight.columns
      ? left
      : betweenRows(left, right, sight.columns);
  };
  const messages = counted(schedule.total_messages, "message");
  const locks = schedule.total_ppvs;
  return [
    line("schedule", `${messages}, ${weekInFull(start)}`, "schedule_recommendations"),
    line("locks", `${counted(locks, "PPV caption")}, kept from every page`, "active_caption_assignments"),
    line("log", "1 row", "schedule_export_log"),
  ];
}

function checkedRows({ checked, plan }: WalkContext, { columns }: Sight): Row[] {
  if (checked === null || plan === null) return [];
  const count = plan.warnings.length;
  const age = dataAge(plan.prepared.dataTo, plan.prepared.now);
  const parts = [
    count > 0 ? span(`${WARNING_SIGN} ${counted(count, "warning")} (! shows them)`, "caution") : null,
    span(`captions checked ${timeOfDay(checked.check.at)} ${zoneName(checked.check.at)}`),
    span(age.text, age.stale ? "caution" : "plain"),
  ].filter((part) => part !== null);
  const whole = row(" ", ...parts.flatMap((part, index) => (index === 0 ? [part] : [" · ", part])));
  if (rowWidth(whole) <= columns) return [whole];
  return parts.map((part) => row(" ", part));
}

/** ` CSV  ./sched_….csv`, or the path being typed. */
export function csvRow({ csv }: WalkContext, { columns, home }: Sight, typing = false): Row {
  if (typing) return row(span(" CSV  ", "strong"), ...typedLine(csv.line, true, columns - 7));
  return row(span(" CSV  ", "strong"), printable(shownPath(csv.path, home), 400));
}

/** In place of the menu: the word that lets the first commit to production through. */
export function wordRows(context: WalkContext, { columns }: Sight, page: PageName | null = null): Row[] {
  const { description, word } = context;
  if (description === null) return [];
  const expected = printable(askedWord(context, page), 64);
  return [
    ...wrapped(
      ` This is PRODUCTION. Type ${expected} to commit, or Esc to go back.`,
      columns - 1,
      "bad",
      " ",
    ),
    row(" ❯ ", ...typedLine(word, true, columns - 4)),
  ];
}
