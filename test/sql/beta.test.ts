import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { betaDraw, DAY, type Message } from "./caption-record-oracle.js";
import { asked, caption, EMPTY, message, NOW, putWorld, WEEK } from "./caption-scenes.js";
import { openSql, rows } from "./load.js";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openSql();
});
afterAll(() => connection.closeSync());

/** ln Γ by Lanczos, exact to 1e-14. */
function lnGamma(x: number): number {
  const series = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const t = x + 6.5;
  const sum = series.slice(1).reduce((sofar, c, index) => sofar + c / (x + index), series[0] ?? 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The exact Beta law: the regularised incomplete beta function by its continued fraction (Lentz). */
function betaLaw(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaLaw(1 - x, b, a);
  const front =
    Math.exp(a * Math.log(x) + b * Math.log(1 - x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b)) / a;
  let [f, c, d] = [1, 1, 0];
  for (let i = 0; i < 300; i++) {
    const m = Math.floor(i / 2);
    const odd = -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const numerator = i === 0 ? 1 : i % 2 === 0 ? even : odd;
    d = 1 / (1 + numerator * d);
    c = 1 + numerator / c;
    f *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * (f - 1);
}

/** The widest gap between the draws' own law and a law (Kolmogorov and Smirnov). */
function gap(draws: readonly number[], law: (x: number) => number): number {
  const sorted = [...draws].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, index) => {
      const exact = law(x);
      return Math.max(Math.abs(exact - index / sorted.length), Math.abs(exact - (index + 1) / sorted.length));
    }),
  );
}

describe("the exact law that draws are held to", () => {
  it.each([
    [0.5, 1, 1, 0.5],
    [0.3, 1, 3, 1 - 0.7 ** 3],
    [0.3, 4, 1, 0.3 ** 4],
    [0.25, 2, 3, 0.26171875],
    [0.5, 40.5, 40.5, 0.5],
  ])("knows Beta at %d of (%d, %d) in closed form", (x, a, b, exact) => {
    expect(betaLaw(x, a, b)).toBeCloseTo(exact, 12);
  });
});

