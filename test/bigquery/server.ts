// Starts local-bigquery for the whole suite and stops it at the end (globalSetup of vitest.bigquery.config.ts).
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { server } from "../../tools/bigquery-server/install.mjs";
import { preparedFolder } from "./prepared.js";

declare module "vitest" {
  interface ProvidedContext {
    /** http://127.0.0.1:PORT, one a worker: the server is one Python process, and would have all wait for one core. */
    bigquery: readonly string[];
  }
}

const PROJECT = "test";
/** The first request opens the engine: one that is given up too early leaves it half open. */
const PATIENCE = 60_000;

/** A server that runs. */
export interface Started {
  readonly address: string;
  stop(): Promise<void>;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prepared = await preparedFolder(start);
  const workers = Math.max(1, Number(project.config.maxWorkers) || 1);
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, () => startCopy(prepared)));
  const servers = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((one) => one.stop()));
  };
  const broken = outcomes.find((one) => one.status === "rejected");
  if (broken) {
    await stop();
    throw broken.reason;
  }
  project.provide(
    "bigquery",
    servers.map(({ address }) => address),
  );
  return stop;
}

/** A server with datasets of its own, as they were prepared. */
async function startCopy(prepared: string): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "eros-bigquery-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(prepared, folder, { recursive: true });
    const { address, stop } = await start(folder);
    return { address, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A server whose data lie in `data` of a folder: by that relative name, or they could not be copied. */
async function start(folder: string): Promise<Started> {
  const log = join(folder, "server.log");
  const [port, grpc] = [await freePort(), await freePort()];
  const output = openSync(log, "w");
  const ports = ["--host", "127.0.0.1", "--port", String(port), "--grpc-port", String(grpc)];
  const data = ["--project", PROJECT, "--dataset", "scratch", "--data-dir", "data"];
  const child = spawn(server.python, [server.script, "serve", ...ports, ...data], {
    cwd: folder,
    env: server.env,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill()) await gone;
  };
  const address = `http://127.0.0.1:${port}`;
  try {
    await answers(address, child);
    return { address, stop };
  } catch (error) {
    const said = readFileSync(log, "utf8");
    await stop();
    throw new Error(`local-bigquery does not serve: ${String(error)}\n${said}`);
  }
}

/** Waits until it is there, then has it compute something: a server whose first query fails never recovers. */
async function answers(address: string, child: ChildProcess): Promise<void> {
  const projects = `${address}/bigquery/v2/projects/${PROJECT}`;
  const until = Date.now() + PATIENCE;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const listed = await fetch(`${projects}/datasets`, { signal: AbortSignal.timeout(PATIENCE) }).catch(
      () => null,
    );
    if (listed?.ok) break;
    if (Date.now() > until) throw new Error(`no answer in ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const reply = await fetch(`${projects}/queries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "SELECT 1", useLegacySql: false }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!reply.ok) throw new Error(`SELECT 1 gives ${reply.status}: ${await reply.text()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
