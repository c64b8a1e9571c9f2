import type { Instant } from "../../../src/domain/calendar.js";
import type { Row } from "../../../src/warehouse/cells.js";
import type { BulkRows, Warehouse } from "../../../src/warehouse/port.js";

export interface OpenSettings {
  readonly readOnly?: boolean;
  readonly clock?: () => Instant;
  /** Hears each statement before and after it runs; what it throws stands for a failure of the engine just then. */
  readonly witness?: (statement: string, moment: "before" | "after") => void;
}

/** One warehouse of an engine under test, empty at first. */
export interface Place {
  open(settings?: OpenSettings): Promise<Warehouse>;
  /** Reads beside the port what the port does not tell. `{dataset}` stands before names. */
  rows(query: string): Promise<Row[]>;
  /** Several at once. */
  reads(queries: readonly string[]): Promise<Row[][]>;
  /** True where a transaction is one job: fewer places at which it can break. */
  readonly oneJob?: boolean;
  /** The engine's error where two transactions met. */
  clash(): Error;
  /** As JSON: what another process gives to openWarehouse to reach the same place. */
  readonly options: Readonly<Record<string, unknown>>;
  dispose(): Promise<void>;
}

/** Makes an empty warehouse with these rows. */
export type MakePlace = (rows: BulkRows) => Promise<Place>;

/** Everything that a commit may write, as text: equal before and after means that nothing was written. */
export async function written(place: Place): Promise<string> {
  const all = await place.reads(
    [
      "schedule_recommendations ORDER BY schedule_id",
      "active_caption_assignments ORDER BY assignment_key",
      // By the command too: with a clock that stands still a commit and a withdrawal have one moment.
      "schedule_export_log ORDER BY schedule_id, export_timestamp, command, details",
      "commit_guard ORDER BY guard_key",
    ].map((table) => `SELECT * FROM {dataset}.${table}`),
  );
  return JSON.stringify(all, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
