import type { DuckDBConnection } from "@duckdb/node-api";
import { insert, openSql, type Row, rows } from "./load.js";

export const NOW = "2025-11-03T20:00:00Z";
const DAY = 24 * 3_600_000;
export const ago = (days: number): string => new Date(Date.parse(NOW) - days * DAY).toISOString();

export type Given = Readonly<Record<string, string | number | null>>;
let row = 0;

/** A PPV of a page, so many days ago, with whatever else is given. */
export const ppv = (page: string, days: number, given: Given = {}): Given => ({
  row_id: ++row,
  page_name: page,
  message: "A new set",
  caption_key: "a new set",
  sending_time: ago(days),
  message_type: "PPV",
  price: 10,
  sent_count: 100,
  viewed_count: 50,
  purchased_count: 5,
  earnings: 50,
  ...given,
});

/** A steady page: two PPVs a day, from so many days back to so many. */
export const steady = (page: string, from: number, to: number, given: Given = {}): Given[] =>
  Array.from({ length: (to - from) * 2 }, (_, index) => ppv(page, from + index / 2 + 0.25, given));

/** What makes the analysis' now the clock: a free message of another page. */
export const clockwork = (): Given => ppv("clockwork", 0, { message_type: "Bump", earnings: 0 });

/** A small warehouse to send messages into and to ask. */
export class Small {
  private constructor(readonly connection: DuckDBConnection) {}
  static async open(): Promise<Small> {
    row = 0;
    return new Small(await openSql());
  }
  send(...messages: readonly Given[]): Promise<void> {
    return insert(this.connection, "mass_messages", messages);
  }
  ask(name: string, page: string | null, now = NOW): Promise<Row[]> {
    return rows(
      this.connection,
      `SELECT * FROM {dataset}.${name}(CAST($1 AS VARCHAR), CAST($2 AS TIMESTAMPTZ))`,
      [page, now],
    );
  }
  close(): void {
    this.connection.closeSync();
  }
}
