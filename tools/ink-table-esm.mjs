// ink-table 3.1 is CommonJS and require()s ink, which is an ES module with top-level await: no Node can load it as it is.
// Handing it real imports makes it one; used by the bundle, by vitest and by development runs, so that all three see one ink.
import { readFile } from "node:fs/promises";

export const INK_TABLE = /ink-table[\\/]dist[\\/]index\.js$/;

/** The source of ink-table as an ES module. */
export const toEsm = (
  cjs,
) => `import * as __ink from "ink"; import * as __react from "react"; import __hash from "object-hash";
const __mods = {ink: __ink, react: {...__react, __esModule: true, default: __react.default ?? __react}, "object-hash": __hash};
const require = (id) => __mods[id]; const exports = {};
${cjs.replace('"use strict";', "").replace(/\bthis && this\.__importDefault\b/, "undefined")}
export default exports.default; export {Header, Cell, Skeleton};`;

/** The module at a path, transformed. */
export const readAsEsm = async (path) => toEsm(await readFile(path, "utf8"));
