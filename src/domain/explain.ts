import { dateFormat, HOUR, type Instant, isWeekend, localFormat, MINUTE } from "./calendar.js";
import type { CaptionTier, RankedCaption } from "./caption.js";
import { counted } from "./counted.js";
import { tenthsAt } from "./hours.js";
import type { Expected, MessageType, PlannedMessage } from "./message.js";
import type { PassedOver } from "./prepared-week.js";
import type { WeekPlan } from "./week.js";

/** Why a message stands when it stands and with this caption: all of its numbers, and the sentences that tell them. */
export interface Explanation {
  readonly message: PlannedMessage;
  readonly time: TimeReasons;
  readonly caption: CaptionReasons;
  /** Captions of its price tier that could not be used although they score higher, the best first. */
  readonly passedOver: readonly PassedOver[];
  /** `Why 21:55?`, `Why this?`, … Captions' own texts are not in it: they are shown made harmless. */
  readonly sentences: readonly { readonly title: string; readonly text: string }[];
}

export interface TimeReasons {
  /** Value of the message's hour, 0 to 1. */
  readonly value: number;
  /** The best hours within the sending hours of such a day, and their value. */
  readonly bestHours: readonly number[];
  readonly bestValue: number;
  readonly source: "report" | "usual peaks";
  /** The messages of the week before and after it, with real minutes between. */
  readonly before: Neighbour | null;
  readonly after: Neighbour | null;
}
export interface Neighbour {
  readonly type: MessageType;
  readonly instant: Instant;
  readonly minutes: number;
}

export interface CaptionReasons {
  readonly sends: number;
  readonly successes: number;
  /** Mean of the Beta posterior, and the Wilson 95 % interval of the record. */
  readonly posterior: number;
  readonly wilson: readonly [low: number, high: number];
  readonly draw: number;
  readonly betterInCategory: number;
  readonly categoryFactor: number;
  /** Better urgent captions; null for one that is not urgent. */
  readonly betterUrgent: number | null;
  readonly urgencyFactor: number;
  readonly overuseFactor: number;
  readonly score: number;
  readonly tested: boolean;
  readonly rank: number;
  /** The price tier that asked for it, where that is not its own: a shortage. */
  readonly lentTo: CaptionTier | null;
  /** Dollars; null for bumps and while nothing is known. */
  readonly expected: Expected | null;
  readonly usualPrice: number | null;
}

/** What one better caption of the same category, and one better urgent one, takes off a score (§6). */
const CATEGORY_FACTOR = 0.85;
const URGENT_FACTOR = 0.9;

/**
 * Explains one message of a plan.
 * @param index its place in `plan.messages`
 * @param passedOver what the warehouse says of the price tier; those that score less than the caption are left out
 * @throws {RangeError} where the plan has no such message.
 */
export function explain(plan: WeekPlan, index: number, passedOver: readonly PassedOver[] = []): Explanation {
  const message = plan.messages[index];
  if (message === undefined) throw new RangeError(`the plan has no message ${index}`);
  const time = timeReasons(plan, message, index);
  const caption = captionReasons(message);
  if (message.carried !== undefined)
    return { message, time, caption, passedOver: [], sentences: [carriedSentence(plan)] };
  const better = passedOver
    .filter((other) => other.score !== null && other.score > caption.score)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return {
    message,
    time,
    caption,
    passedOver: better,
    sentences: [
      {
        title: `Why ${localFormat(message.slot.instant, "HH:mm")}?`,
        text: timeSentence(time, message, plan),
      },
      ...(message.caption.byProcedure
        ? [{ title: "Why this?", text: BY_PROCEDURE }]
        : [
            { title: "Why this?", text: captionSentence(caption) },
            { title: "Its turn", text: turnSentence(message.caption, caption) },
          ]),
    ],
  };
}

const BY_PROCEDURE =
  "the dataset's older procedure chose it and gives no reasons; with `eros-tui deploy` every choice is explained";

/** Nothing was chosen: what is sent, or about to be, stands as the schedule before had it. */
const carriedSentence = ({ prepared, notBefore }: WeekPlan): Explanation["sentences"][number] => {
  const until =
    notBefore === null ? "" : `; new ones begin after ${localFormat(notBefore, "ccc LLL d HH:mm")}`;
  return {
    title: "Carried over",
    text: `unchanged from ${prepared.replaces?.scheduleId ?? "the schedule before"}, which this plan takes the place of${until}`,
  };
};

function timeReasons(
  { targets, hourValues, messages }: WeekPlan,
  { slot }: PlannedMessage,
  index: number,
): TimeReasons {
  const [from, to] = targets.hours;
  const weekend = isWeekend(slot.date);
  const hours = Array.from({ length: to - from }, (_, hour) => from + hour);
  const best = Math.max(...hours.map((hour) => tenthsAt(hourValues, weekend, hour)));
  const neighbour = (at: number): Neighbour | null => {
    const other = messages[at]?.slot;
    if (other === undefined) return null;
    const minutes = Math.abs(other.instant - slot.instant) / MINUTE;
    return { type: other.type, instant: other.instant, minutes };
  };
  return {
    value: slot.valueTenths / 10,
    bestHours: hours.filter((hour) => tenthsAt(hourValues, weekend, hour) === best),
    bestValue: best / 10,
    source: hourValues.source,
    before: neighbour(index - 1),
    after: neighbour(index + 1),
  };
}

