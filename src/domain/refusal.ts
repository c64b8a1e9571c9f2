import { localFormat } from "./calendar.js";
import { type Frame, fits, frameOf, mostIn, type TimetableRequest } from "./capacity.js";
import { counted, countsInWords } from "./counted.js";
import { badInput, type ErosError } from "./errors.js";
import { type Counts, nearestCounts } from "./nearest.js";
import { checkCounts, hoursText } from "./overrides.js";
import type { Infeasible } from "./week.js";

type Rule = "gap" | "daily maximum" | "cooling days" | "clock";

/** Why counts cannot be placed: the rule that binds, what it allows, and the nearest counts that do fit. */
export function refusal(request: TimetableRequest): Infeasible {
  const wrong = checkCounts(request.ppv, request.bump);
  if (wrong !== null) {
    const least = request.ppv === 0 && request.bump === 0 ? [ONE_PPV, ONE_BUMP] : [];
    const nearest = least.find((counts) => fits({ ...request, ...counts })) ?? null;
    return { infeasible: true, rule: "counts", error: wrong, nearest };
  }
  const frame = frameOf(request);
  const rule = bindingRule(request, frame);
  const nearest = nearestCounts(frame, request);
  return { infeasible: true, rule, error: errorOf(rule, request, frame, nearest), nearest };
}

const ONE_PPV: Counts = { ppv: 1, bump: 0 };
const ONE_BUMP: Counts = { ppv: 0, bump: 1 };

/** The rule without which the counts would fit; where no single one is enough, the one that limits a whole day. */
function bindingRule(request: TimetableRequest, frame: Frame): Rule {
  const ahead = { ...request, notBefore: null, standing: undefined };
  const over = mostIn(frame, request) === 0 && mostIn(frameOf(ahead), request) > 0;
  if (over || fits(ahead)) return "clock";
  if (fits({ ...request, coolingDays: 0 })) return "cooling days";
  const unlimited = { ...request, maxPerDay: Number.POSITIVE_INFINITY, standing: undefined };
  return Math.max(...frameOf(unlimited).caps) > request.maxPerDay ? "daily maximum" : "gap";
}

function errorOf(rule: Rule, request: TimetableRequest, frame: Frame, nearest: Counts | null): ErosError {
  const { ppv, bump } = request;
  const onlyPpvs = nearest?.bump === bump;
  const onlyBumps = !onlyPpvs && nearest?.ppv === ppv;
  const asked = onlyPpvs ? { ppv, bump: 0 } : onlyBumps ? { ppv: 0, bump } : { ppv, bump };
  const why = limit(rule, request, frame);
  const message = `${countsInWords(asked)} ${verb(asked, "does", "do")} not fit: ${why}; ${whatFits(request, nearest)}.`;
  const remedies = nearest === null ? [] : [`ask for ${bothCounts(request, nearest)}`];
  if (rule !== "gap" || request.hours[0] > 0 || request.hours[1] < 24) remedies.push(REMEDY[rule]);
  return badInput(onlyBumps ? "bumpCount" : "ppvCount", message, remedies.join(", or "));
}

function whatFits({ ppv, bump }: Counts, nearest: Counts | null): string {
  if (nearest === null) return "nothing fits";
  const beside = nearest.bump === bump ? { ppv: 0, bump } : nearest.ppv === ppv ? { ppv, bump: 0 } : null;
  if (beside === null || beside.ppv + beside.bump === 0)
    return `${countsInWords(nearest)} ${verb(nearest, "fits", "fit")}`;
  const rest = { ppv: nearest.ppv - beside.ppv, bump: nearest.bump - beside.bump };
  const type = beside.bump > 0 ? "PPV" : "bump";
  if (rest.ppv + rest.bump === 0) return `beside ${countsInWords(beside)} no ${type} fits`;
  const text = counted(rest.ppv + rest.bump, type);
  return `beside ${countsInWords(beside)} ${text} ${verb(rest, "fits", "fit")}`;
}

const REMEDY: Readonly<Record<Rule, string>> = {
  gap: "widen the sending hours",
  "daily maximum": "spread the messages over more weeks: the maximum belongs to the tier",
  "cooling days": "override the zone: only that lifts the cooling days",
  clock: "start the week on a later date",
};

/** What the rule allows, in numbers of this week. */
function limit(rule: Rule, request: TimetableRequest, frame: Frame): string {
  const most = mostIn(frame, request);
  const { coolingDays, notBefore } = request;
  const start = notBefore === null ? "" : localFormat(notBefore, "ccc LLL d HH:mm");
  if (rule === "clock")
    return `from ${start} on (the clock plus 15 minutes) the week holds ${counted(most, "message")}${request.standing === undefined ? "" : " more"}`;
  const others = { days: frame.days.slice(coolingDays), caps: frame.caps.slice(coolingDays) };
  const afterCooling = mostIn(others, request);
  const cooling =
    `the first ${coolingDays === 1 ? "day" : `${coolingDays} days`} of ${request.zone} stay free of PPVs ` +
    `and the others hold ${counted(afterCooling, "message")}`;
  if (rule === "cooling days") return cooling;
  // A whole day as it would be ahead of the clock and far from committed messages: these only lower the week's number.
  const wholeDay = Math.max(
    ...frameOf({ ...request, notBefore: null, neighbours: [], standing: undefined }).caps,
  );
  const isCut = mostIn(frameOf({ ...request, notBefore: null, standing: undefined }), request) > most;
  const kind =
    rule === "gap"
      ? `${apart(request.gapMinutes)} apart in ${hoursText(request.hours, "–")}`
      : "the daily maximum";
  const cut = isCut ? ` from ${start} on` : "";
  // Only sending hours around midnight can hold more in a week than the days' even shares allow.
  const uneven = request.ppv + request.bump <= most && rule === "gap" ? ", fewer as the days share them" : "";
  const numbers = `${kind} is ${counted(wholeDay, "message")} a day, ${most} a week${cut}${uneven}`;
  return coolingDays > 0 && request.ppv > afterCooling ? `${numbers}, and ${cooling}` : numbers;
}

/** What to ask for instead: a type that was asked for and has to go is named too. */
const bothCounts = (asked: Counts, { ppv, bump }: Counts): string =>
  (asked.ppv > 0 && ppv === 0) || (asked.bump > 0 && bump === 0)
    ? `${counted(ppv, "PPV")} and ${counted(bump, "bump")}`
    : countsInWords({ ppv, bump });
const verb = ({ ppv, bump }: Counts, one: string, many: string): string => (ppv + bump === 1 ? one : many);

/** `2.5 h`, or minutes where hours would not be short. */
const apart = (minutes: number): string => (minutes % 15 === 0 ? `${minutes / 60} h` : `${minutes} min`);
