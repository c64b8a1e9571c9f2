// A process that, told to go, commits one schedule after another until it is killed: run by duckdb-storm.test.ts.
import { once } from "node:events";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { stormRequest } from "./storm-request.js";

const [file = "", name = ""] = process.argv.slice(2);
const say = (what: string): boolean => process.stdout.write(`${what}\n`);
const warehouse = await openWarehouse({ kind: "local", file });
say("ready");
await once(process.stdin, "data");
for (let n = 0; ; n++) {
  const request = stormRequest(name, n);
  say(`begun ${n}`);
  await warehouse.commit(request, QUIET);
  say(`done ${n}`);
}
