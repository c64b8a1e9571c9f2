import type { Instant, IsoDate } from "../domain/calendar.js";

/** A row as an engine gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** An engine's number: a double, a 64-bit count, a decimal as text. NaN and infinities mean nothing here: null. */
export function numberOrNull(cell: unknown): number | null {
  if (cell === null || cell === undefined) return null;
  const value = typeof cell === "number" ? cell : Number(cell);
  return Number.isFinite(value) ? value : null;
}

export const numberOf = (cell: unknown, otherwise = 0): number => numberOrNull(cell) ?? otherwise;

export const textOrNull = (cell: unknown): string | null =>
  cell === null || cell === undefined ? null : String(cell);

export const textOf = (cell: unknown, otherwise = ""): string => textOrNull(cell) ?? otherwise;

/** A date: `YYYY-MM-DD` as text, or midnight UTC of it. */
export function dateOrNull(cell: unknown): IsoDate | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).slice(0, 10);
}

/** A moment: a Date, or ISO text. */
export function instantOrNull(cell: unknown): Instant | null {
  if (cell === null || cell === undefined) return null;
  const instant = cell instanceof Date ? cell.getTime() : Date.parse(String(cell));
  return Number.isNaN(instant) ? null : instant;
}

/** A moment as ISO UTC. */
export function isoOrNull(cell: unknown): string | null {
  const instant = instantOrNull(cell);
  return instant === null ? null : new Date(instant).toISOString();
}
