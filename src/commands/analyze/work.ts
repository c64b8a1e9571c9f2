import { parseReport } from "../../domain/report.js";
import { volumeOf } from "../../domain/volume.js";
import { toleranceOf, withoutReport } from "../../pipeline/prepare.js";
import { toleranceFor } from "../../settings/settings.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { inSession } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { analysisLines } from "./text.js";

export const work: Work = (input, run) => {
  const page = input.page("analyze");
  return inSession(input, run, async ({ settings, warehouse, now, ctx }) => {
    const json = await warehouse.report(page, now, ctx);
    if (json === null) throw await withoutReport(warehouse, page, ctx);
    const report = parseReport(json);
    const tolerance = toleranceOf(toleranceFor(settings, page), report, page);
    const { tier } = report.account;
    const { score } = report.saturation;
    const volume = tier === null || score === null ? null : volumeOf(tier, score, tolerance);
    if (input.on(JSON_FLAG)) {
      // The report as it came: our own reading of it stands beside, under names that no procedure uses.
      const raw: Record<string, unknown> = JSON.parse(json);
      return run.out(JSON.stringify({ ...raw, tolerance, zone: volume?.zone ?? null }, null, 2));
    }
    const lines = analysisLines({ page, report, tolerance, volume, now, columns: run.columns });
    run.out([`${page} · ${warehouseName(warehouse)}`, "", ...lines].join("\n"));
  });
};
