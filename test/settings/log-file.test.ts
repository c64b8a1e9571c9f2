import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appendTo } from "../../src/settings/log-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eros-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LINE = "x".repeat(999);
/** Lines of 1,000 bytes: a log holds a few more than 2,000. */
function fill(append: (line: string) => void, lines: number, from = 0): void {
  for (let n = from; n < from + lines; n++) append(`${n} ${LINE.slice(String(n).length + 1)}`);
}

it("turns over within one run, keeps five old logs and loses no line on the way", () => {
  const path = join(folder, "state", "eros-tui.log");
  fill(appendTo(path), 6_500);
  const names = readdirSync(join(folder, "state")).sort();
  expect(names).toEqual(["eros-tui.log", "eros-tui.log.1", "eros-tui.log.2", "eros-tui.log.3"]);
  const numbers = [...names]
    .reverse()
    .flatMap((name) =>
      readFileSync(join(folder, "state", name), "utf8")
        .trimEnd()
        .split("\n"),
    )
    .map((line) => Number(line.split(" ")[0]));
  expect(numbers).toEqual(Array.from({ length: 6_500 }, (_, n) => n));
  for (const name of names) expect(statSync(join(folder, "state", name)).mode & 0o777).toBe(0o600);

  fill(appendTo(path), 10_000, 6_500);
  expect(readdirSync(join(folder, "state")).sort()).toEqual([
    "eros-tui.log",
    ...[1, 2, 3, 4, 5].map((n) => `eros-tui.log.${n}`),
  ]);
  expect(readFileSync(path, "utf8").trimEnd().split("\n").at(-1)).toMatch(/^16499 /);
});

it("goes on beside another process that turns the log over", () => {
  const path = join(folder, "eros-tui.log");
  const [one, other] = [appendTo(path), appendTo(path)];
  for (let n = 0; n < 3_000; n++) (n % 2 === 0 ? one : other)(`${n} ${LINE}`);
  const all = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), "utf8").trimEnd().split("\n"),
  );
  expect(all).toHaveLength(3_000);
});
