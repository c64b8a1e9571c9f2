import type { Settings } from "./settings.js";

/** A BigQuery project is production unless the config says otherwise; a local warehouse only where the config says so. */
export const isProduction = (
  { production, origins }: Pick<Settings, "production" | "origins">,
  kind: "local" | "bigquery",
): boolean => production || (kind === "bigquery" && origins.production.source === "default");
