// The oracle: the contract's analysis once more, over plain arrays, without a look at the SQL.
import { dateOf, HOUR, localParts, weekdayOf } from "../../../src/domain/calendar.js";

export const DAY = 24 * HOUR;

/** Rows as the tables hold them; `type`, not `interface`, so that they can be inserted as they are. */
export type Message = {
  readonly row_id: number;
  readonly page_name: string;
  readonly message: string | null;
  readonly caption_key: string | null;
  readonly caption_id: string | null;
  readonly sending_time: string;
  readonly message_type: string | null;
  readonly price: number | null;
  readonly sent_count: number | null;
  readonly viewed_count: number | null;
  readonly purchased_count: number | null;
  readonly earnings: number | null;
};
export type Caption = {
  readonly caption_id: string;
  readonly caption_text: string;
  readonly caption_key: string;
  readonly content_category: string | null;
  readonly price_tier: string | null;
  readonly has_urgency: boolean | null;
};

/** A message that the analysis sees. */
export interface Past {
  readonly row: Message;
  readonly page: string;
  readonly at: number;
  readonly kind: "PPV" | "Bump" | null;
  readonly date: string;
  readonly hour: number;
  /** 1 Sunday … 7 Saturday. */
  readonly weekday: number;
  readonly dayType: "Weekday" | "Weekend";
  readonly rpr: number | null;
  readonly unlock: number | null;
  readonly settled: boolean;
  readonly caption: Caption | null;
  readonly tier: string | null;
  readonly category: string | null;
}

const TIER_NAMES: Readonly<Record<string, string>> = {
  budget: "Budget",
  mid: "Mid",
  standard: "Mid",
  premium: "Premium",
  luxury: "Premium",
  vip: "Premium",
  bump: "Free",
  free: "Free",
};
const tierName = (text: string | null): string | null => TIER_NAMES[text?.trim().toLowerCase() ?? ""] ?? null;

/** The clock, or the last message of the warehouse where that is earlier. */
export const analysisNow = (messages: readonly Message[], clock: number): number =>
  messages.length === 0
    ? clock
    : Math.min(clock, Math.max(...messages.map((message) => Date.parse(message.sending_time))));

function captionOf(message: Message, captions: readonly Caption[]): Caption | null {
  const byId = captions.find((caption) => caption.caption_id === message.caption_id);
  const ofKey = captions
    .filter((caption) => caption.caption_key === message.caption_key)
    .sort((a, b) => (BigInt(a.caption_id) < BigInt(b.caption_id) ? -1 : 1));
  return byId ?? ofKey[0] ?? null;
}

const ratio = (a: number | null, b: number | null): number | null =>
  a === null || b === null || b === 0 ? null : a / b;

/** Everything up to now, in order of time, with its caption and rates. */
export function readPast(messages: readonly Message[], captions: readonly Caption[], clock: number): Past[] {
  const now = analysisNow(messages, clock);
  return messages
    .filter((message) => Date.parse(message.sending_time) <= now)
    .map((row): Past => {
      const at = Date.parse(row.sending_time);
      const type = row.message_type?.trim().toLowerCase();
      const kind = type === "ppv" ? "PPV" : type === "bump" ? "Bump" : null;
      const date = dateOf(at);
      const iso = weekdayOf(date);
      const caption = captionOf(row, captions);
      return {
        row,
        page: row.page_name,
        at,
        kind,
        date,
        hour: localParts(at).hour,
        weekday: (iso % 7) + 1,
        dayType: iso >= 6 ? "Weekend" : "Weekday",
        rpr: ratio(row.earnings, row.sent_count),
        unlock: ratio(row.purchased_count, row.viewed_count),
        settled: kind !== "PPV" || now - at >= DAY,
        caption,
        tier: tierName(caption?.price_tier ?? null),
        category: caption?.content_category ?? null,
      };
    })
    .sort((a, b) => a.at - b.at || a.row.row_id - b.row.row_id);
}

/** Sent in the days up to now, not before: (now − days, now]. */
export const within = (now: number, days: number) => (past: Past) => past.at > now - days * DAY;
export const isPpv = (past: Past): boolean => past.kind === "PPV";

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
export const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : sum(numbers) / numbers.length;
export function sampleVariance(numbers: readonly number[]): number | null {
  const middle = mean(numbers);
  if (middle === null || numbers.length < 2) return null;
  return sum(numbers.map((each) => (each - middle) ** 2)) / (numbers.length - 1);
}
export const known = (numbers: readonly (number | null)[]): number[] =>
  numbers.filter((each) => each !== null);
/** The lower one. */
export const median = (numbers: readonly number[]): number | null =>
  [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length + 1) / 2) - 1] ?? null;

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
/** Dollars as whole cents, for exact comparisons. */
export const cents = (dollars: number): bigint => BigInt(Math.round(dollars * 100));
