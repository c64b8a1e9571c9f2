import { type IsoDate, parseDate } from "./calendar.js";
import type { CaptionId } from "./caption.js";
import type { PriceMix } from "./message.js";
import type { SendingHours } from "./overrides.js";
import { ZONES, type Zone } from "./zone.js";

/** How one field is read: its value, or what is wrong with the text. Texts come trimmed and not empty. */
export interface FieldRule<T> {
  /** Undefined where the text means nothing. */
  parse(text: string): T | undefined;
  /** What was written and what is allowed. */
  problem(text: string): string;
  /** Whether more typing could make it right. */
  incomplete(text: string): boolean;
}

const count = (name: string): FieldRule<number> => ({
  parse: wholeNumber,
  problem: (text) => `${name} “${text}”: a whole number, 0 or more`,
  incomplete: () => false,
});

const startDate: FieldRule<IsoDate> = {
  parse(text) {
    try {
      return parseDate(text);
    } catch {
      return undefined;
    }
  },
  problem: (text) => `start date “${text}” is no date: write it as YYYY-MM-DD, for example 2025-11-10`,
  incomplete: (text) =>
    /^\d{0,4}$/.test(text) || datesOfYear(text.slice(0, 4)).some((date) => date.startsWith(text)),
};

const zone: FieldRule<Zone> = {
  parse: (text) => ZONES.find((name) => name === text.toUpperCase()),
  problem: (text) => `zone “${text}” is unknown: GREEN, YELLOW or RED`,
  incomplete: (text) => ZONES.some((name) => name.startsWith(text.toUpperCase())),
};

const priceMix: FieldRule<PriceMix> = {
  parse(text) {
    const counts = text.split("/").map((part) => wholeNumber(part.trim()));
    const [budget, mid, premium] = counts;
    if (counts.length !== 3 || budget === undefined || mid === undefined || premium === undefined)
      return undefined;
    return { budget, mid, premium };
  },
  problem: (text) => `price mix “${text}”: three whole numbers Budget/Mid/Premium, for example 2/4/3`,
  incomplete: (text) => /^\d+(\s*\/\s*\d+)?(\s*\/)?$/.test(text),
};

const hours: FieldRule<SendingHours> = {
  parse(text) {
    const [, from, to] = /^(\d{1,2})[-–](\d{1,2})$/.exec(text) ?? [];
    const range = [Number(from), Number(to)] as const;
    return range[0] < range[1] && range[1] <= 24 ? range : undefined;
  },
  problem: (text) =>
    `sending hours “${text}”: from-to in full hours from 0 to 24, the first before the second, for example 07-23`,
  incomplete: (text) => HOUR_TEXTS.some((hours) => hours.startsWith(text.replace("–", "-"))),
};

const seed: FieldRule<string> = {
  parse: (text) => (/^[0-9A-Za-z._-]{1,64}$/.test(text) ? text : undefined),
  problem: (text) => `seed “${text}”: 1 to 64 letters, digits, dots, underscores or hyphens`,
  incomplete: () => false,
};

const exclude: FieldRule<readonly CaptionId[]> = {
  parse(text) {
    const ids = words(text).map(captionId);
    return ids.every((id) => id !== undefined) ? [...new Set(ids)] : undefined;
  },
  problem: (text) =>
    `excluded caption “${wrongId(text)}”: a caption id is a whole number of 64 bits, for example -4611686018427387904`,
  incomplete: (text) => wrongId(text) === "-" && text.endsWith("-"),
};

export const FIELD_RULES = {
  startDate,
  ppv: count("PPVs"),
  bump: count("bumps"),
  zone,
  priceMix,
  hours,
  seed,
  exclude,
};

/** ASCII digits only, and no more than a number can hold exactly. */
function wholeNumber(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** An id in the one way in which it is written, so that 007 and 7 are one caption. Never through a number. */
function captionId(text: string): CaptionId | undefined {
  if (!/^-?\d+$/.test(text)) return undefined;
  const id = BigInt(text);
  return BigInt.asIntN(64, id) === id ? id.toString() : undefined;
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");
const wrongId = (text: string): string => words(text).find((word) => captionId(word) === undefined) ?? text;

const padded = (value: number): string => String(value).padStart(2, "0");

function datesOfYear(year: string): IsoDate[] {
  const texts = Array.from({ length: 12 * 31 }, (_, index) =>
    [year, padded(Math.floor(index / 31) + 1), padded((index % 31) + 1)].join("-"),
  );
  return texts.filter((text) => startDate.parse(text) !== undefined);
}

/** Every way to write sending hours, to see whether a beginning leads to one. */
const HOUR_TEXTS: readonly string[] = Array.from({ length: 24 }, (_, from) => from).flatMap((from) =>
  Array.from({ length: 24 - from }, (_, more) => from + more + 1).flatMap((to) =>
    [String(from), padded(from)].flatMap((start) => [String(to), padded(to)].map((end) => `${start}-${end}`)),
  ),
);
