import type { Cell, TypeName } from "./google.js";

const DAY = 86_400_000;
export type Plain = string | number | boolean | null;

/** A plain value as the evaluator takes it: dates as YYYY-MM-DD, moments as ISO, integers as numbers or text. */
export function cell(value: unknown, type: TypeName): Cell {
  if (value === null || value === undefined) return {};
  switch (type) {
    case "INT64":
      return { int64Value: String(value) };
    case "DOUBLE":
      return { doubleValue: Number(value) };
    case "BOOL":
      return { boolValue: value === true };
    case "DATE":
      return { dateValue: Date.parse(`${value}T00:00:00Z`) / DAY };
    case "TIMESTAMP": {
      const milliseconds = Date.parse(String(value));
      const seconds = Math.floor(milliseconds / 1000);
      return {
        timestampValue: { seconds: String(seconds), nanos: (milliseconds - seconds * 1000) * 1_000_000 },
      };
    }
    default:
      return { stringValue: String(value) };
  }
}

/** An evaluated cell as a plain value: integers as text (ids have 19 digits), moments as ISO. */
export function plain(found: Cell): Plain {
  const value = found.value === undefined ? undefined : found[found.value];
  if (value === undefined || value === null) return null;
  switch (found.value) {
    case "int64Value":
      return String(value);
    case "dateValue":
      return new Date(Number(value) * DAY).toISOString().slice(0, 10);
    case "timestampValue": {
      const { seconds, nanos } = value as { seconds: unknown; nanos: number };
      return new Date(Number(String(seconds)) * 1000 + nanos / 1_000_000).toISOString();
    }
    default:
      return value as Plain;
  }
}

/** DuckDB's types by the analyser's names. */
export const DUCKDB_TYPES: Readonly<Record<TypeName, string>> = {
  INT64: "BIGINT",
  DOUBLE: "DOUBLE",
  STRING: "VARCHAR",
  BOOL: "BOOLEAN",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMPTZ",
};

/** A value of DuckDB as a plain value of the same form. */
export function duckPlain(value: unknown, type: TypeName): Plain {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return type === "DATE" ? value.toISOString().slice(0, 10) : value.toISOString();
  if (type === "INT64") return String(value);
  return value as Plain;
}
