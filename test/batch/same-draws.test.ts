import { expect, it } from "vitest";
import { QUIET } from "../../src/warehouse/port.js";
import { demoWarehouse, NOW, WEEK } from "../pipeline/demo-place.js";

it("draws and scores are the same to the last bit, whether a page is read alone, beside its report or with others", async () => {
  const warehouse = await demoWarehouse();
  const of = (page: string) => ({ page, startDate: WEEK, now: NOW, seed: "20251110", ignore: [] });
  const pages = ["jadebri", "anna_v", "hazel_h"].map(of);
  const together = (await warehouse.manyWeeks(pages, QUIET)).map(({ captions }) => captions);
  for (const [n, page] of pages.entries()) {
    // By two threads, whose sums come in any order; then by one.
    expect(together[n]).toEqual(await warehouse.rankedCaptions(page, QUIET));
    expect(together[n]).toEqual((await warehouse.week(page, QUIET)).captions);
  }
});
