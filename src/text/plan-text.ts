import { counted } from "../domain/counted.js";
import type { MessageType, PlannedMessage } from "../domain/message.js";
import { hoursText as sendingHours } from "../domain/overrides.js";
import { performanceScore } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import { cut, fitTo, wrap } from "./fit.js";
import { expectation, price } from "./money.js";
import { printable } from "./printable.js";
import { clockTime, dataAge, dayName, hoursText, weekRange, zoneLine } from "./times.js";
import { CARRIED_SIGN, weekGridLines } from "./week-grid.js";
import width from "./width.js";
import { WARNING_SIGN, zoneSign } from "./zone-sign.js";

/** `9 PPVs 9 bumps` */
export function countsText({ ppv, bump }: { readonly ppv: number; readonly bump: number }): string {
  return `${counted(ppv, "PPV")} ${counted(bump, "bump")}`;
}

/** `2/4/3`: Budget, Mid, Premium. */
export const mixText = (mix: {
  readonly budget: number;
  readonly mid: number;
  readonly premium: number;
}): string => `${mix.budget}/${mix.mid}/${mix.premium}`;

/** How often a message's caption succeeds, 0 to 1, always with two digits: `0.69`; bumps have no score. */
export const successText = ({ slot, caption, carried }: PlannedMessage): string =>
  scoreShown(slot.type, carried?.performance_score ?? performanceScore(caption));

export const scoreShown = (type: MessageType, score: number): string =>
  type === "Bump" ? "–" : score.toFixed(2);

/** How many messages of a plan stand already and how many are new; null for a plan that takes nobody's place. */
export function carriedText({ prepared, messages }: Pick<WeekPlan, "prepared" | "messages">): string | null {
  if (prepared.replaces === undefined) return null;
  const carried = messages.filter((message) => message.carried !== undefined).length;
  return `${counted(carried, "message")} carried, ${messages.length - carried} new`;
}

/** `PPV Premium $25` or `bump`. */
export function kindText(message: PlannedMessage): string {
  if (message.slot.type === "Bump") return "bump";
  const usual = message.usualPrice === null ? "" : ` ${price(message.usualPrice)}`;
  return `PPV ${message.caption.priceTier}${usual}`;
}

/** Code units of one column at most: a letter and two marks, each of them a pair. What is cut away must be seen to be. */
const LONGEST_CHARACTER = 6;

/** A caption between quotation marks, safe to show and cut to a width. */
export const quoted = (text: string, columns: number): string => {
  const safe = printable(text, columns * LONGEST_CHARACTER);
  return `“${cut(safe, Math.max(1, columns - 2))}”`;
};

/** One line over a plan: week, counts, zone, gap, expected revenue. */
export function summaryLine(plan: WeekPlan): string {
  const { targets, prepared } = plan;
  return [
    weekRange(prepared.startDate),
    countsText(targets),
    zoneSign(targets.zone),
    `${hoursText(targets.gapMinutes)} gap`,
    `exp. ${expectation(plan.expected)}`,
  ].join("  ");
}

/** A whole plan as plain lines: what `preview` prints. */
export function planLines(plan: WeekPlan, columns = 80): string[] {
  const { prepared, targets } = plan;
  const age = dataAge(prepared.dataTo, prepared.now);
  return [
    ...wrap(`${printable(prepared.page, 64)} · ${summaryLine(plan)}`, columns),
    ...wrap(
      `Budget/Mid/Premium ${mixText(targets.mix)} · sending hours ${sendingHours(targets.hours)} · caption draw ${prepared.seed} · ${age.text}`,
      columns,
    ),
    ...replacesLines(plan, columns),
    "",
    ...weekGridLines(plan, columns),
    "",
    zoneLine(plan.messages[0]?.slot.instant ?? prepared.now),
    ...plan.messages.map((message) => messageLine(message, columns)),
    ...warningLines(plan, columns),
  ];
}

/** `Replaces sched_…: 5 messages carried (✓), 13 new` */
function replacesLines(plan: WeekPlan, columns: number): string[] {
  const carried = carriedText(plan);
  if (carried === null) return [];
  const id = printable(plan.prepared.replaces?.scheduleId ?? "", 120);
  return wrap(`Replaces ${id}: ${carried.replace("carried", `carried (${CARRIED_SIGN})`)}`, columns);
}

/** `Mon Nov 10 21:55  PPV Premium $25   0.69  Tease/Preview   “Check your DMs 💌”` */
function messageLine(message: PlannedMessage, columns: number): string {
  const { slot, caption, carried } = message;
  const facts = [
    `${dayName(slot.date).padEnd(10)} ${clockTime(slot.hour, slot.minute)}`,
    kindText(message).padEnd(16),
    successText(message).padEnd(4),
    fitTo(printable(caption.category, 20), 17),
  ].join("  ");
  const mark = carried === undefined ? " " : CARRIED_SIGN;
  return `${facts} ${mark}${quoted(caption.text, Math.max(12, columns - width(facts) - 2))}`;
}

/** Every warning of a plan, wrapped; none at all where there are none. */
export function warningLines(plan: Pick<WeekPlan, "warnings">, columns: number): string[] {
  return plan.warnings.flatMap((warning) =>
    wrap(`${WARNING_SIGN} ${printable(warning.message)}`, columns - 2).map((line, index) =>
      index === 0 ? line : `  ${line}`,
    ),
  );
}
