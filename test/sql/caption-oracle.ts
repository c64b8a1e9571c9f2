import { addDays, dateOf, daysBetween, type IsoDate } from "../../src/domain/calendar.js";
import { captionKey } from "../../src/domain/caption.js";
import {
  analysisNow,
  betaDraw,
  type Caption,
  DAY,
  digits12,
  type Lock,
  nothing,
  pastOf,
  plain,
  type Question,
  type Record6,
  recordsOf,
  smaller,
  tierOf,
  type World,
  wilson,
} from "./caption-record-oracle.js";

// Who may be sent, score and rank of §6 in TypeScript, written from the contract's text and not from the SQL: slow and plain.

/** Last send of every key on the page before the week, or already in it. */
function lastSends(world: World, { page, week, now, ignored }: Question): Map<string, IsoDate> {
  const keyOf = new Map(world.captions.map((caption) => [caption.id, captionKey(caption.text)]));
  const last = new Map<string, IsoDate>();
  const sent = (key: string | null | undefined, date: IsoDate): void => {
    if (key && (last.get(key) ?? "") < date) last.set(key, date);
  };
  for (const m of pastOf(world, now)) if (m.page === page) sent(m.key, dateOf(m.at));
  for (const schedule of world.schedules)
    if (schedule.page === page && !ignored.includes(schedule.schedule))
      for (const m of schedule.messages)
        if (dateOf(m.at) < week)
          if ((schedule.state ?? "committed") === "committed" || m.at < (schedule.changedAt ?? 0))
            sent(keyOf.get(m.id), dateOf(m.at));
  return last;
}

/** The lock that holds each key longest, within 7 days either side of the week. */
function locksOf(world: World, { week, ignored }: Question): Map<string, Lock> {
  const keyOf = new Map(world.captions.map((caption) => [caption.id, captionKey(caption.text)]));
  const held = new Map<string, Lock>();
  for (const lock of world.locks) {
    if (!lock.active || ignored.includes(lock.schedule)) continue;
    if (lock.date < addDays(week, -7) || lock.date > addDays(week, 13)) continue;
    for (const key of [captionKey(lock.text), keyOf.get(lock.id)])
      if (key !== undefined && (held.get(key)?.date ?? "") < lock.date) held.set(key, lock);
  }
  return held;
}

export interface Judged {
  readonly caption: Caption;
  readonly key: string;
  readonly tier: string;
  readonly standing: "eligible" | "restricted" | "locked" | "resting";
  readonly group: string;
  readonly lastSent: IsoDate | null;
  readonly lock: Lock | undefined;
}

/** Every active caption of a known price tier: may it be sent, and if not, why. */
export function judge(world: World, question: Question): Judged[] {
  const last = lastSends(world, question);
  const locks = locksOf(world, question);
  const offered = world.inventory
    .filter((row) => row.page === question.page)
    .map((row) => plain(row.category));
  const paid = world.captions
    .filter((caption) => ["Budget", "Mid", "Premium"].includes(tierOf(caption) ?? ""))
    .map((caption) => plain(caption.category));
  return world.captions.flatMap((caption) => {
    const tier = tierOf(caption);
    if (!caption.active || tier === null) return [];
    const key = captionKey(caption.text);
    const category = plain(caption.category);
    const lastSent = last.get(key) ?? null;
    const days = lastSent === null ? Number.POSITIVE_INFINITY : daysBetween(lastSent, question.week);
    const group = days >= 30 ? "rested" : days >= 20 ? "recent" : days >= 10 ? "relaxed" : "resting";
    const lock = locks.get(key);
    const missing = offered.length > 0 && !offered.includes(category);
    const restricted = missing && (tier !== "Free" || (category !== null && paid.includes(category)));
    const standing = restricted
      ? "restricted"
      : lock
        ? "locked"
        : group === "resting"
          ? "resting"
          : "eligible";
    return [{ caption, key, tier, standing, group, lastSent, lock } as const];
  });
}

export interface Scored extends Judged, Record6 {
  readonly alpha: number;
  readonly beta: number;
  readonly interval: readonly [number, number];
  readonly draw: number;
  readonly overuse: number;
  readonly betterInCategory: number;
  readonly betterUrgent: number;
  readonly score: number;
}

/** Every active caption with draw and score; those that may not be sent as if they alone might, resting ones as rested. */
export function score(world: World, question: Question): Scored[] {
  const records = recordsOf(world, question.page, question.now);
  const at = analysisNow(world, question.now);
  const recent = pastOf(world, question.now).filter((m) => m.page === question.page && m.at > at - 14 * DAY);
  const drawn = judge(world, question).map((judged) => {
    const record = records.get(judged.key) ?? nothing();
    const scale = Math.min(1, 4 / (record.otherWeight || 1));
    const alpha = 1 + scale * record.otherWon + record.won;
    const beta = 1 + scale * (record.otherWeight - record.otherWon) + record.weight - record.won;
    const interval = wilson(record.won, record.weight);
    const free = betaDraw(alpha, beta, `${question.seed}|${question.page}|${judged.caption.id}`);
    const draw = digits12(Math.max(interval[0], Math.min(interval[1], free)));
    const ofCategory = recent.filter(
      (m) => m.caption && m.caption.category === judged.caption.category,
    ).length;
    const share = recent.length === 0 ? 0 : ofCategory / recent.length;
    const overuse = Math.min(0.5, Math.max(0, share - 0.25));
    const group = judged.group === "resting" ? "rested" : judged.group;
    return { ...judged, ...record, alpha, beta, interval, draw, overuse, group, worth: draw * (1 - overuse) };
  });
  return drawn.map((one) => {
    const better = drawn.filter(
      (other) =>
        other.standing === "eligible" &&
        other.tier === one.tier &&
        other.group === one.group &&
        (other.worth > one.worth ||
          (other.worth === one.worth && smaller(other.caption.id, one.caption.id) < 0)),
    );
    const betterInCategory = better.filter((other) => other.caption.category === one.caption.category).length;
    const betterUrgent = one.caption.urgent ? better.filter((other) => other.caption.urgent).length : 0;
    return {
      ...one,
      betterInCategory,
      betterUrgent,
      score: one.worth * 0.85 ** betterInCategory * 0.9 ** betterUrgent,
    };
  });
}

export interface Ranked extends Scored {
  readonly rank: number;
}
const byScore = (a: Scored, b: Scored): number => b.score - a.score || smaller(a.caption.id, b.caption.id);

/** The captions of a price tier that may be sent, in taking order, without any limit. */
export function rank(scored: readonly Scored[], tier: string): Ranked[] {
  return ["rested", "recent", "relaxed"].flatMap((group) => {
    const own = scored
      .filter((s) => s.tier === tier && s.group === group && s.standing === "eligible")
      .sort(byScore);
    const tested = own.filter((s) => s.weight >= 1);
    const untested = own.filter((s) => s.weight < 1);
    return [
      ...tested.map((s, index) => ({ s, at: index + 1 + Math.floor(index / 3) })),
      ...untested.map((s, index) => ({ s, at: 4 * (index + 1) })),
    ]
      .sort((a, b) => a.at - b.at)
      .map(({ s }, index) => ({ ...s, rank: index + 1 }));
  });
}
