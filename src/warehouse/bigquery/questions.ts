import type { Row } from "../cells.js";
import type { Ctx } from "../port.js";
import type { Job, Jobs } from "./jobs.js";
import { Stages } from "./stages.js";

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

/** What answers them all: a query, behind the statements that compute for it what would be too much for one. */
function scriptOf(declarations: string, questions: Questions): string {
  const stages = new Stages();
  const staged = Object.entries(questions).map(
    ([name, { select, order }]) => [name, { select: stages.of(select), order }] as const,
  );
  const query = `SELECT p.part, p.place, p.cells FROM (\n${asParts(Object.fromEntries(staged))}\n) AS p ORDER BY p.part, p.place`;
  return [declarations, ...stages.statements, query].filter((text) => text !== "").join("\n");
}

/** Rows by question from the rows of parts. */
export function partsOf<Q extends Questions>(rows: readonly Row[], questions: Q): Answers<Q> {
  const answers = new Map(Object.keys(questions).map((name) => [name, [] as Row[]]));
  for (const row of rows) answers.get(String(row.part))?.push(JSON.parse(String(row.cells)) as Row);
  return Object.fromEntries(answers) as unknown as Answers<Q>;
}

/** Asks several questions in one job. @param declarations DECLARE statements that come first. */
export async function ask<Q extends Questions>(
  { jobs, inside }: Engine,
  questions: Q,
  job: Omit<Job, "text">,
  ctx: Ctx,
  declarations = "",
): Promise<Answers<Q>> {
  const text = inside(scriptOf(declarations, questions));
  return partsOf(await jobs.run({ ...job, text }, ctx), questions);
}
