import { MINUTE } from "../../src/domain/calendar.js";
import type { MessageType } from "../../src/domain/message.js";
import type { SlotDay } from "../../src/domain/slots.js";

/** The worth of a plan by §5, from nothing but its messages: PPVs, bumps, and minutes between neighbours of one date. */
export function worthOf(
  messages: readonly { type: MessageType; date: string; instant: number; valueTenths: number }[],
): number {
  return messages.reduce((worth, message, index) => {
    const before = messages[index - 1];
    const spread =
      before?.date === message.date ? Math.min(360, (message.instant - before.instant) / MINUTE) : 0;
    const hour = (message.type === "PPV" ? 1200 : 420) * message.valueTenths;
    return worth + hour / 10 + spread;
  }, 0);
}

/** Every plan that keeps counts and gap, by trying all: for small weeks. Each as text, with its worth. */
export function allPlans(days: readonly SlotDay[], gapMinutes: number): { plan: string; worth: number }[] {
  const found: { plan: string; worth: number }[] = [];
  type Message = { type: MessageType; date: string; instant: number; valueTenths: number };
  const extend = (messages: Message[], day: number, place: number, ppv: number, bump: number): void => {
    const here = days[day];
    if (here === undefined) {
      found.push({ plan: planText(messages), worth: worthOf(messages) });
      return;
    }
    if (ppv === here.ppv && bump === here.bump) extend(messages, day + 1, 0, 0, 0);
    const last = messages.at(-1)?.instant ?? Number.NEGATIVE_INFINITY;
    for (let next = place; next < here.times.length; next++) {
      const instant = here.times[next]?.instant ?? 0;
      if (instant - last < gapMinutes * MINUTE) continue;
      const at = { date: here.date, instant, valueTenths: here.tenths[next] ?? 0 };
      if (ppv < here.ppv) extend([...messages, { ...at, type: "PPV" }], day, next + 1, ppv + 1, bump);
      if (bump < here.bump) extend([...messages, { ...at, type: "Bump" }], day, next + 1, ppv, bump + 1);
    }
  };
  extend([], 0, 0, 0, 0);
  return found;
}

export const planText = (messages: readonly { type: MessageType; instant: number }[]): string =>
  messages.map(({ type, instant }) => `${type[0]}${instant / MINUTE}`).join(" ");

/**
 * The worth of the best plan and how many plans reach it, by another road than the product's: from each message
 * forwards over everything that may follow it, remembered, with exact counts. Null where there is no plan.
 */
export function bestByRecursion(
  days: readonly SlotDay[],
  gapMinutes: number,
): { worth: number; plans: bigint } | null {
  type Best = { worth: number; plans: bigint } | null;
  const known = new Map<string, Best>();
  /** The best of what follows a message at `place` of `day` (−1: nothing yet today) when so many are still to come. */
  const after = (day: number, place: number, ppv: number, bump: number, last: number): Best => {
    const here = days[day];
    if (here === undefined) return { worth: 0, plans: 1n };
    if (ppv + bump === 0) {
      const next = days[day + 1];
      return next === undefined ? { worth: 0, plans: 1n } : after(day + 1, -1, next.ppv, next.bump, last);
    }
    const key = `${day} ${place} ${ppv} ${bump} ${last}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    let best: Best = null;
    const consider = (gain: number, rest: Best): void => {
      if (rest === null) return;
      const worth = gain + rest.worth;
      if (best === null || worth > best.worth) best = { worth, plans: rest.plans };
      else if (worth === best.worth) best = { worth, plans: best.plans + rest.plans };
    };
    for (let next = place + 1; next < here.times.length; next++) {
      const instant = here.times[next]?.instant ?? 0;
      const minutes = (instant - last) / MINUTE;
      if (minutes < gapMinutes) continue;
      const spread = place < 0 ? 0 : Math.min(360, minutes);
      const tenths = here.tenths[next] ?? 0;
      if (ppv > 0) consider(spread + 120 * tenths, after(day, next, ppv - 1, bump, instant));
      if (bump > 0) consider(spread + 42 * tenths, after(day, next, ppv, bump - 1, instant));
    }
    known.set(key, best);
    return best;
  };
  return after(0, -1, days[0]?.ppv ?? 0, days[0]?.bump ?? 0, Number.NEGATIVE_INFINITY);
}
