import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { wantedTables } from "../../src/warehouse/bigquery/shapes.js";

/** What goes wrong with one request. Before: nothing of it has been done; after: it was done, and the answer is lost. */
export type Fault =
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  | { readonly kind: "cut"; readonly when: "after" }
  | { readonly kind: "silence"; readonly when: "before" | "after" }
  | {
      readonly kind: "status";
      readonly when: "before" | "after";
      readonly status: number;
      readonly reason: string;
      readonly message: string;
    };

export const status = (
  code: number,
  reason: string,
  message: string = reason,
  when: "before" | "after" = "before",
): Fault => ({ kind: "status", when, status: code, reason, message });

/** A request as it came. */
export interface Heard {
  readonly method: string;
  /** Below the project, without the query: `/jobs`, `/queries/ID`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
}
interface Body {
  readonly jobReference?: { readonly jobId?: string };
  readonly configuration?: {
    readonly labels?: object;
    readonly jobTimeoutMs?: string;
    readonly query?: QueryBody;
  };
  readonly requestId?: string;
  readonly query?: string;
  readonly queryParameters?: QueryBody["queryParameters"];
}
interface QueryBody {
  readonly query: string;
  readonly maximumBytesBilled?: string;
  readonly queryParameters?: readonly {
    readonly name: string;
    readonly parameterType: { readonly type: string };
    readonly parameterValue: { readonly value: string | null };
  }[];
}

/** How a statement ends: rows of text cells by column, or a failure; or it does not. */
export type Result =
  | {
      readonly columns: readonly (readonly [name: string, type: string])[];
      readonly rows: readonly string[][];
    }
  | { readonly reason: string; readonly message: string }
  | "never";

/** A server that speaks as much of BigQuery's REST interface as the program does, and fails as it is told. */
export interface Scripted {
  readonly endpoint: string;
  readonly heard: Heard[];
  /** Texts that were run, each once however often it was asked for. */
  readonly ran: string[];
  readonly cancelled: string[];
  /** Asked before each request is answered. */
  fault: (request: Heard, index: number) => Fault | undefined;
  /** Rows of one page. */
  pageSize: number;
}

interface RunJob {
  result: Result;
  /** How often it is asked before it is done. */
  polls: number;
}

/** The answer of a dataset whose tables are as they should be. */
const FITTING = JSON.stringify({
  jobComplete: true,
  schema: {
    fields: ["table_name", "column_name", "data_type", "is_nullable"].map((name) => ({
      name,
      type: "STRING",
    })),
  },
  rows: wantedTables().flatMap(({ name, columns }) =>
    columns.map((column) => ({ f: [name, column.name, column.type, "YES"].map((v) => ({ v })) })),
  ),
});

/** @param run says how a text ends; called once a job. @param polls how often a job is asked before it is done. */
export async function scripted(run: (text: string, heard: Heard) => Result, polls = 0): Promise<Scripted> {
  const jobs = new Map<string, RunJob>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.add(server);
  const scripted: Scripted = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: [],
    ran: [],
    cancelled: [],
    fault: () => undefined,
    pageSize: 1000,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const url = new URL(request.url ?? "", scripted.endpoint);
    const heard: Heard = {
      method: request.method ?? "",
      path: url.pathname.replace(/^\/bigquery\/v2\/projects\/[^/]+/, ""),
      query: url.searchParams,
      body: body === "" ? {} : (JSON.parse(body) as Body),
    };
    // Every warehouse asks it before its first row, and nothing is written yet: the stories are about what comes then.
    if (heard.body.query?.includes("INFORMATION_SCHEMA.COLUMNS"))
      return void response.writeHead(200, { "content-type": "application/json" }).end(FITTING);
    scripted.heard.push(heard);
    const fault = scripted.fault(heard, scripted.heard.length - 1);
    if (fault?.when === "before") return fail(fault, request, response, "{}");
    const [code, reply] = done(heard);
    const text = JSON.stringify(reply);
    if (fault) return fail(fault, request, response, text);
    response.writeHead(code, { "content-type": "application/json; charset=UTF-8" }).end(text);
  }

