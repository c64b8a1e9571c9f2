import type { Instant, IsoDate } from "../domain/calendar.js";
import type { HealthFacts } from "../domain/monitoring.js";
import type { PageName } from "../domain/page.js";
import type { Schedule } from "../domain/schedule.js";
import type { Ctx } from "./port.js";

/** Locks of sends that are long over, of one page. */
export interface OldLocks {
  readonly page: PageName;
  readonly locks: number;
  readonly firstDate: IsoDate;
  readonly lastDate: IsoDate;
}
export interface OldLocksRequest {
  readonly now: Instant;
  /** Los Angeles days that a send must lie back more than; 7 at least, for so long a lock holds. */
  readonly olderThan: number;
}

/** Who does it, for the log. */
export interface By {
  readonly user: string;
  /** JSON of what else the log keeps; see LogEntry. */
  readonly details?: string;
}

export interface RestoreRequest {
  readonly scheduleId: string;
  /** "Now": what lies ahead is measured by it. */
  readonly now: Instant;
  readonly by: By;
}
export interface Restored {
  readonly schedule: Schedule;
  /** Captions that are locked again. */
  readonly locks: number;
  /** True where it was committed all along and nothing was written. */
  readonly repeated: boolean;
}

/** The mark of a message: it stands in the sending platform, or no longer does. */
export interface Mark {
  /** 1 for the first message in sending order. */
  readonly number: number;
  readonly queued: boolean;
  /** ISO UTC. */
  readonly at: string;
  /** user@host */
  readonly by: string;
}
export interface MarkRequest {
  readonly scheduleId: string;
  readonly numbers: readonly number[];
  readonly queued: boolean;
  readonly by: string;
}

/** A schedule that was stored, withdrawn or replaced since a moment. */
export interface ScheduleSince {
  readonly scheduleId: string;
  readonly page: PageName;
  readonly weekStart: IsoDate;
  readonly state: "committed" | "withdrawn" | "replaced";
  /** ISO UTC. */
  readonly changedAt: string | null;
  /** True: stored since. False: it had been there, and was changed since. */
  readonly later: boolean;
}

/** What a warehouse does once plans are made: it is watched, tidied, and what was queued by hand is kept. */
export interface Operations {
  health(now: Instant, ctx: Ctx): Promise<HealthFacts>;
  /** Locks that `unlock` would give free, a row a page: to be shown first. */
  oldLocks(request: OldLocksRequest, ctx: Ctx): Promise<OldLocks[]>;
  /** Gives them free, all or nothing, with a row of the log a page. @returns what was given free. */
  unlock(request: OldLocksRequest & { readonly by: By }, ctx: Ctx): Promise<OldLocks[]>;
  /**
   * A withdrawn schedule becomes committed again, its captions locked, all or nothing.
   * @throws {ConflictError} where captions or days have been taken meanwhile, or it was replaced.
   * @throws {ErosError} for an id that is not there, and where messages have become due since it was withdrawn.
   */
  restore(request: RestoreRequest, ctx: Ctx): Promise<Restored>;
  /** What a plan of that moment did not know; the moment is told by the real clock, as `created_at` is. */
  schedulesSince(moment: Instant, ctx: Ctx): Promise<ScheduleSince[]>;
  /** The marks of a schedule's messages, as they hold now. */
  marks(scheduleId: string, ctx: Ctx): Promise<Mark[]>;
  /** Marks messages and gives all marks; a message that has the mark already keeps its first. */
  mark(request: MarkRequest, ctx: Ctx): Promise<Mark[]>;
}
