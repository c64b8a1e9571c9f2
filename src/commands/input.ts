import { badInput } from "../domain/errors.js";
import { type PageName, parsePage } from "../domain/page.js";
import { type Flag, PAGE_NAME } from "./flag.js";

/** What was written on the command line, by flag. */
export class Input {
  constructor(
    /** The word after the verb. */
    readonly argument: string | undefined,
    private readonly values: ReadonlyMap<string, string | true>,
    /** The words after that, where a verb takes several. */
    readonly others: readonly string[] = [],
  ) {}

  /** The value of a flag as it was written; undefined where it was not given. */
  text(flag: Flag): string | undefined {
    const value = this.values.get(flag.name);
    return typeof value === "string" ? value : undefined;
  }

  /** True where a switch was given. */
  on(flag: Flag): boolean {
    return this.values.has(flag.name);
  }

  /** @throws {ErosError} where no page was named, two were, or the name cannot be a page's. */
  page(verb: string): PageName {
    const flag = this.text(PAGE_NAME);
    const named = [this.argument, flag].filter((text) => text !== undefined).map((text) => parsePage(text));
    const [page, other] = named;
    if (page === undefined)
      throw badInput(
        "page",
        `${verb} needs a page`,
        `name it: eros-tui ${verb} jadebri; \`eros-tui\` shows the pages`,
      );
    if (other !== undefined && other !== page)
      throw badInput("page", `two pages are named: ${page} and ${other}`, "name one of them");
    return page;
  }
}
