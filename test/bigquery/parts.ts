import type { Part } from "../warehouse/contract.js";

/** Parts of the contract that run in a file of their own, at the same time as the others: what follows a first commit. */
export const FOLLOWING: readonly Part[] = ["replacing", "withdrawing", "restoring", "loading", "watching"];
