import type { Instant } from "../domain/calendar.js";
import { asErosError, type FailureKind } from "../domain/errors.js";

/** One thing that was looked at, and how it stands. */
export interface Finding {
  readonly name: "connection" | "credentials" | "dataset" | "file" | "tables" | "routines" | "data" | "clock";
  readonly state: "ok" | "warning" | "failed";
  readonly says: string;
  /** What to do about it; null where it is as it should be. */
  readonly remedy: string | null;
  /** The kind of failure that it would end a verb with; null unless it failed. */
  readonly kind: FailureKind | null;
}

export interface Examination {
  /** The file, or project.dataset. */
  readonly place: string;
  readonly findings: readonly Finding[];
  /** The last message of the warehouse; null where there is none or it could not be asked. */
  readonly dataTo: Instant | null;
  /** True for demo data, whose age means nothing. */
  readonly demo: boolean;
  /** The service's clock less the machine's, in seconds; null where there is no other clock. */
  readonly clockAhead: number | null;
}

export const well = (name: Finding["name"], says: string): Finding => ({
  name,
  state: "ok",
  says,
  remedy: null,
  kind: null,
});
export const doubtful = (name: Finding["name"], says: string, remedy: string): Finding => ({
  name,
  state: "warning",
  says,
  remedy,
  kind: null,
});
export const failed = (name: Finding["name"], kind: FailureKind, says: string, remedy: string): Finding => ({
  name,
  state: "failed",
  says,
  remedy,
  kind,
});

/** A failure of the looking itself, as a finding; an interrupt is none. @throws what is no foreseen failure. */
export function failedBy(name: Finding["name"], error: unknown): Finding {
  const failure = asErosError(error);
  if (failure.kind === "interrupted") throw error;
  return failed(name, failure.kind, failure.message, failure.remedy);
}
