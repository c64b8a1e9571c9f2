import type { IsoDate } from "./calendar.js";
import type { CaptionId } from "./caption.js";
import type { SendingHours } from "./defaults.js";
import { badInput, type ErosError } from "./errors.js";
import type { PriceMix } from "./message.js";
import { FIELD_RULES, type FieldRule } from "./override-fields.js";
import type { Zone } from "./zone.js";

export { DEFAULT_HOURS, type SendingHours } from "./defaults.js";

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

/**
 * What an operator wrote, the same for the screen, flags and the config file. Each field stands alone: one that means
 * nothing is a problem and is left as computed.
 */
export function parseOverrides(texts: OverrideTexts): ParsedOverrides {
  const problems: Problem[] = [];
  const read = <T>(field: OverrideField, rule: FieldRule<T>): T | undefined => {
    const value = texts[field]?.trim() ?? "";
    if (value === "") return undefined;
    const parsed = rule.parse(value);
    if (parsed !== undefined) return parsed;
    problems.push({ field, value, message: rule.problem(value), incomplete: rule.incomplete(value) });
    return undefined;
  };
  const startDate = read("startDate", FIELD_RULES.startDate);
  const all: Overrides = {
    ppvCount: read("ppv", FIELD_RULES.ppv),
    bumpCount: read("bump", FIELD_RULES.bump),
    zone: read("zone", FIELD_RULES.zone),
    priceMix: read("priceMix", FIELD_RULES.priceMix),
    hours: read("hours", FIELD_RULES.hours),
    seed: read("seed", FIELD_RULES.seed),
    exclude: read("exclude", FIELD_RULES.exclude),
  };
  return { startDate, overrides: overridesToJson(all), problems };
}

/** The stored form: only what was set, in a fixed order of keys. */
export function overridesToJson(overrides: Overrides): Overrides {
  const { ppvCount, bumpCount, zone, priceMix, hours, seed, exclude } = overrides;
  const none = exclude === undefined || exclude.length === 0;
  const set = { ppvCount, bumpCount, zone, priceMix, hours, seed, exclude: none ? undefined : exclude };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** Overrides as an operator would write them: what `parseOverrides` reads back. */
function overrideTexts(overrides: Overrides): OverrideTexts {
  const { ppvCount, bumpCount, zone, priceMix, hours, seed, exclude } = overrides;
  const text = <T>(value: T | undefined, of: (value: T) => string = String): string | undefined =>
    value === undefined ? undefined : of(value);
  // Nobody checks the types of a caller in JavaScript, or of another program's JSON: what is no list stands as it came,
  // and means nothing.
  return {
    ppv: text(ppvCount),
    bump: text(bumpCount),
    zone: text(zone),
    priceMix: text(priceMix, (mix) => [mix?.budget, mix?.mid, mix?.premium].join("/")),
    hours: text(hours, (range) => (Array.isArray(range) ? hoursText(range) : String(range))),
    seed: text(seed),
    exclude: text(exclude, (ids) => (Array.isArray(ids) ? ids.map(idText).join(",") : String(ids))),
  };
}

/** A number beyond what a double holds has lost digits on its way: it would be another caption. */
const idText = (id: unknown): string =>
  typeof id === "number" && !Number.isSafeInteger(id) ? `number:${id}` : String(id);

/** Under which key of `Overrides` a field stands. */
const KEYS: Readonly<Record<OverrideField, string>> = {
  startDate: "startDate",
  ppv: "ppvCount",
  bump: "bumpCount",
  zone: "zone",
  priceMix: "priceMix",
  hours: "hours",
  seed: "seed",
  exclude: "exclude",
};

/**
 * Overrides that came as values, through the library or with a stored schedule, by the same rules as those that were
 * written.
 * @throws {ErosError} "badInput" naming the first that means nothing, or that there is not.
 */
export function checkedOverrides(given: object): Overrides {
  const keys = Object.values(KEYS).slice(1);
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw badInput(unknown, `there is no option “${unknown}”`, `overrides are ${keys.join(", ")}`);
  const { overrides, problems } = parseOverrides(overrideTexts(given as Overrides));
  const [problem] = problems;
  if (problem !== undefined)
    throw badInput(KEYS[problem.field], problem.message, "give what is allowed, or leave it out");
  return overridesToJson(overrides);
}

/** Sending hours as they are written: `07-23`. */
export const hoursText = (hours: SendingHours, dash = "-"): string =>
  hours.map((hour) => String(hour).padStart(2, "0")).join(dash);

/** The draw of a week for which none was asked: its start date as yyyymmdd. */
export const defaultSeed = (startDate: IsoDate): string => startDate.replaceAll("-", "");

/** A whole number, 0 or more, that a number holds exactly. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** What a week's counts must be, known once overrides and computed values are together; null where they are. */
export function checkCounts(ppv: number, bump: number): ErosError | null {
  const wrong = [
    { field: "ppvCount", name: "PPVs", count: ppv },
    { field: "bumpCount", name: "bumps", count: bump },
  ].find(({ count }) => !isCount(count));
  if (wrong !== undefined)
    return badInput(
      wrong.field,
      `${wrong.count} ${wrong.name}: a count is a whole number, 0 or more`,
      `give a whole number of ${wrong.name}`,
    );
  if (ppv + bump > 0) return null;
  return badInput(
    "ppvCount",
    "0 PPVs and 0 bumps: a week has at least one message in all",
    "ask for at least one PPV or bump",
  );
}
