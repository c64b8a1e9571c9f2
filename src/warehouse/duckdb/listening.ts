import type { LocalOptions } from "../options.js";
import type { Witness } from "./session.js";

/** Tells the listener of every statement once it has run, beside a witness that a test may have set. */
export function listening({
  onStatement,
  witness,
}: Pick<LocalOptions, "onStatement"> & { readonly witness?: Witness }): Witness | undefined {
  if (onStatement === undefined) return witness;
  let began = 0;
  return (text, moment) => {
    witness?.(text, moment);
    if (moment === "before") began = performance.now();
    else onStatement({ text, milliseconds: performance.now() - began });
  };
}
