import type { Row } from "../cells.js";
import type { Ctx } from "../port.js";
import type { Job, Jobs } from "./jobs.js";

/** What runs statements, and what fills the names of a dataset into them. */
export interface Engine {
  readonly jobs: Jobs;
  inside(text: string): string;
}

/** A query, and the order of its rows in terms of `t`. */
export interface Question {
  readonly select: string;
  readonly order: string;
}
export type Questions = Readonly<Record<string, Question>>;
export type Answers<Q extends Questions> = { readonly [K in keyof Q]: readonly Row[] };

/** Rows of several questions as one table: the question's name, the place among its rows, and the row as JSON. */
export const asParts = (questions: Questions): string =>
  Object.entries(questions)
    .map(
      ([name, { select, order }]) =>
        `SELECT '${name}' AS part, ROW_NUMBER() OVER (ORDER BY ${order}) AS place, TO_JSON_STRING(t) AS cells\nFROM (${select}) AS t`,
    )
    .join("\nUNION ALL\n");

/** One query that answers them all. */
const queryOf = (questions: Questions): string =>
  `SELECT p.part, p.place, p.cells FROM (\n${asParts(questions)}\n) AS p ORDER BY p.part, p.place`;

/**
 * A script that answers them all, the heavy ones each in a statement of its own: BigQuery puts the bodies of functions into
 * the query, and one query of all of them would be too complex to plan.
 */
function scriptOf(declarations: string, heavy: Questions, light: Questions): string {
  const tables = Object.entries(heavy).map(
    ([name, question]) => [`rows_of_${name.toLowerCase()}`, asParts({ [name]: question })] as const,
  );
  return [
    declarations,
    ...tables.map(([table, query]) => `CREATE TEMP TABLE ${table} AS\n${query};`),
    `SELECT p.part, p.place, p.cells FROM (\n${[
      asParts(light),
      ...tables.map(([table]) => `SELECT part, place, cells FROM ${table}`),
    ].join("\nUNION ALL\n")}\n) AS p ORDER BY p.part, p.place;`,
  ].join("\n");
}

/** Rows by question from the rows of parts. */
export function partsOf<Q extends Questions>(rows: readonly Row[], questions: Q): Answers<Q> {
  const answers = new Map(Object.keys(questions).map((name) => [name, [] as Row[]]));
  for (const row of rows) answers.get(String(row.part))?.push(JSON.parse(String(row.cells)) as Row);
  return Object.fromEntries(answers) as unknown as Answers<Q>;
}

/** Asks several questions in one job. */
export async function ask<Q extends Questions>(
  { jobs, inside }: Engine,
  questions: Q,
  job: Omit<Job, "text">,
  ctx: Ctx,
): Promise<Answers<Q>> {
  const text = inside(queryOf(questions));
  return partsOf(await jobs.run({ ...job, text }, ctx), questions);
}

/** Questions of one script: the heavy ones get statements of their own. */
export interface Inquiry<H extends Questions, L extends Questions> {
  /** DECLARE statements that come first. */
  readonly declarations?: string;
  readonly heavy: H;
  readonly light: L;
}

/** Asks several questions in one script. */
export async function askAll<H extends Questions, L extends Questions>(
  { jobs, inside }: Engine,
  { declarations = "", heavy, light }: Inquiry<H, L>,
  job: Omit<Job, "text">,
  ctx: Ctx,
): Promise<Answers<H & L>> {
  const text = inside(scriptOf(declarations, heavy, light));
  return partsOf(await jobs.run({ ...job, text }, ctx), { ...heavy, ...light });
}
