import type { Instant } from "../domain/calendar.js";
import { asErosError, ErosError } from "../domain/errors.js";
import { defaultSeed } from "../domain/overrides.js";
import { type PageName, parsePage } from "../domain/page.js";
import type { Schedule } from "../domain/schedule.js";
import { isInfeasible, planWeek, type WeekPlan } from "../domain/week.js";
import { ConflictError } from "../warehouse/conflict.js";
import type { CaptionFacts, ManyPages, Warehouse } from "../warehouse/port.js";
import type { BatchPage } from "./batch-pages.js";
import type { BatchRequest, Ended, PageOutcome } from "./batch-request.js";
import { type StoredPage, storePage } from "./batch-store.js";
import { Taken } from "./batch-taken.js";
import { recordRun, signedSchedule } from "./commit.js";
import { planPrepared, tellPlan, unwrap } from "./plan.js";
import { preparedFrom, prepareWeek, withoutReport } from "./prepare.js";
import { stopwatch } from "./stopwatch.js";
import { logOf, type VerbCtx } from "./verb.js";

/** Tries of a page whose captions somebody else takes meanwhile. */
const TRIES = 3;
/** What fails for one page so fails for every page; after so many in a row the batch stops. */
const HOPELESS: readonly ErosError["kind"][] = ["notPermitted", "incomplete", "unreachable"];
const PATIENCE = 3;

