// A commit that is cut at any request: it either happened or it did not, and the program says which.
import { afterAll, describe, expect, it } from "vitest";
import { digest, type Schedule } from "../../src/domain/schedule.js";
import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import { OutcomeUnknownError, QUIET, type Receipt, type Warehouse } from "../../src/warehouse/port.js";
import { caption, commitOf, NOW, WEEK, watched, weekOf } from "./fixtures.js";
import {
  closeAll,
  type Fault,
  type Heard,
  parts,
  type Result,
  type Scripted,
  scripted,
  status,
} from "./scripted-bigquery.js";

afterAll(closeAll);

interface World {
  readonly bigquery: Scripted;
  readonly schedule: Schedule;
  readonly warehouse: Warehouse;
  /** Times that the schedule was stored. */
  stored(): number;
  commit(ctx?: Parameters<Warehouse["commit"]>[1]): Promise<Receipt>;
}
let made = 0;

/** A warehouse that stores one schedule as the script of a commit does: once, and told as stored from then on. */
async function world(ends?: (script: number) => Result | undefined, fault?: Fault): Promise<World> {
  const schedule = weekOf("ana", WEEK, [caption(0)]);
  let stored = 0;
  let scripts = 0;
  const row = (): (readonly [string, object])[] =>
    stored === 0
      ? []
      : [
          [
            "stored",
            {
              schedule_id: schedule.schedule_id,
              page_name: "ana",
              schedule_json: JSON.stringify(schedule),
              state: "committed",
              content_digest: digest(schedule),
              week_start: WEEK,
              locks: 1,
              created_at: new Date(NOW).toISOString(),
              export_timestamp: new Date(NOW).toISOString(),
              exported_by: "ana",
            },
          ],
        ];
  const bigquery = await scripted((text) => {
    if (!text.includes("COMMIT TRANSACTION")) return parts(row());
    const end = ends?.(scripts++);
    if (end !== undefined) return end;
    if (stored > 0) return parts([["refused", { place: 1 }], ...row()]);
    stored++;
    return parts([
      ["done", { place: 1 }],
      ["locks", { n: 1 }],
    ]);
  }, 1);
  const warehouse = openBigquery({
    kind: "bigquery",
    projectId: "proj-1",
    // A dataset each: what one process writes to a dataset is written in turn.
    dataset: `brain_${made++}`,
    endpoint: bigquery.endpoint,
    timeoutSeconds: 300,
    pollSeconds: 0.3,
    // Short only where no answer comes: on a busy machine every answer would be late.
    ...(fault?.kind === "silence" ? { graceSeconds: 1.5 } : {}),
    clock: () => NOW,
  });
  return {
    bigquery,
    schedule,
    warehouse,
    stored: () => stored,
    commit: (ctx = QUIET) => warehouse.commit(commitOf(schedule), ctx),
  };
}

const FAULTS: readonly [string, Fault][] = [
  ["reset before", { kind: "reset", when: "before" }],
  ["reset after", { kind: "reset", when: "after" }],
  ["half an answer", { kind: "cut", when: "after" }],
  ["silence after", { kind: "silence", when: "after" }],
  ["503 before", status(503, "backendError")],
  ["500 after", status(500, "internalError", "internal error", "after")],
];
/** Requests of a commit that nothing disturbs: sent, asked twice, measured. */
const REQUESTS = [0, 1, 2, 3];
const cases = FAULTS.flatMap(([name, fault]) => REQUESTS.map((at) => [name, at, fault] as const));

