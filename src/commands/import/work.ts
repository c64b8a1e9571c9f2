import { badInput, ErosError } from "../../domain/errors.js";
import { IMPORT_KINDS, type ImportKind } from "../../domain/import-columns.js";
import { type ImportReport, NothingImportedError } from "../../pipeline/import/report.js";
import { type ImportRequest, importInto, importIntoFile } from "../../pipeline/import.js";
import type { VerbCtx } from "../../pipeline/verb.js";
import { ownFile } from "../../settings/database.js";
import type { Settings } from "../../settings/settings.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import { fileLog } from "../log-of.js";
import { allowProduction } from "../production.js";
import type { Run } from "../run.js";
import { tellingSteps } from "../session.js";
import { settingsOf } from "../settings-of.js";
import { warehouseName } from "../warehouse-name.js";
import { kindOf, warehouseOf } from "../warehouse-of.js";
import { FILES, SKIP_BAD } from "./command.js";
import { reportJson } from "./json.js";
import { quoted } from "./quoted.js";
import { reportText } from "./text.js";

export const work: Work = async (input, run) => {
  const files = filesOf(input);
  const settings = await settingsOf(input, run);
  refuseUnwritable(settings);
  const ctx = tellingSteps(run, fileLog(settings, false));
  const onBigquery = kindOf(settings) === "bigquery";
  const file = onBigquery ? null : (settings.db ?? ownFile(settings));
  const request: ImportRequest = {
    files,
    skipBad: input.on(SKIP_BAD),
    now: run.clock(),
    elsewhere: elsewhere(settings, files, input),
  };
  const json = input.on(JSON_FLAG);
  const place = file ?? `${settings.project}.${settings.dataset}`;
  const again = sameAgain(settings, file);
  const { now } = request;
  try {
    const report =
      file === null
        ? await intoDataset(settings, input, run, request, ctx)
        : await importIntoFile(file, request, ctx);
    run.out(
      json ? JSON.stringify(reportJson(place, report), null, 2) : reportText({ place, again, now }, report),
    );
  } catch (error) {
    if (!(error instanceof NothingImportedError)) throw error;
    // What is wrong is the answer to who asks for JSON; a person reads it above the last word.
    const report = { ...error.report, created: false };
    if (json) run.out(JSON.stringify(reportJson(place, report), null, 2));
    else run.err(reportText({ place, again, now }, report));
    throw error;
  }
};

/** A dataset is there before its rows: `eros-tui deploy` makes its tables. */
async function intoDataset(
  settings: Settings,
  input: Input,
  run: Run,
  request: ImportRequest,
  ctx: VerbCtx,
): Promise<ImportReport & { readonly created: boolean }> {
  const warehouse = await warehouseOf(settings, ctx);
  try {
    run.err(`eros-tui: ${warehouseName(warehouse)}`);
    await allowProduction({ warehouse, settings }, input, run);
    return { ...(await importInto(warehouse, request, ctx)), created: false };
  } finally {
    await warehouse.close();
  }
}

/** What a line must say to mean the same warehouse; nothing where the program opens it by itself. */
function sameAgain(settings: Settings, file: string | null): string {
  if (file !== null) return settings.db === null ? "" : ` --db ${quoted(file)}`;
  const { project, dataset, profile, origins } = settings;
  // What stands in the environment or the config file means the same the next time.
  if ([origins.project, origins.dataset, origins.warehouse].every(({ source }) => source !== "flag"))
    return profile === null ? "" : ` --profile ${quoted(profile)}`;
  return ` --warehouse bigquery --project-id ${project} --dataset ${dataset}`;
}

function filesOf(input: Input): Partial<Record<ImportKind, string>> {
  const files = Object.fromEntries(
    IMPORT_KINDS.map((kind) => [kind, input.text(FILES[kind])] as const).filter(
      ([, file]) => file !== undefined,
    ),
  ) as Partial<Record<ImportKind, string>>;
  if (Object.keys(files).length > 0) return files;
  throw badInput(
    "--captions",
    "import needs a file",
    "for example: eros-tui import --captions captions.csv --messages messages.csv",
  );
}

function refuseUnwritable(settings: Settings): void {
  if (settings.readOnly)
    throw new ErosError(
      "notPermitted",
      "the profile is read-only: nothing is imported",
      "use a profile without read_only",
    );
}

/** The same line, but for the file that it goes to. */
function elsewhere(settings: Settings, files: ImportRequest["files"], input: Input): string {
  const words = IMPORT_KINDS.flatMap((kind) => {
    const file = files[kind];
    return file === undefined ? [] : [`--${kind}`, quoted(file)];
  });
  if (input.on(SKIP_BAD)) words.push(SKIP_BAD.name);
  const own = ownFile(settings);
  // Named by a flag, it can be left out; a variable or config file would name it again.
  const flagged = settings.origins.db.source === "flag";
  if (settings.db === own || settings.db === null)
    words.push("--db", quoted(`${own.replace(/\.duckdb$/, "")}-own.duckdb`));
  else if (!flagged) words.push("--db", quoted(own));
  return `\`eros-tui import ${words.join(" ")}\` brings them into a warehouse of their own`;
}
