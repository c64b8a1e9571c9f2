// `import text from "../../sql/x.sql"`: the SQL of sql/ is read at build time into the bundle, so that what runs is what is shipped.
import { readFile } from "node:fs/promises";

export const SQL = /\.sql$/;

/** The module that a .sql file becomes: its text as the default export. */
export const readSqlModule = async (path) =>
  `export default ${JSON.stringify(await readFile(path, "utf8"))};`;
