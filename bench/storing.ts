import { once as happened } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { importIntoFile } from "../src/pipeline/import.js";
import { openWarehouse } from "../src/warehouse/open.js";
import { QUIET } from "../src/warehouse/port.js";
import { stormRequest } from "../test/warehouse/storm-request.js";
import { inTurn, millis, once } from "./clock.js";
import { plainly } from "./large.js";
import { figure, type Piece, row } from "./piece.js";
import { Place } from "./place.js";

/** A schedule stored with its locks and its row of the log. */
export const commit: Piece = async (home) => {
  const place = Place.of(home);
  const file = place.copy(await place.demo(), "commits.duckdb");
  const warehouse = await openWarehouse({ kind: "local", file });
  const plain = "the file opened, asked for 1 and closed";
  let n = 0;
  const figures = await inTurn(
    {
      [plain]: () => millis(() => plainly(file, "SELECT 1")),
      commit: () => millis(() => warehouse.commit(stormRequest("bench", n++), QUIET)),
    },
    25,
  );
  await warehouse.close();
  const work = { ...figure(figures, "commit"), name: "commit of a week" };
  return [row({ work, baseline: figure(figures, plain) })];
};

const ROWS = 1_000_000;

/** A million messages of forty pages, from a CSV file into a new warehouse. */
export const importing: Piece = async (home) => {
  const csv = join(home, "messages.csv");
  await writeMessages(csv);
  const baseline = await once("the lines of the same file read and counted", () => lines(csv));
  const work = await once("1,000,000 messages imported from CSV", async () => {
    const file = join(home, "imported.duckdb");
    const files = { messages: csv };
    const { created } = await importIntoFile(
      file,
      { files, skipBad: false, now: Date.now(), elsewhere: "" },
      QUIET,
    );
    if (!created) throw new Error("nothing was imported");
  });
  return [row({ work, baseline })];
};

async function lines(path: string): Promise<number> {
  let count = 0;
  for await (const _ of createInterface({ input: createReadStream(path) })) count++;
  return count;
}

async function writeMessages(path: string): Promise<void> {
  const stream = createWriteStream(path);
  const began = Date.parse("2025-05-01T00:00:00Z");
  stream.write(
    "page_name,message,sending_time,message_type,price,sent_count,viewed_count,purchased_count,earnings\n",
  );
  for (let from = 0; from < ROWS; from += 1000) {
    let lines = "";
    for (let n = from; n < from + 1000; n++) {
      const sold = n % 23;
      const sentAt = new Date(began + n * 15_000).toISOString();
      lines += `page_${n % 40},"A walk by the sea, number ${n % 5000}",${sentAt},${n % 2 ? "PPV" : "Bump"},12.5,1000,400,${sold},${sold * 12.5}\n`;
    }
    if (!stream.write(lines)) await happened(stream, "drain");
  }
  stream.end();
  await finished(stream);
}
