import { dateOf, type Instant, type IsoDate } from "../domain/calendar.js";
import { badInput, type ErosError } from "../domain/errors.js";
import {
  DEFAULT_HOURS,
  defaultSeed,
  type Overrides,
  type ParsedOverrides,
  type Problem,
  parseOverrides,
} from "../domain/overrides.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { targetsOf } from "../domain/targets.js";
import { isInfeasible, planWeek } from "../domain/week.js";
import type { WalkContext } from "./context.js";
import { currentDraft } from "./draft.js";

type Planning = Pick<WalkContext, "plan" | "infeasible" | "problems">;

/** What the warehouse is, or would be, asked with: the fields as typed, where they mean something. */
export interface Wanted {
  readonly startDate: IsoDate;
  readonly seed: string;
}

/**
 * The draft as read: `parseOverrides`, and a start date that lies in the past is a problem as well, since such a week
 * could not be committed, unless it takes the place of one that is.
 */
export function readDraft(context: WalkContext): ParsedOverrides {
  const { texts } = currentDraft(context);
  const read = parseOverrides(texts);
  const today = dateOf(nowOf(context));
  if (read.startDate === undefined || read.startDate >= today || isSet(context, read.startDate)) return read;
  const message = `the week of ${read.startDate} starts before today, ${today} in Los Angeles`;
  const problem: Problem = { field: "startDate", value: read.startDate, message, incomplete: false };
  return { ...read, startDate: undefined, problems: [...read.problems, problem] };
}

/** Whether the page has a committed schedule that starts on the date, as far as that was read. */
const isSet = ({ prepared, page }: WalkContext, startDate: IsoDate): boolean =>
  prepared?.page === page && prepared.overlaps.some(({ weekStart }) => weekStart === startDate);

/**
 * Start date and draw of the page being planned. A field that means nothing (yet) leaves what was asked last, or the
 * planning week.
 */
export function wanted(context: WalkContext): Wanted {
  const { startDate: typedDate, overrides, problems } = readDraft(context);
  const broken = (field: "startDate" | "seed"): boolean =>
    problems.some((problem) => problem.field === field);
  const last = context.prepared?.page === context.page ? context.prepared : null;
  const startDate =
    typedDate ?? (broken("startDate") && last !== null ? last.startDate : context.creators.week);
  const lastSeed = last?.startDate === startDate ? last.seed : defaultSeed(startDate);
  return { startDate, seed: overrides.seed ?? (broken("seed") ? lastSeed : defaultSeed(startDate)) };
}

/** True where the warehouse has been asked about this page with what is wanted now: nothing needs loading. */
export function isPrepared(context: WalkContext): boolean {
  const { prepared, page } = context;
  const { startDate, seed } = wanted(context);
  return (
    prepared !== null && prepared.page === page && prepared.startDate === startDate && prepared.seed === seed
  );
}

/** True where the field was typed but the warehouse not yet asked with it: `⏎ to apply`. */
export function isPending(context: WalkContext, field: "startDate" | "seed"): boolean {
  const { prepared } = context;
  return prepared !== null && prepared.page === context.page && prepared[field] !== wanted(context)[field];
}

/** True where the report cannot say how much to send: there is no plan until the operator has chosen a zone. */
export const needsZone = ({ prepared, plan }: Pick<WalkContext, "prepared" | "plan">): boolean =>
  prepared !== null && plan === null && isInfeasible(targetsOf(prepared, {}));

/** What the plan is made with: the fields that can be read, the seed that the warehouse was asked with, usual hours. */
function overridesInForce({ settings, prepared }: WalkContext, read: Overrides): Overrides {
  const usual = settings.hours[0] === DEFAULT_HOURS[0] && settings.hours[1] === DEFAULT_HOURS[1];
  const { seed: _, ...rest } = read;
  const own = prepared !== null && prepared.seed !== defaultSeed(prepared.startDate);
  return { ...(usual ? {} : { hours: settings.hours }), ...rest, ...(own ? { seed: prepared.seed } : {}) };
}

/**
 * The plan after a change of the draft: at every key, pure, in milliseconds. While a field means nothing the last
 * plan stays; while the week does not fit it stays too, beside the rule that binds.
 */
export function replanned(context: WalkContext): Planning {
  const { prepared, plan } = context;
  if (prepared === null) return { plan: null, infeasible: null, problems: [] };
  const { overrides, problems } = readDraft(context);
  const known = plan !== null && plan.prepared === prepared;
  const unread = problems.some(({ field }) => field !== "startDate" && field !== "seed");
  if (unread && known) return { plan, infeasible: null, problems };
  const result = planWeek(prepared, overridesInForce(context, overrides));
  if (isInfeasible(result)) return { plan: known ? plan : null, infeasible: result, problems };
  return { plan: result, infeasible: null, problems };
}

/** Why the week as it stands cannot be shown as a plan; null where it can. */
export function planRefusal(context: WalkContext): ErosError | null {
  const { problems, infeasible, plan } = context;
  const [problem] = problems;
  if (problem !== undefined) return badInput(problem.field, problem.message, "correct it in the overrides");
  if (infeasible !== null) return infeasible.error;
  const begun = hasBegun(context);
  if (begun !== null) return begun;
  return plan === null ? badInput("plan", "there is no plan yet", "read the page again") : null;
}

/** Why a running week cannot be planned: only one that is set can, in its place. */
function hasBegun(context: WalkContext): ErosError | null {
  const { prepared, page } = context;
  const today = dateOf(nowOf(context));
  if (prepared === null || prepared.replaces !== undefined || prepared.startDate >= today) return null;
  return badInput(
    "startDate",
    `the week of ${prepared.startDate} has begun, and ${page ?? "the page"} has no schedule in it that could be replaced`,
    "start it today or later",
  );
}

/** A page and week freshly read: everything that hung on the old reading goes. */
export function withPrepared(
  context: WalkContext,
  prepared: PreparedWeek,
  took: number,
): Partial<WalkContext> {
  const changed = { ...context, prepared, plan: null };
  return { prepared, ...replanned(changed), passedOver: {}, checked: null, spentMillis: took };
}

/** Now, as the warehouse has it. */
export function nowOf({ services, description }: WalkContext): Instant {
  return description === null ? services.real() : services.now(description);
}