/** A batch under way: what it knows, has taken and has stored. */
export class BatchWork {
  private readonly taken = new Taken();
  /** Schedules of this batch: read past, as what they hold is known here. */
  private readonly own: string[] = [];
  private known: ManyPages = { byPage: new Map(), dataTo: null };
  private weeks = new Map<PageName, CaptionFacts>();
  private readSeconds = 0;
  private hopeless = 0;
  private readonly real: () => Instant;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly request: BatchRequest,
    private readonly ctx: VerbCtx,
  ) {
    this.real = request.real ?? Date.now;
  }

  async readPages(pages: readonly BatchPage[]): Promise<void> {
    if (pages.length === 0) return;
    const names = pages.map(({ page }) => page);
    await this.unlessStopped(async () => {
      this.known = await this.warehouse.manyPages(names, this.request.now, this.ctx);
    });
  }

  /** What a few pages need, in one go; what cannot be read so is tried again page by page. */
  async readWeeks(pages: readonly BatchPage[]): Promise<void> {
    const { startDate, now } = this.request;
    const open = pages.filter(({ page, committed }) => committed === null && this.known.byPage.has(page));
    this.weeks = new Map();
    this.readSeconds = 0;
    if (open.length === 0 || this.stopped) return;
    const seconds = stopwatch();
    const requests = open.map(({ page }) => ({ page, startDate, now, seed: this.seed, ignore: this.own }));
    try {
      await this.unlessStopped(async () => {
        const facts = await this.warehouse.manyWeeks(requests, this.ctx);
        this.weeks = new Map(facts.map((each, index) => [requests[index]?.page ?? "", each]));
      });
    } catch (error) {
      logOf(this.ctx).warning(
        "pipeline",
        `Reading ${open.length} pages at once: ${asErosError(error).message}`,
      );
    }
    this.readSeconds = seconds() / open.length;
  }

  async turnOf(page: BatchPage): Promise<PageOutcome> {
    if (this.stopped) return { page, seconds: 0, status: "not done" };
    this.request.begins?.(page);
    const planning = stopwatch();
    const seconds = (): number => this.readSeconds + planning();
    let ended: Ended;
    try {
      ended = await this.work(page, seconds);
    } catch (error) {
      ended = this.endOf(page.page, error);
    }
    this.hopeless =
      ended.status === "failed" && HOPELESS.includes(ended.failure.kind) ? this.hopeless + 1 : 0;
    return { page, seconds: seconds(), ...ended };
  }

  private endOf(page: PageName, error: unknown): Ended {
    if (error instanceof SetAlready) return this.setAlready(page, error.scheduleId);
    const failure = asErosError(error);
    return failure.kind === "interrupted" ? { status: "not done" } : { status: "failed", failure };
  }

  private async work(page: BatchPage, seconds: () => number): Promise<Ended> {
    const { request, warehouse, ctx } = this;
    if (page.committed !== null) return this.setAlready(page.page, page.committed);
    let plan: WeekPlan;
    try {
      plan = await this.plan(page.page);
    } catch (error) {
      if (!(error instanceof SetAlready)) await this.record(page.page, asErosError(error), seconds());
      throw error;
    }
    for (let tries = 1; ; tries++) {
      const schedule = signedSchedule(warehouse, plan, { operator: request.operator, at: this.real() });
      if (request.dryRun) {
        this.taken.add(plan);
        return { status: "planned", plan, schedule };
      }
      if (this.stopped) return { status: "not done" };
      try {
        const stored = await this.store(schedule, seconds());
        this.taken.add(plan);
        this.own.push(schedule.schedule_id);
        return { status: "committed", plan, schedule, ...stored };
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        const [set] = error.check.schedules;
        if (set !== undefined) return this.setAlready(page.page, set.scheduleId);
        if (tries === TRIES || error.check.captions.length === 0) throw error;
      }
      logOf(ctx).info("pipeline", `Planning ${page.page} again without what was taken meanwhile`);
      plan = await this.planAfresh(page.page);
    }
  }

  private async plan(page: PageName): Promise<WeekPlan> {
    const { request, known } = this;
    // What a warehouse lists can be no page: its name would go into ids and the names of files.
    parsePage(page);
    const facts = known.byPage.get(page);
    if (facts === undefined || facts.report === null)
      throw await withoutReport(this.warehouse, page, this.ctx);
    const week = this.weeks.get(page);
    if (week === undefined) return this.planAfresh(page);
    refuseOverlap(week.overlaps);
    const prepared = preparedFrom(
      {
        page,
        startDate: request.startDate,
        now: request.now,
        seed: this.seed,
        tolerance: request.tolerance(page),
      },
      { ...facts, ...week, report: facts.report, availability: [], dataTo: known.dataTo },
    );
    const plan = planWeek(this.taken.without(prepared), request.overrides ?? {});
    // Behind the first captions of each price tier only the warehouse knows more, and why there are no others.
    if (isInfeasible(plan) && plan.rule === "captions") return this.planAfresh(page);
    return tellPlan(unwrap(plan), this.ctx);
  }

  /** The page by itself, as the warehouse stands now. */
  private async planAfresh(page: PageName): Promise<WeekPlan> {
    const { startDate, now, tolerance, overrides = {} } = this.request;
    const asked = { page, startDate, now, seed: this.seed, tolerance: tolerance(page), replace: null };
    const prepared = await prepareWeek(this.warehouse, asked, this.ctx);
    refuseOverlap(prepared.overlaps);
    return planPrepared(this.taken.without(prepared), overrides, this.ctx);
  }

  private store(schedule: Schedule, seconds: number): Promise<StoredPage> {
    const { startDate, now, operator, csvPath, csv } = this.request;
    return storePage(this.warehouse, schedule, { startDate, now, operator, seconds, csvPath, csv }, this.ctx);
  }

  private setAlready(page: PageName, scheduleId: string): Ended {
    if (this.request.resume) return { status: "set", scheduleId };
    const failure = new ErosError(
      "conflict",
      `the week of ${page} is set already: ${scheduleId} covers days of it`,
      "with --resume such pages count as done",
    );
    return { status: "failed", failure };
  }

  private async record(page: PageName, failure: ErosError, seconds: number): Promise<void> {
    if (this.request.dryRun) return;
    const entry = { scheduleId: null, page, messageCount: 0, seconds, command: "batch" };
    await recordRun(this.warehouse, { ...entry, user: this.request.operator }, failure, this.ctx);
  }

  private get seed(): string {
    return this.request.overrides?.seed ?? defaultSeed(this.request.startDate);
  }

  private get stopped(): boolean {
    return this.ctx.signal.aborted || this.hopeless >= PATIENCE;
  }

  /** An interrupt is no failure of the work: the pages that it leaves over say so themselves. */
  private async unlessStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.ctx.signal.aborted) throw error;
    }
  }
}

/** Somebody committed the week since the pages were listed. */
class SetAlready extends Error {
  constructor(readonly scheduleId: string) {
    super(scheduleId);
  }
}

function refuseOverlap(overlaps: readonly { readonly scheduleId: string }[]): void {
  const [first] = overlaps;
  if (first !== undefined) throw new SetAlready(first.scheduleId);
}
