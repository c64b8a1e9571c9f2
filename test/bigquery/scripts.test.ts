// Google's analyser reads every statement that the program sends, and every one in the bodies of its procedures, with the
// types of the values that it is sent with. The emulator takes much that BigQuery does not.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Definition, definitions } from "../../src/warehouse/bigquery/definitions.js";
import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { caption, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../warehouse/fixtures.js";
import { closeAll, parts, scripted } from "../warehouse/scripted-bigquery.js";
import { type Column, Google } from "./google.js";
import { piecesOf } from "./script-pieces.js";
import { DATASET } from "./statements.js";

const schedule = { ...weekOf("ana", WEEK, [caption(0)]), replaces: "sched_20251101_091244_000001_ana" };
const week = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
const by = { user: "bo" };
const stored = (state: string): object => ({
  schedule_id: schedule.schedule_id,
  page_name: "ana",
  week_start: WEEK,
  state,
  schedule_json: JSON.stringify(scheduleOf("ana", [message("PPV", caption(0), WEEK)])),
  created_at: new Date(NOW).toISOString(),
  changed_at: new Date(NOW).toISOString(),
});

/** Everything that the program asks of a dataset. */
const WORK: Readonly<Record<string, (warehouse: Warehouse) => Promise<unknown>>> = {
  creators: (warehouse) => warehouse.creators({ week: WEEK, now: NOW }, QUIET),
  pageNames: (warehouse) => warehouse.pageNames(QUIET),
  report: (warehouse) => warehouse.report("ana", NOW, QUIET),
  week: (warehouse) => warehouse.week(week, QUIET),
  manyPages: (warehouse) => warehouse.manyPages(["ana", "bea"], NOW, QUIET),
  manyWeeks: (warehouse) => warehouse.manyWeeks([week, week], QUIET),
  rankedCaptions: (warehouse) => warehouse.rankedCaptions(week, QUIET),
  availability: (warehouse) => warehouse.availability(week, QUIET),
  passedOver: (warehouse) => warehouse.passedOver({ ...week, priceTier: "Mid", limit: 5 }, QUIET),
  overlaps: (warehouse) => warehouse.overlaps("ana", WEEK, QUIET),
  conflicts: (warehouse) => warehouse.conflicts(schedule, WEEK, QUIET),
  commit: (warehouse) => warehouse.commit(commitOf({ ...schedule, replaces: undefined }), QUIET),
  withdraw: (warehouse) =>
    warehouse.withdraw(
      {
        scheduleId: schedule.schedule_id,
        now: NOW,
        why: "closed",
        log: { seconds: 0, command: "withdraw", user: "bo" },
      },
      QUIET,
    ),
  restore: (warehouse) => warehouse.restore({ scheduleId: schedule.schedule_id, now: NOW, by }, QUIET),
  lookup: (warehouse) => warehouse.lookup(schedule.schedule_id, QUIET),
  recordFailure: (warehouse) =>
    warehouse.recordFailure(
      {
        scheduleId: null,
        page: "ana",
        messageCount: 0,
        seconds: 1,
        command: "build",
        user: "bo",
        error: "x",
      },
      QUIET,
    ),
  health: (warehouse) => warehouse.health(NOW, QUIET),
  oldLocks: (warehouse) => warehouse.oldLocks({ now: NOW, olderThan: 7 }, QUIET),
  unlock: (warehouse) => warehouse.unlock({ now: NOW, olderThan: 7, by }, QUIET),
  schedules: (warehouse) => warehouse.schedules({ page: null, from: null, to: null, limit: 5 }, QUIET),
  earnings: (warehouse) =>
    warehouse.earnings({ scheduleId: schedule.schedule_id, page: "ana", weekStart: WEEK }, NOW, QUIET),
  marks: (warehouse) => warehouse.marks(schedule.schedule_id, QUIET),
  mark: (warehouse) =>
    warehouse.mark({ scheduleId: schedule.schedule_id, numbers: [1, 2], queued: true, by: "bo" }, QUIET),
  load: (warehouse) => warehouse.load({ creators: [{ page: "ana" }] }, QUIET),
};

/** The statements that some work sends, with the types of their values. */
async function sent(name: string): Promise<{ text: string; parameters: Column[] }[]> {
  // A withdrawal finds a committed schedule, a restoration a withdrawn one.
  const state = name === "restore" ? "withdrawn" : "committed";
  const bigquery = await scripted((text) =>
    parts(/^SELECT p\.part/.test(text) && name !== "commit" ? [["stored", stored(state)]] : [["done", {}]]),
  );
  const clock = () => NOW - 7 * 86_400_000;
  const warehouse = openBigquery({
    kind: "bigquery",
    projectId: "proj-1",
    dataset: DATASET,
    endpoint: bigquery.endpoint,
    clock,
  });
  // What comes back is nonsense; what was sent is not.
  await WORK[name]?.(warehouse).catch(() => {});
  return bigquery.heard.flatMap(({ body }) => {
    const query = body.configuration?.query ?? body;
    if (query.query === undefined) return [];
    const parameters = (query.queryParameters ?? []).map((one) => ({
      name: one.name,
      type: one.parameterType.type,
    }));
    return [{ text: query.query, parameters }];
  });
}

/** Parameters of a procedure. */
function parametersOf({ statement }: Definition): Column[] {
  const [, list = ""] = /PROCEDURE \w+\.\w+\(([\s\S]*?)\)\s*OPTIONS/.exec(statement) ?? [];
  return [...list.matchAll(/(?:IN|OUT)\s+(\w+)\s+((?:ARRAY|STRUCT)<.*>+|\w+)/g)].map(
    ([, name = "", type = ""]) => ({
      name,
      type,
    }),
  );
}
const all = definitions(DATASET);
const procedures = all.filter(({ kind }) => kind === "PROCEDURE");
const bodyOf = ({ statement }: Definition): string =>
  statement.slice(statement.search(/\nBEGIN\n/) + 7).replace(/\nEND$/, "");

describe("Google's analyser accepts", () => {
  let google: Google;
  const signatures = new Map(procedures.map((one) => [one.name, parametersOf(one)]));
  beforeAll(async () => {
    google = await Google.start(DATASET);
    for (const { kind, statement } of all) if (kind !== "PROCEDURE") await google.define(statement);
  });
  afterAll(async () => {
    google.stop();
    await closeAll();
  });

  /** A CALL as a query over its arguments, each brought together with its parameter's type: the analyser dies of calls. */
  function asQuery(piece: string): string {
    const [, name = "", list = ""] = /^CALL \w+\.(\w+)\(([\s\S]*)\)$/.exec(piece) ?? [];
    const signature = signatures.get(name);
    if (!piece.startsWith("CALL ")) return piece;
    if (signature === undefined) throw new Error(`no procedure for ${piece}`);
    const given = list.split(/,(?![^(]*\))/).map((one) => one.trim());
    expect(given, piece).toHaveLength(signature.length);
    return `SELECT ${given.map((one, at) => `IF(TRUE, ${one}, CAST(NULL AS ${signature[at]?.type}))`).join(", ")}`;
  }

  /** Reads the pieces of a script one after another; a temporary table is known to those that follow. */
  async function read(
    text: string,
    parameters: readonly Column[],
    known: readonly Column[],
  ): Promise<number> {
    const { variables, pieces } = piecesOf(text);
    const temporary = new Map<string, Column[]>();
    const given = { parameters, variables: [...known, ...variables], temporary };
    for (const part of pieces) {
      const piece = asQuery(part);
      const [, table, query = ""] =
        /^CREATE (?:OR REPLACE )?TEMP TABLE (\w+) AS\s+([\s\S]+)$/.exec(piece) ?? [];
      try {
        if (table === undefined) await google.analyse(piece, given);
        else temporary.set(table, await google.columns(query, given));
      } catch (error) {
        throw new Error(`${(error as Error).message}\nin: ${piece}`, { cause: error });
      }
    }
    return pieces.length;
  }

  it.each(procedures.map((one) => [one.name, one] as const))(
    "the procedure %s, and every statement in it",
    async (_, procedure) => {
      await google.analyse(procedure.statement);
      const own = parametersOf(procedure);
      expect(own.length).toBeGreaterThan(0);
      expect(await read(bodyOf(procedure), [], own)).toBeGreaterThan(0);
    },
  );

  it.each(Object.keys(WORK))("every statement of %s", async (name) => {
    const statements = await sent(name);
    expect(statements.length).toBeGreaterThan(0);
    if (/^(?:commit|withdraw|restore|unlock|mark|load)$/.test(name))
      expect(statements.some(({ text }) => text.includes("COMMIT TRANSACTION"))).toBe(true);
    for (const { text, parameters } of statements) await read(text, parameters, []);
  });

  it("nothing that is wrong in them", async () => {
    const [commit] = (await sent("commit")).slice(-1);
    const text = commit?.text ?? "";
    for (const [right, wrong] of [
      ["a.is_active", "a.is_actve"],
      ["@wanted", "@wantd"],
      ["raise_guards(@page)", "raise_guards(1)"],
      ["STRPOS(failure, 'conflict:')", "STRPOS(failur, 'conflict:')"],
      ["'committed', @content_digest", "1, @content_digest"],
    ] as const) {
      expect(text).toContain(right);
      await expect(read(text.replace(right, wrong), commit?.parameters ?? [], [])).rejects.toThrow(/./);
    }
  });
});
