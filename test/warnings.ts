import { afterAll, expect } from "vitest";

/** What Node warns of is a defect: listeners that pile up on a signal, something deprecated. */
const warned: string[] = [];
const hear = (warning: Error): void => {
  if (!isOfOthers(warning)) warned.push(`${warning.name}: ${warning.message}`);
};
/** A library that uses what a later Node gives up is not ours to mend. */
const isOfOthers = ({ name, stack = "" }: Error): boolean =>
  name === "ExperimentalWarning" || (name === "DeprecationWarning" && stack.includes("node_modules"));
process.on("warning", hear);
afterAll(() => {
  process.off("warning", hear);
  expect(warned, "Node warned of something").toEqual([]);
});
