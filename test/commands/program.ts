import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtProgram } from "../built.js";

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Nobody reads standard output: its pipe is closed at once. */
  readonly closeStdout?: boolean;
  /** A file or device that standard output goes to, instead of being read. */
  readonly stdoutTo?: string;
  /** Told once the program has said something on standard error. */
  readonly onStderr?: (text: string, child: { kill(signal: NodeJS.Signals): void }) => void;
}

/** A home folder of its own, in which the built program runs as an operator would start it. */
export class World {
  readonly home = mkdtempSync(join(tmpdir(), "eros-commands-"));
  readonly demo = join(this.home, "data", "eros-tui", "demo.duckdb");
  readonly own = join(this.home, "data", "eros-tui", "eros.duckdb");
  readonly config = join(this.home, "config", "eros-tui", "config.toml");
  readonly log = join(this.home, "state", "eros-tui", "eros-tui.log");

  /** Runs the program in this home, its input and outputs no terminals. */
  async run(
    args: readonly string[],
    { env = {}, closeStdout = false, stdoutTo, onStderr }: Options = {},
  ): Promise<Result> {
    const program = await builtProgram();
    const output = stdoutTo === undefined ? null : openSync(stdoutTo, "w");
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.home,
      env: {
        PATH: process.env.PATH ?? "",
        HOME: this.home,
        XDG_DATA_HOME: join(this.home, "data"),
        XDG_CONFIG_HOME: join(this.home, "config"),
        XDG_STATE_HOME: join(this.home, "state"),
        TZ: "Asia/Manila",
        ...env,
      },
      stdio: ["ignore", output ?? "pipe", "pipe"],
    });
    if (output !== null) closeSync(output);
    if (closeStdout) child.stdout?.destroy();
    const outputs = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      outputs.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      outputs.stderr += text;
      onStderr?.(outputs.stderr, child);
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, ...outputs }));
    });
  }

  /** Writes the config file and gives its path. */
  writeConfig(text: string): string {
    mkdirSync(dirname(this.config), { recursive: true });
    writeFileSync(this.config, text);
    return this.config;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
