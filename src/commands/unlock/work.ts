import { counted } from "../../domain/counted.js";
import { countOld, parseDays, totalLocks, unlockOld } from "../../pipeline/unlock.js";
import { operatorName } from "../../settings/operator.js";
import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import { dayName } from "../../text/times.js";
import type { OldLocks } from "../../warehouse/port.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { inSession } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { GIVE_FREE, OLDER_THAN } from "./command.js";

const USUAL = "14d";

export const work: Work = (input, run) => {
  const olderThan = parseDays(input.text(OLDER_THAN) ?? USUAL);
  return inSession(input, run, async (session) => {
    const { warehouse, now, ctx } = session;
    const request = { now, olderThan };
    const found = await countOld(warehouse, request, ctx);
    const json = input.on(JSON_FLAG);
    const tell = (rows: readonly OldLocks[], given: boolean): void =>
      run.out(json ? JSON.stringify(asJson(rows, olderThan, given), null, 2) : lines(rows, olderThan, given));
    if (!json) run.err(`eros-tui: ${warehouseName(warehouse)}`);
    if (found.length === 0) return tell(found, false);
    if (!input.on(GIVE_FREE)) {
      if (run.ask === undefined || json) {
        tell(found, false);
        return run.err("eros-tui: nothing was changed; --yes gives them free");
      }
      run.err(lines(found, olderThan, false));
      if (warehouse.describe().production) await allowProduction(session, input, run);
      else if (!/^y(es)?$/i.test((await run.ask("Give them free? (yes/no) ")).trim()))
        return run.err("eros-tui: nothing was changed");
    }
    tell(await unlockOld(warehouse, { ...request, operator: operatorName(run) }, ctx), true);
  });
};

function lines(rows: readonly OldLocks[], olderThan: number, given: boolean): string {
  const total = totalLocks(rows);
  if (total === 0) return `No caption is locked for a send more than ${olderThan} days ago.`;
  const freed = `${counted(total, "caption")} of ${counted(rows.length, "page")}`;
  const width = Math.min(40, Math.max(...rows.map(({ page }) => page.length)));
  return [
    given ? `${freed} given free.` : `${freed} locked for sends more than ${olderThan} days ago:`,
    ...rows.map(
      ({ page, locks, firstDate, lastDate }) =>
        `  ${pad(printable(page, 64), width)}  ${pad(String(locks), 5, "right")}  ${dayName(firstDate)} – ${dayName(lastDate)}`,
    ),
  ].join("\n");
}

const asJson = (rows: readonly OldLocks[], olderThan: number, given: boolean) => ({
  older_than_days: olderThan,
  locks: totalLocks(rows),
  unlocked: given,
  pages: rows.map(({ page, locks, firstDate, lastDate }) => ({
    page_name: page,
    locks,
    first_send_date: firstDate,
    last_send_date: lastDate,
  })),
});
