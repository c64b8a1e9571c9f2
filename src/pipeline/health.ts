import type { Instant } from "../domain/calendar.js";
import type { HealthFacts } from "../domain/monitoring.js";
import type { Warehouse } from "../warehouse/port.js";
import { logOf, type VerbCtx } from "./verb.js";

/**
 * What the log of runs says about the last days.
 * @param now the real moment, whatever a plan takes for now: runs are logged by the real clock.
 */
export async function healthOf(warehouse: Warehouse, now: Instant, ctx: VerbCtx): Promise<HealthFacts> {
  const facts = await warehouse.health(now, ctx);
  const critical = facts.pages.filter(({ health }) => health === "CRITICAL").length;
  const firing = facts.alerts.filter(({ fires }) => fires).map(({ name }) => name);
  const said = `Health: ${facts.pages.length} pages, ${critical} critical; alerts: ${firing.join(", ") || "none"}`;
  if (critical + firing.length > 0) logOf(ctx).warning("pipeline", said);
  else logOf(ctx).info("pipeline", said);
  return facts;
}
