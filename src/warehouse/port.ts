import type { Instant, IsoDate } from "../domain/calendar.js";
import type { Availability, CaptionId, RankedCaptions } from "../domain/caption.js";
import type { PageName } from "../domain/page.js";
import type {
  CommittedMessage,
  OverlappingSchedule,
  PassedOver,
  SendStatistics,
} from "../domain/prepared-week.js";
import type { Schedule } from "../domain/schedule.js";
import type { BulkRows, LoadCounts } from "./bulk-rows.js";
import type { History } from "./history.js";
import type { ImportOutcome, ImportSource } from "./import-rows.js";
import type { Operations } from "./operations.js";

/** What a unit of work hears and says while it runs. */
export interface Ctx {
  readonly signal: AbortSignal;
  /** A step begins, a retry waits: shown on screen and in the log. */
  progress(step: Step): void;
}
export type Step =
  | {
      readonly kind: "step";
      readonly name: string;
      readonly index?: number;
      readonly of?: number;
      /**
       * True with the step of a commit from which on it cannot be taken back: the transaction is sent. Every engine
       * tells it before the statement that commits; a failure without it means that nothing was stored.
       */
      readonly sent?: boolean;
    }
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly seconds: number;
      readonly attempt: number;
      readonly of: number;
    };

/** A context for work that nobody watches or stops. */
export const QUIET: Ctx = { signal: new AbortController().signal, progress: () => {} };

export interface Description {
  readonly kind: "local" | "bigquery";
  /** "demo (local)", "local", "prod". */
  readonly label: string;
  /** The file, or project.dataset. */
  readonly place: string;
  readonly demo: boolean;
  /** The fixed clock of demo data; null for a person's own. */
  readonly demoNow: Instant | null;
  readonly production: boolean;
  readonly readOnly: boolean;
  /** True once a dataset has been found to have the older procedures only: no draw by seed, no reasons, no withdrawal. */
  readonly older?: boolean;
  /** What queries have cost since it was opened; absent where reading costs nothing. */
  readonly usage?: Usage;
}

/** What the queries of a run have cost so far. */
export interface Usage {
  /** Requests that started a job. */
  readonly jobs: number;
  readonly bytesProcessed: number;
  /** Dollars, by the list price of on-demand queries. */
  readonly estimatedCost: number;
}

export interface CreatorRow {
  readonly page: PageName;
  readonly displayName: string | null;
  readonly tier: string | null;
  readonly segment: string | null;
  readonly score: number | null;
  /** As in Report: "scored", "no history", … */
  readonly saturationState: string;
  /** Dollars in 30 days. */
  readonly revenue: number | null;
  /** Dollars a week, the oldest first, eight of them. */
  readonly trend: readonly number[];
  readonly lastMessage: Instant | null;
  /** The committed schedule that overlaps the asked week, if one does. */
  readonly committed: string | null;
}
export interface CreatorsOverview {
  readonly rows: readonly CreatorRow[];
  /** Last sending_time of the warehouse. */
  readonly dataTo: Instant | null;
}

export interface WeekRequest {
  readonly page: PageName;
  readonly startDate: IsoDate;
  readonly now: Instant;
  /** Committed schedules that are planned as if they were not there. */
  readonly ignore: readonly string[];
}
export interface CaptionRequest extends WeekRequest {
  readonly seed: string;
}
export interface WeekFactsRequest extends Omit<CaptionRequest, "ignore"> {
  /** Absent: the schedules that overlap the week, as the facts name them. */
  readonly ignore?: readonly string[];
}

/** Everything one week needs, from one unit of work. */
export interface WeekFacts {
  /** The report's text, as the procedure gives it; null where it gives none. */
  readonly report: string | null;
  readonly captions: RankedCaptions;
  readonly availability: readonly Availability[];
  readonly neighbours: readonly CommittedMessage[];
  readonly overlaps: readonly OverlappingSchedule[];
  readonly statistics: SendStatistics;
  readonly dataTo: Instant | null;
  /** True where an older procedure chose the captions: no seed draws others, and there are no reasons. */
  readonly older?: boolean;
}

/** What a batch asks once for all of its pages: the slow part of a week's facts, and the same whatever is drawn. */
export interface PageFacts {
  /** As in WeekFacts. */
  readonly report: string | null;
  readonly statistics: SendStatistics;
}
export interface ManyPages {
  /** Pages that the warehouse does not know are absent. */
  readonly byPage: ReadonlyMap<PageName, PageFacts>;
  readonly dataTo: Instant | null;
}
/** The rest of a week's facts, but for availability, which only an error needs. */
export type CaptionFacts = Pick<WeekFacts, "captions" | "neighbours" | "overlaps">;

/** A caption of a schedule that somebody else holds. */
export interface LockConflict {
  readonly captionId: CaptionId;
  readonly text: string;
  readonly priceTier: string;
  readonly sendDate: IsoDate;
  readonly holder: PageName;
  readonly heldDate: IsoDate;
  readonly heldBy: string;
  /** ISO UTC of the lock. */
  readonly since: string;
}
export interface ConflictCheck {
  readonly captions: readonly LockConflict[];
  readonly schedules: readonly OverlappingSchedule[];
  /** The moment of the check. */
  readonly at: Instant;
}

