// The procedures of the contract, called as an analyst calls them in the console.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { addDays, dateOf, HOUR, type IsoDate } from "../../src/domain/calendar.js";
import { parseReport } from "../../src/domain/report.js";
import { guardStatement } from "../../src/warehouse/bigquery/definitions.js";
import type { Row } from "../../src/warehouse/cells.js";
import { QUIET } from "../../src/warehouse/port.js";
import { inDataset } from "../../src/warehouse/sql-library.js";
import { caption, captionId, commitOf, weekOf } from "../warehouse/fixtures.js";
import { type BigqueryPlace, bigqueryPlace } from "./place.js";

const today = dateOf(Date.now());
const BANK = Array.from({ length: 40 }, (_, index) =>
  caption(index, {
    priceTier: (["Budget", "Mid", "Premium", "Free"] as const)[index % 4],
    urgent: index % 4 < 3 && index < 24,
  }),
);
/** Sends of the last three weeks, so that there is something to analyse now. */
const SENT = Array.from({ length: 40 }, (_, index) => ({
  page: "ana",
  text: `sent long ago, ${index}`,
  sendingTime: Math.floor(Date.now() / 1000) * 1000 - (30 + index * 12) * HOUR,
  type: "PPV" as const,
  price: 10,
  sent: 1000,
  viewed: 500 + index,
  purchased: 50,
  earnings: 500,
}));

