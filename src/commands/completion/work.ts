import { badInput } from "../../domain/errors.js";
import type { PageName } from "../../domain/page.js";
import { databaseFile } from "../../settings/database.js";
import { openWarehouse } from "../../warehouse/open.js";
import type { Work } from "../command.js";
import type { Input } from "../input.js";
import type { Run } from "../run.js";
import { settingsOf } from "../settings-of.js";
import { kindOf } from "../warehouse-of.js";
import { bashScript } from "./bash.js";
import { KINDS } from "./command.js";
import { fishScript } from "./fish.js";
import { vocabulary } from "./vocabulary.js";
import { zshScript } from "./zsh.js";

/** Nobody waits longer for a Tab, not even for a warehouse that another process uses. */
const WAIT_SECONDS = 0.3;

export const work: Work = async (input, run) => {
  switch (KINDS.find((kind) => kind === input.argument?.trim())) {
    case "bash":
      return run.out(bashScript(vocabulary()));
    case "zsh":
      return run.out(zshScript(vocabulary()));
    case "fish":
      return run.out(fishScript(vocabulary()));
    case "pages": {
      const pages = await pageNames(input, run);
      return pages.length > 0 ? run.out(pages.join("\n")) : undefined;
    }
    default:
      throw badInput(
        "shell",
        input.argument === undefined
          ? "completion needs a shell"
          : `there is no completion for “${input.argument}”`,
        "give bash, zsh or fish",
      );
  }
};

/** Those of the config file, else those of a local warehouse that is there; whatever goes wrong, none and no word. */
async function pageNames(input: Input, run: Run): Promise<readonly PageName[]> {
  try {
    const settings = await settingsOf(input, { ...run, err: () => {} });
    // A question to BigQuery costs seconds and money: it is not asked at a Tab.
    if (settings.pages.length > 0 || kindOf(settings) === "bigquery") return settings.pages;
    const { file, exists } = databaseFile(settings);
    if (!exists) return [];
    const ctx = { signal: run.signal, progress: () => {} };
    const options = { kind: "local", file, readOnly: true, waitSeconds: WAIT_SECONDS } as const;
    const warehouse = await openWarehouse(options, ctx);
    return await warehouse.pageNames(ctx).finally(() => warehouse.close());
  } catch {
    return [];
  }
}
