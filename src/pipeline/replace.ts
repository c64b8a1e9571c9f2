import { clashOf, MOST_A_DAY } from "../domain/arrangement-puzzle.js";
import {
  type CaptionId,
  type CaptionTier,
  type RankedCaption,
  type RankedCaptions,
  URGENT_LIMITS,
} from "../domain/caption.js";
import { type Picks, picks } from "../domain/captions.js";
import { nothingToPlan } from "../domain/errors.js";
import type { PlannedMessage } from "../domain/message.js";
import { repeats } from "../domain/placement.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { revenue, weekRevenue } from "../domain/revenue.js";
import { segmentOf } from "../domain/targets.js";
import { isInfeasible, type WeekPlan } from "../domain/week.js";

/**
 * The plan with other captions in the place of those that somebody else has taken; times and all other captions stay
 * as they are. The taken ones are excluded from later plans of this week as well.
 * @param prepared the page as just read: it no longer offers what is locked by now.
 * @throws {ErosError} "nothingToPlan" where not enough captions are left.
 */
export function replaceTaken(
  prepared: PreparedWeek,
  plan: WeekPlan,
  taken: readonly { readonly captionId: CaptionId }[],
): WeekPlan {
  const ids = new Set(taken.map(({ captionId }) => captionId));
  const isTaken = ({ caption }: PlannedMessage): boolean => ids.has(caption.captionId);
  const freed = plan.messages.filter(isTaken);
  const kept = plan.messages.filter((message) => !isTaken(message));
  const free = withoutUsed(prepared.captions, plan, kept);
  const drawn = drawFor(freed, free, prepared, plan);
  const worth = revenue(prepared.statistics, plan.hourValues);
  const messages = placed(plan.messages, isTaken, drawn, free).map((message) =>
    plan.messages.includes(message) ? message : valuedBy(worth, message),
  );
  const exclude = [...new Set([...(plan.overrides.exclude ?? []), ...ids])];
  const drawnIds = messages
    .filter((message) => !plan.messages.includes(message))
    .map(({ caption }) => caption.captionId);
  return {
    ...plan,
    prepared,
    overrides: { ...plan.overrides, exclude },
    edits: [...(plan.edits ?? []), { edit: "replaced", taken: [...ids], drawn: drawnIds }],
    messages,
    expected: weekRevenue(messages, worth.known),
    warnings: [
      ...plan.warnings.filter(({ code }) => code !== "CATEGORY_REPEAT"),
      ...drawn.warnings,
      ...repeats(messages),
    ],
  };
}

/** The best captions that are left, as many of each price tier as were taken. */
function drawFor(
  freed: readonly PlannedMessage[],
  captions: RankedCaptions,
  { availability, report }: PreparedWeek,
  { targets, overrides }: WeekPlan,
): Picks {
  const asked = (tier: CaptionTier): number => freed.filter(({ askedTier }) => askedTier === tier).length;
  const mix = { budget: asked("Budget"), mid: asked("Mid"), premium: asked("Premium") };
  const { zone } = targets;
  const exclude = overrides.exclude ?? [];
  const segment = segmentOf(report);
  const drawn = picks({ captions, availability, mix, bump: asked("Free"), zone, segment, exclude });
  if (isInfeasible(drawn))
    throw nothingToPlan(
      `no replacements for ${freed.length === 1 ? "the taken caption" : `the ${freed.length} taken captions`}: ${drawn.error.message}`,
      "plan again, with fewer PPVs or on another start date",
    );
  return drawn;
}

/** What the week may still use: no caption that it has, had or leaves out, and no more urgent ones than it may carry. */
function withoutUsed(
  captions: RankedCaptions,
  { messages, overrides }: WeekPlan,
  kept: readonly PlannedMessage[],
): RankedCaptions {
  const excluded = new Set(overrides.exclude);
  // Ids of one key are one caption: leaving one out leaves out its twins.
  const used = new Set([
    ...messages.map(({ caption }) => caption.captionKey),
    ...Object.values(captions).flatMap((list) =>
      list.filter(({ captionId }) => excluded.has(captionId)).map(({ captionKey }) => captionKey),
    ),
  ]);
  const left = (tier: CaptionTier): RankedCaption[] => {
    const limit = URGENT_LIMITS[tier];
    let urgent = kept.filter(({ caption }) => caption.urgent && caption.priceTier === tier).length;
    return captions[tier].filter((caption) => {
      if (used.has(caption.captionKey)) return false;
      if (!caption.urgent) return true;
      urgent += 1;
      return urgent <= limit;
    });
  };
  return { Budget: left("Budget"), Mid: left("Mid"), Premium: left("Premium"), Free: left("Free") };
}

/**
 * Each drawn caption in a freed place of its price tier, the best hour first, beside neighbours that it gets on with.
 * Where none of them does, the next one of the same price that does comes in its stead.
 */
function placed(
  messages: readonly PlannedMessage[],
  isTaken: (message: PlannedMessage) => boolean,
  drawn: Picks,
  free: RankedCaptions,
): PlannedMessage[] {
  const left = [...drawn.ppvs, ...drawn.bumps];
  const used = new Set(left.map(({ caption }) => caption.captionKey));
  const result: (PlannedMessage | null)[] = messages.map((message) => (isTaken(message) ? null : message));
  const places = [...messages.keys()]
    .filter((place) => result[place] === null)
    .sort((a, b) => (messages[b]?.slot.valueTenths ?? 0) - (messages[a]?.slot.valueTenths ?? 0) || a - b);
  for (const place of places) {
    const message = messages[place];
    if (message === undefined) continue;
    const fits = (caption: RankedCaption): boolean => fitsAt(result, place, message, caption);
    const own = left.filter(({ askedTier }) => askedTier === message.askedTier);
    const pick = own.find(({ caption }) => fits(caption)) ?? own[0];
    if (pick === undefined) throw new Error(`nothing drawn for ${message.askedTier}`);
    left.splice(left.indexOf(pick), 1);
    const caption = fits(pick.caption)
      ? pick.caption
      : (spareFor(pick.caption, free, used, fits) ?? pick.caption);
    used.add(caption.captionKey);
    result[place] = { ...message, caption };
  }
  return result.filter((message) => message !== null);
}

/** Another caption of the same price tier that fits; an urgent one only in the place of an urgent one. */
const spareFor = (
  { priceTier, urgent }: RankedCaption,
  free: RankedCaptions,
  used: ReadonlySet<string>,
  fits: (caption: RankedCaption) => boolean,
): RankedCaption | undefined =>
  free[priceTier].find((each) => !used.has(each.captionKey) && (urgent || !each.urgent) && fits(each));

function fitsAt(
  messages: readonly (PlannedMessage | null)[],
  place: number,
  { slot }: PlannedMessage,
  caption: RankedCaption,
): boolean {
  const clashes = (other: PlannedMessage | null | undefined): boolean =>
    other != null && clashOf(other.caption, caption) !== null;
  const sameToday = messages.filter(
    (other) => other?.slot.date === slot.date && other.caption.category === caption.category,
  ).length;
  return !clashes(messages[place - 1]) && !clashes(messages[place + 1]) && sameToday < MOST_A_DAY;
}

const valuedBy = (worth: ReturnType<typeof revenue>, message: PlannedMessage): PlannedMessage =>
  message.slot.type === "Bump"
    ? message
    : {
        ...message,
        expected: worth.expected(message.caption, message.slot.valueTenths),
        usualPrice: worth.usualPrice(message.caption),
      };
