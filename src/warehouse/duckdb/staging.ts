import type { DuckDBValue } from "@duckdb/node-api";
import { numberOf } from "../cells.js";
import { engine } from "./api.js";
import type { Session } from "./session.js";

/** Rows that one of the engine's chunks holds: they go in four times as fast as row by row. */
const CHUNK = 2048;

export type StagedType = "VARCHAR" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMPTZ";
/** A column of a staging table: how its cell is read from a row. */
export type StagedColumn<Row> = readonly [name: string, type: StagedType, read: (row: Row) => DuckDBValue];

/**
 * Puts rows into a temporary table `staged`, numbered by `n`, and runs the INSERT that adds them from there.
 * @returns how many rows that added.
 */
export async function addStaged<Row>(
  session: Session,
  rows: readonly Row[],
  columns: readonly StagedColumn<Row>[],
  insert: string,
): Promise<number> {
  if (rows.length === 0) return 0;
  const definition = columns.map(([name, type]) => `${name} ${type}`).join(", ");
  await session.rows(`CREATE TEMP TABLE staged (${definition}, n BIGINT)`);
  await append(session, rows, columns);
  const [added] = await session.rows(insert);
  await session.rows("DROP TABLE staged");
  return numberOf(added?.Count);
}

async function append<Row>(
  session: Session,
  rows: readonly Row[],
  columns: readonly StagedColumn<Row>[],
): Promise<void> {
  const { DuckDBDataChunk, VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMPTZ } = engine();
  const types = { VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMPTZ };
  const chunkTypes = [...columns.map(([, type]) => types[type]), BIGINT];
  const appender = await session.connection.createAppender("staged", "main", "temp");
  try {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const part = rows.slice(from, from + CHUNK);
      const chunk = DuckDBDataChunk.create(chunkTypes, part.length);
      chunk.setColumns([
        ...columns.map(([, , read]) => part.map(read)),
        part.map((_, index) => BigInt(from + index)),
      ]);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** A moment in the engine's form. */
export const stagedMoment = (instant: number | null | undefined): DuckDBValue =>
  instant == null ? null : new (engine().DuckDBTimestampTZValue)(BigInt(Math.round(instant)) * 1000n);

/** A count or an id in the engine's form. */
export const stagedWhole = (value: number | string | null | undefined): DuckDBValue =>
  value == null ? null : BigInt(value);
