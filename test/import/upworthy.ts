import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

/** The folder of real numbers; the variable is set by the project's own check. */
const folder = process.env.EROS_TEST_DATA;
const there = folder !== undefined && existsSync(join(folder, "expected.json"));
if (!there)
  process.stderr.write(
    `\n=== NOT TESTED: the real data. EROS_TEST_DATA is ${folder === undefined ? "not set" : `${folder}, which holds no expected.json`}; set it to the folder of the Upworthy files. ===\n\n`,
  );

export const upworthy = (name: string): string => join(folder ?? "", name);
export const expectedJson = (name: string): unknown => JSON.parse(readFileSync(upworthy(name), "utf8"));

/** Tests on the real data, where it is. */
export const describeReal = (name: string, body: () => void): void => {
  describe.skipIf(!there)(there ? name : `${name} [skipped: set EROS_TEST_DATA]`, body);
};
