import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { CommitRequest } from "../../src/warehouse/port.js";
import { childProgram } from "../child-program.js";

/** What the child process says after each commit. */
export interface ChildOutcome {
  readonly outcome: "committed" | "conflict" | "failed";
  readonly message?: string;
}
export interface CommitProcess {
  readonly pid: number;
  /** Resolves when the child has answered; rejects where it dies first. */
  commit(request: CommitRequest): Promise<ChildOutcome>;
  /** Kills it as nothing else does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Lets it end. */
  end(): Promise<void>;
  /** Resolves with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
}

/**
 * A process of its own that commits what it is sent, a JSON line each.
 * @param dieAt statement and moment at which it kills itself with SIGKILL, or sends itself another signal.
 */
export async function startProcess(
  options: Readonly<Record<string, unknown>>,
  dieAt?: {
    readonly statement: string;
    readonly moment: "before" | "during" | "after";
    readonly signal?: NodeJS.Signals;
  },
): Promise<CommitProcess> {
  const program = await childProgram(new URL("./commit-child.ts", import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify({ options, dieAt })], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_code, signal) => resolve(signal)),
  );
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the child is gone");
    return String(value);
  };
  await next();
  return {
    pid: child.pid ?? 0,
    gone,
    commit: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await next()) as ChildOutcome;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
    end: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
