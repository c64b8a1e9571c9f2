import { randomUUID } from "node:crypto";
import { unlessAborted } from "../abort.js";
import type { Row } from "../cells.js";
import type { RanStatement } from "../open.js";
import { type Ctx, QUIET } from "../port.js";
import { retrying } from "../retry.js";
import { isDuplicate, isNoJob, isTransient, JobFailure, type Where } from "./failures.js";
import { idPart, labelOf } from "./names.js";
import { rowsOf } from "./rows.js";
import type { Reply, Request, Transport } from "./transport.js";
import { Meter } from "./usage.js";
import { parameters, type Values } from "./values.js";

/** Hears every request just before and after it: a statement's text where it starts a job, else method and path. */
export type Witness = (request: string, moment: "before" | "after") => void;

export interface JobsOptions {
  readonly transport: Transport;
  readonly where: Where;
  /** A query that would read more fails before it reads; null for no limit. */
  readonly maximumBytesBilled: bigint | null;
  /** Until a job is given up and cancelled. */
  readonly timeoutSeconds: number;
  readonly witness?: Witness | undefined;
  /** Hears of every statement or script that has run, for `--debug`. */
  readonly onStatement?: ((statement: RanStatement) => void) | undefined;
}

/** A statement, or a script of several. */
export interface Job {
  readonly text: string;
  readonly values?: Values;
  /** For labels: what is done, and for which page. */
  readonly verb: string;
  readonly page?: string;
  /**
   * First part of the ids of its jobs, for what writes or takes long: a request that is sent twice then starts one job, and
   * the job can be cancelled from the start. Without it the query goes the short way, where BigQuery may answer at once.
   */
  readonly id?: string;
}

/** Seconds that one request waits for a job's end. */
const POLL_SECONDS = 10;
/** What a request may take on top of that. */
const GRACE_SECONDS = 30;
const PAGE_ROWS = 10_000;

/** How often a job is asked, ten seconds each, whether it has ended. */
const LOOKS = 12;

/** What is known of the jobs of one run. */
interface Attempt {
  /** Of the job; every try that follows a failed one is another job. */
  readonly id: string;
  number: number;
  /** A request that starts it has gone out. */
  begun: boolean;
  /** The service has said that it has the job. */
  known: boolean;
  /** Something went wrong since: look before waiting on. */
  doubtful: boolean;
}

/** A job was still running at its limit; it has been told to stop. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly errors: readonly { readonly reason: string; readonly message: string }[];
  constructor(seconds: number) {
    super(`it was not done after ${seconds} s`);
    this.errors = [{ reason: "timeout", message: this.message }];
  }
}

/** A job that changes something was sent, and nobody can tell whether it ran: whoever asked for it must look. */
export class UnknownFate extends Error {
  override readonly name = "UnknownFate";
  constructor(cause: unknown) {
    super("what became of the job is not known", { cause });
  }
}

/** Runs statements as jobs: retried where that helps, cancelled where the signal asks for it, measured. */
export class Jobs {
  readonly meter = new Meter();
  /** Cancellations that nobody waits for but the end of the program. */
  private readonly leftovers = new Set<Promise<unknown>>();

  constructor(private readonly options: JobsOptions) {}

  /** Reads. @returns the rows of the last query. @throws the service's error, or JobFailure where the job failed. */
  async run(job: Job, ctx: Ctx): Promise<Row[]> {
    const attempt = begin(job);
    try {
      return await this.tried(job, attempt, ctx);
    } catch (error) {
      if (attempt.begun) this.later(this.cancel(attempt.id));
      throw error;
    }
  }

  /**
   * Writes: does not end before it is known what became of the job, whatever broke on the way. From its begin on the signal
   * of `ctx` is not heard. @throws {JobFailure} where the job ran and failed. @throws {UnknownFate} where nobody can tell.
   * @throws the service's error where no job has run.
   */
  async write(job: Job & { readonly id: string }, ctx: Ctx): Promise<Row[]> {
    const attempt = begin(job);
    const unheard: Ctx = { ...QUIET, progress: ctx.progress };
    try {
      return await this.tried(job, attempt, unheard);
    } catch (error) {
      if (!attempt.begun) throw error;
      return await this.settled(attempt.id, error);
    }
  }

  private async tried(job: Job, attempt: Attempt, ctx: Ctx): Promise<Row[]> {
    const from = performance.now();
    const deadline = from + this.options.timeoutSeconds * 1000;
    const rows = await retrying(ctx, isTransient, async () => {
      if (job.id === undefined) return await this.short(job, deadline, ctx);
      try {
        return await this.long(job, attempt, deadline, ctx);
      } catch (error) {
        attempt.doubtful = true;
        if (error instanceof JobFailure) {
          attempt.number++;
          attempt.begun = attempt.known = attempt.doubtful = false;
        }
        throw error;
      }
    });
    this.options.onStatement?.({ text: job.text, milliseconds: performance.now() - from });
    return rows;
  }

