import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dateOf, instantOf, isoUtc } from "../../src/domain/calendar.js";
import { captionKey } from "../../src/domain/caption.js";
import { ranked } from "./caption-answers.js";
import type { Caption } from "./caption-record-oracle.js";
import { asked, caption, EMPTY, putWorld } from "./caption-scenes.js";
import { randomFrom } from "./histories.js";
import { insert, openSql, type Row } from "./load.js";

// Half a year of weekly plans on three pages of one bank. Every caption has a hidden rate at which it does well; the
// warehouse sees what was sent and what it brought, nothing else.

const PAGES = ["anna", "bella", "cleo"];
/** MEDIUM, STANDARD, YELLOW: what a week takes. */
const TAKEN = { Budget: 2, Mid: 4, Premium: 3, Free: 9 } as const;
const PER_TIER = 100;

interface Hidden extends Caption {
  readonly rate: number;
}

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openSql();
});
afterAll(() => connection.closeSync());

function bankOf(random: () => number): Hidden[] {
  return Object.keys(TAKEN).flatMap((tier, which) =>
    Array.from({ length: PER_TIER }, (_, index) => ({
      ...caption(4 + which * PER_TIER + index, { tier, category: `Category ${index % 8}` }),
      // Two uniforms and their mean: most captions are middling, few are good or bad.
      rate: (random() + random()) / 2,
    })),
  );
}

/** What a send brings: more where it does well, with enough noise that no two are equal. */
function outcome(random: () => number, hidden: Hidden, page: string, row: number, at: number): Row {
  const well = random() < hidden.rate;
  const worth = (well ? 2 : 1) * (0.7 + 0.6 * random());
  const sent = 1000;
  return {
    row_id: row,
    page_name: page,
    message: hidden.text,
    caption_key: captionKey(hidden.text),
    caption_id: row % 10 === 0 ? hidden.id : null,
    sending_time: isoUtc(at),
    message_type: hidden.tier === "Free" ? "Bump" : "PPV",
    price: 10,
    sent_count: sent,
    viewed_count: Math.round(sent * 0.2 * worth),
    purchased_count: 20,
    earnings: Math.round(sent * worth * 100) / 100,
  };
}

/** Mean hidden rate of the bank, and of each week's picks. */
async function simulate(run: {
  seed: number;
  weeks: number;
  /** False: what was sent never comes back as history. */
  learns: boolean;
}): Promise<{ bank: number; picked: number[] }> {
  const { seed } = run;
  const random = randomFrom(seed);
  const bank = bankOf(random);
  const byId = new Map(bank.map((one) => [one.id, one]));
  await putWorld(connection, { ...EMPTY, captions: bank });
  const picked: number[] = [];
  let row = 0;
  for (let number = 0; number < run.weeks; number++) {
    const week = addDays("2025-04-07", 7 * number);
    // Planned on the Monday before, so the week that runs is not known yet and stands in the schedules alone.
    const now = instantOf(addDays(week, -7), 9, 12) ?? 0;
    const rates: number[] = [];
    for (const page of PAGES) {
      const list = await ranked(connection, asked({ page, week, now, seed: `${seed} ${week}` }));
      const picks = Object.entries(TAKEN).flatMap(([tier, count]) =>
        list.filter((one) => one.price_tier === tier).slice(0, count),
      );
      expect(picks).toHaveLength(18);
      const sends = picks.map((pick, index) => {
        const hidden = byId.get(String(pick.caption_id));
        if (hidden === undefined) throw new Error(`no caption ${String(pick.caption_id)}`);
        rates.push(hidden.rate);
        return { hidden, at: instantOf(addDays(week, index % 7), 8 + Math.floor(index / 7) * 4, 7) ?? 0 };
      });
      await insert(connection, "schedule_recommendations", [
        {
          schedule_id: `${page} ${week}`,
          page_name: page,
          created_at: isoUtc(now),
          week_start: week,
          state: "committed",
          schedule_json: JSON.stringify({
            messages: sends.map(({ hidden, at }) => ({
              utc: isoUtc(at),
              message_type: "PPV",
              caption_id: hidden.id,
            })),
          }),
        },
      ]);
      await insert(
        connection,
        "active_caption_assignments",
        sends
          .filter(({ hidden }) => hidden.tier !== "Free")
          .map(({ hidden, at }) => ({
            assignment_key: `${page} ${week} ${hidden.id}`,
            page_name: page,
            caption_id: hidden.id,
            caption_key: captionKey(hidden.text),
            schedule_id: `${page} ${week}`,
            scheduled_send_date: dateOf(at),
            is_active: true,
          })),
      );
      if (run.learns)
        await insert(
          connection,
          "mass_messages",
          sends.map(({ hidden, at }) => outcome(random, hidden, page, ++row, at)),
        );
    }
    picked.push(mean(rates));
  }
  return { bank: mean(bank.map((one) => one.rate)), picked };
}
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

describe("half a year of plans", () => {
  it("picks captions that truly do better than the bank, and ever more so", async () => {
    const { bank, picked } = await simulate({ seed: 1, weeks: 26, learns: true });
    const [first, last] = [mean(picked.slice(0, 4)), mean(picked.slice(-8))];
    console.info(
      `true rate of the bank ${percent(bank)}, of the picks in the first 4 weeks ${percent(first)}, in the last 8 ${percent(last)}`,
    );
    // Picks by chance would stray by about 0.013.
    expect(last - bank).toBeGreaterThan(0.06);
    expect(last - first).toBeGreaterThan(0.05);
  }, 300_000);

  it("does not, where nothing comes back: what was gained was learnt", async () => {
    const { bank, picked } = await simulate({ seed: 1, weeks: 10, learns: false });
    expect(Math.abs(mean(picked) - bank)).toBeLessThan(0.03);
  }, 120_000);
});
