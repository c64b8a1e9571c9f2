import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const FILE = new URL("./results.md", import.meta.url);
const TITLE = "# Figures";

/** Puts the lines of a part in their place of bench/results.md; the other parts stay as they were measured. */
export function keep(part: string, order: readonly string[], lines: readonly string[]): void {
  const kept = new Map(existsSync(FILE) ? sections(readFileSync(FILE, "utf8")) : []);
  kept.set(part, `${machine()}\n\n${lines.join("\n")}`);
  const text = order.flatMap((name) => (kept.has(name) ? [`## ${name}\n\n${kept.get(name)}\n`] : []));
  const head = `${TITLE}\n\nWritten by \`npm run bench\`; \`npm run bench -- PART …\` measures parts anew.\nRatios are against the baseline of the same rounds, so that machines and days can be compared.\n`;
  writeFileSync(FILE, [head, ...text].join("\n"));
}

const sections = (text: string): [string, string][] =>
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [name = "", ...rest] = section.split("\n");
      return [name, rest.join("\n").trim()];
    });

const machine = (): string =>
  `Node ${process.versions.node}, ${cpus().length} cores, ${process.platform} ${process.arch}.`;
