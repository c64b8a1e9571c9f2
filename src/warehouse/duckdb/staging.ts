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
  const staged = await appending(session, columns);
  try {
    for (let from = 0; from < rows.length; from += CHUNK) staged.add(rows.slice(from, from + CHUNK));
    staged.flush();
  } finally {
    staged.close();
  }
}

/** Puts rows that come in batches, each at most a chunk, into a new temporary table `staged`. @returns how many came. */
export async function stageBatches<Row>(
  session: Session,
  batches: AsyncIterable<readonly Row[]>,
  columns: readonly StagedColumn<Row>[],
): Promise<number> {
  const definition = columns.map(([name, type]) => `${name} ${type}`).join(", ");
  await session.rows(`CREATE TEMP TABLE staged (${definition}, n BIGINT)`);
  const staged = await appending(session, columns);
  try {
    for await (const batch of batches)
      for (let from = 0; from < batch.length; from += CHUNK) staged.add(batch.slice(from, from + CHUNK));
    staged.flush();
    return staged.count();
  } finally {
    staged.close();
  }
}

/** Adds rows to `staged`, numbered on. */
async function appending<Row>(session: Session, columns: readonly StagedColumn<Row>[]) {
  const { DuckDBDataChunk, VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMPTZ } = engine();
  const types = { VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMPTZ };
  const chunkTypes = [...columns.map(([, type]) => types[type]), BIGINT];
  const appender = await session.connection.createAppender("staged", "main", "temp");
  let count = 0;
  return {
    add(part: readonly Row[]): void {
      const chunk = DuckDBDataChunk.create(chunkTypes, part.length);
      chunk.setColumns([
        ...columns.map(([, , read]) => part.map(read)),
        part.map((_, index) => BigInt(count + index)),
      ]);
      appender.appendDataChunk(chunk);
      count += part.length;
    },
    count: (): number => count,
    flush: (): void => appender.flushSync(),
    close: (): void => appender.closeSync(),
  };
}

/** A moment in the engine's form. */
export const stagedMoment = (instant: number | null | undefined): DuckDBValue =>
  instant == null ? null : new (engine().DuckDBTimestampTZValue)(BigInt(Math.round(instant)) * 1000n);

/** A count or an id in the engine's form. */
export const stagedWhole = (value: number | string | null | undefined): DuckDBValue =>
  value == null ? null : BigInt(value);
