import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import width from "../../src/text/width.js";
import { Operator, unknownIn } from "./operator.js";
import { KEY } from "./terminal.js";

const count = (text: string, part: string): number => text.split(part).length - 1;

describe("manners in a terminal", () => {
  it("asks the terminal nothing, clears it only at the start and on a resize, sends only what every terminal knows", async () => {
    const operator = await (await Operator.sitsDown()).reaches("result");
    expect(unknownIn(operator.terminal.sent)).toBe("");
    const started = count(operator.terminal.sent, "\x1b[2J");
    expect(started).toBe(count(operator.terminal.sent.slice(0, 400), "\x1b[2J"));
    expect(operator.terminal.sent).not.toContain("\x1b[3J");
    await operator.resizes(100, 30);
    expect(count(operator.terminal.sent, "\x1b[2J")).toBeGreaterThan(started);
    await operator.press("q");
    await operator.terminal.end();
    expect(count(operator.terminal.sent, "\x1b[?1049h")).toBe(1);
    expect(count(operator.terminal.sent, "\x1b[?1049l")).toBe(1);
  });

  it("sends nothing while the operator thinks", async () => {
    const operator = await Operator.atCreators();
    for (const [keys, ...seen] of [
      ["/jadeb", "/ jadeb▏", "❯ jadebri"],
      [KEY.enter, "⏎ overrides"],
      [KEY.enter, "⏎ preview"],
      [KEY.enter, "⏎ confirm"],
      [KEY.enter, "❯ Commit and write the CSV"],
    ] as const) {
      await operator.press(keys, ...seen);
      // The frame that was waited for may be followed by one more: the status row after a reading.
      await pause(200);
      const before = operator.terminal.bytes;
      await pause(800);
      expect(operator.terminal.bytes - before, seen[0]).toBe(0);
    }
  });

  it("shows a frame before any database client is loaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "eros-witness-"));
    const record = join(folder, "order");
    // Node runs this first: it notes in which order frames are written and native code is loaded.
    const witness = join(folder, "witness.mjs");
    writeFileSync(
      witness,
      `import { appendFileSync } from "node:fs";
       const note = (what) => appendFileSync(${JSON.stringify(record)}, what + "\\n");
       const { write } = process.stdout;
       process.stdout.write = (bytes, ...rest) => {
         if (String(bytes).includes("eros ›")) note("frame");
         return write.call(process.stdout, bytes, ...rest);
       };
       const { dlopen } = process;
       process.dlopen = (module, file, ...rest) => { note(file); return dlopen.call(process, module, file, ...rest); };`,
    );
    const operator = await Operator.atCreators({ node: ["--import", witness] });
    const order = readFileSync(record, "utf8").trim().split("\n");
    expect(order[0]).toBe("frame");
    expect(order.findIndex((line) => line.includes("duckdb"))).toBeGreaterThan(0);
    await operator.press("p", "⏎ confirm");
    expect(readFileSync(record, "utf8")).not.toContain("google-cloud");
    rmSync(folder, { recursive: true });
  });
});

describe("colour", () => {
  const coloured = (operator: Operator): boolean => operator.terminal.styledRows().join("").includes("‹");

  it.each([
    ["a plain terminal", {}, true],
    ["sixteen colours", { TERM: "xterm", COLORTERM: "" }, true],
    ["NO_COLOR", { NO_COLOR: "1" }, false],
    ["FORCE_COLOR over NO_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, false],
    ["CI, which says nothing of the terminal", { CI: "1", FORCE_COLOR: "1" }, true],
    ["a screen inside tmux", { TERM: "tmux-256color", TMUX: "/tmp/none,1,0" }, true],
  ])("%s: the same words and signs, and every key works", async (_name, env, colour) => {
    const operator = await Operator.atCreators({ env });
    expect(coloured(operator)).toBe(colour);
    await operator.sees(/ ❯ bella_bee .*■ RED/, "▲ YELLOW", "● GREEN");
    await operator.resizes(60, 20);
    await operator.press(KEY.down, "❯ kaia.k");
    await operator.press("p", "▸", "⏎ confirm");
    expect(coloured(operator)).toBe(colour);
  });

  it("a screen of CI is drawn whole and follows the window", async () => {
    const operator = await Operator.atCreators({ env: { CI: "1" } });
    await operator.hasWholeFrame();
    await operator.resizes(120, 40);
  });

  it("a terminal that can draw nothing gets the same facts as plain lines", async () => {
    const operator = await Operator.sitsDown({ env: { TERM: "dumb" } });
    expect((await operator.terminal.end()).exitCode).toBe(0);
    expect(operator.terminal.sent).not.toContain("\x1b");
    expect(operator.terminal.sent).toContain("jadebri");
    // No line is longer than the terminal.
    for (const line of operator.terminal.sent.split("\r\n"))
      expect(width(line), line).toBeLessThanOrEqual(80);
  });
});
