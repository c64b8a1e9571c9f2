import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { TerminalSession } from "../story/terminal.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const small = fileURLToPath(new URL("./small-app.tsx", import.meta.url));
const PROGRAM = ["--import", "tsx", "--import", "./tools/register.mjs", small];
const sessions: TerminalSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

/** The small program, started from a shell as an operator does: job control needs one. */
async function started(): Promise<TerminalSession> {
  const session = new TerminalSession("bash", ["--norc", "--noprofile", "-i"], {
    cwd: root,
    env: { PS1: "shell> " },
  });
  sessions.push(session);
  await session.until("shell>");
  session.type(`${process.execPath} ${PROGRAM.join(" ")}; echo "left with $?"\r`);
  await session.until("ready");
  expect(session.inAlternateScreen).toBe(true);
  return session;
}

/** The shell has its screen, its cursor, its echo and its lines back. */
async function restored(session: TerminalSession): Promise<void> {
  expect(session.inAlternateScreen).toBe(false);
  session.type("stty -a | tr ' ' '\\n' | grep -xE '(-?icanon|-?echo);?' | tr '\\n' '+'\r");
  await session.until("icanon+echo+");
}

describe("leaving the screens", () => {
  it("restores the terminal after q, Ctrl-C, a crash and an unkept promise, and says what happened", async () => {
    for (const [key, said] of [
      ["q", "left with 0"],
      ["\x03", "left with 130"],
      ["t", "crashed: thrown in a handler"],
      ["r", "crashed: a promise nobody kept"],
    ] as const) {
      const session = await started();
      session.type(key);
      await session.until(said);
      await session.until(/left with \d+/);
      await restored(session);
      session.close();
    }
  });

  it("restores the terminal when a signal ends it, and ends by that signal", async () => {
    const session = await started();
    session.type("s");
    await session.until("left with 143");
    await restored(session);
  });

  it("stops by Ctrl-Z with the shell's own screen, and comes back whole by fg", async () => {
    const session = await started();
    session.type("k");
    await session.until("key k at 80×24");
    session.type("\x1a");
    await session.until("Stopped");
    await restored(session);
    session.type("fg\r");
    await session.until("key k at 80×24");
    expect(session.inAlternateScreen).toBe(true);
    session.type("x");
    await session.until("key x");
    session.type("q");
    await session.until(() => !session.inAlternateScreen);
    await restored(session);
  });
});
