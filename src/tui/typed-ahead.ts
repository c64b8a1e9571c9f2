import { useCallback, useEffect } from "react";
import { type Mode, modeOf } from "../walk/modes.js";
import { type Place, placeOf } from "../walk/places.js";
import { BINDINGS } from "./bindings.js";
import { useWaitingKeys } from "./terminal/terminal.js";
import type { Walk } from "./walking.js";

/**
 * Places whose reading may be typed ahead of: what comes after it only looks and plans. Checking is none of them, nor
 * is anything that ends in a menu that writes: what was typed before such a menu stood is never taken for a choice.
 */
const READ_AHEAD: ReadonlySet<Place> = new Set([
  "opening",
  "creators",
  "analysis",
  "overrides",
  "preview",
  "history",
]);
/** Where keys typed ahead arrive; anywhere else, an error above all, they were not meant for. */
const ARRIVES: ReadonlySet<Mode> = new Set([
  "creators",
  "filter",
  "analysis",
  "overrides",
  "preview",
  "history",
  "history shown",
]);
const ESCAPE = "\x1b";
/** Keys that do something while work runs. */
const AT_ONCE = new Set(
  BINDINGS.working.flatMap(({ keys }) => keys.map((key) => (key === "esc" ? ESCAPE : key))),
);

const isReading = (state: ReturnType<Walk["getSnapshot"]>): boolean =>
  state.status !== "done" && READ_AHEAD.has(placeOf(state)) && modeOf(state) === "working";

/** Keys typed while a page is read wait for it, in order: `p ⏎` plans a page however slowly it is read. */
export function useTypedAhead(walk: Walk): void {
  const waits = useCallback(
    (key: string): boolean => isReading(walk.getSnapshot()) && !AT_ONCE.has(key),
    [walk],
  );
  const { go, drop } = useWaitingKeys(waits);
  useEffect(() => {
    let before = isReading(walk.getSnapshot());
    const watching = walk.subscribe((state) => {
      const now = isReading(state);
      if (before && !now && state.status !== "done") {
        if (ARRIVES.has(modeOf(state))) go();
        else drop();
      }
      before = now;
    });
    return () => watching.unsubscribe();
  }, [walk, go, drop]);
}
