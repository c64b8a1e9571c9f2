import { ErosError } from "../domain/errors.js";
import type { ConflictCheck } from "./port.js";

/** Captions or days that somebody else holds. Its message begins with `conflict:`; exit 4. */
export class ConflictError extends ErosError {
  override readonly name = "ConflictError";
  constructor(
    message: string,
    remedy: string,
    readonly check: ConflictCheck,
  ) {
    super("conflict", message.startsWith("conflict:") ? message : `conflict: ${message}`, remedy);
  }
}
