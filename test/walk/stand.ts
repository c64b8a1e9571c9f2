import { type Instant, instantOf } from "../../src/domain/calendar.js";
import { CAPTION_TIERS } from "../../src/domain/caption.js";
import { toCome } from "../../src/domain/carried.js";
import type { HealthFacts } from "../../src/domain/monitoring.js";
import { DEFAULT_HOURS } from "../../src/domain/overrides.js";
import { digest, type Schedule } from "../../src/domain/schedule.js";
import type { WalkSettings } from "../../src/walk/services.js";
import { onAbort } from "../../src/warehouse/abort.js";
import type { Mark, MarkRequest, RestoreRequest } from "../../src/warehouse/operations.js";
import type {
  CommitRequest,
  ConflictCheck,
  CreatorRow,
  Ctx,
  Description,
  Receipt,
  Warehouse,
  WeekFacts,
  Withdrawal,
  WithdrawRequest,
} from "../../src/warehouse/port.js";
import { bank } from "../domain/generators.js";

/** Monday 2025-11-03, 09:12 in Los Angeles: the planning week is that of November 10. */
export const NOW: Instant = instantOf("2025-11-03", 9, 12) ?? 0;

/** The methods of the port that are work; a test may hold each of them. */
export type Unit = Exclude<
  keyof Warehouse,
  "describe" | "load" | "close" | "report" | "rankedCaptions" | "availability" | "manyWeeks"
>;

/** One call of a unit of work, waiting to be answered. */
export interface Held {
  readonly unit: Unit;
  readonly ctx: Ctx;
  answer(): void;
  fail(error: unknown): void;
}

const row = (page: string, over: Partial<CreatorRow> = {}): CreatorRow => ({
  page,
  displayName: null,
  tier: "MEDIUM",
  segment: "STANDARD",
  score: 0.45,
  saturationState: "scored",
  revenue: 41_230,
  trend: [3, 4, 5, 5, 4, 3, 3, 3],
  lastMessage: NOW,
  committed: null,
  ...over,
});

const REPORT = JSON.stringify({
  report_version: 2,
  creator_name: "jadebri",
  account_classification: { size_tier: "MEDIUM", avg_audience: 2140, total_revenue_period: 41_230 },
  behavioral_segment: { segment_label: "STANDARD" },
  saturation: { saturation_score: 0.45, confidence_score: 0.9 },
});

/**
 * A warehouse in memory that keeps what is committed and tells whatever is asked of it, at once or, for a held unit
 * of work, when the test says so: so that a walk can be looked at while it waits.
 */
export class StandIn implements Warehouse {
  readonly held: Held[] = [];
  readonly stored = new Map<string, Receipt & { readonly schedule: Schedule }>();
  readonly calls: Unit[] = [];
  readonly failures: string[] = [];
  closed = false;
  rows: readonly CreatorRow[] = [
    row("anna_v", { score: 0.7, revenue: 118_000 }),
    row("jadebri"),
    row("jade_north", { score: 0.2 }),
    row("set_already", { committed: "sched_set" }),
  ];
  facts: WeekFacts = {
    report: REPORT,
    captions: bank({
      seed: 7,
      sizes: { Budget: 12, Mid: 14, Premium: 12, Free: 40 },
      categories: 6,
      urgentShare: 0.1,
      twinShare: 0,
    }),
    availability: CAPTION_TIERS.map((priceTier) => ({
      priceTier,
      active: 40,
      eligible: 14,
      locked: 3,
      resting: 20,
      restricted: 3,
      rested: 10,
      recent: 3,
      relaxed: 1,
      urgent: 2,
    })),
    neighbours: [],
    overlaps: [],
    statistics: {
      audience: 2000,
      byTier: {
        Budget: { count: 20, rpr: 0.2, sd: 0.05, usualPrice: 9 },
        Mid: { count: 20, rpr: 0.4, sd: 0.1, usualPrice: 15 },
        Premium: { count: 20, rpr: 0.6, sd: 0.2, usualPrice: 25 },
      },
      all: { count: 60, rpr: 0.4, sd: 0.2, usualPrice: 15 },
      sendsByHour: { weekday: Array(24).fill(1), weekend: Array(24).fill(1) },
    },
    dataTo: NOW,
  };
  /** What the next checks say. */
  check: Omit<ConflictCheck, "at"> = { captions: [], schedules: [] };

