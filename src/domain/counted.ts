import type { Counts } from "./nearest.js";

/** A number with its noun, which takes an s but after one: `1 caption`, `9 PPVs`, `0 bumps`. */
export const counted = (count: number, noun: string, shown = String(count)): string =>
  `${shown} ${noun}${count === 1 ? "" : "s"}`;

/** `9 PPVs and 3 bumps`; a type that there is none of goes unsaid. */
export function countsInWords({ ppv, bump }: Counts): string {
  if (bump === 0) return counted(ppv, "PPV");
  return ppv === 0 ? counted(bump, "bump") : `${counted(ppv, "PPV")} and ${counted(bump, "bump")}`;
}
