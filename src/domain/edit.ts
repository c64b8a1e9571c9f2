import type { CaptionId } from "./caption.js";

/** What was done to a plan by hand after it had been planned; stored with the schedule. */
export interface PlanEdit {
  /** Captions that somebody else took meanwhile made room for others. */
  readonly edit: "replaced";
  readonly taken: readonly CaptionId[];
  readonly drawn: readonly CaptionId[];
}
