import * as z from "zod";

/**
 * What the reports of several generations of procedures hold in one field: a number as number or text, "NaN" for
 * what could not be computed, any letter case. Whatever cannot be read is null, so that it is shown as missing.
 */
const field = z.unknown().optional();
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number, also as text ("0.45", "12.0"); "NaN", "Infinity" and other text are null. */
export const numberField = field.transform(readNumber);

/** A number that may be absent: undefined where there is none, null where there is one that cannot be read. */
export const valueField = field.transform((value) =>
  value === undefined || value === null ? undefined : readNumber(value),
);

/** Text, trimmed; numbers as their digits; empty and anything else null. */
export const textField = field.transform((value): string | null => {
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.toLowerCase() === "null" ? null : text;
});

/** Text whose letter case says nothing: upper case. */
export const wordField = textField.transform((text) => text?.toUpperCase() ?? null);

/** A section: its fields, or none of them where it is null, absent or something else. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => (isRecord(value) ? value : {}), z.object(shape));

/** A list of rows; null where the report has none. Elements that are no rows are left out. */
export const rows = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .preprocess(
      (value) => (Array.isArray(value) ? value.filter(isRecord) : null),
      z.array(z.object(shape)).nullable(),
    )
    .optional()
    .transform((list) => list ?? null);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same value with all keys of the report's depth in lower case. */
export function lowerKeys(value: unknown, depth = 4): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((element) => lowerKeys(element, depth - 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.trim().toLowerCase(), lowerKeys(inner, depth - 1)]),
  );
}

function readNumber(value: unknown): number | null {
  const text = typeof value === "string" ? value.trim() : "";
  const number = typeof value === "number" ? value : DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
