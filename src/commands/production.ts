import { badInput } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import type { Settings } from "../settings/settings.js";
import { productionWord } from "../walk/production.js";
import type { Description, Warehouse } from "../warehouse/port.js";
import { YES } from "./flag.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";

/**
 * Production is not written to by a line that does not say so: in a terminal the dataset's name is asked for (the
 * page's where `confirm = "every"`), elsewhere --yes has to be given.
 * @param page the page that is written; absent for a line that writes several.
 * @throws {ErosError} where nobody said so.
 */
export async function allowProduction(
  {
    warehouse,
    settings,
  }: { readonly warehouse: Pick<Warehouse, "describe">; readonly settings: Pick<Settings, "confirm"> },
  input: Input,
  run: Pick<Run, "ask">,
  page?: PageName,
): Promise<void> {
  const description = warehouse.describe();
  if (!description.production || input.on(YES)) return;
  if (run.ask === undefined)
    throw badInput(
      YES.name,
      `${named(description)} is production: nothing was written`,
      "give --yes to commit there",
    );
  const [what, word] =
    settings.confirm === "every" && page !== undefined
      ? (["page", page] as const)
      : (["dataset", productionWord(description)] as const);
  const answer = await run.ask(
    `${named(description)} is PRODUCTION. Type the name of the ${what} to write there: `,
  );
  if (answer.trim() !== word)
    throw badInput(
      YES.name,
      `“${answer.trim()}” is not ${word}: nothing was written to ${named(description)}`,
      `run it again and type ${word}, or give --yes`,
    );
}

const named = (description: Description): string => `${description.label} (${productionWord(description)})`;
