import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ErosError } from "../../domain/errors.js";
import { unlessAborted } from "../abort.js";
import type { Row } from "../cells.js";
import type { RanStatement } from "../options.js";
import { type Ctx, QUIET } from "../port.js";
import { retrying } from "../retry.js";
import { complaintOf, isTransient, JobFailure } from "./failures.js";
import { idPart } from "./names.js";
import { Requests, type RequestsOptions, type Text, throwIfFailed } from "./requests.js";
import { rowsOf } from "./rows.js";
import type { Reply, Request } from "./transport.js";
import type { Meter } from "./usage.js";

export interface JobsOptions extends RequestsOptions {
  /** Hears of every statement or script that has run, for `--debug`. */
  readonly onStatement?: ((statement: RanStatement) => void) | undefined;
}

/** A statement, or a script of several. */
export interface Job extends Text {
  /**
   * First part of the ids of its jobs, for what writes or takes long: a request that is sent twice then starts one job, and
   * the job can be cancelled from the start. Without it the query goes the short way, where BigQuery may answer at once.
   */
  readonly id?: string;
}

/** How long the end of the program waits for cancellations. */
const FAREWELL_SECONDS = 5;

/** How often a job is asked whether it has ended, each time for as long as a request waits. */
const LOOKS = 12;

/** A job was still running at its limit. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly errors: readonly { readonly reason: string; readonly message: string }[];
  constructor(seconds: number) {
    super(`it was not done after ${seconds} s`);
    this.errors = [{ reason: "timeout", message: this.message }];
  }
}

/** A job that changes something was sent, and nobody can tell whether it ran: whoever asked for it must look. */
export class UnknownFate extends ErosError {
  override readonly name = "UnknownFate";
  constructor(cause: unknown) {
    super(
      "unreachable",
      "the connection broke while BigQuery was at work: whether it was done is not known",
      "run it again: nothing is done twice",
      { cause },
    );
  }
}

/** Runs statements as jobs: retried where that helps, cancelled where the signal asks for it, measured. */
export class Jobs {
  private readonly requests: Requests;
  /** Cancellations that nobody waits for but the end of the program. */
  private readonly leftovers = new Set<Promise<unknown>>();

  constructor(private readonly options: JobsOptions) {
    this.requests = new Requests(options);
  }

  get meter(): Meter {
    return this.requests.meter;
  }

  /** Reads. @returns the rows of the last query. @throws the service's error, or JobFailure where the job failed. */
  async run(job: Job, ctx: Ctx): Promise<Row[]> {
    const attempt = new Attempt(job);
    try {
      return await this.tried(job, attempt, ctx);
    } catch (error) {
      if (attempt.begun) this.later(this.requests.cancel(attempt.id));
      throw error;
    }
  }

  /**
   * Writes: does not end before it is known what became of the job, whatever broke on the way. From its begin on the signal
   * of `ctx` is not heard. @throws {JobFailure} where the job ran and failed. @throws {UnknownFate} where nobody can tell.
   * @throws the service's error where no job has run.
   */
  async write(job: Job & { readonly id: string }, ctx: Ctx): Promise<Row[]> {
    const attempt = new Attempt(job);
    try {
      return await this.tried(job, attempt, { ...QUIET, progress: ctx.progress });
    } catch (error) {
      if (!attempt.begun) throw error;
      return await this.settled(attempt.id, error);
    }
  }

  /** Sends a request that starts no job: retried like those. */
  request(request: Request, ctx: Ctx): Promise<Reply> {
    return retrying(ctx, isTransient, () => unlessAborted(this.requests.send(request), ctx.signal));
  }

  /** Waits for what was left to end by itself, but not for a service that says nothing. */
  async close(): Promise<void> {
    const enough = new AbortController();
    await Promise.race([
      Promise.allSettled(this.leftovers),
      sleep(FAREWELL_SECONDS * 1000, undefined, { signal: enough.signal }).catch(() => {}),
    ]);
    enough.abort();
  }

  private async tried(job: Job, attempt: Attempt, ctx: Ctx): Promise<Row[]> {
    const from = performance.now();
    const deadline = from + this.options.timeoutSeconds * 1000;
    const rows = await retrying(ctx, isTransient, async () => {
      try {
        if (job.id === undefined) return await this.short(job, attempt, deadline, ctx);
        return await this.long(job, attempt, deadline, ctx);
      } catch (error) {
        attempt.broke(error);
        throw error;
      }
    });
    this.options.onStatement?.({ text: job.text, milliseconds: performance.now() - from });
    return rows;
  }

  private async long(job: Job, attempt: Attempt, deadline: number, ctx: Ctx): Promise<Row[]> {
    const { id } = attempt;
    if (attempt.known && attempt.doubtful)
      attempt.known = await unlessAborted(this.requests.isThere(id), ctx.signal);
    if (!attempt.known) {
      attempt.begun = true;
      throwIfFailed(await unlessAborted(this.requests.insert(id, job), ctx.signal));
      attempt.known = true;
    }
    attempt.doubtful = false;
    const reply = await this.finished(id, deadline, ctx).catch(async (error: unknown) => {
      // Whether the job failed or only the question is told by the job.
      if (!(error instanceof TimeoutError)) await unlessAborted(this.requests.isThere(id), ctx.signal);
      throw error;
    });
    const rows = await this.pages(id, reply, ctx);
    await this.requests.measure(id, reply);
    return rows;
  }

