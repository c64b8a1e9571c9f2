import { basename } from "node:path";
import type { PageName } from "../domain/page.js";
import type { Description } from "../warehouse/port.js";
import type { WalkContext } from "./context.js";

/** What is typed before the first commit to production: the dataset's name, or that of the file. */
export function productionWord({ kind, place }: Pick<Description, "kind" | "place">): string {
  return kind === "bigquery" ? (place.split(".").at(-1) ?? place) : basename(place);
}

/** True where a commit has to be preceded by the word. */
export const asksForWord = ({ description, settings, wordGiven }: WalkContext): boolean =>
  description?.production === true && (settings.confirmEvery || !wordGiven);

/** What has to be typed now: the page where each commit asks and is of one page, else the warehouse's word. */
export const askedWord = ({ description, settings }: Asking, page: PageName | null): string =>
  settings.confirmEvery && page !== null ? page : description === null ? "" : productionWord(description);
type Asking = Pick<WalkContext, "description" | "settings">;

/** True where the typed word is the right one; blanks around it do not count. */
export const isRightWord = (context: Asking & Pick<WalkContext, "word">, page: PageName | null): boolean =>
  context.description !== null && context.word.text.trim() === askedWord(context, page);