  private readonly waiting = new Set<Unit>();
  constructor(private readonly description: Partial<Description> = {}) {}

  /** From now on calls of the unit wait for `answer` or `fail`. */
  hold(...units: Unit[]): void {
    for (const unit of units) this.waiting.add(unit);
  }
  /** Calls are answered at once again; those that wait go on waiting. */
  letGo(...units: Unit[]): void {
    for (const unit of units) this.waiting.delete(unit);
  }
  /** The call that waits; the last one, should there be several. */
  waitingFor(unit: Unit): Held {
    const found = this.held.findLast((call) => call.unit === unit);
    if (found === undefined) throw new Error(`nothing waits for ${unit}`);
    return found;
  }

  /** One unit of work. Like the real one it ends with an AbortError once its signal says so. */
  private async work<T>(unit: Unit, ctx: Ctx, result: () => T): Promise<T> {
    this.calls.push(unit);
    ctx.progress({ kind: "step", name: `doing ${unit}` });
    if (!this.waiting.has(unit)) return result();
    return new Promise<T>((resolve, reject) => {
      let open = true;
      const end = (then: () => void) => () => {
        if (!open) return;
        open = false;
        this.held.splice(this.held.indexOf(call), 1);
        then();
      };
      const call: Held = {
        unit,
        ctx,
        answer: end(() => resolve(result())),
        fail: (error) => end(() => reject(error))(),
      };
      this.held.push(call);
      // A transaction that is sent is not stopped any more.
      onAbort(ctx.signal, () => {
        if (!this.sent.has(ctx)) call.fail(new DOMException("interrupted", "AbortError"));
      });
    });
  }
  private readonly sent = new Set<Ctx>();

