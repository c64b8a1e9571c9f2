import { ErosError } from "../domain/errors.js";

/**
 * The connection broke at or after COMMIT and the look afterwards failed as well: the schedule may or may not be stored.
 * Whoever catches it looks the id up (`lookup`) before saying anything else.
 */
export class OutcomeUnknownError extends ErosError {
  override readonly name = "OutcomeUnknownError";
  constructor(
    readonly scheduleId: string,
    cause: unknown,
    what: "stored" | "withdrawn" | "restored" = "stored",
  ) {
    super(
      "unreachable",
      `whether ${scheduleId} was ${what} is not known: the warehouse failed while it was being ${what === "stored" ? "committed" : what}`,
      what === "stored"
        ? "run the same commit again: it looks for its own id first and stores nothing twice"
        : `run it again: where it was ${what} after all, that is said and nothing is done twice`,
      { cause },
    );
  }
}
