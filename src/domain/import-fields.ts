import { type CaptionId, type CaptionTier, captionKey, captionTierOf } from "./caption.js";
import type { Reading } from "./import-moment.js";
import type { NoteCode } from "./import-notes.js";
import type { MessageType } from "./message.js";
import { type PageName, parsePage } from "./page.js";

/** Longest text of a caption; longer ones are no captions. */
const LONGEST_TEXT = 10_000;
const LONG_TEXT = 1_000;
const LONGEST_NAME = 200;
const LARGEST_AMOUNT = 1e12;

/** A whole number from 0. `1,234` and `12.0` are taken with a remark; an exponent has lost digits and is refused. */
export function readCount(text: string): Reading<number> {
  if (/^\d{1,15}$/.test(text)) return { value: Number(text) };
  if (/^\d{1,3}(,\d{3}){1,4}$/.test(text))
    return { value: Number(text.replaceAll(",", "")), note: "count-separators" };
  if (/^\d{1,15}\.0+$/.test(text)) return { value: Number.parseInt(text, 10), note: "count-decimal-zero" };
  if (/^-\s*\d/.test(text)) return { refused: "is negative" };
  if (/^[\d.]+e[+-]?\d+$/i.test(text)) return { refused: "is rounded: export the digits, not an exponent" };
  if (/^[\d,]+$/.test(text) && text.replaceAll(",", "").length > 15)
    return { refused: "is too large for a count" };
  return { refused: "is no whole number" };
}

/** Dollars, and the same in whole cents where it has no more than two decimals. */
export interface Amount {
  readonly dollars: number;
  readonly cents: number | null;
}

/** An amount of dollars from 0, with a point before the cents. */
export function readAmount(text: string): Reading<Amount> {
  if (/^-|^\$\s*-|^\(.*\)$/.test(text)) return { refused: "is negative" };
  let note: NoteCode | undefined;
  let plain = text;
  if (plain.startsWith("$")) {
    plain = plain.slice(1).trim();
    note = "amount-sign";
  }
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) {
    plain = plain.replaceAll(",", "");
    note ??= "amount-separators";
  }
  const found = /^(\d{1,13})(?:\.(\d*))?$|^\.(\d+)$/.exec(plain);
  if (found === null)
    return /^\d+,\d{1,2}$/.test(plain)
      ? { refused: "has a comma before the cents: write 5.00" }
      : { refused: "is no amount" };
  const dollars = Number(plain);
  if (dollars > LARGEST_AMOUNT) return { refused: "is too large for an amount" };
  const decimals = found[2] ?? found[3] ?? "";
  const cents = decimals.length <= 2 ? Number(found[1] ?? 0) * 100 + Number(decimals.padEnd(2, "0")) : null;
  return { value: { dollars, cents }, note };
}

const SMALLEST_ID = -(2n ** 63n);
const LARGEST_ID = 2n ** 63n - 1n;

/** A signed 64-bit whole number, kept as text: a double would change it. */
export function readCaptionId(text: string): Reading<CaptionId> {
  if (/^-?[1-9]\d{0,17}$/.test(text)) return { value: text };
  if (/^[-+]?\d+(\.\d+)?e[+]?\d+$|^-?\d+\.\d+$/i.test(text))
    return { refused: "has gone through floating point and lost digits: export ids as text" };
  if (!/^-?\d+$/.test(text)) return { refused: "is no whole number" };
  if (text.length > 40) return { refused: "does not fit 64 bits" };
  const id = BigInt(text);
  if (id < SMALLEST_ID || id > LARGEST_ID) return { refused: "does not fit 64 bits" };
  const plain = String(id);
  return plain === text ? { value: plain } : { value: plain, note: "id-zeros" };
}

/** A page's name, which may be spelled with capitals and outer blanks. */
export function readPage(text: string): Reading<PageName> {
  // It would be told without it, as a name that can be a page.
  if (text.includes("\0")) return { refused: HOLDS_NUL };
  try {
    const page = parsePage(text);
    return page === text ? { value: page } : { value: page, note: "page-spelling" };
  } catch {
    return { refused: "cannot be a page: letters, digits, dots, underscores and hyphens, at most 64" };
  }
}

export function readMessageType(text: string): Reading<MessageType> {
  if (text === "PPV" || text === "Bump") return { value: text };
  const lower = text.trim().toLowerCase();
  if (lower === "ppv") return { value: "PPV", note: "type-spelling" };
  if (lower === "bump") return { value: "Bump", note: "type-spelling" };
  return { refused: "is neither PPV nor Bump" };
}

/** A price tier by any of its names, in its usual spelling. */
export function readTier(text: string): Reading<CaptionTier> {
  const tier = captionTierOf(text);
  if (tier === null) return { refused: "is no price tier: Budget, Mid, Premium or Bump" };
  return /^[A-Z][a-z]+$|^VIP$/.test(text) ? { value: tier } : { value: tier, note: "tier-spelling" };
}

const YES = ["1", "yes", "y", "t"];
const NO = ["0", "no", "n", "f"];

export function readBoolean(text: string): Reading<boolean> {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return { value: lower === "true" };
  if (YES.includes(lower)) return { value: true, note: "urgency-word" };
  if (NO.includes(lower)) return { value: false, note: "urgency-word" };
  return { refused: "is neither TRUE nor FALSE" };
}

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** UTF-8's lead bytes of Latin letters, punctuation and emoji, seen through Windows-1252, with what follows them. */
const MOJIBAKE = /[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€\u0080]|ðŸ/;

/** A text that will be sent or was: kept to the letter. One of blanks only is none: `""`. */
export function readText(text: string): Reading<string> {
  if (captionKey(text) === "") return { value: "" };
  const problem = unfit(text);
  if (problem !== null) return { refused: problem };
  if (text.length > LONGEST_TEXT) return { refused: `is longer than ${LONGEST_TEXT} characters` };
  if (text.includes("\ufffd")) return { value: text, note: "text-lost" };
  if (MOJIBAKE.test(text)) return { value: text, note: "text-mojibake" };
  if (CONTROLS.test(text)) return { value: text, note: "text-controls" };
  return text.length > LONG_TEXT ? { value: text, note: "text-long" } : { value: text };
}

/** A short name: a category, a page's name for people. */
export function readName(text: string): Reading<string> {
  const problem = unfit(text);
  if (problem !== null) return { refused: problem };
  if (text.length > LONGEST_NAME) return { refused: `is longer than ${LONGEST_NAME} characters` };
  return CONTROLS.test(text) ? { refused: "holds control characters" } : { value: text };
}

const HOLDS_NUL = "holds a NUL character";

function unfit(text: string): string | null {
  if (text.includes("\0")) return HOLDS_NUL;
  return /\p{Cs}/u.test(text) ? "holds half a character" : null;
}