  private async short(job: Job, attempt: Attempt, deadline: number, ctx: Ctx): Promise<Row[]> {
    const answer = this.requests.short(attempt.requestId, job);
    const first = await unlessAborted(answer, ctx.signal).catch((error: unknown) => {
      // The job's id comes with the answer only: a query that was turned away from is stopped when it is known.
      if (ctx.signal.aborted)
        this.later(
          answer.then((late) => (late.jobComplete === false ? this.requests.cancel(jobId(late)) : undefined)),
        );
      throw error;
    });
    const id = jobId(first);
    try {
      const reply = first.jobComplete === false ? await this.finished(id, deadline, ctx) : first;
      this.meter.read(reply.totalBytesProcessed, reply.totalBytesBilled);
      return await this.pages(id, reply, ctx);
    } catch (error) {
      // A query that was answered at once has no job, and no id.
      if (id !== "") this.later(this.requests.cancel(id));
      // The next try must not meet what is cancelled.
      attempt.requestId = randomUUID();
      throw error;
    }
  }

  /** The first page of a job's rows, once it is done. */
  private async finished(id: string, deadline: number, ctx: Ctx): Promise<Reply> {
    for (;;) {
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0) throw new TimeoutError(this.options.timeoutSeconds);
      const timeoutMs = Math.ceil(Math.min(this.requests.poll, left) * 1000);
      const reply = await unlessAborted(this.requests.results(id, { timeoutMs }), ctx.signal);
      if (reply.jobComplete !== false) return reply;
    }
  }

  /** Rows of the first page and of those that follow it. */
  private async pages(id: string, first: Reply, ctx: Ctx): Promise<Row[]> {
    const rows = rowsOf(first);
    for (let token = first.pageToken; typeof token === "string" && token !== ""; ) {
      const pageToken = token;
      const reply = await retrying(ctx, isTransient, () =>
        unlessAborted(this.requests.results(id, { pageToken }), ctx.signal),
      );
      for (const row of rowsOf({ schema: first.schema, ...reply })) rows.push(row);
      token = reply.pageToken;
    }
    return rows;
  }

  /** Finds out what became of a job that was sent: it is told to stop, and asked until it has ended. */
  private async settled(id: string, cause: unknown): Promise<Row[]> {
    try {
      if (cause instanceof TimeoutError) await this.requests.cancel(id);
      for (let look = 0; look < LOOKS; look++) {
        if (await this.isClaimed(id)) throw cause;
        const reply = await this.requests.results(id, { timeoutMs: this.requests.poll * 1000 });
        if (reply.jobComplete !== false) return await this.pages(id, reply, QUIET);
      }
    } catch (error) {
      if (error === cause || error instanceof JobFailure) throw error;
      // The answer may be the job's own failure.
      await this.requests.isThere(id).catch((failure: unknown) => {
        if (failure instanceof JobFailure) throw failure;
      });
    }
    throw new UnknownFate(cause);
  }

  /** True where no job of this id has run nor ever will: a request under way would now find its id taken. */
  private async isClaimed(id: string): Promise<boolean> {
    if (await this.requests.isThere(id)) return false;
    const reply = await this.requests.insert(id, { text: "SELECT 1", verb: "claim" });
    // An empty answer: the id was taken meanwhile, by the job itself.
    return Object.keys(reply).length > 0;
  }

  private later(work: Promise<unknown>): void {
    const settled = work.catch(() => {}).finally(() => this.leftovers.delete(settled));
    this.leftovers.add(settled);
  }
}

/** What is known of the jobs of one run. */
class Attempt {
  /** A request that starts the job has gone out. */
  begun = false;
  /** The service has said that it has the job. */
  known = false;
  /** Something went wrong since: look before waiting on. */
  doubtful = false;
  /** Of a short query: under the same one the service gives what it has computed already. */
  requestId = randomUUID();
  private readonly base: string;
  private number = 0;

  constructor({ id, verb }: Job) {
    this.base = `${idPart(id ?? verb)}_${randomUUID().slice(0, 8)}`;
  }

  get id(): string {
    return `${this.base}_${this.number}`;
  }

  /** After a failed job the next try is another job; after anything else it is the same one. */
  broke(error: unknown): void {
    this.doubtful = true;
    // What was answered, if only with an error, would be answered so again.
    if (complaintOf(error).code === "") this.requestId = randomUUID();
    if (!(error instanceof JobFailure)) return;
    this.number++;
    this.begun = this.known = this.doubtful = false;
  }
}

const jobId = (reply: Reply): string =>
  String((reply.jobReference as { readonly jobId?: unknown } | undefined)?.jobId ?? "");