  /** Does what is asked. @returns status and body. */
  function done(heard: Heard): readonly [number, object] {
    const [, kind, id = "", verb] = heard.path.split("/");
    if (heard.method === "POST" && heard.path === "/jobs") {
      const jobId = heard.body.jobReference?.jobId ?? "";
      if (jobs.has(jobId)) return refusal(409, "duplicate", `Already Exists: Job test:US.${jobId}`);
      start(jobId, heard.body.configuration?.query?.query ?? "", heard);
      return [200, { jobReference: { jobId, location: "US" }, status: { state: "RUNNING" } }];
    }
    if (heard.method === "POST" && heard.path === "/queries") {
      const jobId = heard.body.requestId ?? "";
      if (!jobs.has(jobId)) start(jobId, heard.body.query ?? "", heard);
      return results(jobId, heard.query);
    }
    const job = jobs.get(id);
    if (job === undefined) return refusal(404, "notFound", `Not found: Job test:US.${id}`);
    if (verb === "cancel") {
      scripted.cancelled.push(id);
      if (job.result === "never") job.result = { reason: "stopped", message: "Job execution was cancelled" };
      return [200, { kind: "bigquery#jobCancelResponse" }];
    }
    if (kind === "queries") return results(id, heard.query);
    const ended = job.result !== "never" && job.polls <= 0;
    const failure = ended && "reason" in (job.result as object) ? { errorResult: job.result } : {};
    return [
      200,
      {
        jobReference: { jobId: id },
        status: { state: ended ? "DONE" : "RUNNING", ...failure },
        statistics: { totalBytesProcessed: "1000000", query: { totalBytesBilled: "10485760" } },
      },
    ];
  }

  function start(jobId: string, text: string, heard: Heard): void {
    scripted.ran.push(text);
    jobs.set(jobId, { result: run(text, heard), polls });
  }

  function results(id: string, query: URLSearchParams): readonly [number, object] {
    const job = jobs.get(id) as RunJob;
    const jobReference = { projectId: "test", jobId: id, location: "US" };
    if (job.result === "never" || job.polls-- > 0) return [200, { jobReference, jobComplete: false }];
    if ("reason" in job.result) return refusal(400, job.result.reason, job.result.message);
    const from = Number(query.get("pageToken") ?? 0);
    const { columns, rows } = job.result;
    const page = rows.slice(from, from + scripted.pageSize);
    const next = from + page.length;
    return [
      200,
      {
        jobReference,
        jobComplete: true,
        schema: { fields: columns.map(([name, type]) => ({ name, type })) },
        rows: page.map((row) => ({ f: row.map((v) => ({ v })) })),
        totalBytesProcessed: "1000000",
        totalBytesBilled: "10485760",
        ...(next < rows.length ? { pageToken: String(next) } : {}),
      },
    ];
  }
  return scripted;
}

/** Rows of parts, as the program asks for them. */
export const parts = (rows: readonly (readonly [part: string, cells: object])[]): Result => ({
  columns: [
    ["part", "STRING"],
    ["place", "INTEGER"],
    ["cells", "STRING"],
  ],
  rows: rows.map(([part, cells], index) => [part, String(index + 1), JSON.stringify(cells)]),
});

const refusal = (code: number, reason: string, message: string): readonly [number, object] => [
  code,
  { error: { code, message, errors: [{ reason, message, domain: "global" }], status: "FAILED" } },
];

function fail(fault: Fault, request: IncomingMessage, response: ServerResponse, text: string): void {
  switch (fault.kind) {
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "cut":
      // The length of all of it, and half of it.
      response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
      response.write(text.slice(0, text.length / 2));
      response.socket?.end();
      return;
    case "silence":
      return;
    case "status": {
      const [code, body] = refusal(fault.status, fault.reason, fault.message);
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    }
  }
}

const open = new Set<Server>();
/** For the end of a file: its tests run at once, and a server belongs to none of them alone. */
export async function closeAll(): Promise<void> {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  open.clear();
}
