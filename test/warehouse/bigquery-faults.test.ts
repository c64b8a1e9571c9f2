// What the network and the service do to a job, against a server that does it on purpose.
import { afterAll, describe, expect, it } from "vitest";
import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import { QUIET } from "../../src/warehouse/port.js";
import { caption, NOW, WEEK, watched, weekOf } from "./fixtures.js";
import { closeAll, type Fault, parts, type Result, scripted, status } from "./scripted-bigquery.js";

afterAll(closeAll);

const NAMES = parts([
  ["pageNames", { page_name: "ana" }],
  ["pageNames", { page_name: "bea" }],
]);
const server = (run: () => Result = () => NAMES, polls = 0) => scripted(run, polls);
/** Seconds that an answer may take on top of what is waited for: few only where none comes, or a busy machine is a fault. */
const grace = (fault: Fault): object => (fault.kind === "silence" ? { graceSeconds: 1.5 } : {});
const open = (endpoint: string, over: object = {}) =>
  openBigquery({
    kind: "bigquery",
    projectId: "proj-1",
    dataset: "brain",
    endpoint,
    timeoutSeconds: 300,
    pollSeconds: 0.3,
    ...over,
  });

/** Faults that pass by themselves. */
const PASSING: readonly [string, Fault][] = [
  ["a reset connection", { kind: "reset", when: "before" }],
  ["a reset after the work was done", { kind: "reset", when: "after" }],
  ["half an answer", { kind: "cut", when: "after" }],
  ["silence", { kind: "silence", when: "before" }],
  ["429", status(429, "rateLimitExceeded")],
  ["403 for too many at once", status(403, "rateLimitExceeded")],
  ["500", status(500, "internalError")],
  ["502 from something between", status(502, "")],
  ["503", status(503, "backendError")],
];

