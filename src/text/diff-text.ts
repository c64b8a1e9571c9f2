import { localParts } from "../domain/calendar.js";
import type { ScheduleMessage } from "../domain/schedule.js";
import type { DatedSchedule, DayVolume, ScheduleDiff } from "../domain/schedule-diff.js";
import { pad } from "./fit.js";
import { quoted } from "./plan-text.js";
import { printable } from "./printable.js";
import { clockTime, dayName, weekdayName, weekInFull, zoneLine } from "./times.js";

/** Longest value of a figure. */
const LONGEST = 40;

/** Two schedules side by side, as plain lines: what differs in figures, days, times and captions. */
export function diffLines(a: DatedSchedule, b: DatedSchedule, diff: ScheduleDiff, columns = 80): string[] {
  const changes = diff.moved.length + diff.replaced.length + diff.onlyA.length + diff.onlyB.length;
  const first = a.schedule.messages[0] ?? b.schedule.messages[0];
  return [
    `A ${named(a)}`,
    `B ${named(b)}`,
    "",
    ...figureLines(diff),
    ...dayLines(diff),
    changes === 0
      ? `All ${diff.same} messages are the same.`
      : `${diff.same} the same, ${diff.moved.length} moved, ${diff.replaced.length} replaced, ${diff.onlyA.length} only in A, ${diff.onlyB.length} only in B`,
    ...(changes === 0 || first === undefined ? [] : [zoneLine(Date.parse(first.utc))]),
    ...part(
      "Moved to another time",
      diff.moved.map((each) => `${when(each.a)} → ${when(each.b)}  ${caption(each.a, columns - 40)}`),
    ),
    ...part(
      "Replaced by another caption",
      diff.replaced.flatMap((each) => [
        `${when(each.b)}  − ${caption(each.a, columns - 24)}`,
        `${" ".repeat(when(each.b).length)}  + ${caption(each.b, columns - 24)}`,
      ]),
    ),
    ...part(
      "Only in A",
      diff.onlyA.map((each) => `${when(each)}  − ${caption(each, columns - 24)}`),
    ),
    ...part(
      "Only in B",
      diff.onlyB.map((each) => `${when(each)}  + ${caption(each, columns - 24)}`),
    ),
  ];
}

const named = ({ schedule, startDate }: DatedSchedule): string =>
  `${printable(schedule.schedule_id, 120)} · ${weekInFull(startDate)}`;

function figureLines({ figures }: ScheduleDiff): string[] {
  if (figures.length === 0) return [];
  const width = Math.max(...figures.map(({ name }) => name.length));
  const text = (value: string | number): string => printable(String(value), LONGEST);
  const left = Math.max(1, ...figures.map(({ a }) => text(a).length));
  return [
    ...figures.map(
      ({ name, a, b }) => `${pad(name, width)}  ${pad(text(a), left)} → ${text(b)}${change(a, b)}`,
    ),
    "",
  ];
}

function change(a: string | number, b: string | number): string {
  if (typeof a !== "number" || typeof b !== "number") return "";
  return `  (${b > a ? "+" : "−"}${Math.abs(b - a)})`;
}

/** `Mon 2P 1b → 1P 1b`, the days that differ. */
function dayLines({ days }: ScheduleDiff): string[] {
  const counts = ({ ppv, bump }: DayVolume): string => `${ppv}P ${bump}b`;
  const lines = days
    .filter(({ a, b }) => counts(a) !== counts(b))
    .map(({ a, b }) => {
      const [from, to] = [weekdayName(a.date), weekdayName(b.date)];
      return `${from}${from === to ? "" : `/${to}`} ${counts(a)} → ${counts(b)}`;
    });
  return lines.length === 0 ? [] : [`Days         ${lines.join(" · ")}`, ""];
}

const part = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

function when({ utc }: ScheduleMessage): string {
  const { date, hour, minute } = localParts(Date.parse(utc));
  return `${dayName(date)} ${clockTime(hour, minute)}`;
}

const caption = ({ message_type, price_tier, caption_text }: ScheduleMessage, columns: number): string =>
  `${message_type === "Bump" ? "bump" : price_tier} ${quoted(caption_text, Math.max(20, columns - 8))}`;
