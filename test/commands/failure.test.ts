import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { failureText } from "../../src/commands/failure.js";
import { main } from "../../src/commands/main.js";
import type { Run } from "../../src/commands/run.js";
import { badInput, ErosError, EXIT, type FailureKind } from "../../src/domain/errors.js";

const home = mkdtempSync(join(tmpdir(), "eros-failure-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The program with screens that end as a test wants them to. */
async function ending(
  error: unknown,
  env: Record<string, string> = {},
): Promise<{ code: number; err: string }> {
  const said: string[] = [];
  const run: Run = {
    out: () => {},
    err: (text) => said.push(text),
    signal: new AbortController().signal,
    env: { HOME: home, XDG_STATE_HOME: home, ...env },
    columns: 80,
    interactive: true,
    clock: () => 0,
  };
  const code = await main([], run, () => Promise.reject(error));
  return { code, err: said.join("\n") };
}

describe("a failure that was foreseen", () => {
  it("says what happened and what to do", async () => {
    const { code, err } = await ending(badInput("ppv", "45 PPVs do not fit", "ask for 40"));
    expect(code).toBe(2);
    expect(err).toBe("eros-tui: 45 PPVs do not fit\n  ask for 40");
  });

  it.each(Object.entries(EXIT))("of kind %s ends with exit code %i", async (kind, exit) => {
    expect((await ending(new ErosError(kind as FailureKind, "x", "y"))).code).toBe(exit);
  });

  it("is said line by line where it is long, and without what a terminal would obey", () => {
    const text = failureText(badInput("x", `${"a".repeat(170)}; b\u001b[2J; c`, "d\u202e"), null);
    expect(text).toBe(`eros-tui: ${"a".repeat(170)};\n  b;\n  c\n  d`);
  });
});

describe("a failure that nobody foresaw", () => {
  it("names the log, which has the stack", async () => {
    const log = join(home, "eros-tui", "eros-tui.log");
    const { code, err } = await ending(new TypeError("boom"));
    expect(code).toBe(1);
    expect(err.split("\n")).toEqual(["eros-tui: boom", expect.stringMatching(/^ {2}\S/), `  log: ${log}`]);
    expect(readFileSync(log, "utf8")).toMatch(
      / - eros_tui\.commands - ERROR - boom \| TypeError: boom .*failure\.test/,
    );
  });

  it("is still told where no log can be written", async () => {
    const { code, err } = await ending(new TypeError("boom"), { XDG_STATE_HOME: "/dev/null" });
    expect(code).toBe(1);
    expect(err).toMatch(/^eros-tui: boom\n {2}\S.*$/);
  });
});

describe("an interrupt", () => {
  it("ends with 130 and one line", async () => {
    const { code, err } = await ending(new DOMException("The operation was aborted", "AbortError"));
    expect({ code, err }).toEqual({ code: 130, err: "eros-tui: interrupted" });
  });
});
