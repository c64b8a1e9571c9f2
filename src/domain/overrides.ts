import type { IsoDate } from "./calendar.js";
import type { CaptionId } from "./caption.js";
import type { PriceMix } from "./message.js";
import type { Zone } from "./zone.js";

/** Sending hours: from this full hour to before that one, 0–24. */
export type SendingHours = readonly [from: number, to: number];
export const DEFAULT_HOURS: SendingHours = [7, 23];

/** What an operator may set; each alone, the rest stays as computed. Stored with the schedule under these keys. */
export interface Overrides {
  readonly ppvCount?: number;
  readonly bumpCount?: number;
  readonly zone?: Zone;
  readonly priceMix?: PriceMix;
  readonly hours?: SendingHours;
  /** Draws other captions and times. Default: the start date as yyyymmdd. */
  readonly seed?: string;
  /** Captions that this plan does not use. */
  readonly exclude?: readonly CaptionId[];
}

/** The fields as text, from the screen, flags or a config file; empty or absent is "as computed". */
export interface OverrideTexts {
  readonly startDate?: string;
  readonly ppv?: string;
  readonly bump?: string;
  readonly zone?: string;
  readonly priceMix?: string;
  readonly hours?: string;
  readonly seed?: string;
  readonly exclude?: string;
}
export type OverrideField = keyof OverrideTexts;

/** A field whose text means nothing: which, what was written, what is allowed. */
export interface Problem {
  readonly field: OverrideField;
  readonly value: string;
  readonly message: string;
  /** True where more typing could make it right ("3/5/", "2025-1"). */
  readonly incomplete: boolean;
}

export interface ParsedOverrides {
  readonly startDate: IsoDate | undefined;
  readonly overrides: Overrides;
  readonly problems: readonly Problem[];
}