  /** Finds out what became of a job that was sent: it is told to stop, and asked until it has ended. */
  private async settled(id: string, cause: unknown): Promise<Row[]> {
    try {
      if (cause instanceof TimeoutError) await this.cancel(id);
      for (let look = 0; look < LOOKS; look++) {
        if (await this.isClaimed(id)) throw cause;
        const reply = await this.results(id, { timeoutMs: POLL_SECONDS * 1000 });
        if (reply.jobComplete !== false) return await this.pages(id, reply, QUIET);
      }
    } catch (error) {
      if (error === cause || error instanceof JobFailure) throw error;
      // The answer may be the job's own failure.
      await this.isThere(id, QUIET).catch((failure: unknown) => {
        if (failure instanceof JobFailure) throw failure;
      });
    }
    throw new UnknownFate(cause);
  }

  /** True where no job of this id has run nor ever will: a request under way would now find its id taken. */
  private async isClaimed(id: string): Promise<boolean> {
    if (await this.isThere(id, QUIET)) return false;
    const claim = { text: "SELECT 1", verb: "claim" };
    const reply = await this.insert(id, claim);
    // An empty answer: the id was taken meanwhile, by the job itself.
    return Object.keys(reply).length > 0;
  }

  /** Sends a request that starts no job: retried like those. */
  request(request: Request, ctx: Ctx): Promise<Reply> {
    return retrying(ctx, isTransient, () => unlessAborted(this.send(request), ctx.signal));
  }

  /** Waits for what was left to end by itself. */
  async close(): Promise<void> {
    await Promise.allSettled(this.leftovers);
  }

  private async long(job: Job, attempt: Attempt, deadline: number, ctx: Ctx): Promise<Row[]> {
    const id = attempt.id;
    if (attempt.known && attempt.doubtful) attempt.known = await this.isThere(id, ctx);
    if (!attempt.known) {
      attempt.begun = true;
      const reply = await unlessAborted(this.insert(id, job), ctx.signal);
      throwIfFailed(reply);
      attempt.known = true;
    }
    attempt.doubtful = false;
    let reply: Reply;
    try {
      reply = await this.finished(id, deadline, ctx);
    } catch (error) {
      // Whether the job failed or only the question is told by the job.
      await this.isThere(id, ctx);
      throw error;
    }
    const rows = await this.pages(id, reply, ctx);
    await this.measure(id, reply);
    attempt.begun = false;
    return rows;
  }

  private async short(job: Job, deadline: number, ctx: Ctx): Promise<Row[]> {
    this.meter.started();
    const answer = this.send(
      {
        method: "POST",
        path: "/queries",
        seconds: POLL_SECONDS + GRACE_SECONDS,
        body: {
          ...this.query(job),
          labels: labels(job),
          location: this.options.where.location,
          timeoutMs: POLL_SECONDS * 1000,
          maxResults: PAGE_ROWS,
          requestId: randomUUID(),
          jobCreationMode: "JOB_CREATION_OPTIONAL",
          formatOptions: { useInt64Timestamp: true },
        },
      },
      job.text,
    );
    const first = await unlessAborted(answer, ctx.signal).catch((error: unknown) => {
      // The job's id comes with the answer only: a query that was turned away from is stopped when it is known.
      if (ctx.signal.aborted)
        this.later(
          answer.then((late) => (late.jobComplete === false ? this.cancel(jobId(late)) : undefined)),
        );
      throw error;
    });
    const id = jobId(first);
    if (first.jobComplete !== false) {
      this.meter.read(first.totalBytesProcessed);
      return this.pages(id, first, ctx);
    }
    try {
      const reply = await this.finished(id, deadline, ctx);
      this.meter.read(reply.totalBytesProcessed);
      return await this.pages(id, reply, ctx);
    } catch (error) {
      this.later(this.cancel(id));
      throw error;
    }
  }

  /** Starts a job of this id; one that is there already is the one that an earlier request has started. */
  private async insert(id: string, job: Job): Promise<Reply> {
    this.meter.started();
    const { projectId, location } = this.options.where;
    try {
      return await this.send(
        {
          method: "POST",
          path: "/jobs",
          body: {
            jobReference: { projectId, jobId: id, location },
            configuration: {
              labels: labels(job),
              jobTimeoutMs: String(this.options.timeoutSeconds * 1000),
              query: this.query(job),
            },
          },
        },
        job.text,
      );
    } catch (error) {
      if (isDuplicate(error)) return {};
      throw error;
    }
  }

