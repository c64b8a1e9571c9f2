// A process that, told to go, imports files, and says when it has: run by import-kill.test.ts.
import { once } from "node:events";
import { importIntoFile } from "../../src/pipeline/import.js";
import { SILENT } from "../../src/pipeline/log.js";
import { QUIET } from "../../src/warehouse/port.js";

const [file = "", captions = "", messages = ""] = process.argv.slice(2);
process.stdout.write("ready\n");
await once(process.stdin, "data");
await importIntoFile(
  file,
  { files: { captions, messages }, skipBad: false, now: Date.now(), elsewhere: "" },
  { ...QUIET, log: SILENT },
);
process.stdout.write("done\n");
process.stdin.pause();
