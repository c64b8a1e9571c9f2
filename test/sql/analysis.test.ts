import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isoUtc } from "../../src/domain/calendar.js";
import { expectClose, expectSameRows } from "./close.js";
import { awkwardWorlds, type World } from "./histories.js";
import { insert, openSql, type Row, rows } from "./load.js";
import { effectsOf, judged } from "./oracle/effects.js";
import { analysisNow, groupBy, isPpv, known, mean, type Past, readPast, within } from "./oracle/past.js";
import { saturationOf } from "./oracle/saturation.js";
import { accountOf, audienceOf, bestTier, categoriesOf, segmentOf, tierFacts } from "./oracle/tables.js";

describe.each(awkwardWorlds().map((world) => [world.name, world] as const))(
  "the analysis, %s",
  (_, world: World) => {
    const now = analysisNow(world.messages, world.clock);
    const past = readPast(world.messages, world.captions, world.clock);
    const ofPage = groupBy(past, (each) => each.page);
    const history = (page: string): Past[] => ofPage.get(page) ?? [];
    const clock = isoUtc(world.clock);
    let connection: DuckDBConnection;

    const ofAll = (name: string): Promise<Row[]> =>
      rows(connection, `SELECT * FROM {dataset}.${name}(CAST(NULL AS VARCHAR), CAST($1 AS TIMESTAMPTZ))`, [
        clock,
      ]);
    const byPage = async (name: string): Promise<Map<string, Row[]>> =>
      groupBy(await ofAll(name), (row) => String(row.page_name));
    /** A row a page, of exactly the pages that there are. */
    const onePerPage = async (name: string): Promise<[string, Row, Past[]][]> => {
      const found = await ofAll(name);
      expect(found.map((row) => row.page_name).sort()).toEqual([...world.pages].sort());
      return found.map((row) => [String(row.page_name), row, history(String(row.page_name))]);
    };

    beforeAll(async () => {
      connection = await openSql();
      await insert(connection, "mass_messages", world.messages);
      await insert(connection, "caption_bank", world.captions);
      await insert(
        connection,
        "active_creators",
        world.pages.map((page) => ({ page_name: page })),
      );
    });
    afterAll(() => connection.closeSync());

    it("takes the earlier of the clock and the last message for now", async () => {
      const [row] = await rows(connection, "SELECT * FROM {dataset}.analysis_now(CAST($1 AS TIMESTAMPTZ))", [
        clock,
      ]);
      expect(row?.analysis_now).toBe(new Date(now).toISOString());
      expect(row?.data_to).toBe(new Date(Math.max(...past.map((each) => each.at))).toISOString());
    });

    it("sees each message up to now once, with its caption, Los Angeles time and rates", async () => {
      const found = await rows(
        connection,
        `SELECT m.*, CAST(m.caption_id AS VARCHAR) AS id
       FROM {dataset}.past_messages(CAST(NULL AS VARCHAR), CAST(NULL AS BIGINT), CAST($1 AS TIMESTAMPTZ)) AS m ORDER BY m.row_id`,
        [clock],
      );
      const wanted = [...past].sort((a, b) => a.row.row_id - b.row.row_id);
      expect(found.length).toBe(wanted.length);
      for (const [index, each] of wanted.entries()) {
        const { row } = each;
        expect(found[index]).toMatchObject({
          row_id: row.row_id,
          page_name: each.page,
          message: row.message ?? each.caption?.caption_text ?? null,
          id: each.caption?.caption_id ?? null,
          caption_key: row.caption_key ?? each.caption?.caption_key ?? null,
          price_tier: each.tier,
          category: each.category,
          has_urgency: each.caption?.has_urgency ?? null,
          message_type: each.kind,
          la_date: each.date,
          la_hour: each.hour,
          rpr: each.rpr,
          conv: each.unlock,
          settled: each.settled,
        });
      }
    });

    it("sizes each account by the dollars of 30 days", async () => {
      for (const [page, row, messages] of await onePerPage("account")) {
        const wanted = accountOf(messages, now);
        expect(row.size_tier, page).toBe(wanted.tier);
        expectClose(row.total_revenue_period, wanted.revenue, page);
        expectClose(
          row.avg_audience,
          wanted.audience === null ? null : Math.round(wanted.audience * 1e6) / 1e6,
          page,
        );
        const last = messages.at(-1)?.at;
        expect(row.last_message, page).toBe(last === undefined ? null : new Date(last).toISOString());
      }
    });

    it("names each segment by the dollars a purchase of 90 days", async () => {
      for (const [page, row, messages] of await onePerPage("segment")) {
        const wanted = segmentOf(messages, now);
        expect(row.segment_label, page).toBe(wanted.label);
        expect(row.sample_size, page).toBe(wanted.size);
        expectClose(row.avg_purchase, wanted.perPurchase, page);
        expectClose(row.avg_rpr, wanted.rpr, page);
        expectClose(row.avg_conv, wanted.conv, page);
      }
    });

    it("scores saturation with its four parts, or says why not", async () => {
      for (const [page, row, messages] of await onePerPage("saturation")) {
        const wanted = saturationOf(messages, now);
        expect(row.exclusion_reason, page).toBe(wanted.reason);
        expectClose(row.saturation_score, wanted.score, `${page} score`);
        expectClose(row.unlock_rate_deviation, wanted.unlock.deviation, `${page} unlock`);
        expectClose(row.unlock_se, wanted.unlock.se, `${page} unlock se`);
        expectClose(row.unlock_value, wanted.unlock.value, `${page} unlock value`);
        expectClose(row.emv_deviation, wanted.emv.deviation, `${page} emv`);
        expectClose(row.emv_se, wanted.emv.se, `${page} emv se`);
        expectClose(row.emv_value, wanted.emv.value, `${page} emv value`);
        expect(row.consecutive_underperform_days, `${page} run`).toBe(wanted.run);
        expectClose(row.days_value, wanted.days, `${page} days`);
        expectClose(row.frequency_value, wanted.frequency, `${page} frequency`);
        expectClose(row.frequency_trend, wanted.trend, `${page} trend`);
        if (wanted.confidence === "none") expect(row.confidence_score, page).toBe(0);
        else expect(row.confidence_score, page).toBeGreaterThan(0);
        const weighted = [row.unlock_part, row.emv_part, row.days_part, row.frequency_part];
        if (wanted.score === null) expect(weighted, page).toEqual([null, null, null, null]);
        else
          expect(Math.abs(weighted.map(Number).reduce((a, b) => a + b) - wanted.score), page).toBeLessThan(
            0.000051,
          );
      }
    });

    it("tells what hours and weekdays are worth, and how reliably", async () => {
      const windows = await byPage("time_windows");
      const weekdays = await byPage("weekdays");
      for (const page of world.pages) {
        const found = [
          ...(windows.get(page) ?? []).map(
            (row) => ({ ...row, family: row.day_type, member: row.hour_24 }) as Row,
          ),
          ...(weekdays.get(page) ?? []).map(
            (row) => ({ ...row, family: "Week", member: row.day_of_week_la }) as Row,
          ),
        ];
        const wanted = effectsOf(history(page), now);
        expect(found.length, page).toBe(wanted.length);
        const ppvs = judged(history(page), now);
        for (const effect of wanted) {
          const what = `${page} ${effect.family} ${effect.member}`;
          const row = found.find((each) => each.family === effect.family && each.member === effect.member);
          expectClose(row?.value, effect.value, `${what} value`);
          expectClose(row?.reliability, effect.reliability, `${what} reliability`);
          if (effect.family === "Week") {
            if (effect.t === null) expect(row?.t_statistic, what).toBeNull();
            else expect(Number(row?.t_statistic), what).toBeCloseTo(effect.t, 4);
          }
          const same = ppvs.filter((each) =>
            effect.family === "Week"
              ? each.weekday === effect.member
              : each.dayType === effect.family && each.hour === effect.member,
          );
          expect(row?.msg_count, what).toBe(same.length);
          expectClose(row?.avg_rpr, mean(known(same.map((each) => each.rpr))), what);
          expectClose(row?.avg_conv, mean(known(same.map((each) => each.unlock))), what);
        }
      }
    });

    it("holds each category's 30 days against the 30 before, per price tier", async () => {
      const found = await byPage("categories");
      for (const page of world.pages) {
        const wanted = categoriesOf(history(page), now);
        const list = found.get(page) ?? [];
        expect(list.length, page).toBe(wanted.length);
        for (const each of wanted) {
          const what = `${page} ${each.category} ${each.tier}`;
          const row = list.find(
            (one) => one.content_category === each.category && one.price_tier === each.tier,
          );
          expect(row?.msg_count, what).toBe(each.count);
          expectClose(row?.avg_rpr, each.rpr, what);
          expectClose(row?.trend_pct, each.pct, what);
          expect(row?.trend_direction, what).toBe(each.direction);
          expect(row?.best_price_tier, `${what} best`).toBe(bestTier(wanted, each.category));
        }
      }
    });

    it("knows audience, usual prices and RPR of each price tier, and when PPVs were sent", async () => {
      const found = await byPage("send_statistics");
      const hours = await byPage("send_hours");
      for (const page of world.pages) {
        const list = found.get(page) ?? [];
        expect(list.length, page).toBe(4);
        for (const row of list) {
          const wanted = tierFacts(history(page), now, String(row.price_tier));
          const what = `${page} ${row.price_tier}`;
          expect(row.msg_count, what).toBe(wanted.count);
          expectClose(row.rpr, wanted.rpr, what);
          expectClose(row.rpr_sd, wanted.sd, what);
          expect(row.usual_price, what).toBe(wanted.usualPrice);
          expect(row.audience, what).toBe(audienceOf(history(page), now));
        }
        const ppvs = history(page).filter((each) => isPpv(each) && each.settled && within(now, 90)(each));
        const counted = [...groupBy(ppvs, (each) => `${each.dayType} ${each.hour}`)].map(([key, group]) => [
          key,
          group.length,
        ]);
        expect(
          (hours.get(page) ?? []).map((row) => [`${row.day_type} ${row.hour_24}`, row.msg_count]).sort(),
        ).toEqual(counted.sort());
      }
    });

    it.each([
      "account",
      "segment",
      "saturation",
      "effects",
      "time_windows",
      "weekdays",
      "triggers",
      "categories",
      "send_statistics",
      "send_hours",
    ])("says the same of a page alone as among all: %s", async (name) => {
      const all = await byPage(name);
      for (const page of world.pages.slice(0, 6)) {
        const alone = await rows(connection, `SELECT * FROM {dataset}.${name}($1, CAST($2 AS TIMESTAMPTZ))`, [
          page,
          clock,
        ]);
        expectSameRows(alone, all.get(page) ?? [], `${name} of ${page}`);
      }
    });
  },
);
