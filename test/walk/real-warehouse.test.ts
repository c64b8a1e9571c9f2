import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { QUIET } from "../../src/warehouse/port.js";
import { demoWarehouse } from "../pipeline/demo-place.js";
import { Walker } from "./walker.js";

it("walks over a real file: cancels a read, goes on, and what was shown is what is stored", async () => {
  const warehouse = await demoWarehouse();
  const walker = await new Walker({ open: async () => warehouse }).until("creators.list");
  expect(walker.context.creators.week).toBe("2025-11-10");

  walker.send("FILTER").type("jadebri").send("NEXT");
  expect(walker.state).toBe("analysis.loading");
  walker.send("BACK").send("NEXT");
  await walker.until("analysis.ready");
  expect(walker.context.prepared?.report.saturation.score).toBeCloseTo(0.45, 1);

  walker.send("NEXT").type("8").send("NEXT", { type: "OPEN", panel: "why" });
  await walker.until("preview.week");
  walker.send("BACK", "EXCLUDE", "NEXT");
  (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: true });
  await walker.until("result.quiet");

  const { plan, receipt, csv } = walker.context;
  const stored = await warehouse.lookup(receipt?.scheduleId ?? "", QUIET);
  const shown = plan?.messages.map(({ caption }) => caption.captionId);
  expect(stored?.schedule.messages.map(({ caption_id }) => caption_id)).toEqual(shown);
  expect(stored?.schedule.overrides).toMatchObject({
    ppvCount: 8,
    exclude: [expect.stringMatching(/^-?\d+$/)],
  });
  expect(receipt?.locks).toBe(8);
  for (const id of shown ?? []) expect(readFileSync(csv.path, "utf8")).toContain(`,${id},`);

  walker.keepQuiet().send("BACK");
  const { rows } = await warehouse.creators({ week: "2025-11-10", now: walker.now }, QUIET);
  expect(rows.find(({ page }) => page === "jadebri")?.committed).toBe(receipt?.scheduleId);
  expect(walker.context.creators.shown?.overview.rows.find(({ page }) => page === "jadebri")?.committed).toBe(
    receipt?.scheduleId,
  );
});
