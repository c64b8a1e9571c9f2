import { copyFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { hourConfidence, hourValues } from "../../src/domain/hours.js";
import { planWeek } from "../../src/domain/week.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import type { Row } from "../../src/warehouse/cells.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { ImportPlace } from "./place.js";
import { describeReal, expectedJson, upworthy } from "./upworthy.js";

interface Sums {
  readonly rows: number;
  readonly sent_count: number;
  readonly purchased_count: number;
  readonly earnings?: number;
  readonly purchase_rate: number;
  readonly earnings_per_sent?: number;
}
interface Page extends Sums {
  readonly first_sending_time: string;
  readonly last_sending_time: string;
  readonly distinct_captions_norm: number;
  readonly zero_purchase_rows: number;
  readonly by_message_type: Readonly<Record<string, Sums>>;
  readonly by_month_los_angeles: Readonly<Record<string, Sums>>;
  readonly last_30_days: Sums;
  readonly last_90_days: Sums;
  readonly hour_of_week_top10_by_sent: readonly (Sums & { readonly day: string; readonly hour: number })[];
}
interface Expected {
  readonly totals: Sums;
  readonly messages_by_id: {
    readonly rows: number;
    readonly sent_count: number;
    readonly purchased_count: number;
  };
  readonly pages: Readonly<Record<string, Page>>;
  readonly hour_of_week_all_pages_los_angeles: Readonly<Record<string, Sums>>;
  readonly hour_of_day_all_pages_los_angeles: Readonly<Record<string, Sums>>;
  readonly by_content_category: Readonly<Record<string, Sums>>;
  readonly by_price: Readonly<Record<string, Sums>>;
  readonly by_has_urgency: Readonly<Record<string, Sums>>;
  readonly captions: {
    readonly records: number;
    readonly distinct_norm: number;
    readonly by_price_tier: Readonly<Record<string, number>>;
    readonly by_content_category: Readonly<Record<string, number>>;
    readonly has_urgency_true: number;
  };
}

/** The moment after the last message. */
const AS_OF = Date.UTC(2014, 6, 1);
const PAGES = ["upworthy_headlines", "upworthy_images", "upworthy_other"];
const LA = "(m.sending_time AT TIME ZONE 'America/Los_Angeles')";

describeReal("the real messages, imported", () => {
  const place = new ImportPlace();
  let expected: Expected;
  const messages = upworthy("messages.csv");
  const captions = upworthy("captions.csv");
  beforeAll(async () => {
    expected = expectedJson("expected.json") as Expected;
    await place.import({ captions, messages });
  });

  const bare = ({
    rows,
    sent_count,
    purchased_count,
    earnings,
    purchase_rate,
    earnings_per_sent,
  }: Sums): Sums => ({
    rows,
    sent_count,
    purchased_count,
    ...(earnings === undefined ? {} : { earnings, earnings_per_sent }),
    purchase_rate,
  });
  const round = (value: number): number => Math.round(value * 1e8) / 1e8;
  /** Sums of the stored messages by something, in the words of the expectation. */
  async function sums(by: string, where = "TRUE", like?: Sums): Promise<Record<string, Sums>> {
    const rows = await place.rows(
      `SELECT CAST(${by} AS VARCHAR) AS by, COUNT(*)::INTEGER AS rows, SUM(m.sent_count)::DOUBLE AS sent,
         SUM(m.purchased_count)::DOUBLE AS purchased, SUM(m.earnings) AS earned
       FROM {dataset}.mass_messages AS m
       LEFT JOIN {dataset}.past_messages(NULL, NULL, TIMESTAMPTZ '2014-07-02 00:00:00+00') AS p ON p.row_id = m.row_id
       WHERE ${where} GROUP BY ALL`,
    );
    return Object.fromEntries(rows.map((row) => [String(row.by), summed(row, like)]));
  }
  const summed = (row: Row, like: Sums | undefined): Sums => {
    const [sent_count, purchased_count, earnings] = [
      Number(row.sent),
      Number(row.purchased),
      Number(row.earned),
    ];
    const money = { earnings, earnings_per_sent: round(earnings / sent_count) };
    return {
      rows: Number(row.rows),
      sent_count,
      purchased_count,
      purchase_rate: round(purchased_count / sent_count),
      ...(like !== undefined && like.earnings === undefined ? {} : money),
    };
  };
  const all = (of: Readonly<Record<string, Sums>>): Record<string, Sums> =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, bare(value)]));
  const first = (of: Readonly<Record<string, Sums>>): Sums | undefined => Object.values(of)[0];

  it("have the totals of their maker", async () => {
    expect(await sums("'all'")).toEqual({ all: bare(expected.totals) });
    expect(await sums("m.page_name")).toEqual(all(expected.pages));
  });

  it.each(PAGES)("have those of %s by type, month and window", async (page) => {
    const its = expected.pages[page];
    if (its === undefined) throw new Error(`nothing is expected of ${page}`);
    const own = `m.page_name = '${page}'`;
    expect(await sums("m.message_type", own)).toEqual(all(its.by_message_type));
    expect(await sums(`STRFTIME(${LA}, '%Y-%m')`, own)).toEqual(all(its.by_month_los_angeles));
    for (const [days, window] of [
      [30, its.last_30_days],
      [90, its.last_90_days],
    ] as const)
      expect(
        await sums(
          "'all'",
          `${own} AND m.sending_time >= TIMESTAMPTZ '2014-07-01 00:00:00+00' - INTERVAL ${days} DAY AND m.sending_time < TIMESTAMPTZ '2014-07-01 00:00:00+00'`,
        ),
      ).toEqual({ all: bare(window) });
    const [facts] = await place.rows(
      `SELECT MIN(m.sending_time) AS first, MAX(m.sending_time) AS last, COUNT(DISTINCT m.caption_key)::INTEGER AS keys,
         COUNT(*) FILTER (WHERE m.purchased_count = 0)::INTEGER AS zero
       FROM {dataset}.mass_messages AS m WHERE ${own}`,
    );
    expect(facts).toEqual({
      first: new Date(its.first_sending_time),
      last: new Date(its.last_sending_time),
      keys: its.distinct_captions_norm,
      zero: its.zero_purchase_rows,
    });
    const hours = await sums(`STRFTIME(${LA}, '%a %H')`, own);
    for (const top of its.hour_of_week_top10_by_sent)
      expect(hours[`${top.day} ${String(top.hour).padStart(2, "0")}`]).toEqual(bare(top));
  });

  it("have the hours of Los Angeles, through both changes of the clocks", async () => {
    const week = expected.hour_of_week_all_pages_los_angeles;
    expect(await sums(`STRFTIME(${LA}, '%a %H')`, "TRUE", first(week))).toEqual(all(week));
    const day = expected.hour_of_day_all_pages_los_angeles;
    expect(
      await sums("LPAD(CAST({dataset}.la_hour(m.sending_time) AS VARCHAR), 2, '0')", "TRUE", first(day)),
    ).toEqual(all(day));
  });

  it("are matched to their captions by text alone", async () => {
    expect(await sums("PRINTF('%.2f', m.price)", "TRUE")).toEqual(all(expected.by_price));
    // Ids that are equal but for case and blanks are one caption, and may differ in what was made up about them.
    for (const [by, parts] of [
      ["p.category", expected.by_content_category],
      ["p.has_urgency", expected.by_has_urgency],
    ] as const) {
      const found = await sums(by);
      expect(Object.keys(found).sort()).toEqual(Object.keys(parts).sort());
      for (const [key, part] of Object.entries(parts))
        expect(Math.abs((found[key]?.rows ?? 0) - part.rows)).toBeLessThanOrEqual(8);
    }
  });

  it("come with their captions", async () => {
    const { captions: bank } = expected;
    const count = async (by: string): Promise<Record<string, number>> =>
      Object.fromEntries(
        (
          await place.rows(
            `SELECT CAST(${by} AS VARCHAR) AS by, COUNT(*)::INTEGER AS n FROM {dataset}.caption_bank AS c GROUP BY ALL`,
          )
        ).map((row) => [String(row.by), Number(row.n)]),
      );
    const { Bump: Free, ...paid } = bank.by_price_tier;
    expect(await count("c.price_tier")).toEqual({ ...paid, Free });
    expect(await count("c.content_category")).toEqual(bank.by_content_category);
    expect((await count("c.has_urgency")).true).toBe(bank.has_urgency_true);
    expect(
      await place.rows("SELECT COUNT(DISTINCT caption_key)::INTEGER AS n FROM {dataset}.caption_bank"),
    ).toEqual([{ n: bank.distinct_norm }]);
    const [texts] = await place.rows(
      "SELECT STRING_AGG(caption_text, '|' ORDER BY caption_id) AS all FROM {dataset}.caption_bank",
    );
    expect(String(texts?.all)).toContain("\u200b");
  });

  it("add nothing when they come again, by text or by id", async () => {
    const again = await place.import({ captions, messages });
    expect(again.files.map(({ added, there }) => [added, there])).toEqual([
      [0, expected.captions.records],
      [0, expected.totals.rows],
    ]);
    const byId = await place.import({ messages: upworthy("messages_by_id.csv") });
    expect(byId.files).toMatchObject([
      { added: 0, there: expected.messages_by_id.rows, rejected: 0, remarks: [] },
    ]);
  });

  it("come alone by id, without the optional columns, and a week is planned from them", async () => {
    const alone = new ImportPlace();
    await alone.import({ captions });
    const { files } = await alone.import({ messages: upworthy("messages_by_id.csv") });
    const { rows, sent_count, purchased_count } = expected.messages_by_id;
    expect(files).toMatchObject([{ added: rows, rejected: 0, remarks: [] }]);
    expect(
      await alone.rows(
        "SELECT COUNT(*)::INTEGER AS rows, SUM(sent_count)::DOUBLE AS sent_count, SUM(purchased_count)::DOUBLE AS purchased_count FROM {dataset}.mass_messages",
      ),
    ).toEqual([{ rows, sent_count, purchased_count }]);
    // Then with their texts: those that are there stay, the others come.
    const copy = new ImportPlace();
    copyFileSync(alone.db, copy.db);
    expect(await copy.import({ messages })).toMatchObject({
      files: [{ added: expected.totals.rows - rows, there: rows, rejected: 0 }],
    });
    const warehouse = await openWarehouse({ kind: "local", file: alone.db });
    const prepared = await prepareWeek(
      warehouse,
      { page: "upworthy_images", now: AS_OF, tolerance: 0.5 },
      QUIET,
    );
    const plan = planWeek(prepared, { zone: "GREEN" });
    expect("messages" in plan).toBe(true);
    await warehouse.close();
  });

  it.each(PAGES)("show no effect of the hour on %s, and a week is planned all the same", async (page) => {
    const warehouse = await openWarehouse({ kind: "local", file: place.db });
    const prepared = await prepareWeek(warehouse, { page, now: AS_OF, tolerance: 0.5 }, QUIET);
    await warehouse.close();
    const windows = prepared.report.windows ?? null;
    expect(windows?.length).toBeGreaterThan(20);
    for (const dayType of ["Weekday", "Weekend"] as const)
      expect(hourConfidence(windows, dayType)).toBe("no reliable hour effect");
    // What is left of chance after shrinking never makes more than one step between two hours.
    const values = hourValues(windows);
    for (const hours of [values.weekday, values.weekend])
      expect(Math.max(...hours) - Math.min(...hours)).toBeLessThanOrEqual(0.1 + 1e-9);
    const plan = planWeek(prepared, {});
    if (!("messages" in plan)) throw new Error(JSON.stringify(plan));
    expect(prepared.startDate).toBe("2014-07-07");
    expect(plan.messages.length).toBe(plan.targets.ppv + plan.targets.bump);
    expect(new Set(plan.messages.map(({ caption }) => caption.captionKey)).size).toBe(plan.messages.length);
  });
});
