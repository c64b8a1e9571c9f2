// Google's analyser reads every statement that the program sends, and every one in the bodies of its procedures, with the
// types of the values that it is sent with. The emulator takes much that BigQuery does not.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IMPORT_KINDS } from "../../src/domain/import-columns.js";
import { type Definition, definitions } from "../../src/warehouse/bigquery/definitions.js";
import { scriptOf } from "../../src/warehouse/bigquery/import/script.js";
import { COLUMNS } from "../../src/warehouse/bigquery/import/staging.js";
import { inDataset } from "../../src/warehouse/sql-library.js";
import { closeAll } from "../warehouse/scripted-bigquery.js";
import { type Column, Google } from "./google.js";
import { piecesOf } from "./script-pieces.js";
import { DATASET } from "./statements.js";
import { sent, WORK } from "./work.js";

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
/** Where a row of a file stands. */
const PLACE = ["record INT64", "line INT64", "n INT64"];
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

  it("what an import runs, with the texts that the embedded engine compares by", async () => {
    const staged = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, `${DATASET}.staged_${kind}`]));
    for (const kind of IMPORT_KINDS) {
      const columns = [...COLUMNS[kind].map(([name, type]) => `${name} ${type}`), ...PLACE];
      await google.define(`CREATE TABLE ${staged[kind]} (${columns.join(", ")})`);
    }
    const parameters = [
      { name: "may_store", type: "BOOL" },
      { name: "allowed", type: "INT64" },
    ];
    const text = inDataset(scriptOf(IMPORT_KINDS, staged), DATASET);
    expect(await read(text, parameters, [])).toBeGreaterThan(IMPORT_KINDS.length * 2);
  });

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
    const statements = await sent(name, DATASET);
    expect(statements.length).toBeGreaterThan(0);
    if (/^(?:commit|withdraw|restore|unlock|mark|load)$/.test(name))
      expect(statements.some(({ text }) => text.includes("COMMIT TRANSACTION"))).toBe(true);
    for (const { text, parameters } of statements) await read(text, parameters, []);
  });

  it("nothing that is wrong in them", async () => {
    const [commit] = (await sent("commit", DATASET)).slice(-1);
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
