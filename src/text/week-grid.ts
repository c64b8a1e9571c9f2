import type { IsoDate } from "../domain/calendar.js";
import { isWeekend, WEEK_DAYS } from "../domain/calendar.js";
import type { CaptionTier } from "../domain/caption.js";
import type { DayCount } from "../domain/days.js";
import type { HourValues } from "../domain/hours.js";
import type { MessageType, Slot } from "../domain/message.js";
import type { SendingHours } from "../domain/overrides.js";
import { fitTo } from "./fit.js";
import { level } from "./sparkline.js";
import { shortDay } from "./times.js";

/** What a grid shows; every plan has it. */
export interface GridWeek {
  readonly days: readonly DayCount[];
  /** Null where nobody kept them: then no hour shows a value. */
  readonly hourValues: HourLevels | null;
  readonly targets: { readonly hours: SendingHours; readonly coolingDays: number };
  readonly messages: readonly {
    readonly slot: Pick<Slot, "type" | "date" | "hour" | "minute">;
    readonly askedTier: CaptionTier;
    readonly caption: { readonly priceTier: CaptionTier };
    /** There where it is carried over: marked, and faint on a screen. */
    readonly carried?: unknown;
  }[];
}

type HourLevels = Pick<HourValues, "weekday" | "weekend"> & Partial<HourValues>;

export interface GridCell {
  /** As wide as the grid's cells: the mark's column, then the message. */
  readonly text: string;
  readonly type: MessageType | null;
  readonly selected: boolean;
  readonly carried: boolean;
}
export interface GridRow {
  /** `09 ▄` with its margin, or the fold `┄` of hours without messages. */
  readonly label: string;
  readonly hour: number | null;
  /** Messages of the row, by their index in the plan. */
  readonly messages: readonly number[];
  readonly cells: readonly GridCell[];
}
export interface WeekGrid {
  /** Days, counts, and a line for cooling days where there are some; as wide as the rows. */
  readonly head: readonly string[];
  readonly rows: readonly GridRow[];
}

const MARK = "▸";
const FOLD = "┄";
/** Stands behind a message that is carried over, in the grid and in lists. */
export const CARRIED_SIGN = "✓";

/** A cell is the mark's column and the text; narrow ones keep the tier's first letter only. */
interface Shape {
  readonly label: number;
  readonly cell: number;
  readonly short: boolean;
}
const WIDE: Shape = { label: 6, cell: 10, short: false };
const NARROW: Shape = { label: 4, cell: 8, short: true };
const shapeFor = (columns: number): Shape => (columns >= WIDE.label + WEEK_DAYS * WIDE.cell ? WIDE : NARROW);

/**
 * A week as a grid: a row an hour, a column a day. Hours without messages fold into one `┄` unless all sending hours
 * fit into `rows`.
 * @param options columns: of the terminal, 60 or more; rows: for hours, without the head; selected: index of a message.
 */
export function weekGrid(
  week: GridWeek,
  options: { readonly columns: number; readonly rows?: number; readonly selected?: number },
): WeekGrid {
  const shape = shapeFor(options.columns);
  const dates = week.days.map((day) => day.date);
  const byHour = new Map<number, number[]>();
  week.messages.forEach(({ slot }, index) => {
    byHour.set(slot.hour, [...(byHour.get(slot.hour) ?? []), index]);
  });
  const rows = hoursShown(week.targets.hours, [...byHour.keys()], options.rows).map((hour): GridRow => {
    if (hour === null)
      return {
        label: fitTo(shape.short ? ` ${FOLD}` : `  ${FOLD}`, shape.label),
        hour,
        messages: [],
        cells: dates.map(() => emptyCell(shape)),
      };
    const messages = byHour.get(hour) ?? [];
    const value = week.hourValues === null ? " " : level(meanValue(week.hourValues, dates, hour));
    return {
      label: fitTo(shape.short ? `${two(hour)} ${value}` : ` ${two(hour)} ${value}`, shape.label),
      hour,
      messages,
      cells: dates.map((date) => cellOf(week, messages, date, options.selected, shape)),
    };
  });
  return { head: headOf(week, shape), rows };
}

/** A grid row as one line. */
export const gridLine = (row: GridRow): string => row.label + row.cells.map((cell) => cell.text).join("");

/** A week as plain lines, for output that is not a screen. */
export function weekGridLines(week: GridWeek, columns: number): string[] {
  const grid = weekGrid(week, { columns });
  return [...grid.head, ...grid.rows.map(gridLine)].map((line) => line.trimEnd());
}

/** Hours from the top, null for a fold. */
function hoursShown(
  sending: SendingHours,
  used: readonly number[],
  rows: number | undefined,
): (number | null)[] {
  const first = Math.min(sending[0], ...used);
  const last = Math.max(sending[1] - 1, ...used);
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  if (used.length === 0 || (rows !== undefined && all.length <= rows)) return all;
  const shown: (number | null)[] = [];
  for (const hour of all.filter((each) => each >= Math.min(...used) && each <= Math.max(...used))) {
    if (used.includes(hour)) shown.push(hour);
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return shown;
}

function headOf(week: GridWeek, shape: Shape): string[] {
  const row = (texts: readonly string[]): string =>
    " ".repeat(shape.label) + texts.map((text) => ` ${fitTo(text, shape.cell - 1)}`).join("");
  const head = [
    row(week.days.map((day) => shortDay(day.date))),
    row(week.days.map((day) => `${day.ppv}P ${day.bump}b`)),
  ];
  const cooling = week.targets.coolingDays;
  if (cooling > 0) head.push(row(week.days.map((_, index) => (index < cooling ? "cooling" : ""))));
  return head;
}

function cellOf(
  week: GridWeek,
  inHour: readonly number[],
  date: IsoDate,
  selected: number | undefined,
  shape: Shape,
): GridCell {
  const here = inHour.filter((index) => week.messages[index]?.slot.date === date);
  const isSelected = selected !== undefined && here.includes(selected);
  const shown = isSelected ? selected : here[0];
  const message = shown === undefined ? undefined : week.messages[shown];
  if (message === undefined) return emptyCell(shape);
  const { slot, caption } = message;
  const carried = message.carried !== undefined;
  const more = here.length > 1 ? `+${here.length - 1}` : "";
  const tier = slot.type === "PPV" ? caption.priceTier.slice(0, shape.short ? 1 : 3) : "";
  const time = `${slot.type === "PPV" ? "P" : "b"}:${two(slot.minute)}`;
  const sign = carried ? CARRIED_SIGN : "";
  const text = shape.short
    ? `${time}${tier}${more}${sign}`
    : `${[time, more || tier].filter(Boolean).join(" ")}${sign}`;
  return {
    text: (isSelected ? MARK : " ") + fitTo(text, shape.cell - 1),
    type: slot.type,
    selected: isSelected,
    carried,
  };
}

const emptyCell = (shape: Shape): GridCell => ({
  text: " ".repeat(shape.cell),
  type: null,
  selected: false,
  carried: false,
});

/** The value of an hour over the days of the week, 0 to 1. */
function meanValue(values: HourLevels, dates: readonly IsoDate[], hour: number): number {
  const sum = dates.reduce(
    (total, date) => total + ((isWeekend(date) ? values.weekend : values.weekday)[hour] ?? 0),
    0,
  );
  return dates.length === 0 ? 0 : sum / dates.length;
}

const two = (value: number): string => String(value).padStart(2, "0");
