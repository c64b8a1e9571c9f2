import { createHash } from "node:crypto";
import { type CaptionId, captionKey } from "../../domain/caption.js";
import { luck } from "./luck.js";
import { FREE_PHRASES, PAID_PHRASES, type Phrases, URGENT_OPENINGS } from "./phrases.js";

/** A caption of the demo bank. */
export interface DemoCaption {
  readonly captionId: CaptionId;
  readonly text: string;
  readonly category: string;
  /** As banks in the wild have it: Standard for Mid, VIP for Premium, Bump for Free. */
  readonly priceTier: string;
  readonly urgent: boolean;
  readonly active: boolean;
  /** How well it really works, around 1: hidden from the program, which has to find out. */
  readonly appeal: number;
}

/** Captions of the demo bank in all. */
export const DEMO_CAPTIONS = 5_000;

const PER_PAID_CATEGORY = 500;
/** The one category of the page that has run out of captions. */
const SCARCE: Phrases = {
  category: "ASMR",
  openings: ["Soft sounds", "Tapping and rain", "Quiet hour"],
  subjects: ["with the wooden brush", "by the fireplace", "with the paper fan", "and page turning"],
  closings: ["headphones on", "sleep well", "just breathe"],
  emoji: ["🍃"],
};
const SCARCE_CAPTIONS = 36;
/** All others have been taken out of use. */
const SCARCE_LEFT = 3;
const PAID_TIERS = ["Budget", "Budget", "Mid", "Standard", "Premium", "Luxury"];

/** The whole bank, the same on every machine, in order of its making. */
export function demoCaptions(): DemoCaption[] {
  const paid = [
    ...PAID_PHRASES.flatMap((phrases) => captionsOf(phrases, PER_PAID_CATEGORY, PAID_TIERS, 0.14)),
    ...captionsOf(SCARCE, SCARCE_CAPTIONS, PAID_TIERS, 0).map((c, index) => ({
      ...c,
      active: index < SCARCE_LEFT,
    })),
  ];
  const free = DEMO_CAPTIONS - paid.length;
  const share = Math.floor(free / FREE_PHRASES.length);
  const bumps = FREE_PHRASES.flatMap((phrases, index) =>
    captionsOf(
      phrases,
      index === 0 ? free - share * (FREE_PHRASES.length - 1) : share,
      ["Bump", "Free"],
      0.04,
    ),
  );
  return [...paid, ...bumps];
}

function captionsOf(
  phrases: Phrases,
  count: number,
  tiers: readonly string[],
  urgency: number,
): DemoCaption[] {
  const chance = luck(`captions ${phrases.category}`);
  const known = new Set<string>();
  const captions: DemoCaption[] = [];
  while (captions.length < count) {
    const urgent = chance.next() < urgency;
    const text = wording(phrases, urgent, chance);
    const key = captionKey(text);
    if (known.has(key)) continue;
    known.add(key);
    captions.push({
      captionId: demoCaptionId(text),
      text,
      category: phrases.category,
      priceTier: chance.pick(tiers),
      urgent,
      active: chance.next() >= 0.02,
      appeal: chance.around(0.16),
    });
  }
  return captions;
}

function wording(phrases: Phrases, urgent: boolean, chance: ReturnType<typeof luck>): string {
  const opening = chance.pick(phrases.openings);
  const subject = chance.pick(phrases.subjects);
  const closing = chance.pick(phrases.closings);
  const emoji = chance.pick(phrases.emoji);
  const start = urgent ? `${chance.pick(URGENT_OPENINGS)}: ${lowerFirst(opening)}` : opening;
  const forms = [
    `${start} ${emoji} ${subject}, ${closing}`,
    `${start}: ${subject} ${emoji} ${closing}`,
    `${start} — ${subject}. ${upperFirst(closing)} ${emoji}`,
    `${start}…\n\n${upperFirst(subject)} ${emoji}\n${upperFirst(closing)}`,
  ];
  return chance.pick(forms).replaceAll("?,", "?").replaceAll("?.", "?");
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string =>
  text.startsWith("I ") || text.startsWith("DM") ? text : text.charAt(0).toLowerCase() + text.slice(1);

/** A signed 64-bit hash of the text with 19 digits, as real banks have them. */
export function demoCaptionId(text: string): CaptionId {
  for (let attempt = 0; ; attempt++) {
    const id = createHash("sha256").update(`${attempt}|${text}`).digest().readBigInt64BE(0);
    const digits = (id < 0n ? -id : id).toString();
    if (digits.length === 19) return id.toString();
  }
}