  describe(): Description {
    return {
      kind: "local",
      label: "local",
      place: "/somewhere/eros.duckdb",
      demo: false,
      demoNow: null,
      production: false,
      readOnly: false,
      ...this.description,
    };
  }
  creators = (_: unknown, ctx: Ctx) => this.work("creators", ctx, () => ({ rows: this.rows, dataTo: NOW }));
  pageNames = (ctx: Ctx) => this.work("pageNames", ctx, () => this.rows.map(({ page }) => page));
  report = async () => this.facts.report;
  week = (_: unknown, ctx: Ctx) => this.work("week", ctx, () => this.facts);
  manyPages = (pages: readonly string[], _: unknown, ctx: Ctx) =>
    this.work("manyPages", ctx, () => ({
      byPage: new Map(pages.map((page) => [page, this.facts])),
      dataTo: NOW,
    }));
  manyWeeks = async (requests: readonly unknown[]) => requests.map(() => this.facts);
  rankedCaptions = async () => this.facts.captions;
  availability = async () => [...this.facts.availability];
  passedOver = (_: unknown, ctx: Ctx) => this.work("passedOver", ctx, () => []);
  overlaps = (_: unknown, __: unknown, ctx: Ctx) =>
    this.work("overlaps", ctx, () => [...this.facts.overlaps]);
  conflicts = (_: Schedule, __: string, ctx: Ctx) =>
    this.work("conflicts", ctx, () => ({ ...this.check, at: NOW }));
  commit = (request: CommitRequest, ctx: Ctx) => this.work("commit", ctx, () => this.store(request));
  lookup = (id: string, ctx: Ctx) =>
    this.work("lookup", ctx, () => {
      const found = this.stored.get(id);
      if (found === undefined) return null;
      const { schedule, ...receipt } = found;
      return {
        schedule,
        state: this.stateOf(id),
        receipt,
        digest: digest(schedule),
        changedAt: this.withdrawn.get(id) ?? null,
        changedBy: this.withdrawn.has(id) ? "ana" : null,
      };
    });
  withdraw = ({ scheduleId, now, log }: WithdrawRequest, ctx: Ctx) =>
    this.work("withdraw", ctx, (): Withdrawal => {
      const found = this.stored.get(scheduleId);
      if (found === undefined) throw new Error("no such schedule");
      const open = toCome(found.schedule, now);
      this.withdrawn.set(scheduleId, new Date(now).toISOString());
      return {
        scheduleId,
        page: found.page,
        weekStart: found.weekStart,
        sent: found.messages - open.length,
        toCome: open.length,
        released: open.filter(({ message_type }) => message_type === "PPV").length,
        at: new Date(now).toISOString(),
        by: log.user,
      };
    });
  /** When each was withdrawn. */
  readonly withdrawn = new Map<string, string>();
  private readonly replaced = new Set<string>();
  private stateOf(id: string): "committed" | "withdrawn" | "replaced" {
    return this.withdrawn.has(id) ? "withdrawn" : this.replaced.has(id) ? "replaced" : "committed";
  }
  recordFailure = (entry: { readonly error: string }, ctx: Ctx) =>
    this.work("recordFailure", ctx, () => {
      this.failures.push(entry.error);
    });
  facts30: HealthFacts = { pages: [], days: [], alerts: [], doubleLocks: [] };
  health = (_: unknown, ctx: Ctx) => this.work("health", ctx, () => this.facts30);
  oldLocks = async () => [];
  unlock = async () => [];
  restore = ({ scheduleId }: RestoreRequest, ctx: Ctx) =>
    this.work("restore", ctx, () => {
      const found = this.stored.get(scheduleId);
      if (found === undefined) throw new Error("no such schedule");
      this.withdrawn.delete(scheduleId);
      return { schedule: found.schedule, locks: found.locks, repeated: false };
    });
  schedulesSince = async () => [];
  schedules = (_: unknown, ctx: Ctx) =>
    this.work("schedules", ctx, () =>
      [...this.stored.values()].map(({ schedule, weekStart, by }) => ({
        scheduleId: schedule.schedule_id,
        page: schedule.page_name,
        weekStart,
        state: this.stateOf(schedule.schedule_id),
        zone: schedule.saturation_zone,
        messages: schedule.total_messages,
        ppvs: schedule.total_ppvs,
        createdAt: schedule.created_at,
        by,
        changedAt: null,
        changedBy: null,
      })),
    );
  earnings = async () => [];
  marks = (id: string, ctx: Ctx) => this.work("marks", ctx, () => this.marked.get(id) ?? []);
  mark = ({ scheduleId, numbers, queued, by }: MarkRequest, ctx: Ctx) =>
    this.work("mark", ctx, () => {
      const others = (this.marked.get(scheduleId) ?? []).filter(({ number }) => !numbers.includes(number));
      const at = "2025-11-03T17:12:45Z";
      // Not the name of the machine that a test runs on.
      const who = by.replace(/@.*/, "@desk-2");
      const all = [...others, ...numbers.map((number) => ({ number, queued, at, by: who }))];
      this.marked.set(scheduleId, all);
      return all;
    });
  /** What is marked of each schedule, whoever did it. */
  readonly marked = new Map<string, Mark[]>();
  import = async () => {
    throw new Error("the walk imports nothing");
  };
  load = async () => ({ captions: 0, messages: 0, creators: 0, inventory: 0 });
  close = async () => {
    this.closed = true;
  };

  /** As the real one tells it: from here on the commit cannot be taken back. */
  send(): void {
    const { ctx } = this.waitingFor("commit");
    this.sent.add(ctx);
    ctx.progress({ kind: "step", name: "Storing the schedule", sent: true });
  }

  /** Stores a schedule, whether anybody hears of it or not. */
  store({ schedule, weekStart }: Pick<CommitRequest, "schedule" | "weekStart">): Receipt {
    const receipt: Receipt = {
      scheduleId: schedule.schedule_id,
      page: schedule.page_name,
      weekStart,
      messages: schedule.total_messages,
      locks: schedule.total_ppvs,
      storedAt: "2025-11-03T17:12:45Z",
      by: "ana",
      repeated: false,
    };
    this.stored.set(schedule.schedule_id, { ...receipt, schedule });
    if (schedule.replaces !== undefined) this.replaced.add(schedule.replaces);
    return receipt;
  }
}

export const SETTINGS: WalkSettings = {
  operator: "ana",
  tolerance: () => 0.5,
  hours: DEFAULT_HOURS,
  csvDir: ".",
  pages: null,
  confirmEvery: false,
  spreadsheetSafe: false,
};
