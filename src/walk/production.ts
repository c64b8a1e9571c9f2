import { basename } from "node:path";
import type { Description } from "../warehouse/port.js";
import type { WalkContext } from "./context.js";

/** What is typed before the first commit to production: the dataset's name, or that of the file. */
export function productionWord({ kind, place }: Pick<Description, "kind" | "place">): string {
  return kind === "bigquery" ? (place.split(".").at(-1) ?? place) : basename(place);
}

/** True where a commit has to be preceded by the word. */
export const asksForWord = ({ description, settings, wordGiven }: WalkContext): boolean =>
  description?.production === true && (settings.confirmEvery || !wordGiven);

/** True where the typed word is the right one; blanks around it do not count. */
export const isRightWord = ({ description, word }: WalkContext): boolean =>
  description !== null && word.text.trim() === productionWord(description);
