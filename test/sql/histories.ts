import { HOUR, instantOf, isoUtc } from "../../src/domain/calendar.js";
import type { Caption, Message } from "./oracle/past.js";
import { DAY } from "./oracle/past.js";

/** Numbers in [0, 1), the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
type Random = () => number;
const whole = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** A warehouse of awkward pages: holes, zeros, NULLs, unmatched messages, few PPVs, moments exactly at the edge of a window. */
export interface World {
  readonly name: string;
  readonly clock: number;
  readonly captions: Caption[];
  readonly messages: Message[];
  /** All pages, with and without messages. */
  readonly pages: string[];
}

const TIERS = ["Budget", "mid", "Standard", "PREMIUM", "vip", "Luxury", "Bump", "mystery", null];
const CATEGORIES = ["Tease", "Story", "Behind the scenes", "Holiday", null];
const TEXTS = [
  "Tonight only, just for you",
  "A surprise…",
  "Everyone’s favorite",
  "Only 3 left",
  "Good morning ☀️",
  "You know what happens",
  null,
];

function bank(random: Random): Caption[] {
  return Array.from({ length: 60 }, (_, index) => {
    const digits = String(10n ** 18n + BigInt(Math.floor(random() * 8e15)) * 1000n + BigInt(index));
    return {
      caption_id: index % 2 === 0 ? digits : `-${digits}`,
      caption_text: `caption ${index}`,
      // Two captions in five share their key with another.
      caption_key: `key ${index % 5 < 2 ? index - (index % 5) : index}`,
      content_category: pick(random, CATEGORIES),
      price_tier: pick(random, TIERS),
      has_urgency: pick(random, [true, false, null]),
    };
  });
}

const STYLES = [
  "full",
  "full",
  "few",
  "hole",
  "recent only",
  "old only",
  "bumps only",
  "zeros",
  "nulls",
  "even",
  "fading",
  "edges",
  "none",
] as const;

/** Days ago at which a page of a style sent something. */
function ages(style: (typeof STYLES)[number], random: Random): number[] {
  const spread = (count: number, from: number, to: number): number[] =>
    Array.from({ length: count }, () => from + random() * (to - from));
  switch (style) {
    case "none":
      return [];
    case "few":
      return spread(whole(random, 1, 25), 0, 120);
    case "hole":
      return [...spread(30, 0, 12), ...spread(40, 45, 110)];
    case "recent only":
      return spread(20, 0, 13.9);
    case "old only":
      return spread(30, 15, 120);
    case "edges":
      return [0, 1, 14, 30, 60, 74, 90]
        .flatMap((days) => [days, days, days - 1 / 86_400, days + 1 / 86_400])
        .filter((days) => days >= 0);
    default:
      return spread(whole(random, 60, 160), 0, 120);
  }
}

/** @param end the last moment that messages lie before. */
export function awkwardWorld(
  name: string,
  seed: number,
  end: number,
  clock: number,
  pageCount: number,
): World {
  const random = randomFrom(seed);
  const captions = bank(random);
  const pages = Array.from({ length: pageCount }, (_, index) => `page_${String(index).padStart(3, "0")}`);
  const messages: Message[] = [];
  for (const [index, page] of pages.entries()) {
    const style = STYLES[index % STYLES.length] ?? "full";
    const richness = 10 ** (random() * 3);
    const hourly = random() < 0.5 ? [9, 13, 20, 21] : null;
    for (const age of ages(style, random)) {
      const rough = end - Math.round((age * DAY) / 1000) * 1000;
      // Whole hours make dates and hours with several messages; edges stay to the second.
      const at =
        hourly === null || style === "edges" ? rough : rough - (rough % DAY) + pick(random, hourly) * HOUR;
      if (at > end) continue;
      messages.push(message(messages.length + 1, page, style, at, richness, age, captions, random));
    }
  }
  return { name, clock, captions, messages, pages };
}

function message(
  id: number,
  page: string,
  style: string,
  at: number,
  richness: number,
  age: number,
  captions: readonly Caption[],
  random: Random,
): Message {
  const hollow = style === "nulls" ? 0.3 : style === "zeros" ? 0 : 0.03;
  const zero = style === "zeros" ? 0.4 : 0.03;
  const maybe = (value: number): number | null => (random() < hollow ? null : random() < zero ? 0 : value);
  const even = style === "even";
  const sent = even ? 100 : whole(random, 10, 3000);
  const viewed = even ? 50 : Math.floor(sent * random());
  const fade = style === "fading" && age < 14 ? 0.4 : 1;
  const purchased = even ? 5 : Math.floor(viewed * random() * 0.4 * fade);
  const price = even ? 8 : pick(random, [5, 7.5, 9.99, 12, 25, 40]);
  const caption = pick(random, captions);
  const matching = random();
  return {
    row_id: id,
    page_name: page,
    message: pick(random, TEXTS),
    caption_key: matching < 0.8 ? caption.caption_key : random() < 0.5 ? `lost ${id % 7}` : null,
    caption_id:
      matching < 0.3
        ? caption.caption_id
        : matching < 0.4
          ? "12345"
          : matching > 0.9
            ? caption.caption_id
            : null,
    sending_time: isoUtc(at),
    message_type:
      style === "bumps only"
        ? "bump"
        : pick(random, ["PPV", "PPV", "ppv", " Ppv ", "Bump", "BUMP", "other", null]),
    price: maybe(price),
    sent_count: even ? sent : maybe(sent),
    viewed_count: even ? viewed : maybe(viewed),
    purchased_count: even ? purchased : maybe(purchased),
    earnings: even ? 40 : maybe(Math.round(purchased * price * richness * 100) / 100),
  };
}

const moment = (date: string, hour: number): number => instantOf(date, hour) ?? 0;

/** Both clock changes, a clock behind and one far ahead of the data. */
export const awkwardWorlds = (): World[] => [
  awkwardWorld("after the spring change", 11, moment("2025-03-12", 9), moment("2025-03-12", 9), 52),
  awkwardWorld("after the autumn change", 12, moment("2025-11-05", 1), moment("2025-11-05", 3), 52),
  awkwardWorld("a clock behind the data", 13, moment("2025-07-20", 12), moment("2025-06-25", 12), 52),
  awkwardWorld("a clock far ahead of the data", 14, moment("2025-01-31", 23), moment("2025-09-01", 0), 52),
];
