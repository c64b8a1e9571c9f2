import { type IsoDate, planningWeek } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import { type OverrideField, type Overrides, parseOverrides } from "../domain/overrides.js";
import { BUMP, EXCLUDE, type Flag, HOURS, PPV, PRICE_MIX, REPLACE, SEED, START_DATE, ZONE } from "./flag.js";
import type { Input } from "./input.js";
import type { Session } from "./session.js";

/** The flag of each field that an operator may set. */
const FLAGS: Readonly<Record<OverrideField, Flag>> = {
  startDate: START_DATE,
  ppv: PPV,
  bump: BUMP,
  zone: ZONE,
  priceMix: PRICE_MIX,
  hours: HOURS,
  seed: SEED,
  exclude: EXCLUDE,
};

/** What the flags ask of a week; without a date it is the planning week. */
export interface AskedWeek {
  readonly startDate: IsoDate | undefined;
  /** The schedule whose place the week takes: then its start date is the one. */
  readonly replace?: string | undefined;
  readonly overrides: Overrides;
}

/**
 * Reads the flags, before anything is opened.
 * @throws {ErosError} naming every flag that means nothing, with its value and what is allowed.
 */
export function askedWeek(input: Input): AskedWeek {
  const fields = Object.entries(FLAGS) as [OverrideField, Flag][];
  const texts = Object.fromEntries(fields.map(([field, flag]) => [field, input.text(flag)]));
  const { startDate, overrides, problems } = parseOverrides(texts);
  const [first] = problems;
  if (first !== undefined)
    throw badInput(
      FLAGS[first.field].name,
      problems.map(({ field, message }) => `${FLAGS[field].name}: ${message}`).join("\n"),
      "correct it, or leave it out for what is computed",
    );
  return { startDate, replace: input.text(REPLACE)?.trim(), overrides };
}

/** The week and its overrides; sending hours may come from the settings. */
export function weekOf(
  asked: Pick<AskedWeek, "startDate" | "overrides">,
  { settings, now }: Pick<Session, "settings" | "now">,
): { readonly startDate: IsoDate; readonly overrides: Overrides } {
  const usual = parseOverrides({ hours: settings.hours ?? "" }).overrides;
  return { startDate: asked.startDate ?? planningWeek(now), overrides: { ...usual, ...asked.overrides } };
}

/** The week of a plan that may take a schedule's place: then without a date, unless one was given. */
export function replaceableWeekOf(asked: AskedWeek, session: Pick<Session, "settings" | "now">): AskedWeek {
  const { startDate, overrides } = weekOf(asked, session);
  return {
    startDate: asked.replace === undefined ? startDate : asked.startDate,
    replace: asked.replace,
    overrides,
  };
}
