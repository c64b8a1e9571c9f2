import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { ImportKind } from "../../src/domain/import-columns.js";
import type { FileReport } from "../../src/pipeline/import/report.js";
import { ImportPlace, refusedReport } from "./place.js";
import { describeReal, expectedJson, upworthy } from "./upworthy.js";

interface Listed {
  readonly record: number | null;
  readonly lines: readonly [number, number];
  readonly verdict: "good" | "warn" | "reject" | "policy";
  readonly defect: string;
}
interface Dirty {
  readonly records: number;
  readonly good_records_without_a_listed_defect: readonly number[];
  readonly listed: readonly Listed[];
  readonly good_records_totals?: {
    readonly rows: number;
    readonly sent_count: number;
    readonly purchased_count: number;
    readonly earnings: number;
  };
}

/** What this product makes of each record that "policy" leaves to it: rejected, or taken with a remark. */
const OURS: Readonly<Record<string, "reject" | "remark" | "as it is">> = {
  date_day_first: "reject",
  date_epoch: "remark",
  date_no_zone: "remark",
  date_only: "reject",
  date_in_spring_gap_no_zone: "remark",
  sent_thousands_separator: "remark",
  sent_decimal_zero: "remark",
  sent_exponent: "reject",
  viewed_above_sent: "remark",
  purchased_above_viewed: "remark",
  sent_zero: "remark",
  text_empty: "remark",
  id_unknown: "remark",
  id_not_a_number: "reject",
  id_and_text_disagree: "remark",
  duplicate_key_other_counts: "remark",
  duplicate_after_norm: "remark",
  quote_inside_unquoted: "remark",
  text_after_closing_quote: "reject",
  backslash_quotes: "reject",
  text_very_long: "remark",
  text_terminal_escape: "remark",
  text_bidi_override: "remark",
  type_lower_case: "remark",
  price_currency_sign: "remark",
  price_decimal_comma: "reject",
  earnings_disagree: "remark",
  page_case_and_spaces: "remark",
  page_path: "reject",
  duplicate_text_other_id: "remark",
  duplicate_text_after_norm: "remark",
  // Ids are signed 64-bit numbers: these are nothing special, and are kept to the digit.
  id_negative: "as it is",
  id_above_2_53: "as it is",
  id_word: "reject",
  id_leading_zeros: "remark",
  tier_lower_case: "remark",
  tier_spaces: "remark",
  category_empty: "remark",
  category_case: "remark",
  urgency_1: "remark",
  urgency_yes: "remark",
  urgency_empty: "remark",
};

const remarked = (report: FileReport): Set<number> =>
  new Set(report.remarks.flatMap(({ at }) => at.map(({ record }) => record)));

describeReal("damaged real files", () => {
  it.each([
    ["dirty.csv", "messages"],
    ["dirty_captions.csv", "captions"],
  ] as const)("%s gets the verdicts of its maker, record by record and line by line", async (name, kind) => {
    const dirty = (expectedJson("dirty.expected.json") as { files: Record<string, Dirty> }).files[name];
    if (dirty === undefined) throw new Error(`nothing is expected of ${name}`);
    const place = new ImportPlace();
    if (kind === "messages") await place.import({ captions: upworthy("captions.csv") });
    const files: Partial<Record<ImportKind, string>> = { [kind]: upworthy(name) };
    const report = await refusedReport(place.import(files));
    expect(report.records).toBe(dirty.records);
    const rejected = new Map(report.rejects.map((reject) => [reject.record, reject]));
    const remarks = remarked(report);
    for (const { record, lines, verdict, defect } of dirty.listed) {
      if (record === null) continue;
      const ours = verdict === "policy" ? OURS[defect] : verdict;
      const told = { record, defect, rejected: rejected.has(record), remarked: remarks.has(record) };
      switch (ours) {
        // An empty row of a spreadsheet is left out with a remark, which is as good.
        case "reject":
          if (defect === "only_commas") expect(told).toMatchObject({ remarked: true });
          else expect(told).toMatchObject({ rejected: true });
          break;
        case "warn":
        case "remark":
          expect(told).toMatchObject({ rejected: false, remarked: true });
          break;
        case "good":
        case "as it is":
          expect(told).toMatchObject({ rejected: false });
          break;
        default:
          throw new Error(`no rule for ${defect}`);
      }
      const reject = rejected.get(record);
      if (reject !== undefined) expect([reject.line, reject.lastLine]).toEqual(lines);
    }
    for (const record of dirty.good_records_without_a_listed_defect)
      expect({ record, rejected: rejected.has(record), remarked: remarks.has(record) }).toEqual({
        record,
        rejected: false,
        remarked: false,
      });

    const kept = await place.import(files, { skipBad: true });
    const leftOut = new Set(
      kept.files[0]?.remarks
        .filter(({ code }) => code.startsWith("row-"))
        .flatMap(({ at }) => at.map(({ record }) => record)),
    );
    expect(kept.files[0]).toMatchObject({
      rejected: report.rejected,
      added: dirty.records - report.rejected - leftOut.size,
    });
    if (kind === "captions") return;
    // The good records, all of them: what is stored less what was stored with a remark.
    const odd = [...remarks].filter((record) => !leftOut.has(record) && !isGood(dirty, record));
    expect((kept.files[0]?.added ?? 0) - odd.length).toBe(dirty.good_records_totals?.rows);
  });
});

describeReal("the good records of a damaged file", () => {
  it("come in alone without a word, and with the sums of their maker", async () => {
    const { files } = expectedJson("dirty.expected.json") as { files: Record<string, Dirty> };
    const dirty = files["dirty.csv"];
    const place = new ImportPlace();
    await place.import({ captions: upworthy("captions.csv") });
    const lines = readFileSync(upworthy("dirty.csv"), "latin1").split("\n");
    for (const { lines: between, verdict } of dirty?.listed ?? [])
      if (verdict !== "good") for (let line = between[0]; line <= between[1]; line++) lines[line - 1] = "";
    const good = place.file(
      "good.csv",
      Buffer.from(lines.filter((line) => line !== "").join("\n"), "latin1"),
    );
    const { files: reports } = await place.import({ messages: good });
    expect(reports).toMatchObject([{ rejected: 0, added: dirty?.good_records_totals?.rows, remarks: [] }]);
    expect(
      await place.rows(
        "SELECT COUNT(*)::INTEGER AS rows, SUM(sent_count)::DOUBLE AS sent_count, SUM(purchased_count)::DOUBLE AS purchased_count, SUM(earnings) AS earnings FROM {dataset}.mass_messages",
      ),
    ).toEqual([dirty?.good_records_totals]);
  });
});

const isGood = (dirty: Dirty, record: number): boolean =>
  dirty.listed.some((one) => one.record === record && one.verdict === "good");
