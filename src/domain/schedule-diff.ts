import { addDays, dateOf, daysBetween, type IsoDate, localParts, WEEK_DAYS } from "./calendar.js";
import { captionKey } from "./caption.js";
import type { Schedule, ScheduleMessage } from "./schedule.js";

/** A schedule with the first of its seven days. */
export interface DatedSchedule {
  readonly schedule: Schedule;
  readonly startDate: IsoDate;
}

/** A figure that stands on both sides. */
export interface DiffFigure {
  readonly name: string;
  readonly a: string | number;
  readonly b: string | number;
}
/** A caption that both have, at another time of their weeks. */
export interface DiffMoved {
  readonly a: ScheduleMessage;
  readonly b: ScheduleMessage;
}
/** A time that both have, with another caption. */
export type DiffReplaced = DiffMoved;

/** What two schedules have in common and where they differ. */
export interface ScheduleDiff {
  /** Counts, zone, price mix and draw: those that differ. */
  readonly figures: readonly DiffFigure[];
  /** PPVs and bumps of each of the seven days. */
  readonly days: readonly { readonly a: DayVolume; readonly b: DayVolume }[];
  /** Messages with the same caption at the same time of the week. */
  readonly same: number;
  readonly moved: readonly DiffMoved[];
  readonly replaced: readonly DiffReplaced[];
  readonly onlyA: readonly ScheduleMessage[];
  readonly onlyB: readonly ScheduleMessage[];
}
export interface DayVolume {
  readonly date: IsoDate;
  readonly ppv: number;
  readonly bump: number;
}

/**
 * Compares two schedules, of one week or of two: times are those within the week, captions are compared by their key,
 * so that twins are one. Each message is told once: as the same, as moved, as replaced at its time, or as one's own.
 */
export function diffSchedules(a: DatedSchedule, b: DatedSchedule): ScheduleDiff {
  const restA = new Set(a.schedule.messages);
  const restB = new Set(b.schedule.messages);
  const pairs = (matches: (one: ScheduleMessage, other: ScheduleMessage) => boolean): DiffMoved[] => {
    const found: DiffMoved[] = [];
    for (const one of [...restA]) {
      const other = [...restB].find((each) => matches(one, each));
      if (other === undefined) continue;
      restA.delete(one);
      restB.delete(other);
      found.push({ a: one, b: other });
    }
    return found;
  };
  const sameCaption = (one: ScheduleMessage, other: ScheduleMessage): boolean =>
    one.message_type === other.message_type &&
    (one.caption_id === other.caption_id || captionKey(one.caption_text) === captionKey(other.caption_text));
  const sameTime = (one: ScheduleMessage, other: ScheduleMessage): boolean =>
    placeInWeek(one, a.startDate) === placeInWeek(other, b.startDate);
  const same = pairs((one, other) => sameCaption(one, other) && sameTime(one, other));
  const moved = pairs(sameCaption);
  const replaced = pairs(sameTime);
  return {
    figures: figures(a.schedule, b.schedule),
    days: Array.from({ length: WEEK_DAYS }, (_, day) => ({ a: volume(a, day), b: volume(b, day) })),
    same: same.length,
    moved,
    replaced,
    onlyA: [...restA],
    onlyB: [...restB],
  };
}

/** Day of the week's seven, and time of that day. */
function placeInWeek({ utc }: ScheduleMessage, startDate: IsoDate): string {
  const { date, hour, minute } = localParts(Date.parse(utc));
  return `${daysBetween(startDate, date)} ${hour}:${minute}`;
}

function figures(a: Schedule, b: Schedule): DiffFigure[] {
  const mix = ({ price_mix: { budget, mid, premium } }: Schedule): string => `${budget}/${mid}/${premium}`;
  const all: DiffFigure[] = [
    { name: "page", a: a.page_name, b: b.page_name },
    { name: "zone", a: a.saturation_zone, b: b.saturation_zone },
    { name: "messages", a: a.total_messages, b: b.total_messages },
    { name: "PPVs", a: a.total_ppvs, b: b.total_ppvs },
    { name: "bumps", a: a.total_bumps, b: b.total_bumps },
    { name: "Budget/Mid/Premium", a: mix(a), b: mix(b) },
    { name: "caption draw", a: a.seed, b: b.seed },
  ];
  return all.filter((figure) => figure.a !== figure.b);
}

function volume({ schedule, startDate }: DatedSchedule, day: number): DayVolume {
  const own = schedule.messages.filter(({ utc }) => daysBetween(startDate, dateOf(Date.parse(utc))) === day);
  const ppv = own.filter(({ message_type }) => message_type === "PPV").length;
  return { date: addDays(startDate, day), ppv, bump: own.length - ppv };
}
