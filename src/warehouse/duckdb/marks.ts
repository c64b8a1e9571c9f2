import type { Instant } from "../../domain/calendar.js";
import { ErosError } from "../../domain/errors.js";
import { textOrNull } from "../cells.js";
import {
  additions,
  BANK_GUARD,
  DATASET,
  functionDefinitions,
  functionsDigest,
  SCHEMA_VERSION,
  tableDefinitions,
} from "./schema.js";
import type { Session } from "./session.js";

/** What a file says about itself. */
export interface Marks {
  readonly demo: boolean;
  readonly demoNow: Instant | null;
  /** Of its tables; an earlier one is brought up to this program's before anything else is done with the file. */
  readonly version: number;
  /** False where the tables are of an earlier version, or the functions in the file another program's. */
  readonly current: boolean;
}

/** @throws {ErosError} where the file is a database of somebody else, or of a later program. */
export async function readMarks(session: Session): Promise<Marks> {
  const rows = await session.rows(`SELECT key, value FROM ${DATASET}.meta`).catch((error: unknown) => {
    if (!(error instanceof Error) || !/^Catalog Error/.test(error.message)) throw error;
    throw new ErosError(
      "incomplete",
      "the file is a DuckDB database, but not a warehouse of eros-tui",
      "name another file with --db FILE, or make a warehouse with `eros-tui demo`",
      { cause: error },
    );
  });
  const marks = new Map(rows.map((row) => [textOrNull(row.key), textOrNull(row.value)]));
  const version = Number(marks.get("schema_version"));
  if (!(version >= 1 && version <= SCHEMA_VERSION))
    throw new ErosError(
      "incomplete",
      `the file's tables are of version ${marks.get("schema_version") ?? "unknown"}; this program knows up to ${SCHEMA_VERSION}`,
      "update eros-tui, or name another file with --db FILE",
    );
  const demoNow = marks.get("demo_now");
  return {
    demo: marks.get("demo") === "true",
    demoNow: demoNow ? Date.parse(demoNow) : null,
    version,
    current: version === SCHEMA_VERSION && marks.get("functions") === functionsDigest(),
  };
}

/** Makes an empty database a warehouse. */
export async function writeTables(
  session: Session,
  demo: boolean,
  demoNow: Instant | undefined,
): Promise<void> {
  await session.transaction(async () => {
    for (const statement of [...tableDefinitions(), BANK_GUARD]) await session.rows(statement);
    await mark(session, "schema_version", String(SCHEMA_VERSION));
    await mark(session, "demo", String(demo));
    if (demoNow !== undefined) await mark(session, "demo_now", new Date(demoNow).toISOString());
    await replaceFunctions(session);
  });
}

/** Puts this program's functions into a file of another program with the same tables. */
export const writeFunctions = (session: Session): Promise<void> =>
  session.transaction(() => replaceFunctions(session));

/** Brings a file of an earlier version up to this program's: tables, functions and number, all or nothing. */
export const writeVersion = (session: Session): Promise<void> =>
  session.transaction(async () => {
    for (const statement of [...additions(), BANK_GUARD]) await session.rows(statement);
    await replaceFunctions(session);
    await mark(session, "schema_version", String(SCHEMA_VERSION));
  });

async function replaceFunctions(session: Session): Promise<void> {
  for (const statements of functionDefinitions()) await session.rows(statements);
  await mark(session, "functions", functionsDigest());
}

const mark = (session: Session, key: string, value: string): Promise<unknown> =>
  session.rows(`INSERT OR REPLACE INTO ${DATASET}.meta VALUES ($1, $2)`, [key, value]);
