import { HOUR, instantOf, isoUtc } from "../../src/domain/calendar.js";
import { randomFrom } from "./histories.js";
import { DAY, type Message } from "./oracle/past.js";

/** What is true of a simulated page: the analysis must find it, or find that there is nothing. */
export interface Truth {
  /** Factor on the unlock rate in the last 14 days. */
  readonly recent?: number;
  /** Factor on the unlock rate at Los Angeles hours. */
  readonly hours?: Readonly<Record<number, number>>;
}

const SENDING_HOURS = [9, 11, 13, 15, 17, 19, 20, 21];
/** The last moment of the history: a Monday morning after the autumn change. */
export const SIMULATION_END = instantOf("2025-11-10", 9) ?? 0;
const HISTORY_DAYS = 100;

/**
 * 12 PPVs a week on a page of about 2,000 recipients. Unlock rates are Beta-like around 5 %, three price tiers, weekends
 * better than weekdays: an ordinary page, steady but for what the truth says.
 */
export function simulatedPage(page: string, seed: number, truth: Truth, firstRow: number): Message[] {
  const random = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const messages: Message[] = [];
  for (let day = HISTORY_DAYS; day >= 1; day--) {
    const date = new Date(SIMULATION_END - day * DAY).toISOString().slice(0, 10);
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    const count = random() < 12 / 7 - 1 ? 2 : 1;
    const free = [...SENDING_HOURS];
    for (let nth = 0; nth < count; nth++) {
      const hour = free.splice(Math.floor(random() * free.length), 1)[0] ?? 9;
      const at = (instantOf(date, hour) ?? 0) + Math.floor(random() * (HOUR / 1000)) * 1000;
      if (at > SIMULATION_END) continue;
      const price = [8, 15, 25][Math.floor(random() * 3)] ?? 15;
      const sent = Math.round(2000 * Math.exp(0.05 * normal()));
      const viewed = Math.round(sent * (0.5 + 0.04 * normal()));
      const rate =
        (15 / price) ** 0.5 *
        0.05 *
        Math.exp(0.25 * normal()) *
        (weekend ? 1.15 : 1) *
        (truth.hours?.[hour] ?? 1) *
        (day <= 14 ? (truth.recent ?? 1) : 1);
      const expected = viewed * rate;
      const purchased = Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()));
      messages.push({
        row_id: firstRow + messages.length,
        page_name: page,
        message: "A new set",
        caption_key: `price ${price}`,
        caption_id: null,
        sending_time: isoUtc(at),
        message_type: "PPV",
        price,
        sent_count: sent,
        viewed_count: viewed,
        purchased_count: purchased,
        earnings: purchased * price,
      });
    }
  }
  return messages;
}

/** The captions of those messages: one a price tier. */
export const SIMULATED_CAPTIONS = [
  {
    caption_id: "1",
    caption_text: "a",
    caption_key: "price 8",
    content_category: "Set",
    price_tier: "Budget",
  },
  { caption_id: "2", caption_text: "b", caption_key: "price 15", content_category: "Set", price_tier: "Mid" },
  {
    caption_id: "3",
    caption_text: "c",
    caption_key: "price 25",
    content_category: "Set",
    price_tier: "Premium",
  },
];
