import type { Reply, Request } from "./transport.js";

/** A function or procedure that stands in a dataset. */
export interface PresentRoutine {
  readonly name: string;
  /** FUNCTION, TABLE FUNCTION, PROCEDURE; anything else in the service's own word. */
  readonly kind: string;
  /** `IN page_name STRING, OUT report STRING`, as it would be declared. */
  readonly parameters: string;
  /** Its text without the head; null where it may not be read. */
  readonly body: string | null;
  /** Milliseconds UTC, by the service's clock. */
  readonly modified: number;
}

const KINDS: Readonly<Record<string, string>> = {
  SCALAR_FUNCTION: "FUNCTION",
  TABLE_VALUED_FUNCTION: "TABLE FUNCTION",
  PROCEDURE: "PROCEDURE",
};

/** A type as the REST interface writes it. */
interface WireType {
  readonly typeKind?: string;
  readonly arrayElementType?: WireType;
  readonly structType?: { readonly fields?: readonly { readonly name?: string; readonly type?: WireType }[] };
}
interface WireRoutine {
  readonly routineReference?: { readonly routineId?: string };
  readonly routineType?: string;
  readonly lastModifiedTime?: string;
  readonly definitionBody?: string;
  readonly arguments?: readonly {
    readonly name?: string;
    readonly mode?: string;
    readonly dataType?: WireType;
  }[];
}

/**
 * Every routine of a dataset, by requests that start no job and cost nothing. INFORMATION_SCHEMA has the texts as well, but
 * bills at least 10 MB for them.
 */
export async function presentRoutines(
  send: (request: Request) => Promise<Reply>,
  dataset: string,
): Promise<ReadonlyMap<string, PresentRoutine>> {
  const found = new Map<string, PresentRoutine>();
  let pageToken: string | undefined;
  do {
    const reply: Reply = await send({
      method: "GET",
      path: `/datasets/${dataset}/routines`,
      query: { maxResults: 500, readMask: MASK, ...(pageToken === undefined ? {} : { pageToken }) },
    });
    for (const wire of (reply.routines ?? []) as readonly WireRoutine[]) {
      const name = wire.routineReference?.routineId ?? "";
      found.set(name, {
        name,
        kind: KINDS[wire.routineType ?? ""] ?? wire.routineType ?? "",
        parameters: (wire.arguments ?? [])
          .map((one) => [one.mode, one.name, typeText(one.dataType)].filter(Boolean).join(" "))
          .join(", "),
        body: wire.definitionBody ?? null,
        modified: Number(wire.lastModifiedTime ?? 0),
      });
    }
    pageToken = (reply.nextPageToken as string | null | undefined) ?? undefined;
  } while (pageToken !== undefined);
  return found;
}

/** A mask names lists as a whole: what lies in them it cannot choose. */
const MASK = "routineReference,routineType,lastModifiedTime,definitionBody,arguments";

function typeText(type: WireType | undefined): string {
  if (type?.typeKind === "ARRAY") return `ARRAY<${typeText(type.arrayElementType)}>`;
  if (type?.typeKind === "STRUCT")
    return `STRUCT<${(type.structType?.fields ?? []).map((field) => `${field.name} ${typeText(field.type)}`).join(", ")}>`;
  return type?.typeKind ?? "ANY TYPE";
}
