import { type Instant, type IsoDate, isoUtc } from "../../domain/calendar.js";

/** A value of a statement, with its type: what is null or empty has one as well. */
export interface Value {
  readonly type: "STRING" | "INT64" | "FLOAT64" | "BOOL" | "DATE" | "TIMESTAMP";
  readonly value: string | null;
}
export type Values = Readonly<Record<string, Value>>;

export const text = (value: string | null): Value => ({ type: "STRING", value });
export const whole = (value: number | string | bigint | null): Value => ({
  type: "INT64",
  value: value === null ? null : String(value),
});
export const double = (value: number | null): Value => ({
  type: "FLOAT64",
  value: value === null ? null : String(value),
});
export const date = (value: IsoDate | null): Value => ({ type: "DATE", value });
export const moment = (value: Instant | null): Value => ({
  type: "TIMESTAMP",
  value: value === null ? null : isoUtc(value),
});
/** Any value of ours as JSON text, which statements take apart. */
export const json = (value: unknown): Value => text(JSON.stringify(value));

/** As BigQuery's interface takes them. */
export const parameters = (values: Values): readonly object[] =>
  Object.entries(values).map(([name, { type, value }]) => ({
    name,
    parameterType: { type },
    parameterValue: { value },
  }));
