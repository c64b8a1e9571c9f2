import type { Row } from "../cells.js";
import type { Reply } from "./transport.js";

interface Field {
  readonly name: string;
  readonly type: string;
}

/** Rows of an answer. INT64 stay text, so that ids keep their digits; moments become ISO text. */
export function rowsOf(reply: Reply): Row[] {
  const fields = (reply.schema as { readonly fields?: readonly Field[] } | undefined)?.fields ?? [];
  const rows = (reply.rows ?? []) as readonly { readonly f: readonly { readonly v: unknown }[] }[];
  return rows.map(({ f }) =>
    Object.fromEntries(fields.map((field, index) => [field.name, cell(field.type, f[index]?.v)])),
  );
}

function cell(type: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "FLOAT":
    case "FLOAT64":
      return Number(value);
    case "BOOLEAN":
    case "BOOL":
      return String(value) === "true";
    case "TIMESTAMP":
      return new Date(Number(BigInt(String(value)) / 1000n)).toISOString();
    default:
      return String(value);
  }
}
