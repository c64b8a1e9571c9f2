import { ALL_PARTS, type Part } from "../warehouse/contract.js";

/** Parts of the contract that run in files of their own, so that the servers have about as much to do: commits by themselves. */
export const COMMITTING: readonly Part[] = ["locks", "atomicity", "races"];
/** What follows a first commit. */
export const FOLLOWING: readonly Part[] = ["replacing", "withdrawing", "restoring", "loading", "watching"];
/** All others, those that come later among them. */
export const REST: readonly Part[] = ALL_PARTS.filter(
  (part) => !COMMITTING.includes(part) && !FOLLOWING.includes(part),
);