export interface LogEntry {
  readonly scheduleId: string | null;
  readonly page: PageName;
  readonly messageCount: number;
  readonly seconds: number;
  readonly command: string;
  readonly user: string;
  /** JSON of what else is kept of the run: host, version, seed, overrides beside what was computed, edits. */
  readonly details?: string | undefined;
}
export interface CommitRequest {
  /** Where it has `replaces`, that schedule ends in the same transaction. */
  readonly schedule: Schedule;
  readonly weekStart: IsoDate;
  /** "Now": what the past rule is measured by. */
  readonly now: Instant;
  readonly allowPast: boolean;
  readonly log: Omit<LogEntry, "scheduleId" | "messageCount" | "page">;
}
/** What a commit left behind. */
export interface Receipt {
  readonly scheduleId: string;
  readonly page: PageName;
  readonly weekStart: IsoDate;
  readonly messages: number;
  /** Captions that it holds, those of carried messages among them. */
  readonly locks: number;
  /** When it was stored, ISO UTC. */
  readonly storedAt: string;
  readonly by: string;
  /** True where the same schedule had been stored before and nothing was written. */
  readonly repeated: boolean;
  /** What the queries of the whole run have cost; absent where reading costs nothing. */
  readonly usage?: Usage;
}
/** A stored schedule, looked up by id. */
export interface Stored {
  readonly schedule: Schedule;
  readonly state: "committed" | "withdrawn" | "replaced";
  readonly receipt: Receipt;
  readonly digest: string;
  /** ISO UTC of the clock by which it was withdrawn or replaced: a demo's or `--as-of`, else the real time. */
  readonly changedAt: string | null;
  readonly changedBy: string | null;
}

export interface WithdrawRequest {
  readonly scheduleId: string;
  /** "Now": which messages were sent and which are to come is measured by it. */
  readonly now: Instant;
  /** The reason, kept in the log. */
  readonly why: string;
  readonly log: Pick<LogEntry, "seconds" | "command" | "user" | "details">;
}
/** What a withdrawal left behind. */
export interface Withdrawal {
  readonly scheduleId: string;
  readonly page: PageName;
  readonly weekStart: IsoDate;
  /** Messages before the clock, which go on counting, and those after it, which do not take place. */
  readonly sent: number;
  readonly toCome: number;
  /** Captions that are free again. */
  readonly released: number;
  /** The clock, ISO UTC. */
  readonly at: string;
  readonly by: string;
}

/**
 * Where pages, captions, messages and schedules are kept. Every method is one unit of work: it opens what it needs
 * and leaves nothing open. Methods reject with an ErosError; an aborted signal rejects with an AbortError.
 */
export interface Warehouse extends Operations, History {
  describe(): Description;
  /** All pages of the warehouse in one query, in order of their names. */
  creators(query: { readonly week: IsoDate; readonly now: Instant }, ctx: Ctx): Promise<CreatorsOverview>;
  /** Names only, for "did you mean" and completion. */
  pageNames(ctx: Ctx): Promise<PageName[]>;
  /** The report's JSON text, null for a page that is not there. */
  report(page: PageName, now: Instant, ctx: Ctx): Promise<string | null>;
  /** Report, captions, neighbours, statistics: one unit of work. */
  week(request: WeekFactsRequest, ctx: Ctx): Promise<WeekFacts>;
  /** Report and statistics of many pages, equal to those of `week` one by one: one unit of work. */
  manyPages(pages: readonly PageName[], now: Instant, ctx: Ctx): Promise<ManyPages>;
  /** Captions, neighbours and overlaps of several weeks, in the order asked: one unit of work. */
  manyWeeks(requests: readonly CaptionRequest[], ctx: Ctx): Promise<CaptionFacts[]>;
  rankedCaptions(request: CaptionRequest, ctx: Ctx): Promise<RankedCaptions>;
  availability(request: WeekRequest, ctx: Ctx): Promise<Availability[]>;
  /** Captions that stand higher than a chosen one by worth but may not be used, with the reason. */
  passedOver(
    request: CaptionRequest & { readonly priceTier: string; readonly limit: number },
    ctx: Ctx,
  ): Promise<PassedOver[]>;
  /** Committed schedules of the page that overlap the seven days. */
  overlaps(page: PageName, startDate: IsoDate, ctx: Ctx): Promise<OverlappingSchedule[]>;
  conflicts(schedule: Schedule, weekStart: IsoDate, ctx: Ctx): Promise<ConflictCheck>;
  /** All or nothing. @throws ErosError of kind "conflict" where captions or the week are taken. */
  commit(request: CommitRequest, ctx: Ctx): Promise<Receipt>;
  /**
   * Takes a committed schedule back: its captions to come are free again, what was sent goes on counting.
   * @throws {ErosError} "badInput" for an id that is not there; {ConflictError} where it was withdrawn or replaced
   * before; {OutcomeUnknownError} where it broke on the way and even looking failed.
   */
  withdraw(request: WithdrawRequest, ctx: Ctx): Promise<Withdrawal>;
  lookup(scheduleId: string, ctx: Ctx): Promise<Stored | null>;
  /** Logs a failed run by itself. */
  recordFailure(entry: LogEntry & { readonly error: string }, ctx: Ctx): Promise<void>;
  /**
   * Adds rows, all or nothing, ordered by page and time. What is there already is left as it is: a caption by its id,
   * a message by page, second and caption key, a page by its name.
   */
  load(rows: BulkRows, ctx: Ctx): Promise<LoadCounts>;
  /**
   * Takes rows of files, all or nothing: what is there already stays as it is, what cannot be taken is told by its
   * place. Nothing is stored where the source does not keep it; its outcome comes back all the same.
   */
  import(source: ImportSource, ctx: Ctx): Promise<ImportOutcome>;
  close(): Promise<void>;
}

export type {
  BulkRows,
  CaptionInput,
  LoadCounts,
  MessageInput,
} from "./bulk-rows.js";
/** A conflict with what it is about, so that a screen can offer replacements. */
export { ConflictError } from "./conflict.js";
export type { OldLocks, Restored, ScheduleSince } from "./operations.js";
/** A commit whose end nobody knows. */
export { OutcomeUnknownError } from "./outcome.js";
