// A process that commits what it is sent: run by commit-process.ts.
import { createInterface } from "node:readline";
import { openDuckdb } from "../../src/warehouse/duckdb/warehouse.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import type { LocalOptions } from "../../src/warehouse/options.js";
import { type CommitRequest, ConflictError, QUIET } from "../../src/warehouse/port.js";

const { options, dieAt } = JSON.parse(process.argv[2] ?? "{}") as {
  options: LocalOptions;
  dieAt?: { statement: string; moment: "before" | "during" | "after"; signal?: NodeJS.Signals };
};
const die = () => process.kill(process.pid, dieAt?.signal ?? "SIGKILL");
const warehouse = dieAt
  ? await openDuckdb(
      {
        ...options,
        witness: (statement, moment) => {
          if (!statement.includes(dieAt.statement)) return;
          if (moment === dieAt.moment) die();
          // The engine works on a thread of its own: by then it has begun.
          if (moment === "before" && dieAt.moment === "during") setImmediate(die);
        },
      },
      QUIET,
    )
  : await openWarehouse(options);

const say = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);
say("ready");
for await (const line of createInterface({ input: process.stdin })) {
  try {
    await warehouse.commit(JSON.parse(line) as CommitRequest, QUIET);
    say({ outcome: "committed" });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ outcome: error instanceof ConflictError ? "conflict" : "failed", message });
  }
}
