import { ZONES } from "../domain/zone.js";
import { fitTo } from "../text/fit.js";
import { ZONE_WORDS, zoneSign } from "../text/zone-sign.js";
import { ACTIONS } from "../walk/actions.js";
import type { WalkContext } from "../walk/context.js";
import type { Mode } from "../walk/modes.js";
import { BINDINGS, type Binding } from "./bindings.js";
import { BLANK, type Row, row, span, wrapped } from "./line.js";
import type { Sight } from "./sight.js";
import { ZONE_TONE } from "./theme.js";

const KEYS = 12;

/** What is written, where that is not left to a confirmation. */
const WRITES: Readonly<Partial<Record<Mode, string>>> = {
  worklist: "A mark is kept at once, for everybody; captions and locks are not touched.",
};

/** The three zones in words, then every key of the place beneath; what cannot be done now is dimmed, with the reason. */
export function helpRows(mode: Mode, context: WalkContext, { columns }: Sight): Row[] {
  return [
    ...ZONES.map((zone) => row(" ", span(fitTo(zoneSign(zone), KEYS), ZONE_TONE[zone]), ZONE_WORDS[zone])),
    BLANK,
    ...BINDINGS[mode]
      .filter(({ shown }) => shown !== "")
      .flatMap((binding) => bindingRows(binding, context, columns)),
    ...entry("Ctrl-C", ACTIONS.interrupt.help, true, columns),
    BLANK,
    ...wrapped(
      ` Times are Los Angeles. ${WRITES[mode] ?? "Nothing is written before Confirm says so."}`,
      columns - 1,
      "faint",
      " ",
    ),
  ];
}

function bindingRows({ shown, does, help }: Binding, context: WalkContext, columns: number): Row[] {
  if (typeof does !== "string")
    return help === undefined || help === "" ? [] : entry(shown, help, true, columns);
  const action = ACTIONS[does];
  const possible = action.available(context);
  const words = help ?? action.help;
  return possible === true
    ? entry(shown, words, true, columns)
    : entry(shown, `${words} (not now: ${possible})`, false, columns);
}

function entry(keys: string, words: string, possible: boolean, columns: number): Row[] {
  const tone = possible ? "plain" : "faint";
  return wrapped(words, columns - KEYS - 2, tone).map((line, index) =>
    row(" ", span(fitTo(index === 0 ? keys : "", KEYS), possible ? "strong" : "faint"), ...line),
  );
}
