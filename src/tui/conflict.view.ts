import { dateOf, zoneName } from "../domain/calendar.js";
import { cut, cutMiddle, fitTo } from "../text/fit.js";
import { quoted } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { monthDay, timeOfDay } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import type { LockConflict } from "../warehouse/port.js";
import type { AroundMenu } from "./confirm.view.js";
import { BLANK, betweenRows, cutRow, type Row, row, span, wrapped } from "./line.js";
import { isNarrow, type Sight } from "./sight.js";

/** Rows for the menu and what stands around the list. */
const AROUND = 8;

/** Which captions or days somebody else holds, and since when. */
export function conflictView(context: WalkContext, sight: Sight): AroundMenu {
  const { checked, plan } = context;
  if (checked === null) return { before: [], after: [] };
  const { captions, schedules, at } = checked.check;
  const room = Math.max(2, sight.rows - AROUND - schedules.length);
  const shown = captions.slice(0, captions.length > room ? room - 1 : room);
  const hidden = captions.length - shown.length;
  const stay = (plan?.targets.ppv ?? 0) - captions.length;
  const taken = `${captions.length} caption${captions.length === 1 ? " was" : "s were"} taken while you planned`;
  const title = captions.length > 0 ? taken : "another schedule of the page covers these days";
  const said = span(`■ ${title}`, "bad");
  const when = `checked ${timeOfDay(at)} ${zoneName(at)} `;
  const before = [
    ...(isNarrow(sight)
      ? [row(" ", said), row(span(`   ${when}`, "faint"))]
      : [betweenRows(row(" ", said), row(when), sight.columns)]),
    ...shown.map((lock) => lockRow(lock, sight)),
    ...(hidden > 0 ? [row(`   and ${hidden} more`)] : []),
    ...schedules.flatMap(({ scheduleId, weekStart, createdBy }) =>
      wrapped(
        `   ${printable(scheduleId, 100)} covers the week from ${monthDay(weekStart)}${createdBy === null ? "" : `, by ${printable(createdBy, 40)}`}`,
        sight.columns - 1,
        "plain",
        "     ",
      ),
    ),
    captions.length > 0 && stay > 0 ? row(span(`   the other ${stay} can stay as they are`, "faint")) : BLANK,
    BLANK,
  ];
  return { before: before.map((each) => cutRow(each, sight.columns)), after: [] };
}

/** `“Check your DMs…”   Premium  locked by anna_v  Nov 12  sched_…_anna_v` */
function lockRow({ text, priceTier, holder, heldDate, heldBy, since }: LockConflict, sight: Sight): Row {
  const narrow = isNarrow(sight);
  const when = narrow ? monthDay(heldDate) : `${monthDay(heldDate)}  ${cutMiddle(printable(heldBy, 80), 16)}`;
  const sinceDate = Date.parse(since);
  const held = Number.isNaN(sinceDate) || narrow ? "" : `  since ${monthDay(dateOf(sinceDate))}`;
  return row(
    `   ${fitTo(quoted(text, narrow ? 18 : 20), narrow ? 19 : 21)}`,
    fitTo(printable(priceTier, 10), 9),
    `locked by ${cut(printable(holder, 64), 14)}  ${when}`,
    held,
  );
}
