import {
  type CaptionId,
  type CaptionTier,
  type RankedCaption,
  type RankedCaptions,
  URGENT_LIMITS,
} from "../domain/caption.js";
import { type Pick, picks } from "../domain/captions.js";
import { nothingToPlan } from "../domain/errors.js";
import type { PlannedMessage } from "../domain/message.js";
import { repeats } from "../domain/placement.js";
import { revenue, weekRevenue } from "../domain/revenue.js";
import { segmentOf } from "../domain/targets.js";
import { isInfeasible, type PreparedWeek, type WeekPlan } from "../domain/week.js";

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
  const drawn = drawFor(freed, prepared, plan, isTaken);
  const worth = revenue(prepared.statistics, plan.hourValues);
  const messages = placed(plan.messages, isTaken, drawn).map((message) =>
    plan.messages.includes(message) ? message : valuedBy(worth, message),
  );
  const exclude = [...new Set([...(plan.overrides.exclude ?? []), ...ids])];
  return {
    ...plan,
    prepared,
    overrides: { ...plan.overrides, exclude },
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
  prepared: PreparedWeek,
  plan: WeekPlan,
  isTaken: (message: PlannedMessage) => boolean,
) {
  const asked = (tier: CaptionTier): number => freed.filter(({ askedTier }) => askedTier === tier).length;
  const kept = plan.messages.filter((message) => !isTaken(message));
  const drawn = picks({
    captions: withoutUsed(prepared.captions, plan.messages, kept),
    availability: prepared.availability,
    mix: { budget: asked("Budget"), mid: asked("Mid"), premium: asked("Premium") },
    bump: asked("Free"),
    zone: plan.targets.zone,
    segment: segmentOf(prepared.report),
    exclude: plan.overrides.exclude ?? [],
  });
  if (isInfeasible(drawn))
    throw nothingToPlan(
      `no replacements for ${freed.length === 1 ? "the taken caption" : `the ${freed.length} taken captions`}: ${drawn.error.message}`,
      "plan again, with fewer PPVs or on another start date",
    );
  return drawn;
}

/** What the week may still use: no caption that it has or had, and no more urgent ones than it may carry in all. */
function withoutUsed(
  captions: RankedCaptions,
  all: readonly PlannedMessage[],
  kept: readonly PlannedMessage[],
): RankedCaptions {
  const used = new Set(all.map(({ caption }) => caption.captionKey));
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

/** Each drawn caption in a freed place of its price tier, the best hour first, beside neighbours it gets on with. */
function placed(
  messages: readonly PlannedMessage[],
  isTaken: (message: PlannedMessage) => boolean,
  drawn: { readonly ppvs: readonly Pick[]; readonly bumps: readonly Pick[] },
): PlannedMessage[] {
  const left = [...drawn.ppvs, ...drawn.bumps];
  const result: (PlannedMessage | null)[] = messages.map((message) => (isTaken(message) ? null : message));
  const places = [...messages.keys()]
    .filter((place) => result[place] === null)
    .sort((a, b) => (messages[b]?.slot.valueTenths ?? 0) - (messages[a]?.slot.valueTenths ?? 0) || a - b);
  for (const place of places) {
    const message = messages[place];
    if (message === undefined) continue;
    const own = left.filter(({ askedTier }) => askedTier === message.askedTier);
    const pick = own.find(({ caption }) => fitsAt(result, place, message, caption)) ?? own[0];
    if (pick === undefined) throw new Error(`nothing drawn for ${message.askedTier}`);
    left.splice(left.indexOf(pick), 1);
    result[place] = { ...message, caption: pick.caption };
  }
  return result.filter((message) => message !== null);
}

function fitsAt(
  messages: readonly (PlannedMessage | null)[],
  place: number,
  { slot }: PlannedMessage,
  caption: RankedCaption,
): boolean {
  const clashes = (other: PlannedMessage | null | undefined): boolean =>
    other != null &&
    (other.caption.category === caption.category || (other.caption.urgent && caption.urgent));
  const sameToday = messages.filter(
    (other) => other?.slot.date === slot.date && other.caption.category === caption.category,
  ).length;
  return !clashes(messages[place - 1]) && !clashes(messages[place + 1]) && sameToday < 3;
}

const valuedBy = (worth: ReturnType<typeof revenue>, message: PlannedMessage): PlannedMessage =>
  message.slot.type === "Bump"
    ? message
    : {
        ...message,
        expected: worth.expected(message.caption, message.slot.valueTenths),
        usualPrice: worth.usualPrice(message.caption),
      };
