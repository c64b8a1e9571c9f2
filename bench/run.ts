// npm run bench [-- PART …]: medians and ratios of what an operator waits for, kept in bench/results.md, a section a part.
// Every part but `thousand`, which takes minutes by itself, is measured where none is named.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analysis, BANK, MILLION, selection } from "./large.js";
import { FORTY, forty, THOUSAND, thousand } from "./many-pages.js";
import { HEAD, inProcess, type Piece } from "./piece.js";
import { Place } from "./place.js";
import { planning } from "./planning.js";
import { processTable } from "./processes.js";
import { keep } from "./results.js";
import { screenTable } from "./screens.js";
import { commit, importing } from "./storing.js";
import { writersTable } from "./writers.js";

const PIECES: Readonly<Record<string, Piece>> = {
  planning,
  analysis,
  selection,
  commit,
  import: importing,
  forty,
  thousand,
};

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const stage = ({ home }: Place) => ({
  cli: CLI,
  env: { XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home },
  cwd: home,
});
const rows =
  (...names: string[]) =>
  (place: Place): string[] => [...HEAD, ...names.flatMap((name) => inProcess(name, place.home))];

/** In the order in which bench/results.md has them. */
const PARTS: Readonly<Record<string, (place: Place) => string[] | Promise<string[]>>> = {
  processes: async (place) => processTable(stage(place), await place.demo()),
  planning: rows("planning"),
  screens: async (place) => {
    await place.demo();
    return screenTable(stage(place));
  },
  large: async (place) => {
    // Made here, so that the memory of making it is not the measured process's.
    await place.world(MILLION);
    await place.world(BANK);
    return rows("analysis", "selection")(place);
  },
  storing: rows("commit", "import"),
  writers: writersTable,
  batch: async (place) => {
    await place.world(FORTY);
    return rows("forty")(place);
  },
  thousand: async (place) => {
    await place.world(THOUSAND);
    return inProcess("thousand", place.home);
  },
};

const [first, piece = "", home = ""] = process.argv.slice(2);
if (first === "--piece") {
  const lines = (await PIECES[piece]?.(home)) ?? [];
  process.stdout.write(`${lines.join("\n")}\n`);
} else {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in PARTS));
  if (unknown !== undefined)
    throw new Error(`there is no part “${unknown}”: ${Object.keys(PARTS).join(", ")}`);
  if (!existsSync(CLI)) throw new Error("build first: npm run build");
  const place = Place.fresh();
  try {
    for (const [name, measure] of Object.entries(PARTS)) {
      if (named.length > 0 ? !named.includes(name) : name === "thousand") continue;
      const lines = await measure(place);
      keep(name, Object.keys(PARTS), lines);
      process.stdout.write(`## ${name}\n\n${lines.join("\n")}\n\n`);
    }
  } finally {
    place.remove();
  }
}
