import { createHash } from "node:crypto";
import { VERSION } from "../../version.js";
import type { Definition } from "./definitions.js";
import type { PresentRoutine } from "./routines.js";

/**
 * A function that says which routines of a dataset were made by which version. It is made before the first of them, as
 * begun, and once more after the last: so what was broken off is told from what somebody else made.
 */
export const RECORD = "eros_tui_deployed";

export interface DeployRecord {
  readonly version: string;
  /** By name: the digest of the statement that made it. */
  readonly routines: Readonly<Record<string, string>>;
  /** True while they are being made, and after a run that did not come to its end. */
  readonly begun: boolean;
  /** When it was made, by the service's clock: a routine changed after the end of a run is somebody else's again. */
  readonly at: number;
}

export const digestOf = (statement: string): string =>
  createHash("sha256").update(statement).digest("hex").slice(0, 16);

/** The statement that records that these routines were made by this version. */
export function recordStatement(dataset: string, routines: readonly Definition[]): string {
  const text = JSON.stringify({
    version: VERSION,
    routines: Object.fromEntries(routines.map(({ name, statement }) => [name, digestOf(statement)])),
  });
  return `CREATE OR REPLACE FUNCTION ${dataset}.${RECORD}() RETURNS STRING AS ('${text}')`;
}

/** The same, for before they are made. */
export const begun = (statement: string): string =>
  statement.replace('{"version"', '{"begun":true,"version"');

/** What a dataset's record says; null where there is none, or none that can be read. */
export function readRecord(routines: ReadonlyMap<string, PresentRoutine>): DeployRecord | null {
  const present = routines.get(RECORD);
  const text = /'(\{.*\})'/s.exec(present?.body ?? "")?.[1];
  if (present === undefined || text === undefined) return null;
  try {
    const { version, routines: made, begun = false } = JSON.parse(text) as Partial<DeployRecord>;
    if (typeof version !== "string" || typeof made !== "object") return null;
    return { version, routines: made, begun, at: present.modified };
  } catch {
    return null;
  }
}

/** The version that made a routine and after which nobody changed it; null for anybody else's. */
export function madeBy(record: DeployRecord | null, { name, modified }: PresentRoutine): string | null {
  if (record === null || !Object.hasOwn(record.routines, name)) return null;
  return record.begun || modified <= record.at ? record.version : null;
}

/** True where a routine is known to have been made by this statement. */
export function isMadeFrom(record: DeployRecord | null, routine: PresentRoutine, statement: string): boolean {
  if (record === null || record.routines[routine.name] !== digestOf(statement)) return false;
  // Of a run that was broken off only what is younger than its begin has been made.
  return record.begun ? routine.modified > record.at : routine.modified <= record.at;
}