describe("draws", () => {
  const COUNT = 40_000;

  // A sample of 40,000 strays by 0.0068 in one case of twenty, and the formula itself by less than 0.003.
  it.each([
    [1, 1],
    [1, 3],
    [1.5, 1.2],
    [2, 5],
    [5, 2],
    [1, 30],
    [20, 3],
    [60, 40],
    [400, 700],
  ])("follow Beta(%d, %d): no gap of 0.01 in 40,000", async (alpha, beta) => {
    const drawn = await rows(
      connection,
      `SELECT {dataset}.beta_draw(CAST($1 AS DOUBLE), CAST($2 AS DOUBLE), {dataset}.md5hex(k), {dataset}.md5hex(k || '|2')) AS draw
       FROM (SELECT 'seed|page|' || CAST(i AS STRING) AS k FROM range(${COUNT}) AS r(i))`,
      [alpha, beta],
    );
    const draws = drawn.map((row) => Number(row.draw));
    expect(draws.filter((draw) => !(draw > 0 && draw < 1))).toEqual([]);
    expect(gap(draws, (x) => betaLaw(x, alpha, beta))).toBeLessThan(0.01);
    // A law that is nearly the same is told apart: the test can fail.
    expect(gap(draws, (x) => betaLaw(x, alpha * 1.1, beta))).toBeGreaterThan(0.012);
    expect(draws[7]).toBeCloseTo(betaDraw(alpha, beta, "seed|page|7"), 12);
  });

  it("are made of uniforms that are bit for bit those of the digest", async () => {
    const drawn = await rows(
      connection,
      `SELECT CAST(i AS STRING) AS key, {dataset}.u52({dataset}.md5hex(CAST(i AS STRING)), 1) AS a,
         {dataset}.u52({dataset}.md5hex(CAST(i AS STRING)), 14) AS b FROM range(5000) AS r(i)`,
    );
    for (const { key, a, b } of drawn) {
      const hex = createHash("md5").update(String(key)).digest("hex");
      expect(a).toBe((Number.parseInt(hex.slice(0, 13), 16) + 0.5) / 2 ** 52);
      expect(b).toBe((Number.parseInt(hex.slice(13, 26), 16) + 0.5) / 2 ** 52);
    }
    expect(
      gap(
        drawn.map((row) => Number(row.a)),
        (x) => x,
      ),
    ).toBeLessThan(0.025);
    expect(
      gap(
        drawn.map((row) => Number(row.b)),
        (x) => x,
      ),
    ).toBeLessThan(0.025);
  });

  const scored = async (page: string, seed: string): Promise<Map<string, Record<string, number>>> => {
    const list = await rows(
      connection,
      `SELECT CAST(caption_id AS STRING) AS id, draw, alpha, beta, wilson_low, wilson_high
       FROM {dataset}.scored_captions($1, CAST($2 AS DATE), CAST($3 AS TIMESTAMPTZ), $4, '', CAST(NULL AS VARCHAR))`,
      [page, WEEK, new Date(NOW).toISOString(), seed],
    );
    return new Map(list.map((row) => [String(row.id), row as Record<string, number>]));
  };
  const bank = Array.from({ length: 2000 }, (_, index) => caption(index));

  it("of captions known from other pages alone follow their posterior, and differ between pages and seeds", async () => {
    // 10 successes of 16 sends elsewhere, 8 observations in weight, count as 2.5 of 4.
    const elsewhere = bank.flatMap((one, index): Message[] =>
      Array.from({ length: 16 }, (_, at) => ({
        ...message(index * 16 + at, one, 0, at < 10 ? 9 : 0, { page: "bella" }),
        at: NOW - 90 * DAY,
      })),
    );
    const good = caption(2001);
    const bar = Array.from({ length: 2 }, (_, at) => message(at + 100_000, good, 0, 9, { page: "cleo" }));
    await putWorld(connection, { ...EMPTY, captions: bank, messages: [...elsewhere, ...bar] });
    const anna = await scored("anna", "one");
    const first = [...anna.values()];
    const [alpha, beta] = [3.5, 2.5];
    for (const row of first) expect(row).toMatchObject({ alpha, beta, wilson_low: 0, wilson_high: 1 });
    const draws = first.map((row) => Number(row.draw));
    expect(gap(draws, (x) => betaLaw(x, alpha, beta))).toBeLessThan(0.036);
    for (const other of [await scored("anna", "two"), await scored("new-page", "one")]) {
      const both = [...anna].map(([id, row]) => [Number(row.draw), Number(other.get(id)?.draw)] as const);
      expect(both.filter(([a, b]) => a === b)).toEqual([]);
      expect(Math.abs(correlation(both))).toBeLessThan(0.1);
    }
  });

  it("stay inside the Wilson interval of the own record, at 12 digits, and reach both of its ends", async () => {
    const own = bank
      .slice(0, 300)
      .flatMap((one, index): Message[] =>
        Array.from({ length: 9 }, (_, at) =>
          message(index * 9 + at, one, 20 + 10 * at, (index * 7 + at * 5) % 9, {}),
        ),
      );
    await putWorld(connection, { ...EMPTY, captions: bank.slice(0, 300), messages: own });
    const drawn = [...(await scored("anna", asked().seed)).values()];
    for (const { draw, wilson_low: low, wilson_high: high } of drawn) {
      expect(draw).toBeGreaterThanOrEqual(Number(low) - 1e-12);
      expect(draw).toBeLessThanOrEqual(Number(high) + 1e-12);
      expect(draw).toBe(Math.round(Number(draw) * 1e12) / 1e12);
    }
    expect(drawn.some((row) => Math.abs(Number(row.draw) - Number(row.wilson_low)) < 1e-11)).toBe(true);
    expect(drawn.some((row) => Math.abs(Number(row.draw) - Number(row.wilson_high)) < 1e-11)).toBe(true);
  });
});

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const sum = (f: (a: number, b: number) => number): number => mean(pairs.map(([a, b]) => f(a - x, b - y)));
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
}
