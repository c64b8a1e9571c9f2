import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { builtProgram } from "../built.js";
import type { World } from "./program.js";

/** A run at a terminal, in which the question is answered once it stands there. */
export async function atTerminal(
  { home }: World,
  args: readonly string[],
  { question, answer }: { readonly question: string; readonly answer: string },
): Promise<{ readonly code: number; readonly said: string }> {
  const program = await builtProgram();
  const child = spawn(process.execPath, [program, ...args], {
    cols: 200,
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_STATE_HOME: join(home, "state"),
      XDG_DATA_HOME: join(home, "data"),
    },
  });
  let said = "";
  let answered = false;
  child.onData((text) => {
    said += text;
    if (answered || !said.includes(question)) return;
    answered = true;
    child.write(`${answer}\r`);
  });
  return new Promise((resolve) => child.onExit(({ exitCode }) => resolve({ code: exitCode, said })));
}
