import type { DuckDBConnection } from "@duckdb/node-api";
import type { Question } from "./caption-record-oracle.js";
import { type Row, rows } from "./load.js";

const list = (ignored: readonly string[]): string => (ignored.length === 0 ? "" : `|${ignored.join("|")}|`);

/** ranked_captions as the product calls it, ids as text. */
export const ranked = (connection: DuckDBConnection, asked: Question): Promise<Row[]> =>
  rows(
    connection,
    `SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id)
     FROM {dataset}.ranked_captions($1, CAST($2 AS DATE), CAST($3 AS TIMESTAMPTZ), $4, $5)
     ORDER BY price_order, taken_order`,
    [asked.page, asked.week, new Date(asked.now).toISOString(), asked.seed, list(asked.ignored)],
  );

export const availability = (connection: DuckDBConnection, asked: Question): Promise<Row[]> =>
  rows(
    connection,
    `SELECT * FROM {dataset}.availability($1, CAST($2 AS DATE), CAST($3 AS TIMESTAMPTZ), $4) ORDER BY price_order`,
    [asked.page, asked.week, new Date(asked.now).toISOString(), list(asked.ignored)],
  );

export const passedOver = (
  connection: DuckDBConnection,
  asked: Question,
  tier: string,
  limit: number,
): Promise<Row[]> =>
  rows(
    connection,
    `SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id)
     FROM {dataset}.passed_over($1, CAST($2 AS DATE), CAST($3 AS TIMESTAMPTZ), $4, $5, $6, $7) ORDER BY worth_order`,
    [asked.page, asked.week, new Date(asked.now).toISOString(), asked.seed, list(asked.ignored), tier, limit],
  );
