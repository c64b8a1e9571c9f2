// Builds dist/: one ES-module bundle split at dynamic imports, and the library's types.
// Only the database clients stay outside the bundle: they are large, partly native, and loaded at first use.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { chmod, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { terminalPatches } from "./terminal-patches.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

// Built beside dist/ and put in its place whole: a program that runs from dist/ meanwhile finds the old or the new one.
const made = await mkdtemp(join(root, ".build-"));
process.on("exit", () => rmSync(made, { recursive: true, force: true }));
await build({
  absWorkingDir: root,
  entryPoints: { cli: "src/cli.ts", index: "src/index.ts" },
  outdir: made,
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node20",
  jsx: "automatic",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  loader: { ".sql": "text" },
  define: {
    "process.env.NODE_ENV": '"production"',
    "process.env.DEV": '"false"',
    EROS_VERSION: JSON.stringify(version),
  },
  // CommonJS inside the bundle (object-hash) calls require("crypto").
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  external: ["@duckdb/node-api", "@google-cloud/bigquery", "react-devtools-core"],
  plugins: [terminalPatches({ width: join(root, "src/text/width.ts") })],
});
// mkdtemp makes what only its owner may read.
await chmod(made, 0o755);
await chmod(join(made, "cli.js"), 0o755);

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const types = spawnSync(
  process.execPath,
  [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", join(made, "types")],
  {
    stdio: "inherit",
  },
);
if (types.status !== 0) process.exit(types.status ?? 1);

const dist = join(root, "dist");
await rm(dist, { recursive: true, force: true });
await rename(made, dist);
