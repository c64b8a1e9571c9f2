import { describe, expect, it } from "vitest";
import { lineOf } from "../../src/settings/place.js";

const FILE = `# tolerance = 1
tolerance = 0.5 # tolerance = 2
db = """
tolerance = 3
"""
pages = [
  "jadebri",
]
profiles.dev.project = "a"

[ tolerance_pages ] # by page
"mia.x" = 0.4

[profiles."prod"]
tolerance = 0.6

[page.jadebri]
tolerance = 0.6
`;

describe("the line of a key", () => {
  it.each([
    [["tolerance"], 2],
    [["db"], 3],
    [["pages", 0], 6],
    [["profiles", "dev", "project"], 9],
    [["tolerance_pages"], 11],
    [["tolerance_pages", "mia.x"], 12],
    [["profiles", "prod", "tolerance"], 15],
    [["profiles", "prod", "project"], 14],
    [["profiles"], 9],
    [["page"], 17],
    [["hours"], null],
  ] as [(string | number)[], number | null][])("%j is %s", (path, line) =>
    expect(lineOf(FILE, path)).toBe(line),
  );
});
