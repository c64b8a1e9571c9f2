// Imports go downwards only. Prints every offending line; exit 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** Floors from the ground up; a floor may import its own and those below. */
const FLOORS = ["domain", "text", "warehouse", "pipeline", "walk"];
const FACES = ["tui", "commands"];
const below = (floor) => FLOORS.slice(0, FLOORS.indexOf(floor) + 1);

/** Folder (or file at the top of src/) → the folders it may import from. */
const ALLOWED = {
  ...Object.fromEntries(FLOORS.map((floor) => [floor, below(floor)])),
  settings: ["settings", "domain"],
  tui: [...FLOORS, "tui"],
  commands: [...FLOORS, "settings", "commands"],
  "index.ts": [...FLOORS, "settings"],
  "cli.ts": [...FLOORS, ...FACES, "settings"],
};
const SHARED = new Set(["version.ts"]);
/** Engines are known to one file; each lives in a folder of its own. */
const ENGINES = /^warehouse[\\/](duckdb|bigquery)([\\/]|$)/;
const EDGE_PACKAGES = {
  "@duckdb/node-api": /^warehouse[\\/]duckdb[\\/]/,
  "@google-cloud/bigquery": /^warehouse[\\/]bigquery[\\/]/,
  ink: /^tui[\\/]/,
  react: /^tui[\\/]/,
};
const PURE = /^(domain|text)[\\/]/;

function* files(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* files(join(dir, entry.name));
    else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts")) yield join(dir, entry.name);
  }
}

const room = (path) => path.split(/[\\/]/)[0];
const problems = [];

for (const file of files(src)) {
  const here = relative(src, file);
  const text = readFileSync(file, "utf8");
  text.split("\n").forEach((line, index) => {
    const found = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)["']([^"']+)["']/.exec(line);
    if (!found || /^\s*(\*|\/\/)/.test(line)) return;
    const specifier = found[1];
    const complain = (why) => problems.push(`src/${here}:${index + 1}: ${line.trim()}\n    ${why}`);
    if (!specifier.startsWith(".")) {
      const owner = EDGE_PACKAGES[specifier];
      if (owner && !owner.test(here)) complain(`${specifier} belongs to one folder only`);
      if (PURE.test(here) && specifier.startsWith("node:") && specifier !== "node:crypto")
        complain(`${room(here)}/ is pure: no I/O`);
      return;
    }
    if (specifier.endsWith(".sql")) {
      if (room(here) !== "warehouse") complain("SQL is the warehouse's");
      return;
    }
    const there = relative(src, resolve(dirname(file), specifier)).replace(/\.js$/, ".ts");
    if (SHARED.has(there)) return;
    const allowed = ALLOWED[room(here)] ?? [];
    if (!allowed.includes(room(there)))
      complain(`${room(here)} may import ${allowed.join(", ") || "nothing"}`);
    const engine = ENGINES.exec(there)?.[1];
    if (engine && ENGINES.exec(here)?.[1] !== engine && here !== join("warehouse", "open.ts"))
      complain("only warehouse/open.ts names an engine");
  });
}

if (problems.length > 0) {
  console.error(
    `${problems.length} import(s) against the directions of ARCHITECTURE.md:\n${problems.join("\n")}`,
  );
  process.exit(1);
}
console.log("import directions hold");
