import { addDays, HOUR, instantOf, weekDates } from "../../src/domain/calendar.js";
import type { Caption, Lock, Message, Scheduled, World } from "./caption-record-oracle.js";
import { NOW, WEEK } from "./caption-scenes.js";
import { randomFrom } from "./histories.js";

type Random = () => number;
const whole = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

export const PAGES = ["anna", "bella", "cleo", "new-page"];

const CATEGORIES = ["Solo", "Tease", "Story", "Cosplay", "Holiday", null];
const TIERS = [
  "Budget",
  "budget",
  "Mid",
  "STANDARD",
  " Premium",
  "vip",
  "Luxury",
  "Bump",
  "free",
  "Gold",
  null,
];

/** The same caption as people copy it: another case, wide letters, zero-width characters, other blanks. */
const variants: ((text: string) => string)[] = [
  (text) => text,
  (text) => `  ${text.toUpperCase()}\n`,
  (text) => text.replace(" ", "\u200B \uFEFF"),
  (text) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  (text) => text.replaceAll(" ", "\u00A0\t"),
];

/** A signed id of 19 digits; neighbours differ by 1, which a JavaScript number cannot hold. */
const idOf = (index: number): string =>
  `${index % 2 === 0 ? "" : "-"}${4_000_000_000_000_000_001n + BigInt(index >> 1)}`;

function captionsOf(random: Random, count: number, tiers: readonly (string | null)[]): Caption[] {
  return Array.from({ length: count }, (_, index) => {
    const twin = random() < 0.15 && index > 0;
    const text = `caption no ${twin ? whole(random, 0, index - 1) : index} for you ✨`;
    return {
      id: idOf(index),
      text: pick(random, variants)(text),
      category: pick(random, CATEGORIES),
      tier: pick(random, tiers),
      urgent: random() < 0.3,
      active: random() < 0.93,
    };
  });
}

function messagesOf(random: Random, captions: readonly Caption[], count: number): Message[] {
  return Array.from({ length: count }, (_, row) => {
    const caption = random() < 0.85 ? pick(random, captions) : undefined;
    // A third of all messages within three weeks: there the edges of rest, share and age lie.
    const days = random() < 0.4 ? random() * 21 : random() * 220;
    const sent = random() < 0.05 ? 0 : whole(random, 1, 12);
    const viewed = whole(random, 0, sent);
    return {
      row,
      page: pick(random, PAGES.slice(0, 3)),
      text:
        caption && random() < 0.8
          ? pick(random, variants)(caption.text)
          : `a message of its own ${whole(random, 1, 9)}`,
      id: caption && random() < 0.3 ? caption.id : random() < 0.05 ? "77" : null,
      at: NOW + 2 * HOUR - Math.round(days * 86_400) * 1000,
      type: random() < 0.6 ? "PPV" : "Bump",
      sent,
      viewed,
      purchased: whole(random, 0, viewed),
      earnings: whole(random, 0, 6) * 2.5,
    };
  });
}

function locksOf(random: Random, captions: readonly Caption[], count: number): Lock[] {
  return Array.from({ length: count }, (_, index) => {
    const caption = pick(random, captions);
    return {
      page: pick(random, PAGES),
      // The id may be gone from the bank, or stand for a text that was changed since.
      id: random() < 0.8 ? caption.id : idOf(whole(random, 0, captions.length + 5)),
      text: pick(random, variants)(caption.text),
      schedule: `sched_${index % 7}`,
      date: addDays(WEEK, whole(random, -12, 20)),
      active: random() < 0.8,
    };
  });
}

function schedulesOf(random: Random, captions: readonly Caption[], count: number): Scheduled[] {
  return Array.from({ length: count }, (_, index) => {
    const week = addDays(WEEK, -7 * whole(random, -1, 6) + whole(random, -1, 1));
    const state = pick(random, ["committed", "committed", "withdrawn", "replaced", null] as const);
    const noon = instantOf(addDays(week, 3), 12) ?? 0;
    return {
      schedule: `sched_${index}`,
      page: pick(random, PAGES),
      week,
      state,
      changedAt: state === "withdrawn" || state === "replaced" ? noon : null,
      messages: Array.from({ length: 12 }, (_, at) => ({
        id: pick(random, captions).id,
        // One stands exactly at the moment of the withdrawal: it was not sent before it.
        at: at === 0 ? noon : (instantOf(pick(random, weekDates(week)), whole(random, 7, 22), 7) ?? noon),
        type: random() < 0.5 ? "PPV" : "Bump",
      })),
    };
  });
}

export interface Shape {
  readonly captions: number;
  readonly messages: number;
  readonly locks?: number;
  readonly schedules?: number;
  readonly tiers?: readonly (string | null)[];
}

/** A bank with twins, a history with holes, locks and schedules around the week: everything at once, by chance. */
export function worldOf(seed: number, shape: Shape): World {
  const random = randomFrom(seed);
  const captions = captionsOf(random, shape.captions, shape.tiers ?? TIERS);
  return {
    captions,
    messages: messagesOf(random, captions, shape.messages),
    locks: locksOf(random, captions, shape.locks ?? 0),
    schedules: schedulesOf(random, captions, shape.schedules ?? 0),
    inventory: [
      { page: "anna", category: " solo" },
      { page: "anna", category: "TEASE" },
      { page: "anna", category: "Nothing of the bank" },
      { page: "bella", category: "Story" },
      { page: "bella", category: "solo " },
      { page: "bella", category: "Cosplay" },
    ].filter(() => random() < 0.9),
  };
}
