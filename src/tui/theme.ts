import type { Zone } from "../domain/zone.js";

/**
 * What a colour means. Foregrounds of the sixteen that every terminal theme sets for itself, on its own background; never
 * alone: a word or a sign says the same.
 */
export type Tone = "plain" | "good" | "caution" | "bad" | "chosen" | "paid" | "faint" | "strong";

export interface Ink {
  readonly color?: "green" | "yellow" | "red" | "cyan" | "magenta";
  readonly bold?: boolean;
  readonly dimColor?: boolean;
}

export const THEME: Readonly<Record<Tone, Ink>> = {
  plain: {},
  good: { color: "green" },
  caution: { color: "yellow" },
  bad: { color: "red" },
  /** What the keys act on now. */
  chosen: { color: "cyan", bold: true },
  /** PPVs in the week, where bumps are plain. */
  paid: { color: "magenta" },
  /** Rules, units, what cannot be done now. */
  faint: { dimColor: true },
  /** Headings and figures that matter. */
  strong: { bold: true },
};

export const ZONE_TONE: Readonly<Record<Zone, Tone>> = { GREEN: "good", YELLOW: "caution", RED: "bad" };
