import body from "../../../sql/scripts/load.sql";
import { isoUtc } from "../../domain/calendar.js";
import { captionKey } from "../../domain/caption.js";
import { badInput } from "../../domain/errors.js";
import type { BulkRows, LoadCounts } from "../bulk-rows.js";
import { numberOf } from "../cells.js";
import type { Ctx } from "../port.js";
import type { Engine, Question } from "./questions.js";
import { runTransaction } from "./transaction.js";
import { json } from "./values.js";

/** What a job takes as its values, with room for the rest of it. */
const MOST_BYTES = 8_000_000;

const counted = (kind: string): Question => ({
  select: `SELECT COUNT(*) AS n FROM added_${kind}`,
  order: "t.n",
});
const COUNTS = {
  creators: counted("creators"),
  inventory: counted("inventory"),
  captions: counted("captions"),
  messages: counted("messages"),
};

/**
 * Adds rows, all or nothing, in one job: a few thousand captions, a month of messages. More than that is what a load job is for.
 * @throws {ErosError} where the rows are more than a job takes.
 */
export async function load(engine: Engine, rows: BulkRows, ctx: Ctx): Promise<LoadCounts> {
  const { creators = [], inventory = [], captions = [], messages = [] } = rows;
  const values = {
    creators: json(creators),
    inventory: json(inventory),
    captions: json(
      captions.map(({ createdAt, ...row }) => ({
        ...row,
        key: captionKey(row.text),
        createdAt: createdAt == null ? null : isoUtc(createdAt),
      })),
    ),
    messages: json(
      messages.map(({ sendingTime, ...row }) => ({
        ...row,
        key: row.text === null ? null : captionKey(row.text),
        sendingTime: new Date(sendingTime).toISOString(),
      })),
    ),
  };
  const bytes = Object.values(values).reduce((sum, { value }) => sum + Buffer.byteLength(value ?? ""), 0);
  if (bytes > MOST_BYTES)
    throw badInput(
      "rows",
      `these rows are ${Math.ceil(bytes / 1e6)} MB; one job of BigQuery takes ${MOST_BYTES / 1e6}`,
      "load them in smaller parts, or with `bq load`",
    );
  const ending = await runTransaction(
    engine,
    { body, values, done: COUNTS, refused: {}, verb: "load", id: "eros_load" },
    ctx,
  );
  if (!ending.stands) throw new Error("a load was refused, though nothing can stand against it");
  const { rows: added } = ending;
  const count = (kind: keyof typeof COUNTS): number => numberOf(added[kind][0]?.n);
  return {
    creators: count("creators"),
    inventory: count("inventory"),
    captions: count("captions"),
    messages: count("messages"),
  };
}