describe("in the console", () => {
  let place: BigqueryPlace;
  beforeAll(async () => {
    place = await bigqueryPlace({
      creators: [{ page: "ana" }, { page: "bea" }],
      captions: BANK,
      messages: SENT,
    });
  });
  afterAll(() => place.dispose());
  const run = (text: string, on: BigqueryPlace = place): Promise<Row[]> =>
    on.jobs.run({ text: inDataset(text, on.dataset), verb: "console" }, QUIET);

  it("analyze_creator_performance gives the report that the warehouse gives", async () => {
    const [row] = await run(
      "DECLARE report STRING; CALL {dataset}.analyze_creator_performance(' Ana ', report); SELECT report;",
    );
    const report = parseReport(String(row?.report));
    expect(report).toMatchObject({ version: 2, creatorName: "ana" });
    expect(report.windows?.length).toBeGreaterThan(0);
    const warehouse = await place.open();
    const ours = parseReport((await warehouse.report("ana", Date.now(), QUIET)) ?? "");
    expect(ours.account).toEqual(report.account);
    expect(ours.saturation).toEqual(report.saturation);
  });

  it("analyze_creator_performance gives NULL for a page that is not there", async () => {
    const [row] = await run(
      "DECLARE report STRING; CALL {dataset}.analyze_creator_performance('nobody', report); SELECT report;",
    );
    expect(row).toEqual({ report: null });
  });

  const select = (counts: string): Promise<Row[]> =>
    run(`CALL {dataset}.select_captions_for_creator('ana', 'STANDARD', ${counts});
      SELECT * FROM caption_selection_results ORDER BY price_tier, selection_rank;`);

  it("select_captions_for_creator leaves the asked counts, urgent ones within their limits, in the warehouse's order", async () => {
    const rows = await select("3, 4, 2, 5");
    const count = (tier: string, urgent?: boolean): number =>
      rows.filter((row) => row.price_tier === tier && (urgent === undefined || row.has_urgency === urgent))
        .length;
    expect([count("Budget"), count("Mid"), count("Premium"), count("Free")]).toEqual([3, 4, 2, 5]);
    expect([count("Budget", true), count("Mid", true), count("Premium", true)].every((n) => n <= 2)).toBe(
      true,
    );
    expect(count("Premium", true)).toBeLessThanOrEqual(1);
    const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
    const ranked = await (await place.open()).rankedCaptions(
      { page: "ana", startDate: monday, now: Date.now(), seed: today.replaceAll("-", ""), ignore: [] },
      QUIET,
    );
    expect(rows.filter((row) => row.price_tier === "Free").map((row) => row.caption_id)).toEqual(
      ranked.Free.slice(0, 5).map((one) => one.captionId),
    );
    // The day is the seed.
    expect(await select("3, 4, 2, 5")).toEqual(rows);
    expect(await select("0, 0, 0, 0")).toEqual([]);
  });

  describe("lock_caption_assignments", () => {
    const lock = (id: string, page: string, captions: readonly number[], date: IsoDate, on: BigqueryPlace) =>
      run(
        `CALL {dataset}.lock_caption_assignments('${id}', '${page}', [${captions
          .map(
            (n) =>
              `STRUCT(${captionId(n)} AS caption_id, DATE '${date}' AS scheduled_send_date, 13 AS scheduled_send_hour)`,
          )
          .join(", ")}]);`,
        on,
      );
    const locks = (on: BigqueryPlace): Promise<Row[]> =>
      run(
        "SELECT caption_id, caption_text, caption_key, price_tier, page_name, schedule_id, scheduled_send_hour, is_active FROM {dataset}.active_caption_assignments ORDER BY scheduled_send_date, caption_id",
        on,
      );
    const fresh = async (): Promise<BigqueryPlace> => {
      const own = await bigqueryPlace({ captions: BANK });
      onTestFinished(() => own.dispose());
      return own;
    };
    const day = addDays(today, 10);

    it("locks all, with what the bank says of them, and the warehouse sees it", async () => {
      const own = await fresh();
      await lock("sched_1", "Ana", [5, 6], day, own);
      expect(await locks(own)).toEqual(
        [5, 6].map((n) => ({
          caption_id: captionId(n),
          caption_text: BANK[n]?.text,
          caption_key: BANK[n]?.text.toLowerCase(),
          price_tier: BANK[n]?.priceTier,
          page_name: "ana",
          schedule_id: "sched_1",
          scheduled_send_hour: "13",
          is_active: true,
        })),
      );
      const week = { page: "bea", startDate: addDays(day, -3), now: Date.now(), ignore: [] };
      const available = await (await own.open()).availability(week, QUIET);
      expect(available.reduce((sum, { locked }) => sum + locked, 0)).toBe(2);
    });

    it("raises a conflict that names what is held, and locks nothing: none of them, and not twice", async () => {
      const own = await fresh();
      await lock("sched_1", "ana", [5], day, own);
      const before = await locks(own);
      await expect(lock("sched_2", "bea", [7, 5], addDays(day, 7), own)).rejects.toThrow(
        new RegExp(`conflict: caption ${captionId(5)} for ${addDays(day, 7)} is held by ana for ${day}`),
      );
      expect(await locks(own)).toEqual(before);
      await lock("sched_2", "bea", [7, 5], addDays(day, 8), own);
      expect(await locks(own)).toHaveLength(3);
    });

    it("of several at once exactly one gets the caption", async () => {
      const own = await fresh();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 5 }, (_, n) => lock(`sched_${n}`, `page${n}`, [5, 6], day, own)),
      );
      // The emulator's own: the words of the clash. BigQuery cancels at the statement that changes the guard.
      for (const one of outcomes)
        if (one.status === "rejected")
          expect(String(one.reason)).toMatch(/conflict: caption|Failed to commit/);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await locks(own)).toHaveLength(2);
    });
  });

  it("without the bank's row in commit_guard nothing is stored: two at once would not be seen", async () => {
    const own = await bigqueryPlace({ captions: BANK });
    const guard = (text: string) => run(text, own);
    onTestFinished(async () => {
      await guard(guardStatement(own.dataset));
      await own.dispose();
    });
    expect(await guard("SELECT guard_key FROM {dataset}.commit_guard WHERE guard_key = 'bank'")).toHaveLength(
      1,
    );
    await guard("DELETE FROM {dataset}.commit_guard WHERE TRUE");
    const start = addDays(today, 7);
    const commit = commitOf(weekOf("ana", start, [caption(5)]), start, { now: Date.now() });
    await expect((await own.open()).commit(commit, QUIET)).rejects.toMatchObject({
      exitCode: 6,
      remedy: expect.stringContaining("eros-tui deploy"),
    });
    expect(await guard("SELECT schedule_id FROM {dataset}.schedule_recommendations")).toEqual([]);
  });
});