  private query({ text, values = {} }: Job): object {
    const { maximumBytesBilled } = this.options;
    return {
      query: text,
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: parameters(values),
      ...(maximumBytesBilled === null ? {} : { maximumBytesBilled: String(maximumBytesBilled) }),
    };
  }

  /** The first page of a job's rows, once it is done. */
  private async finished(id: string, deadline: number, ctx: Ctx): Promise<Reply> {
    for (;;) {
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0) throw new TimeoutError(this.options.timeoutSeconds);
      const seconds = Math.min(POLL_SECONDS, left);
      const reply = await unlessAborted(
        this.results(id, { timeoutMs: Math.ceil(seconds * 1000) }),
        ctx.signal,
      );
      if (reply.jobComplete !== false) return reply;
    }
  }

  /** Rows of the first page and of those that follow it. */
  private async pages(id: string, first: Reply, ctx: Ctx): Promise<Row[]> {
    const rows = rowsOf(first);
    let token = first.pageToken;
    while (typeof token === "string" && token !== "") {
      const pageToken = token;
      const reply = await retrying(ctx, isTransient, () =>
        unlessAborted(this.results(id, { pageToken }), ctx.signal),
      );
      for (const row of rowsOf({ schema: first.schema, ...reply })) rows.push(row);
      token = reply.pageToken;
    }
    return rows;
  }

  private results(id: string, query: Readonly<Record<string, string | number>>): Promise<Reply> {
    return this.send({
      method: "GET",
      path: `/queries/${id}`,
      seconds: POLL_SECONDS + GRACE_SECONDS,
      query: {
        location: this.options.where.location,
        maxResults: PAGE_ROWS,
        "formatOptions.useInt64Timestamp": true,
        ...query,
      },
    });
  }

  /** False where the service has no such job. @throws {JobFailure} where it has failed. */
  private async isThere(id: string, ctx: Ctx): Promise<boolean> {
    try {
      throwIfFailed(await unlessAborted(this.get(id), ctx.signal));
      return true;
    } catch (error) {
      if (error instanceof JobFailure || !isNoJob(error)) throw error;
      return false;
    }
  }

  private get(id: string): Promise<Reply> {
    return this.send({
      method: "GET",
      path: `/jobs/${id}`,
      query: { location: this.options.where.location },
    });
  }

  /** A script's own numbers stand with its job. What cannot be measured is not counted: the work is done. */
  private async measure(id: string, reply: Reply): Promise<void> {
    const job = await this.get(id).catch((): Reply => ({}));
    const { totalBytesProcessed } = (job.statistics ?? {}) as { readonly totalBytesProcessed?: unknown };
    this.meter.read(totalBytesProcessed ?? reply.totalBytesProcessed);
  }

  /** Asks for the end of a job; that it has ended already, or that nobody answers, changes nothing. */
  private async cancel(id: string): Promise<void> {
    await this.send({
      method: "POST",
      path: `/jobs/${id}/cancel`,
      query: { location: this.options.where.location },
      seconds: GRACE_SECONDS,
    }).catch(() => {});
  }

  private later(work: Promise<unknown>): void {
    const settled = work.catch(() => {}).finally(() => this.leftovers.delete(settled));
    this.leftovers.add(settled);
  }

  private async send(request: Request, statement?: string): Promise<Reply> {
    const { transport, witness } = this.options;
    const name = statement ?? `${request.method} ${request.path}`;
    witness?.(name, "before");
    const reply = await transport(request);
    witness?.(name, "after");
    return reply;
  }
}

function begin({ id, verb }: Job): Attempt {
  const base = `${idPart(id ?? verb)}_${randomUUID().slice(0, 8)}`;
  return {
    number: 0,
    begun: false,
    known: false,
    doubtful: false,
    get id() {
      return `${base}_${this.number}`;
    },
  };
}

const labels = ({ verb, page }: Job): object => ({
  tool: "eros-tui",
  verb: labelOf(verb),
  ...(page === undefined ? {} : { page: labelOf(page) }),
});

const jobId = (reply: Reply): string =>
  String((reply.jobReference as { readonly jobId?: unknown } | undefined)?.jobId ?? "");

/** @throws {JobFailure} where the job's own account says that it failed. */
function throwIfFailed(job: Reply): void {
  const { errorResult } = (job.status ?? {}) as {
    readonly errorResult?: { readonly reason?: unknown; readonly message?: unknown };
  };
  if (errorResult)
    throw new JobFailure(String(errorResult.reason ?? ""), String(errorResult.message ?? "the job failed"));
}
