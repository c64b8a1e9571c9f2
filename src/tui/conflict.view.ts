import { dateOf, zoneName } from "../domain/calendar.js";
import { counted } from "../domain/counted.js";
import { cutMiddle, fitTo } from "../text/fit.js";
import { quoted } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { monthDay, timeOfDay } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import type { LockConflict } from "../warehouse/port.js";
import type { AroundMenu } from "./confirm.view.js";
import { BLANK, betweenRows, cutRow, type Row, row, rowWidth, span, wrapped } from "./line.js";
import { isNarrow, type Sight } from "./sight.js";

/** Rows for the menu and what stands around the list. */
const AROUND = 9;

/**
 * Which captions or days somebody else holds, and since when. A schedule that holds the week goes first: its captions
 * are taken because of it.
 */
export function conflictView(context: WalkContext, sight: Sight): AroundMenu {
  const { checked, plan } = context;
  if (checked === null) return { before: [], after: [] };
  const { captions, schedules, at } = checked.check;
  const room = Math.max(2, sight.rows - AROUND - schedules.length - (schedules.length > 0 ? 1 : 0));
  const shown = captions.slice(0, captions.length > room ? room - 1 : room);
  const hidden = captions.length - shown.length;
  const stay = (plan?.targets.ppv ?? 0) - captions.length;
  const taken = `${counted(captions.length, "caption")} ${captions.length === 1 ? "was" : "were"} taken while you planned`;
  const title = schedules.length > 0 ? "Another schedule of the page covers these days" : taken;
  const said = span(`■ ${title}`, "bad");
  const when = `checked ${timeOfDay(at)} ${zoneName(at)} `;
  const before = [
    ...(isNarrow(sight)
      ? [row(" ", said), row(span(`   ${when}`, "faint"))]
      : [betweenRows(row(" ", said), row(when), sight.columns)]),
    ...schedules.flatMap(({ scheduleId, weekStart, createdBy }) =>
      wrapped(
        `   ${printable(scheduleId, 100)} covers the week from ${monthDay(weekStart)}${createdBy === null ? "" : `, by ${printable(createdBy, 40)}`}`,
        sight.columns - 1,
        "plain",
        "     ",
      ),
    ),
    ...(schedules.length > 0 && captions.length > 0 ? [row(`   ${taken}`)] : []),
    ...shown.map((lock) => lockRow(lock, sight)),
    ...(hidden > 0 ? [row(`   and ${hidden} more`)] : []),
    ...wrapped(`   ${besides(captions, stay)}`, sight.columns - 1, "faint", "   "),
    BLANK,
  ];
  return { before: before.map((each) => cutRow(each, sight.columns)), after: [] };
}

/** `locked since Nov 3; the other 7 can stay as they are` */
function besides(captions: readonly LockConflict[], stay: number): string {
  const dates = captions
    .map(({ since }) => Date.parse(since))
    .filter((at) => !Number.isNaN(at))
    .map(dateOf)
    .sort();
  const first = dates[0] ?? "";
  const last = dates.at(-1) ?? "";
  const span = first === last ? monthDay(first) : `${monthDay(first)} to ${monthDay(last)}`;
  return [
    dates.length > 0 ? `locked since ${span}` : null,
    captions.length > 0 && stay > 0 ? `the other ${stay} can stay as they are` : null,
  ]
    .filter((part) => part !== null)
    .join("; ");
}

/** `“Check your DMs…”   Premium  locked by anna_v  Nov 12  sched_…_anna_v` */
function lockRow({ text, priceTier, holder, heldDate, heldBy }: LockConflict, sight: Sight): Row {
  const narrow = isNarrow(sight);
  const who = row(
    `   ${fitTo(quoted(text, narrow ? 18 : 20), narrow ? 19 : 21)}`,
    fitTo(printable(priceTier, 10), 9),
    `locked by ${cutMiddle(printable(holder, 64), narrow ? 10 : 14)}  ${monthDay(heldDate)}`,
  );
  const room = Math.min(16, sight.columns - rowWidth(who) - 2);
  return narrow ? who : row(...who, `  ${cutMiddle(printable(heldBy, 80), room)}`);
}
