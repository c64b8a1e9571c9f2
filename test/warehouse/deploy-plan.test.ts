// What would be done to a dataset, decided from what stands there: no server is needed for the decision.
import { describe, expect, it } from "vitest";
import type { TableNames } from "../../src/domain/table-names.js";
import { type Definition, definitions, PROCEDURES } from "../../src/warehouse/bigquery/definitions.js";
import { scriptOf } from "../../src/warehouse/bigquery/deploy.js";
import { deployPlan, type Survey } from "../../src/warehouse/bigquery/deploy-plan.js";
import { digestOf, RECORD, recordStatement } from "../../src/warehouse/bigquery/deploy-record.js";
import { createAgain, lineDifferences, partsOf } from "../../src/warehouse/bigquery/routine-text.js";
import type { PresentRoutine } from "../../src/warehouse/bigquery/routines.js";
import { type PresentColumn, refuseOtherShapes, wantedTables } from "../../src/warehouse/bigquery/shapes.js";
import { type DeployPlan, type DeployStep, work } from "../../src/warehouse/deployment.js";

const DATASET = "brain";
const ALL = definitions(DATASET);
const ROUTINES = ALL.filter(({ kind }) => kind !== "TABLE");

const routine = (one: Definition, modified = 1): PresentRoutine => ({
  name: one.name,
  kind: one.kind,
  modified,
  ...partsOf(one),
});
const fitting = (names: TableNames = {}): Map<string, readonly PresentColumn[]> =>
  new Map(
    wantedTables(names).map(({ name, columns }) => [
      name,
      columns.map((column) => ({ name: column.name, type: column.type, mustBeFilled: column.needed })),
    ]),
  );
const record = (made: readonly Definition[] = ROUTINES, modified = 2): PresentRoutine => ({
  name: RECORD,
  kind: "FUNCTION",
  modified,
  ...partsOf({ kind: "FUNCTION", statement: recordStatement(DATASET, made) }),
});
const deployed = (): {
  tables: Map<string, readonly PresentColumn[]>;
  routines: Map<string, PresentRoutine>;
} => ({
  tables: fitting(),
  routines: new Map([...ROUTINES.map((one) => routine(one)), record()].map((one) => [one.name, one])),
});
const plan = (survey: Survey, consent = false, tableNames: TableNames = {}): DeployPlan =>
  deployPlan(
    {
      projectId: "project",
      dataset: DATASET,
      location: "EU",
      tableNames,
      definitions: definitions(DATASET, tableNames),
    },
    survey,
    consent,
  );
const step = ({ steps }: DeployPlan, name: string): DeployStep => {
  const found = steps.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};
const changed = (one: PresentRoutine): PresentRoutine => ({ ...one, body: "BEGIN\n  SELECT 1;\nEND" });

