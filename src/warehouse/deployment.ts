import type { Ctx } from "./port.js";

/** Something that a warehouse must hold, and what is to be done about it. */
export interface DeployStep {
  readonly kind: "dataset" | "table" | "function" | "table function" | "procedure" | "record";
  readonly name: string;
  /** "refuse": something else stands there that is never touched; "leave": it stays until `--yes` is given. */
  readonly action: "create" | "add columns" | "replace" | "keep" | "leave" | "refuse";
  /** True where it changes what somebody else made: only with `--yes`. */
  readonly needsConsent: boolean;
  /** What stands there against what is wanted, a sentence or a line of text each. */
  readonly differences: readonly string[];
  /** Why it cannot be done, and what to do instead. */
  readonly remedy?: string;
  /** What is run; null where nothing is. */
  readonly statement: string | null;
  /** The text of a routine that is replaced and was not ours, to be put back by hand. */
  readonly replaced?: string;
}

export interface DeployPlan {
  /** The file, or project.dataset. */
  readonly place: string;
  readonly steps: readonly DeployStep[];
}

/** A warehouse about to be given tables and routines. */
export interface Deployment {
  /** What would be done; nothing is written. @param consent as `--yes` gives it. */
  plan(consent: boolean, ctx: Ctx): Promise<DeployPlan>;
  /** Does the steps of a plan in their order; each is told as it begins. What was done stays done. */
  carryOut(plan: DeployPlan, ctx: Ctx): Promise<void>;
  close(): Promise<void>;
}

/** Steps that run something. */
export const work = (plan: DeployPlan): readonly DeployStep[] =>
  plan.steps.filter(({ statement, action }) => statement !== null && isDone(action));

const isDone = (action: DeployStep["action"]): boolean =>
  action === "create" || action === "add columns" || action === "replace";