describe.concurrent("a fault that passes", () => {
  it.each(PASSING)("%s, once, is told and gone through: a short query", async (_, fault) => {
    const bigquery = await server();
    bigquery.fault = (_, index) => (index === 0 ? fault : undefined);
    const ctx = watched();
    expect(await open(bigquery.endpoint, grace(fault)).pageNames(ctx)).toEqual(["ana", "bea"]);
    expect(ctx.steps).toEqual([expect.objectContaining({ kind: "retry", attempt: 1, of: 5 })]);
    // Where no answer came the same one is asked for again; one that was an error would be given again.
    const asked = new Set(bigquery.heard.map(({ body }) => body.requestId));
    expect(asked.size).toBe(fault.kind === "status" ? 2 : 1);
    expect(bigquery.ran).toHaveLength(1);
  });

  it.each(PASSING)(
    "%s at every request of a long one, once each, runs the statement once",
    async (_, fault) => {
      const bigquery = await server(() => parts([["report", { report: "{}" }]]), 1);
      const seen = new Set<string>();
      bigquery.fault = ({ method, path }) => {
        const name = `${method} ${path.split("/")[1]}`;
        if (seen.has(name)) return undefined;
        seen.add(name);
        return fault;
      };
      const ctx = watched();
      expect(await open(bigquery.endpoint, grace(fault)).report("ana", NOW, ctx)).toBe("{}");
      expect(bigquery.ran).toHaveLength(1);
      expect(ctx.steps.length).toBeGreaterThanOrEqual(2);
    },
  );

  it.each(PASSING)(
    "%s that does not pass ends as unreachable after five visible retries",
    async (_, fault) => {
      const bigquery = await server();
      bigquery.fault = () => fault;
      const ctx = watched();
      const work = open(bigquery.endpoint, grace(fault)).pageNames(ctx);
      await expect(work).rejects.toMatchObject({ exitCode: 7, remedy: expect.stringMatching(/./) });
      expect(ctx.steps.filter((step) => step.kind === "retry")).toHaveLength(5);
      expect(bigquery.heard).toHaveLength(6);
    },
  );

  it("a refused connection ends as unreachable after five visible retries", async () => {
    const ctx = watched();
    await expect(open("http://127.0.0.1:9").pageNames(ctx)).rejects.toMatchObject({ exitCode: 7 });
    expect(ctx.steps.filter((step) => step.kind === "retry")).toHaveLength(5);
  });

  it("a job that fails by the service's own fault is done again, as another job", async () => {
    let runs = 0;
    const bigquery = await server(() =>
      runs++ === 0
        ? { reason: "backendError", message: "An internal error occurred" }
        : parts([["report", { report: "{}" }]]),
    );
    expect(await open(bigquery.endpoint).report("ana", NOW, QUIET)).toBe("{}");
    const ids = bigquery.heard.flatMap(({ body }) => body.jobReference?.jobId ?? []);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("a job", () => {
  it("that never ends is given up at its limit, and cancelled", async () => {
    const bigquery = await server(() => "never");
    const warehouse = open(bigquery.endpoint, { timeoutSeconds: 1 });
    await expect(warehouse.report("ana", NOW, QUIET)).rejects.toMatchObject({
      exitCode: 7,
      remedy: expect.stringContaining("timeout_seconds"),
    });
    await warehouse.close();
    expect(bigquery.cancelled).toHaveLength(1);
    expect(bigquery.heard[0]?.body.configuration?.jobTimeoutMs).toBe("1000");
  });

  it.each(["report", "pageNames"] as const)(
    "is cancelled where the operator turns away: %s",
    async (which) => {
      const ctx = watched();
      const bigquery = await server(() => "never");
      bigquery.fault = (_, index) => {
        if (index === 1) ctx.abort();
        return undefined;
      };
      const warehouse = open(bigquery.endpoint);
      const work = which === "report" ? warehouse.report("ana", NOW, ctx) : warehouse.pageNames(ctx);
      await expect(work).rejects.toMatchObject({ name: "AbortError" });
      await warehouse.close();
      expect(bigquery.cancelled).toHaveLength(1);
    },
  );

  it("that goes the short way and takes long is cancelled as well; one that was answered at once has no id to cancel", async () => {
    const bigquery = await server(() => "never");
    await expect(open(bigquery.endpoint, { timeoutSeconds: 1 }).pageNames(QUIET)).rejects.toMatchObject({
      exitCode: 7,
    });
    const without = await server(() => ({ reason: "invalidQuery", message: "Syntax error" }));
    const warehouse = open(without.endpoint);
    await expect(warehouse.pageNames(QUIET)).rejects.toThrow();
    await warehouse.close();
    expect(without.cancelled).toEqual([]);
  });

  it("whose cancellation nobody answers does not keep the program", async () => {
    const bigquery = await server(() => "never");
    bigquery.fault = ({ path }) =>
      path.endsWith("/cancel") ? { kind: "silence", when: "before" } : undefined;
    const warehouse = open(bigquery.endpoint, { timeoutSeconds: 1, graceSeconds: 3600 });
    await expect(warehouse.report("ana", NOW, QUIET)).rejects.toMatchObject({ exitCode: 7 });
    await warehouse.close();
  });

  it("gives its rows page by page, ids to the last digit", async () => {
    const bank = Array.from({ length: 25 }, (_, index) => caption(index));
    const bigquery = await server(() =>
      parts([
        ...bank.map((one): [string, object] => [
          "held",
          {
            caption_id: one.captionId,
            caption_text: one.text,
            send_date: WEEK,
            held_by: "bea",
            held_date: WEEK,
          },
        ]),
      ]),
    );
    bigquery.pageSize = 10;
    const check = await open(bigquery.endpoint).conflicts(weekOf("ana", WEEK, [caption(0)]), WEEK, QUIET);
    expect(check.captions.map((one) => one.captionId)).toEqual(bank.map((one) => one.captionId));
    expect(bigquery.heard.filter(({ query }) => query.has("pageToken"))).toHaveLength(2);
  });

  it("carries its labels, its limit, and every value apart from the statement, with its type", async () => {
    const bigquery = await server(() => parts([]));
    const warehouse = open(bigquery.endpoint, { maximumBytesBilled: 10n ** 18n });
    await warehouse.availability(
      { page: "ana.o'neil", startDate: WEEK, now: NOW, ignore: [`sched'"`] },
      QUIET,
    );
    const { configuration } = bigquery.heard[0]?.body ?? {};
    expect(configuration?.labels).toEqual({ tool: "eros-tui", verb: "availability", page: "ana-o-neil" });
    expect(configuration?.query?.maximumBytesBilled).toBe("1000000000000000000");
    expect(configuration?.query?.query).not.toMatch(/neil|sched/);
    expect(configuration?.query?.queryParameters).toContainEqual({
      name: "ignored",
      parameterType: { type: "STRING" },
      parameterValue: { value: `|sched'"|` },
    });
    expect(configuration?.query?.queryParameters).toContainEqual({
      name: "now",
      parameterType: { type: "TIMESTAMP" },
      parameterValue: { value: "2025-11-03T17:12:00Z" },
    });
    // What it costs is what is billed: at least 10 MB a table, however few it has read.
    expect(warehouse.describe().usage).toEqual({
      jobs: 1,
      bytesProcessed: 1_000_000,
      estimatedCost: (10_485_760 / 2 ** 40) * 6.25,
    });
    await warehouse.overlaps("ana", WEEK, QUIET);
    expect(warehouse.describe().usage?.estimatedCost).toBe((2 * 10_485_760 * 6.25) / 2 ** 40);
  });
});
