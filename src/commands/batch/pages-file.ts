import { readFile } from "node:fs/promises";
import { asErosError, badInput } from "../../domain/errors.js";
import { type PageName, parsePage } from "../../domain/page.js";
import { PAGES } from "./command.js";

/**
 * The pages of a file: one name a line, in any letter case; empty lines and what follows `#` do not count.
 * @throws {ErosError} naming the line that is no page, or why the file cannot be read.
 */
export async function readPages(file: string): Promise<PageName[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw badInput(
      PAGES.name,
      `${PAGES.name}: ${reason(error)} ${file}`,
      "give a text file, one page a line",
    );
  });
  const pages = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((line, index) => pageOf(line.replace(/#.*/, "").trim(), index + 1, file));
  if (pages.length === 0)
    throw badInput(PAGES.name, `${file} names no page`, "write one page a line, or use --due");
  return pages;
}

function pageOf(text: string, line: number, file: string): PageName[] {
  if (text === "") return [];
  try {
    return [parsePage(text)];
  } catch (error) {
    const failure = asErosError(error);
    throw badInput(PAGES.name, `${file}, line ${line}: ${failure.message}`, failure.remedy);
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return "there is no file";
    case "EISDIR":
      return "it is a folder:";
    case "EACCES":
    case "EPERM":
      return "you may not read";
    default:
      return `${message}:`;
  }
}