function captionReasons({ caption, askedTier, expected, usualPrice }: PlannedMessage): CaptionReasons {
  return {
    sends: caption.sends,
    successes: caption.successes,
    posterior: caption.alpha / (caption.alpha + caption.beta),
    wilson: [caption.wilsonLow, caption.wilsonHigh],
    draw: caption.draw,
    betterInCategory: caption.betterInCategory,
    categoryFactor: CATEGORY_FACTOR ** caption.betterInCategory,
    betterUrgent: caption.urgent ? caption.betterUrgent : null,
    urgencyFactor: caption.urgent ? URGENT_FACTOR ** caption.betterUrgent : 1,
    overuseFactor: 1 - caption.overuse,
    score: caption.score,
    tested: caption.tested,
    rank: caption.rank,
    lentTo: askedTier === caption.priceTier ? null : askedTier,
    expected,
    usualPrice,
  };
}

/** `hours 20 and 21 are the best (1.0); 3 h 50 after the bump at 18:05` */
function timeSentence(time: TimeReasons, { slot }: PlannedMessage, plan: WeekPlan): string {
  const best = hoursAre(time.bestHours, time.bestValue);
  const value = time.bestHours.includes(slot.hour)
    ? best
    : `hour ${hourText(slot.hour)} is worth ${time.value.toFixed(1)}, ${best}`;
  const usual = time.source === "usual peaks" ? " by the usual peaks" : "";
  return `${value}${usual}; ${besideText(time.before, slot.date, plan)}`;
}

function hoursAre(hours: readonly number[], value: number): string {
  const names = hours.map(hourText);
  const last = names.pop() ?? "";
  if (names.length > 5) return `${names.length + 1} hours are the best (${value.toFixed(1)})`;
  if (names.length === 0) return `hour ${last} is the best (${value.toFixed(1)})`;
  return `hours ${names.join(", ")} and ${last} are the best (${value.toFixed(1)})`;
}

function besideText(before: Neighbour | null, date: string, { targets }: WeekPlan): string {
  if (before === null) return "the first of the week";
  const sameDay = localFormat(before.instant, "yyyy-MM-dd") === date;
  const when = localFormat(before.instant, sameDay ? "HH:mm" : "HH:mm 'on' ccc");
  const noun = before.type === "PPV" ? "PPV" : "bump";
  const least = before.minutes === targets.gapMinutes ? ", the least gap" : "";
  return `${durationText(before.minutes)} after the ${noun} at ${when}${least}`;
}

/** `8 of 11 sends at or above the median (0.69, 0.43–0.90), drawn 0.87 × 0.85 one better … = 0.74` */
function captionSentence(caption: CaptionReasons): string {
  const { sends, successes, posterior, wilson, betterInCategory, betterUrgent } = caption;
  const interval = `${two(posterior)}, ${two(wilson[0])}–${two(wilson[1])}`;
  const record =
    sends === 0
      ? `not sent here in 180 days (${interval})`
      : `${successes} of ${counted(sends, "send")} at or above the median (${interval})`;
  const factors = [
    `drawn ${two(caption.draw)}`,
    ...(betterInCategory > 0 ? [`${factor(CATEGORY_FACTOR, betterInCategory)} better of its category`] : []),
    ...(betterUrgent !== null && betterUrgent > 0
      ? [`${factor(URGENT_FACTOR, betterUrgent)} better urgent`]
      : []),
    `${two(caption.overuseFactor)} overuse`,
  ];
  const score = caption.score > 0 && caption.score < 0.005 ? "below 0.01" : two(caption.score);
  return `${record}, ${factors.join(" × ")} = ${score}`;
}

/** `tested, number 3 of the rested Premium captions, last sent Oct 2` */
function turnSentence(caption: RankedCaption, { lentTo }: CaptionReasons): string {
  const kind = caption.tested ? "tested" : "untested (one pick in four tries something new)";
  const sent =
    caption.lastSent === null
      ? "never sent here"
      : `last sent here on ${dateFormat(caption.lastSent, "LLL d")}`;
  const lent = lentTo === null ? "" : `; stands in for ${lentTo}, of which there are too few`;
  return `${kind}, number ${caption.rank} of the ${REST_WORDS[caption.restGroup]} ${caption.priceTier} captions, ${sent}${lent}`;
}

const REST_WORDS: Readonly<Record<RankedCaption["restGroup"], string>> = {
  rested: "rested",
  recent: "20 to 30 days rested",
  relaxed: "10 to 20 days rested",
};

/** `0.85 one`, `0.72 for 2`; what many leave is less than two digits can say: then each one's part, `0.85 for each of 66`. */
function factor(each: number, times: number): string {
  if (times === 1) return `${two(each)} one`;
  return each ** times < 0.005 ? `${two(each)} for each of ${times}` : `${two(each ** times)} for ${times}`;
}

const two = (value: number): string => value.toFixed(2);
const hourText = (hour: number): string => String(hour).padStart(2, "0");

/** `3 h 50`, `50 min`, `4 h` */
function durationText(minutes: number): string {
  const hours = Math.floor((minutes * MINUTE) / HOUR);
  const rest = minutes - hours * 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}
