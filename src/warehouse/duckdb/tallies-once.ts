import { type Instant, isoUtc } from "../../domain/calendar.js";
import { sqlFunctions } from "../sql-library.js";
import { DATASET, macro } from "./schema.js";
import type { Session } from "./session.js";

/** The one part of ranking captions that is the same for every page, and most of its work. */
const SHARED = "caption_tallies";
/** A schema in memory beside the file: both connections of a session see it, and it goes with the session. */
const MEMORY = "beside";
const SCHEMA = `${MEMORY}.pages_together`;

/**
 * Works out what captions did on all pages once, for as many pages as are then ranked.
 * @returns the schema in which ranked_captions reads it instead of working it out again.
 */
export async function withTalliesOnce(session: Session, now: Instant): Promise<string> {
  await session.rows(`ATTACH ':memory:' AS ${MEMORY} (READ_WRITE)`);
  await session.rows(`CREATE SCHEMA ${SCHEMA}`);
  // The totals of all pages first, then page by page: a page reads two stretches of it.
  await session.query(
    `CREATE TABLE ${SCHEMA}.tallies AS
     SELECT * FROM ${DATASET}.${SHARED}(CAST($1 AS TIMESTAMPTZ)) ORDER BY page_name NULLS FIRST, caption_key`,
    [isoUtc(now)],
  );
  await session.rows(
    `CREATE MACRO ${SCHEMA}.${SHARED}(p_now) AS TABLE (SELECT t.* FROM ${SCHEMA}.tallies AS t)`,
  );
  const moved = new Set([SHARED]);
  const placeOf = (name: string): string => `${moved.has(name) ? SCHEMA : DATASET}.${name}`;
  for (const one of sqlFunctions())
    if (one.needs.some((needed) => moved.has(needed))) {
      moved.add(one.name);
      await session.rows(macro(one, placeOf));
    }
  return SCHEMA;
}
