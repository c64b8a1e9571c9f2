import frame from "../../../sql/scripts/transaction.sql";
import type { Ctx } from "../port.js";
import { JobFailure, leftNothing } from "./failures.js";
import { UnknownFate } from "./jobs.js";
import { type Answers, asParts, type Engine, partsOf, type Question, type Questions } from "./questions.js";
import type { Values } from "./values.js";

/** What one transaction does. */
export interface Transaction<D extends Questions, R extends Questions> {
  /** Statements of sql/scripts/, without BEGIN and COMMIT. */
  readonly body: string;
  readonly values: Values;
  /** Asked once it is committed. */
  readonly done: D;
  /** Asked where something stands against it: what that is. */
  readonly refused: R;
  readonly verb: string;
  readonly page?: string;
  /** First part of the job's id, from the schedule's own. */
  readonly id: string;
}

/** How a transaction ended: it stands, or something stood against it and nothing was written. */
export type Ending<D extends Questions, R extends Questions> =
  | { readonly stands: true; readonly rows: Answers<D> }
  | { readonly stands: false; readonly rows: Answers<R> };

/** Always a row, so that an ending is told from an answer without rows. */
const ending = (how: "done" | "refused"): Record<string, Question> => ({
  [how]: { select: "SELECT 1 AS place", order: "t.place" },
});

/** The script of a transaction: the guards first, all of it or nothing, one job. */
export const scriptOf = <D extends Questions, R extends Questions>(
  transaction: Pick<Transaction<D, R>, "body" | "done" | "refused">,
): string =>
  withoutHeader(frame)
    .replace("{body}", () => withoutHeader(transaction.body).replaceAll("\n", "\n  "))
    .replace("{done}", () => asParts({ ...ending("done"), ...transaction.done }))
    .replace("{refused}", () => asParts({ ...ending("refused"), ...transaction.refused }));

/** The comment that heads a file says what it is; a job does not need it. */
const withoutHeader = (text: string): string => text.replace(/^(?:--.*\n)+/, "").trim();

/**
 * Runs it as one job. The clash of two transactions is tried again as a whole.
 * @throws {JobFailure} where it was rolled back. @throws {UnknownFate} where nobody can tell.
 */
export async function runTransaction<D extends Questions, R extends Questions>(
  { jobs, inside }: Engine,
  transaction: Transaction<D, R>,
  ctx: Ctx,
): Promise<Ending<D, R>> {
  const { values, verb, page, id, done, refused } = transaction;
  const rows = await jobs.write(
    { text: inside(scriptOf(transaction)), values, verb, id, ...(page === undefined ? {} : { page }) },
    ctx,
  );
  if (rows.some(({ part }) => part === "done")) return { stands: true, rows: partsOf(rows, done) };
  return { stands: false, rows: partsOf(rows, refused) };
}

/** Whether an error leaves it open what was done: then the look decides. */
export const isOpen = (error: unknown): boolean =>
  error instanceof UnknownFate || (error instanceof JobFailure && !leftNothing(error));
