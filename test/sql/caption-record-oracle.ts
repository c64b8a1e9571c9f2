import { createHash } from "node:crypto";
import type { IsoDate } from "../../src/domain/calendar.js";
import { captionKey } from "../../src/domain/caption.js";

// The record and the draw of §6 in TypeScript, written from the contract's text and not from the SQL: slow and plain.

export interface Caption {
  readonly id: string;
  readonly text: string;
  readonly category: string | null;
  readonly tier: string | null;
  readonly urgent: boolean;
  readonly active: boolean;
}
export interface Message {
  readonly row: number;
  readonly page: string;
  readonly text: string;
  readonly id: string | null;
  readonly at: number;
  readonly type: "PPV" | "Bump";
  readonly sent: number;
  readonly viewed: number;
  readonly purchased: number;
  readonly earnings: number;
}
export interface Lock {
  readonly page: string;
  readonly id: string;
  readonly text: string;
  readonly schedule: string;
  readonly date: IsoDate;
  readonly active: boolean;
}
export interface Scheduled {
  readonly schedule: string;
  readonly page: string;
  readonly week: IsoDate;
  readonly state: "committed" | "withdrawn" | "replaced" | null;
  readonly changedAt: number | null;
  readonly messages: readonly { readonly id: string; readonly at: number; readonly type: "PPV" | "Bump" }[];
}
export interface World {
  readonly captions: readonly Caption[];
  readonly messages: readonly Message[];
  readonly locks: readonly Lock[];
  readonly schedules: readonly Scheduled[];
  readonly inventory: readonly { readonly page: string; readonly category: string }[];
}
export interface Question {
  readonly page: string;
  readonly week: IsoDate;
  readonly now: number;
  readonly seed: string;
  readonly ignored: readonly string[];
}

export const DAY = 86_400_000;
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
export const TIERS = ["Budget", "Mid", "Premium", "Free"];
export const tierOf = (caption: Caption): string | null =>
  TIER_NAMES[(caption.tier ?? "").trim().toLowerCase()] ?? null;
export const plain = (category: string | null): string | null => category?.trim().toLowerCase() ?? null;
export const smaller = (a: string, b: string): number =>
  BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;

interface Past extends Message {
  readonly caption: Caption | null;
  readonly key: string | null;
}

/** History up to now, each message with its caption: by id, else by key. */
export function pastOf(world: World, now: number): Past[] {
  const byId = new Map(world.captions.map((caption) => [caption.id, caption]));
  const byKey = new Map<string, Caption>();
  for (const caption of [...world.captions].sort((a, b) => smaller(a.id, b.id)))
    if (!byKey.has(captionKey(caption.text))) byKey.set(captionKey(caption.text), caption);
  return world.messages
    .filter((message) => message.at <= now)
    .map((message) => {
      const caption = (message.id && byId.get(message.id)) || byKey.get(captionKey(message.text)) || null;
      return { ...message, caption, key: caption && captionKey(caption.text) };
    });
}

export const analysisNow = (world: World, now: number): number =>
  Math.min(now, Math.max(...world.messages.map((message) => message.at)));

/** The lower median; equal values need no order. */
const lowerMedian = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length + 1) / 2) - 1];

export const digits12 = (value: number): number => Math.round(value * 1e12) / 1e12;
const rateOf = (m: Message): number => digits12(m.type === "PPV" ? m.earnings / m.sent : m.viewed / m.sent);

export interface Record6 {
  sends: number;
  successes: number;
  weight: number;
  won: number;
  otherWeight: number;
  otherWon: number;
  earnings: number;
  sent: number;
}
export const nothing = (): Record6 => ({
  sends: 0,
  successes: 0,
  weight: 0,
  won: 0,
  otherWeight: 0,
  otherWon: 0,
  earnings: 0,
  sent: 0,
});

/** The record of every key on a page, and on the others. */
export function recordsOf(world: World, page: string, now: number): Map<string, Record6> {
  const at = analysisNow(world, now);
  const counted = pastOf(world, now).filter(
    (m) => m.at > at - 180 * DAY && m.sent > 0 && (m.type === "Bump" || m.at <= at - DAY),
  );
  const records = new Map<string, Record6>();
  for (const name of new Set(counted.map((m) => m.page)))
    for (const type of ["PPV", "Bump"]) {
      const all = counted.filter((m) => m.page === name && m.type === type);
      for (const message of all) {
        if (message.key === null || message.caption === null) continue;
        const tier = tierOf(message.caption);
        const same = all.filter((m) => (m.caption && tierOf(m.caption)) === tier);
        const bar = lowerMedian((same.length >= 10 ? same : all).map(rateOf)) ?? 0;
        const success = rateOf(message) >= bar;
        // In whole units of 1e-12, so that sums are the same in every order.
        const weight = digits12(0.5 ** ((at - message.at) / DAY / 90));
        const record = records.get(message.key) ?? nothing();
        records.set(message.key, record);
        if (name === page) {
          record.sends += 1;
          record.successes += success ? 1 : 0;
          record.weight += weight;
          record.won += success ? weight : 0;
          if (type === "PPV") {
            record.earnings += message.earnings;
            record.sent += message.sent;
          }
        } else {
          record.otherWeight += weight;
          record.otherWon += success ? weight : 0;
        }
      }
    }
  return records;
}

/** Wilson 95 % interval of k in n, in its textbook form. */
export function wilson(k: number, n: number): [number, number] {
  if (n <= 0) return [0, 1];
  const z = 1.96;
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}

/** Two uniforms of 52 bits from a text's md5. */
function uniforms(text: string): [number, number] {
  const hex = createHash("md5").update(text).digest("hex");
  const at = (from: number): number => (Number.parseInt(hex.slice(from, from + 13), 16) + 0.5) / 2 ** 52;
  return [at(0), at(13)];
}

/** A Beta draw of a key: two Gammas by Wilson–Hilferty at shape + 1, each times u^(1/shape). */
export function betaDraw(alpha: number, beta: number, key: string): number {
  const [radius, angle] = uniforms(key);
  const boosts = uniforms(`${key}|2`);
  const length = Math.sqrt(-2 * Math.log(radius));
  const gamma = (shape: number, z: number, u: number): number => {
    const s = shape + 1;
    return Math.log(s * Math.max(1e-9, 1 - 1 / (9 * s) + z / (3 * Math.sqrt(s))) ** 3) + Math.log(u) / shape;
  };
  const x = gamma(alpha, length * Math.cos(2 * Math.PI * angle), boosts[0]);
  const y = gamma(beta, length * Math.sin(2 * Math.PI * angle), boosts[1]);
  return 1 / (1 + Math.exp(y - x));
}
