import { ErosError } from "../../domain/errors.js";
import { databaseFile, demoFile } from "../../settings/database.js";
import type { Settings } from "../../settings/settings.js";
import { openWarehouse } from "../../warehouse/open.js";
import type { Ctx } from "../../warehouse/port.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { fileLog } from "../log-of.js";
import { tellingSteps } from "../session.js";
import { settingsOf } from "../settings-of.js";
import { RENEW } from "./command.js";

export const work: Work = async (input, run) => {
  const settings = await settingsOf(input, run);
  const ctx = tellingSteps(run, fileLog(settings, false));
  // A database of the config file is somebody's own: only a flag says where else a demo should go.
  const flagged = settings.origins.db.source === "flag" ? settings.db : null;
  const usual = { ...settings, db: flagged === null ? settings.db : null };
  const file = flagged ?? demoFile(settings);
  const replace = input.on(RENEW);
  await refuseRealRows(settings, file, ctx);
  const { seedDemo } = await import("../../pipeline/demo.js");
  const { created } = await seedDemo(file, ctx, { replace });
  if (input.on(JSON_FLAG)) run.out(JSON.stringify({ file, created }, null, 2));
  else run.out([...told(file, created), "", ...goingOn(usual, file)].join("\n"));
};

/**
 * A demo never goes where a person's own rows are.
 * @throws {ErosError} saying which command works.
 */
async function refuseRealRows(settings: Settings, file: string, ctx: Ctx): Promise<void> {
  const standard = demoFile(settings);
  const named = databaseFile({ ...settings, db: file });
  if (!named.exists) return;
  const demo = await isDemo(file, ctx);
  // A demo file of ours that cannot be read any more may be renewed; any other may be somebody's work.
  if (demo === true || (demo === null && file === standard)) return;
  throw new ErosError(
    "badInput",
    `${file} ${demo === false ? "holds a warehouse of its own" : "is no demo warehouse"}: it is left as it is`,
    `\`eros-tui demo\` makes ${standard}; or name a file that is not there yet with --db`,
    { field: "--db" },
  );
}

/** True for demo data, false for a person's own, null for what cannot be read as a warehouse. */
async function isDemo(file: string, ctx: Ctx): Promise<boolean | null> {
  try {
    const warehouse = await openWarehouse({ kind: "local", file, readOnly: true }, ctx);
    const { demo } = warehouse.describe();
    await warehouse.close();
    return demo;
  } catch (error) {
    if (error instanceof ErosError && (error.kind === "incomplete" || error.kind === "unexpected"))
      return null;
    throw error;
  }
}

const told = (file: string, created: boolean): string[] =>
  created
    ? [
        `The demo warehouse is ready: ${file}`,
        "Its pages, captions and earnings are invented; its clock stands at Mon 2025-11-03 09:12, Los Angeles.",
      ]
    : [`The demo warehouse is there already: ${file}`, "`eros-tui demo --force` makes it as new."];

/** The next commands, with --db where this file is not what they would use anyway. */
function goingOn(settings: Settings, file: string): string[] {
  const standsIn = databaseFile(settings).file === file;
  const db = standsIn ? "" : ` --db ${file}`;
  const note = standsIn ? [] : [`(without --db this is used: ${databaseFile(settings).file})`];
  return [
    "Go on with",
    `  eros-tui${db}`,
    `  eros-tui preview jadebri${db}`,
    `  eros-tui build jadebri${db}`,
    ...note,
  ];
}