describe.concurrent("a commit on BigQuery", () => {
  it("is one job and four requests", async () => {
    const { bigquery, commit, stored } = await world();
    expect(await commit()).toMatchObject({ locks: 1, repeated: false });
    expect(bigquery.heard.map(({ method, path }) => `${method} ${path.split("/")[1]}`)).toEqual([
      "POST jobs",
      "GET queries",
      "GET queries",
      "GET jobs",
    ]);
    expect(stored()).toBe(1);
  });

  // All at once: they wait, as retries do, and are independent of each other.
  it("that a fault meets once, at any request, is stored once, with its receipt", () =>
    Promise.all(
      cases.map(async ([name, at, fault]) => {
        const { bigquery, commit, stored } = await world(undefined, fault);
        bigquery.fault = (_, index) => (index === at ? fault : undefined);
        const what = `${name} at request ${at}`;
        expect(await commit(), what).toMatchObject({ locks: 1, repeated: false });
        expect(stored(), what).toBe(1);
      }),
    ));

  it("that a fault meets from any request on says what is so; the same commit then ends well", () =>
    Promise.all(
      cases.map(async ([name, at, fault]) => {
        const { bigquery, commit, stored, schedule } = await world(undefined, fault);
        const what = `${name} from request ${at} on`;
        const ctx = watched();
        bigquery.fault = (_, index) => (index >= at ? fault : undefined);
        const outcome: unknown = await commit(ctx).catch((error: unknown) => error);
        if (outcome instanceof OutcomeUnknownError)
          expect(outcome.scheduleId, what).toBe(schedule.schedule_id);
        else if (outcome instanceof Error) expect(stored(), `${what}: said not to be stored`).toBe(0);
        else expect(stored(), `${what}: said to be stored`).toBe(1);
        expect(
          ctx.steps.filter((step) => step.kind === "step" && step.sent),
          what,
        ).toHaveLength(1);
        bigquery.fault = () => undefined;
        const before = stored();
        expect(await commit(), what).toMatchObject({ repeated: before === 1 });
        expect(stored(), what).toBe(1);
      }),
    ));

  it.each([
    [
      "another transaction",
      {
        reason: "invalidQuery",
        message: "Transaction is aborted due to concurrent update against table commit_guard",
      },
    ],
    [
      "too many at once",
      {
        reason: "resourcesExceeded",
        message:
          "Resources exceeded during query execution: Too many DML statements outstanding against table",
      },
    ],
    [
      "the service's own fault",
      { reason: "backendError", message: "Retrying the job may solve the problem" },
    ],
  ])("that fails by %s is tried again as a whole, at most five times, visibly", async (_, failure) => {
    const twice = await world((script) => (script < 2 ? failure : undefined));
    const ctx = watched();
    expect(await twice.commit(ctx)).toMatchObject({ repeated: false });
    expect(ctx.steps.filter((step) => step.kind === "retry")).toHaveLength(2);
    const ids = twice.bigquery.heard.flatMap(({ body }) => body.jobReference?.jobId ?? []);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(new RegExp(`^eros_commit_${twice.schedule.schedule_id}_`));

    const always = await world(() => failure);
    await expect(always.commit()).rejects.toMatchObject({ exitCode: 7, message: expect.stringMatching(/./) });
    expect(always.bigquery.ran.filter((text) => text.includes("COMMIT"))).toHaveLength(6);
    expect(always.stored()).toBe(0);
  });

  it("that was rolled back for a reason of its own says it, and nothing is looked up", async () => {
    const message = "Access Denied: Table proj-1:brain.commit_guard: User does not have permission";
    const { bigquery, commit } = await world(() => ({ reason: "accessDenied", message }));
    await expect(commit()).rejects.toMatchObject({ exitCode: 5 });
    expect(bigquery.ran).toHaveLength(1);
  });

  it("that never ends is stopped at its limit; then it is looked up", async () => {
    const { bigquery, schedule } = await world(() => "never");
    const warehouse = openBigquery({
      kind: "bigquery",
      projectId: "proj-1",
      dataset: "endless",
      endpoint: bigquery.endpoint,
      timeoutSeconds: 1,
      pollSeconds: 0.3,
    });
    const outcome: unknown = await warehouse
      .commit(commitOf(schedule), QUIET)
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ exitCode: 7, remedy: expect.stringContaining("timeout_seconds") });
    expect(outcome).not.toBeInstanceOf(OutcomeUnknownError);
    expect(bigquery.cancelled).toHaveLength(1);
    expect(bigquery.ran.some((text) => text.includes("stored_schedule"))).toBe(true);
  });

  it("whose request never arrived takes its job's id, so that it cannot arrive later", async () => {
    const { bigquery, commit, stored } = await world();
    const first = ({ body, path }: Heard): boolean => path === "/jobs" && !isClaim(body);
    bigquery.fault = (heard) => (first(heard) ? { kind: "reset", when: "before" } : undefined);
    await expect(commit()).rejects.toMatchObject({ exitCode: 7 });
    const ids = bigquery.heard
      .filter(({ path }) => path === "/jobs")
      .map(({ body }) => body.jobReference?.jobId);
    expect(new Set(ids).size).toBe(1);
    expect(isClaim(bigquery.heard.filter(({ path }) => path === "/jobs").at(-1)?.body)).toBe(true);
    expect(stored()).toBe(0);
  });
});

const isClaim = (body: Heard["body"] | undefined): boolean =>
  body?.configuration?.query?.query === "SELECT 1";
