import type { PanelName, WalkContext } from "./context.js";
import { activityOf, type Place, placeOf, type Whereabouts } from "./places.js";

/**
 * What the keys mean now: the place, or what lies over it. A panel goes before everything, then a typed line, then
 * running work, then an error.
 */
export type Mode =
  | `panel ${PanelName}`
  | "filter"
  | "zones"
  | "path"
  | "word"
  | "why"
  | "undo doing"
  | "undo done"
  | "working"
  | "failed"
  | "quiet"
  | "batch plan"
  | "batch menu"
  | "batch storing"
  | "history shown"
  | Exclude<Place, "opening" | "checking" | "replacing" | "outcomeUnknown" | "exporting">;

export function modeOf(where: Whereabouts & { readonly context: WalkContext }): Mode {
  const place = placeOf(where);
  const activity = activityOf(where);
  const { panel } = where.context;
  if (panel !== null) return `panel ${panel.name}`;
  if (place === "committing" && activity !== "failed") return "committing";
  switch (activity) {
    case "filter":
    case "zones":
    case "path":
    case "word":
    case "why":
    case "failed":
    case "quiet":
      return activity;
    case "check":
    case "loading":
    case "applying":
    case "planning":
    case "reading":
      return "working";
    case "plan":
      return "batch plan";
    case "storing":
      return "batch storing";
    case "shown":
      return place === "history" ? "history shown" : (place as Mode);
    case "doing":
      return "undo doing";
    case "done":
      return "undo done";
    case "menu":
      return place === "batch" ? "batch menu" : (place as Mode);
    default:
      return place as Mode;
  }
}
