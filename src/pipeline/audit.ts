import { hostname } from "node:os";
import { canonicalJson, type Schedule } from "../domain/schedule.js";
import { VERSION } from "../version.js";

/** The machine on which the run takes place. */
export const hostName = (): string => hostname() || "unknown";

/** Who acts, and where: `ana@studio-3`. */
export const actor = (operator: string): string => `${operator}@${hostName()}`;

/**
 * What the log table keeps of a run beside its own columns, as JSON: the machine, the program, whether the data is
 * invented, and of a schedule what it was planned from, the overrides beside what had been computed.
 */
export function auditDetails(demo: boolean, schedule?: Schedule): string {
  const run = { host: hostName(), version: VERSION, ...(demo ? { demo } : {}) };
  if (schedule === undefined) return canonicalJson(run);
  const { seed, as_of, overrides, computed, edits, report_digest, replaces } = schedule;
  return canonicalJson({ ...run, seed, as_of, overrides, computed, edits, report_digest, replaces });
}

/** The same for the log's file, in a line. */
export const auditLine = (schedule: Schedule): string =>
  `Audit of ${schedule.schedule_id}: by ${actor(schedule.created_by)}, ${auditDetails(schedule.demo === true, schedule)}`;
