import { describe, expect, it } from "vitest";
import { MAX_RETRIES, retrying, waitBefore } from "../../src/warehouse/retry.js";
import { watched } from "./fixtures.js";

class Passing extends Error {}
const passes = (error: unknown): boolean => error instanceof Passing;

describe("retrying", () => {
  it("does what passes by itself again, telling each wait before it", async () => {
    const ctx = watched();
    let tries = 0;
    const result = await retrying(ctx, passes, async () => {
      if (++tries < 3) throw new Passing(`try ${tries}`);
      return "done";
    });
    expect([result, tries]).toEqual(["done", 3]);
    expect(ctx.steps).toMatchObject([
      { kind: "retry", reason: "try 1", attempt: 1, of: 5 },
      { kind: "retry", reason: "try 2", attempt: 2, of: 5 },
    ]);
    for (const step of ctx.steps) expect(step.kind === "retry" && step.seconds > 0).toBe(true);
  });

  it.each([new Error("another"), new TypeError("a defect"), new RangeError("too much")])(
    "throws every other error at once, as it came: %s",
    async (error) => {
      const ctx = watched();
      let tries = 0;
      const attempt = retrying(ctx, passes, async () => {
        tries++;
        throw error;
      });
      await expect(attempt).rejects.toBe(error);
      expect([tries, ctx.steps]).toEqual([1, []]);
    },
  );

  it("waits longer each time, within half and one and a half of the doubled wait, never for minutes", () => {
    for (let attempt = 1; attempt <= MAX_RETRIES; attempt++) {
      expect(waitBefore(attempt, 0)).toBeCloseTo(0.1 * 2 ** (attempt - 1));
      expect(waitBefore(attempt, 0.999_999)).toBeLessThan(0.3 * 2 ** (attempt - 1));
    }
    expect(waitBefore(50, 0.5)).toBe(20);
  });

  it("ends a wait when it is aborted, and does not begin after that", async () => {
    const ctx = watched();
    let tries = 0;
    const attempt = retrying({ ...ctx, progress: ctx.abort }, passes, async () => {
      tries++;
      throw new Passing();
    });
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    await expect(retrying(ctx, passes, async () => tries++)).rejects.toMatchObject({ name: "AbortError" });
    expect(tries).toBe(1);
  });

  it("answers with the result of work that ended well, even where it was aborted meanwhile: a commit stands", async () => {
    const ctx = watched();
    const result = await retrying(ctx, passes, async () => {
      ctx.abort();
      return "committed";
    });
    expect(result).toBe("committed");
  });
});
