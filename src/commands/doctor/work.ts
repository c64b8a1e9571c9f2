import { diagnose, worst } from "../../pipeline/doctor.js";
import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import { VERSION } from "../../version.js";
import type { Finding } from "../../warehouse/examination.js";
import { examineWarehouse } from "../../warehouse/open.js";
import type { Work } from "../command.js";
import { DEBUG, JSON_FLAG } from "../flag.js";
import { statementsInto } from "../log-of.js";
import { logOf, tellingSteps } from "../session.js";
import { settingsOf } from "../settings-of.js";
import { optionsOf } from "../warehouse-of.js";

const SIGN: Readonly<Record<Finding["state"], string>> = { ok: "✓", warning: "!", failed: "✗" };

export const work: Work = async (input, run) => {
  const settings = await settingsOf(input, run);
  const debug = input.on(DEBUG);
  const log = logOf(settings, run, {}, debug);
  const ctx = tellingSteps(run, log);
  const examination = await examineWarehouse(
    { ...optionsOf(settings), ...statementsInto(log, debug) },
    () => run.clock(),
    ctx,
  );
  const findings = diagnose(examination, run.clock());
  const failure = worst(findings);
  if (input.on(JSON_FLAG))
    run.out(
      JSON.stringify(
        {
          version: VERSION,
          place: examination.place,
          ok: failure === null,
          exit_code: failure?.exitCode ?? 0,
          checks: findings.map(({ name, state, says, remedy }) => ({ name, state, says, remedy })),
        },
        null,
        2,
      ),
    );
  else run.out([`eros-tui ${VERSION} · ${examination.place}`, ...findings.flatMap(lines)].join("\n"));
  if (failure !== null) throw failure;
};

function lines({ name, state, says, remedy }: Finding): string[] {
  const first = `${SIGN[state]} ${pad(name, 11)}  ${printable(says, 400)}`;
  return remedy === null ? [first] : [first, `  ${pad("", 11)}  → ${printable(remedy, 400)}`];
}
