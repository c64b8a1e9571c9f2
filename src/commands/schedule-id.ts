import { badInput } from "../domain/errors.js";
import type { Input } from "./input.js";

/** @throws {ErosError} where no schedule is named. */
export function scheduleIdOf(input: Input, verb: string): string {
  const id = input.argument?.trim() ?? "";
  if (id !== "") return id;
  throw badInput("schedule", `${verb} needs a schedule id`, "give the one that `eros-tui build` printed");
}
