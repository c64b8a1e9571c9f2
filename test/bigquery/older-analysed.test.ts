// Google's analyser reads what a dataset of the original is asked: our functions in place of their calls, and no column that it
// does not have.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Committing } from "../../src/warehouse/bigquery/commit.js";
import { olderEngine } from "../../src/warehouse/bigquery/older/engine.js";
import { STANDING } from "../../src/warehouse/bigquery/older/selection.js";
import { asParts } from "../../src/warehouse/bigquery/questions.js";
import { QUESTIONS } from "../../src/warehouse/bigquery/reading.js";
import { wantedTables } from "../../src/warehouse/bigquery/shapes.js";
import { CONFLICTS, STORED } from "../../src/warehouse/bigquery/stored.js";
import { Google } from "./google.js";
import { DATASET } from "./statements.js";

/** What came with this program, and keys that some datasets of the original lack. */
const LACKING =
  /^(?:caption_key|row_id|week_start|state|content_digest|changed_at|changed_by|exported_by|command|details|display_name)$/;
const ABSENT = /commit_guard|worklist_marks|creator_content_inventory|active_creators/;

const PARAMETERS = Object.entries({
  page: "STRING",
  week: "DATE",
  now: "TIMESTAMP",
  seed: "STRING",
  ignored: "STRING",
  ids: "STRING",
  wanted: "STRING",
  schedule_id: "STRING",
}).map(([name, type]) => ({ name, type }));
const { report: _, captions: __, passedOver: ___, ...asked } = QUESTIONS;

describe("Google's analyser accepts", () => {
  let google: Google;
  let inside: (text: string) => string;
  beforeAll(async () => {
    google = await Google.start(DATASET);
    const tables = wantedTables()
      .filter(({ name }) => !ABSENT.test(name))
      .map(({ name, columns }) => [name, columns.filter((column) => !LACKING.test(column.name))] as const);
    for (const [name, columns] of tables)
      await google.define(
        `CREATE TABLE ${DATASET}.${name} (${columns.map((one) => `${one.name} ${one.type}`).join(", ")})`,
      );
    const present = tables.map(
      ([name, columns]) =>
        [name, columns.map((one) => ({ name: one.name, type: one.type, mustBeFilled: false }))] as const,
    );
    const engine = { inside: (text: string) => text } as Committing;
    ({ inside } = olderEngine(engine, { dataset: DATASET, names: {}, tables: new Map(present) }));
  });
  afterAll(() => google.stop());

  it.each(Object.entries({ ...asked, ...CONFLICTS, ...STORED, ...STANDING }))(
    "%s without any of our functions",
    async (name, question) => {
      const text = inside(asParts({ [name]: question }));
      expect(text).not.toContain("{dataset}");
      await google.analyse(text, { parameters: PARAMETERS });
    },
  );
});