describe("a plan to deploy", () => {
  it("makes everything in an empty dataset, the record last, without asking", () => {
    const { steps } = plan({ tables: new Map(), routines: new Map() });
    expect(steps.map(({ action }) => action)).toEqual(steps.map(() => "create"));
    expect(steps.some(({ needsConsent }) => needsConsent)).toBe(false);
    expect(steps.at(-1)?.name).toBe(RECORD);
    expect(steps).toHaveLength(ALL.length + 1);
  });

  it("asks before it makes the dataset itself, in the location that was named", () => {
    const [first] = plan({ tables: null, routines: new Map() }).steps;
    expect(first).toMatchObject({ kind: "dataset", action: "create", needsConsent: true });
    expect(first?.statement).toContain('OPTIONS (location = "EU")');
  });

  it("finds nothing to do where everything stands", () => {
    expect(work(plan(deployed()))).toEqual([]);
  });

  it("finds nothing to do where the same texts stand that somebody else put there, but for the record", () => {
    const { tables, routines } = deployed();
    routines.delete(RECORD);
    expect(work(plan({ tables, routines })).map(({ name }) => name)).toEqual([RECORD]);
  });

  it("replaces what an older version of ours made without asking, and says which version", () => {
    const { tables, routines } = deployed();
    const [first] = ROUTINES;
    if (!first) throw new Error("no routines");
    routines.set(first.name, changed(routine(first)));
    routines.set(RECORD, record([{ ...first, statement: "older" }, ...ROUTINES.slice(1)]));
    const made = plan({ tables, routines });
    expect(step(made, first.name)).toMatchObject({ action: "replace", needsConsent: false });
    expect(step(made, first.name).differences[0]).toMatch(/eros-tui's, of version/);
    expect(step(made, RECORD).action).toBe("replace");
  });

  it("goes on after a run that was broken off, without asking again", () => {
    const { tables, routines } = deployed();
    const made = record(ROUTINES, 2);
    const [first, second] = ROUTINES;
    if (!first || !second) throw new Error("no routines");
    routines.set(RECORD, {
      ...made,
      body: made.body?.replace('{"version"', '{"begun":true,"version"') ?? null,
    });
    // Texts are compared where the record cannot tell: these are as an emulator writes them down.
    routines.set(first.name, { ...changed(routine(first, 3)), body: "(rewritten)" });
    routines.set(second.name, { ...changed(routine(second, 1)), body: "(older)" });
    const again = plan({ tables, routines });
    expect(step(again, first.name).action).toBe("keep");
    expect(step(again, second.name)).toMatchObject({ action: "replace", needsConsent: false });
    expect(step(again, RECORD)).toMatchObject({ action: "replace" });
    expect(step(again, RECORD).statement).not.toContain("begun");
  });

  it("takes for foreign what was changed after it was deployed", () => {
    const { tables, routines } = deployed();
    const inner = ROUTINES.find(({ name }) => name === "raise_guards");
    if (!inner) throw new Error("no raise_guards");
    routines.set(inner.name, changed(routine(inner, 3)));
    expect(step(plan({ tables, routines }), inner.name)).toMatchObject({
      action: "replace",
      needsConsent: true,
    });
  });

  it.each(PROCEDURES)("leaves an older %s until --yes, and then keeps its text", (name) => {
    const { tables, routines } = deployed();
    routines.delete(RECORD);
    const older: PresentRoutine = {
      name,
      kind: "PROCEDURE",
      parameters: "IN page STRING",
      body: "BEGIN\n  SELECT page;\nEND",
      modified: 1,
    };
    routines.set(name, older);
    const made = plan({ tables, routines });
    expect(step(made, name)).toMatchObject({ action: "leave", needsConsent: true });
    expect(work(made).map((one) => one.name)).toEqual([RECORD]);
    // What is left to somebody else is not called ours.
    expect(step(made, RECORD).statement).not.toContain(`"${name}"`);
    const replacing = step(plan({ tables, routines }, true), name);
    expect(replacing.action).toBe("replace");
    expect(replacing.differences[1]).toMatch(/^parameters: \(IN page STRING\) → \(/);
    expect(replacing.differences).toContain("- SELECT page;");
    expect(replacing.replaced).toBe(
      `CREATE OR REPLACE PROCEDURE brain.${name}(IN page STRING)\nBEGIN\n  SELECT page;\nEND`,
    );
  });

  it("refuses where another kind of routine stands under a name", () => {
    const { tables, routines } = deployed();
    routines.set("pages", { name: "pages", kind: "PROCEDURE", parameters: "", body: null, modified: 9 });
    const { action, remedy, statement } = step(plan({ tables, routines }, true), "pages");
    expect([action, statement]).toEqual(["refuse", null]);
    expect(remedy).toContain("DROP PROCEDURE brain.pages");
  });
});

describe("tables that stand", () => {
  const withTable = (name: string, columns: readonly PresentColumn[]): Survey => {
    const survey = deployed();
    survey.tables.set(name, columns);
    return survey;
  };
  const column = (name: string, type: string, mustBeFilled = false): PresentColumn => ({
    name,
    type,
    mustBeFilled,
  });
  const of = (name: string): readonly PresentColumn[] => fitting().get(name) ?? [];

  it("may be wider", () => {
    const wide = [...of("mass_messages"), column("campaign", "STRING")];
    const { action, differences } = step(plan(withTable("mass_messages", wide)), "mass_messages");
    expect(action).toBe("keep");
    expect(differences.join()).toContain("campaign");
  });

  it("may hold decimals for doubles, and texts of a length", () => {
    const other = of("mass_messages").map((one) =>
      one.type === "FLOAT64"
        ? { ...one, type: "NUMERIC(10, 2)" }
        : one.type === "STRING"
          ? { ...one, type: "STRING(500)" }
          : one,
    );
    expect(step(plan(withTable("mass_messages", other)), "mass_messages").action).toBe("keep");
  });

  it("are given columns that may be empty, with --yes only", () => {
    const narrow = of("schedule_recommendations").filter(
      ({ name }) => name !== "week_start" && name !== "state",
    );
    const { action, needsConsent, statement } = step(
      plan(withTable("schedule_recommendations", narrow)),
      "schedule_recommendations",
    );
    expect([action, needsConsent]).toEqual(["add columns", true]);
    expect(statement).toBe(
      "ALTER TABLE brain.schedule_recommendations ADD COLUMN IF NOT EXISTS week_start DATE, ADD COLUMN IF NOT EXISTS state STRING",
    );
  });

  it.each([
    [
      "lacks what every row has",
      [column("page_name", "STRING"), column("recommendation_data", "JSON")],
      "schedule_json STRING",
    ],
    [
      "has another type",
      of("schedule_recommendations").map((one) =>
        one.name === "schedule_json" ? { ...one, type: "JSON" } : one,
      ),
      "schedule_json is JSON instead of STRING",
    ],
    [
      "wants what we do not know",
      [...of("schedule_recommendations"), column("tenant", "STRING", true)],
      "tenant STRING must be filled",
    ],
  ])("are never touched where one %s: the setting is named", (_, columns, said) => {
    const survey = withTable("schedule_recommendations", columns);
    const { action, statement, differences, remedy } = step(plan(survey, true), "schedule_recommendations");
    expect([action, statement]).toEqual(["refuse", null]);
    expect(differences.join()).toContain(said);
    expect(remedy).toContain('schedule_recommendations = "eros_schedule_recommendations"');
    const named: TableNames = { schedule_recommendations: "eros_schedules" };
    const elsewhere = plan(survey, true, named);
    expect(step(elsewhere, "eros_schedules")).toMatchObject({ action: "create" });
    expect(elsewhere.steps.some(({ action: one }) => one === "refuse")).toBe(false);
    // No routine reads the other one either.
    for (const one of elsewhere.steps)
      expect(one.statement ?? "").not.toMatch(/brain\.schedule_recommendations\b/);
  });

  it("are looked at before the first row is written", () => {
    const rows = (tables: ReadonlyMap<string, readonly PresentColumn[]>) =>
      [...tables].flatMap(([table_name, columns]) =>
        columns.map(({ name, type }) => ({
          table_name,
          column_name: name,
          data_type: type,
          is_nullable: "YES",
        })),
      );
    expect(() => refuseOtherShapes(rows(fitting()), {})).not.toThrow();
    const without = fitting();
    without.delete("commit_guard");
    expect(() => refuseOtherShapes(rows(without), {})).toThrow(
      expect.objectContaining({ kind: "incomplete", remedy: expect.stringContaining("eros-tui deploy") }),
    );
    expect(() => refuseOtherShapes(rows(without), {}, ["caption_bank"])).not.toThrow();
    const other = fitting().set("caption_bank", [column("id", "STRING")]);
    expect(() => refuseOtherShapes(rows(other), {})).toThrow(/caption_bank has another shape/);
  });
});

describe("texts of routines", () => {
  it("are taken apart into parameters and body", () => {
    const lock = ROUTINES.find(({ name }) => name === "lock_caption_assignments");
    const { parameters, body } = partsOf(lock ?? { kind: "PROCEDURE", statement: "" });
    expect(parameters).toContain(
      "ARRAY<STRUCT<caption_id INT64, scheduled_send_date DATE, scheduled_send_hour INT64>>",
    );
    expect(body).toMatch(/^BEGIN\n/);
    expect(body).toMatch(/END$/);
    for (const one of ROUTINES) expect([one.name, partsOf(one).body.length > 3]).toEqual([one.name, true]);
  });

  it("make a routine that stands again", () => {
    const present = {
      name: "f",
      kind: "TABLE FUNCTION",
      parameters: "p STRING",
      body: "(SELECT p)",
      modified: 0,
    };
    expect(createAgain("d", present)).toBe(
      "CREATE OR REPLACE TABLE FUNCTION d.f(p STRING) AS (\nSELECT p\n)",
    );
  });

  it("are compared line by line", () => {
    expect(lineDifferences(["a", "b", "c"], ["a", "x", "c", "d"])).toEqual(["- b", "+ x", "+ d"]);
    expect(lineDifferences([], ["a"])).toEqual(["+ a"]);
    expect(lineDifferences(["a", "b"], ["a", "b"])).toEqual([]);
  });

  it("all stand in the script for `bq query`, tables before what reads them", () => {
    const script = scriptOf(DATASET, { caption_bank: "bank" });
    let at = 0;
    for (const { statement } of definitions(DATASET, { caption_bank: "bank" })) {
      const found = script.indexOf(`${statement};`, at);
      expect(found).toBeGreaterThanOrEqual(at);
      at = found;
    }
    expect(script).toContain(`brain.${RECORD}()`);
    expect(script).not.toMatch(/brain\.caption_bank\b|\{dataset\}/);
    expect(script).toContain(
      digestOf(definitions(DATASET, { caption_bank: "bank" }).at(-1)?.statement ?? ""),
    );
  });
});
