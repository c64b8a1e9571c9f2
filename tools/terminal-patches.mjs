// What the bundle changes in the terminal libraries, a sentence each. Drop one that is no longer worth its line.
import { readFile } from "node:fs/promises";
import { INK_TABLE, readAsEsm } from "./ink-table-esm.mjs";

const js = (contents) => ({ contents, loader: "js" });

/** @param {{width: string}} paths width: the module whose default export measures display width. */
export const terminalPatches = ({ width }) => ({
  name: "terminal-patches",
  setup(build) {
    // ink-table: see tools/ink-table-esm.mjs.
    build.onLoad({ filter: INK_TABLE }, async ({ path }) => js(await readAsEsm(path)));
    // No react-devtools-core and no ws in the bundle.
    build.onLoad({ filter: /ink[\\/]build[\\/]devtools\.js$/ }, () => js(""));
    // CI=1 in an operator's environment must not blank the screen.
    build.onLoad({ filter: /is-in-ci[\\/]index\.js$/ }, () => js("export default false"));
    // One truth about display width, and no RGI_Emoji expression at start (60 ms).
    build.onResolve({ filter: /^string-width$/ }, () => ({ path: width }));
    // yoga from a Buffer instead of fetch("data:"), which would load undici at start (20 ms).
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const wasm = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]{1000,})/.exec(source);
      const hook = "loadYoga = loadYoga || {};";
      if (!wasm || !source.includes(hook))
        throw new Error("yoga-layout changed: review tools/terminal-patches.mjs");
      return js(
        `const __wasm = Buffer.from(${JSON.stringify(wasm[1])}, "base64");\n` +
          source.replace(wasm[0], "").replace(hook, "loadYoga = {wasmBinary: __wasm, ...loadYoga};"),
      );
    });
  },
});
