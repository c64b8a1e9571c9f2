import { isDuplicate, isNoJob, JobFailure, type Where } from "./failures.js";
import { labelOf } from "./names.js";
import type { Reply, Request, Transport } from "./transport.js";
import { Meter } from "./usage.js";
import { parameters, type Values } from "./values.js";

/** Hears every request just before and after it: a statement's text where it starts a job, else method and path. */
export type Witness = (request: string, moment: "before" | "after") => void;

export interface RequestsOptions {
  readonly transport: Transport;
  readonly where: Where;
  /** A query that would read more fails before it reads; null for no limit. */
  readonly maximumBytesBilled: bigint | null;
  /** Until the service stops a job by itself. */
  readonly timeoutSeconds: number;
  readonly witness?: Witness | undefined;
  /** Seconds that one request waits for a job's end; default 10. */
  readonly pollSeconds?: number | undefined;
  /** Seconds that an answer may take on top of that; default 30. */
  readonly graceSeconds?: number | undefined;
}

/** What is run: a statement, or a script of several. */
export interface Text {
  readonly text: string;
  readonly values?: Values;
  /** For labels: what is done, and for which page. */
  readonly verb: string;
  readonly page?: string;
}

const POLL_SECONDS = 10;
/** A short query that takes longer gets a job's id in this time, by which it can be cancelled. */
const SHORT_SECONDS = 3;
const GRACE_SECONDS = 30;
const PAGE_ROWS = 10_000;

/** The requests about jobs, each sent once. */
export class Requests {
  readonly meter = new Meter();

  /** Seconds that one request waits for a job's end. */
  readonly poll: number;
  private readonly grace: number;

  constructor(private readonly options: RequestsOptions) {
    this.poll = options.pollSeconds ?? POLL_SECONDS;
    this.grace = options.graceSeconds ?? GRACE_SECONDS;
  }

  /** Starts a job of this id; one that is there already is the one that an earlier request has started: an empty reply. */
  async insert(id: string, text: Text): Promise<Reply> {
    this.meter.started();
    const { projectId, location } = this.options.where;
    const configuration = {
      labels: labels(text),
      jobTimeoutMs: String(this.options.timeoutSeconds * 1000),
      query: this.query(text),
    };
    const body = { jobReference: { projectId, jobId: id, location }, configuration };
    try {
      return await this.send({ method: "POST", path: "/jobs", body }, text.text);
    } catch (error) {
      if (isDuplicate(error)) return {};
      throw error;
    }
  }

  /** Runs a query the short way: the rows may come at once, and without a job. @param requestId makes it safe to repeat. */
  short(requestId: string, text: Text): Promise<Reply> {
    this.meter.started();
    const seconds = Math.min(SHORT_SECONDS, this.poll);
    const body = {
      ...this.query(text),
      labels: labels(text),
      location: this.options.where.location,
      timeoutMs: seconds * 1000,
      maxResults: PAGE_ROWS,
      requestId,
      jobCreationMode: "JOB_CREATION_OPTIONAL",
      formatOptions: { useInt64Timestamp: true },
    };
    return this.send({ method: "POST", path: "/queries", seconds: seconds + this.grace, body }, text.text);
  }

  private query({ text, values = {} }: Text): object {
    const { maximumBytesBilled } = this.options;
    return {
      query: text,
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: parameters(values),
      ...(maximumBytesBilled === null ? {} : { maximumBytesBilled: String(maximumBytesBilled) }),
    };
  }

  /** Rows of a job, or that it is still running. */
  results(id: string, query: Readonly<Record<string, string | number>>): Promise<Reply> {
    return this.send({
      method: "GET",
      path: `/queries/${id}`,
      seconds: Number(query.timeoutMs ?? 0) / 1000 + this.grace,
      query: {
        location: this.options.where.location,
        maxResults: PAGE_ROWS,
        "formatOptions.useInt64Timestamp": true,
        ...query,
      },
    });
  }

  /** False where the service has no such job. @throws {JobFailure} where it has failed. */
  async isThere(id: string): Promise<boolean> {
    try {
      throwIfFailed(await this.get(id));
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
  async measure(id: string, reply: Reply): Promise<void> {
    const job = await this.get(id).catch((): Reply => ({}));
    const { totalBytesProcessed, query } = (job.statistics ?? {}) as {
      readonly totalBytesProcessed?: unknown;
      readonly query?: { readonly totalBytesBilled?: unknown };
    };
    this.meter.read(totalBytesProcessed ?? reply.totalBytesProcessed, query?.totalBytesBilled);
  }

  /** Asks for the end of a job; that it has ended already, or that nobody answers, changes nothing. */
  async cancel(id: string): Promise<void> {
    await this.send({
      method: "POST",
      path: `/jobs/${id}/cancel`,
      query: { location: this.options.where.location },
    }).catch(() => {});
  }

  async send(request: Request, statement?: string): Promise<Reply> {
    const { transport, witness } = this.options;
    const name = statement ?? `${request.method} ${request.path}`;
    witness?.(name, "before");
    const reply = await transport({ seconds: this.grace, ...request });
    witness?.(name, "after");
    return reply;
  }
}

const labels = ({ verb, page }: Text): object => ({
  tool: "eros-tui",
  verb: labelOf(verb),
  ...(page === undefined ? {} : { page: labelOf(page) }),
});

/** @throws {JobFailure} where the job's own account says that it failed. */
export function throwIfFailed(job: Reply): void {
  const { errorResult } = (job.status ?? {}) as {
    readonly errorResult?: { readonly reason?: unknown; readonly message?: unknown };
  };
  if (errorResult)
    throw new JobFailure(String(errorResult.reason ?? ""), String(errorResult.message ?? "the job failed"));
}
