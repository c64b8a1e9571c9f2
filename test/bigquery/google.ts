import { type ChildProcess, execFile } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

/** A type by its name in the analyser, without TYPE_: INT64, DOUBLE, STRING, BOOL, DATE, TIMESTAMP. */
export type TypeName = string;
export interface Column {
  readonly name: string;
  readonly type: TypeName;
}

/** What a statement defines, as the analyser has understood it. */
export interface Defined {
  readonly name: string;
  readonly kind: "table" | "function" | "table function";
  /** Of functions. */
  readonly parameters: readonly Column[];
  /** Columns of a table or table function; the one result of a function. */
  readonly columns: readonly Column[];
}

/** What a statement may name besides what was defined: values, variables of its script, tables that the script has made. */
export interface Given {
  readonly parameters?: readonly Column[];
  readonly variables?: readonly Column[];
  readonly temporary?: ReadonlyMap<string, readonly Column[]>;
}

type Message = Readonly<Record<string, unknown>>;
type Unary = (
  request: Message,
  done: (error: { details?: string; message: string } | null, reply: Reply) => void,
) => void;
/** A reply, as deep as it is read here. */
interface Reply {
  readonly resolvedStatement?: {
    readonly resolvedCreateStatementNode?: Readonly<Record<string, CreateNode>>;
    readonly resolvedQueryStmtNode?: Pick<CreateNode, "outputColumnList">;
  };
  readonly content?: { readonly tableData: { readonly row: readonly { readonly cell: readonly Cell[] }[] } };
}
export type Cell = Readonly<Record<string, unknown>> & { readonly value?: string };
interface WireType {
  readonly typeKind: number;
}
interface CreateNode {
  readonly resolvedCreateTableStmtNode?: CreateNode;
  readonly parent: CreateNode & { readonly namePath?: readonly string[] };
  readonly argumentNameList?: readonly string[];
  readonly signature?: { readonly argument: readonly { readonly type: WireType }[] };
  readonly returnType?: WireType;
  readonly outputColumnList?: readonly {
    readonly name: string;
    readonly column: { readonly type: WireType };
  }[];
  readonly columnDefinitionList?: readonly { readonly name: string; readonly type: WireType }[];
}
interface Client {
  testConnection(): Promise<boolean>;
}

/** Numbers of the analyser's TypeKind. */
const KINDS: Readonly<Record<number, TypeName>> = {
  2: "INT64",
  5: "BOOL",
  7: "DOUBLE",
  8: "STRING",
  9: "BYTES",
  10: "DATE",
  19: "TIMESTAMP",
};
const kindOf = ({ typeKind }: WireType): TypeName => {
  const name = KINDS[typeKind];
  if (name === undefined) throw new Error(`a type that this test does not know: ${typeKind}`);
  return name;
};
const wireType = (type: TypeName): Message => {
  const [, element] = /^ARRAY<(.*)>$/.exec(type) ?? [];
  if (element !== undefined) return { typeKind: "TYPE_ARRAY", arrayType: { elementType: wireType(element) } };
  const [, fields] = /^STRUCT<(.*)>$/.exec(type) ?? [];
  if (fields === undefined) return { typeKind: `TYPE_${type === "FLOAT64" ? "DOUBLE" : type}` };
  const field = fields.split(",").map((one) => {
    const [fieldName = "", fieldType = ""] = one.trim().split(/\s+/);
    return { fieldName, fieldType: wireType(fieldType) };
  });
  return { typeKind: "TYPE_STRUCT", structType: { field } };
};
const fixed = ({ name, type }: Column): Message => ({
  kind: "ARG_TYPE_FIXED",
  type: wireType(type),
  numOccurrences: 1,
  options: { argumentName: name },
});

/** Google's analyser and reference evaluator (ZetaSQL), a process of its own, told what each statement has defined. */
export class Google {
  private readonly defined: Defined[] = [];

  private constructor(
    private readonly server: ChildProcess,
    private readonly call: (name: string, request: Message) => Promise<Reply>,
    private readonly languageOptions: Message,
    private readonly dataset: string,
  ) {}

  static async start(dataset: string): Promise<Google> {
    const home = process.env.EROS_ZETASQL;
    if (home === undefined) throw new Error("EROS_ZETASQL is not set: run `npm run test:bigquery`");
    const analyser = createRequire(join(home, "package.json"));
    const { ZetaSQLClient } = analyser("./lib/ZetaSQLClient.js");
    const { LanguageOptions } = analyser("./lib/LanguageOptions.js");
    const port = await freePort();
    const suffix = `${process.arch.startsWith("arm") ? "_arm" : ""}${process.platform === "darwin" ? "" : ".so"}`;
    const server = execFile(join(home, "lib", "zetasql", `remote_server${suffix}`), [
      "localhost",
      String(port),
    ]);
    ZetaSQLClient.init(port);
    const client: Client = ZetaSQLClient.getInstance();
    if (!(await client.testConnection())) throw new Error("the analyser does not answer");
    const api: Readonly<Record<string, Unary>> = ZetaSQLClient.API;
    const options = (await new LanguageOptions().enableMaximumLanguageFeatures()).serialize();
    // BigQuery's names of types and its rules; every kind of statement.
    Object.assign(options, { productMode: "PRODUCT_EXTERNAL", supportedStatementKinds: [] });
    const call = (name: string, request: Message): Promise<Reply> =>
      new Promise((resolve, reject) =>
        api[name]?.call(api, request, (error, reply) =>
          error ? reject(new Error(error.details || error.message)) : resolve(reply),
        ),
      );
    return new Google(server, call, options, dataset);
  }

  /** Analyses a statement; what it creates is known to those that follow. @throws {Error} with the analyser's words. */
  async define(statement: string): Promise<Defined> {
    const reply = await this.analyse(statement);
    const found = definedBy(reply);
    if (found === undefined) throw new Error(`it defines nothing: ${statement.slice(0, 80)}`);
    this.defined.push(found);
    return found;
  }

  analyse(sqlStatement: string, given: Given = {}): Promise<Reply> {
    return this.call("analyze", {
      sqlStatement,
      simpleCatalog: this.catalog(given),
      options: { ...this.options(), ...valuesOf(given) },
    });
  }

  /** Columns of a query. */
  async columns(query: string, given: Given): Promise<Column[]> {
    const { resolvedStatement } = await this.analyse(query, given);
    return (resolvedStatement?.resolvedQueryStmtNode?.outputColumnList ?? []).map(({ name, column }) => ({
      name,
      type: kindOf(column.type),
    }));
  }

  /** Rows of a query over tables with content, by the reference evaluator. */
  async rows(
    sql: string,
    tables: readonly {
      readonly name: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    }[],
  ): Promise<(readonly Cell[])[]> {
    const reply = await this.call("evaluateQuery", {
      sql,
      options: this.options(),
      simpleCatalog: {
        name: "c",
        builtinFunctionOptions: { languageOptions: this.languageOptions },
        table: tables.map(({ name, columns }) => wireTable(name, columns)),
      },
      tableContent: Object.fromEntries(
        tables.map(({ name, rows }) => [name, { tableData: { row: rows.map((cell) => ({ cell })) } }]),
      ),
    });
    return reply.content?.tableData.row.map((row) => row.cell) ?? [];
  }

  stop(): void {
    this.server.kill("SIGKILL");
  }

  private options(): Message {
    return {
      languageOptions: this.languageOptions,
      errorMessageMode: "ERROR_MESSAGE_ONE_LINE",
      defaultTimezone: "UTC",
    };
  }

  private catalog({ variables = [], temporary = new Map() }: Given): Message {
    const of = (kind: Defined["kind"]): Defined[] => this.defined.filter((one) => one.kind === kind);
    return {
      name: "c",
      builtinFunctionOptions: { languageOptions: this.languageOptions },
      // Like variables they are found where no column has the name.
      constant: variables.map(({ name, type }) => ({ namePath: [name], type: wireType(type) })),
      table: [...temporary].map(([name, columns]) => wireTable(name, columns)),
      catalog: [
        {
          name: this.dataset,
          table: of("table").map(({ name, columns }) => wireTable(name, columns)),
          customFunction: of("function").map(({ name, parameters, columns }) => ({
            namePath: [this.dataset, name],
            group: "udf",
            mode: "SCALAR",
            options: {},
            signature: [{ argument: parameters.map(fixed), returnType: columns.map(fixed)[0] }],
          })),
          customTvf: of("table function").map(({ name, parameters, columns }) => ({
            namePath: [this.dataset, name],
            type: "FIXED_OUTPUT_SCHEMA_TVF",
            signature: {
              argument: parameters.map(fixed),
              returnType: {
                kind: "ARG_TYPE_RELATION",
                numOccurrences: 1,
                options: {
                  relationInputSchema: {
                    column: columns.map((one) => ({ name: one.name, type: wireType(one.type) })),
                  },
                },
              },
            },
          })),
        },
      ],
    };
  }
}

const valuesOf = ({ parameters = [] }: Given): Message => ({
  queryParameters: parameters.map(({ name, type }) => ({ name, type: wireType(type) })),
  systemVariables: [{ namePath: ["error", "message"], type: wireType("STRING") }],
});

const wireTable = (name: string, columns: readonly Column[]): Message => ({
  name,
  fullName: name,
  serializationId: 1,
  column: columns.map((column) => ({ name: column.name, type: wireType(column.type) })),
});

function definedBy({ resolvedStatement }: Reply): Defined | undefined {
  const nodes = resolvedStatement?.resolvedCreateStatementNode;
  const parameters = (node: CreateNode): Column[] =>
    (node.signature?.argument ?? []).map(({ type }, index) => ({
      name: node.argumentNameList?.[index] ?? "",
      type: kindOf(type),
    }));
  const nameOf = (node: CreateNode): string =>
    node.parent.namePath?.at(-1) ?? node.parent.parent.namePath?.at(-1) ?? "";
  const table = nodes?.resolvedCreateTableStmtBaseNode?.resolvedCreateTableStmtNode;
  if (table) {
    const columns = table.columnDefinitionList ?? table.parent.columnDefinitionList ?? [];
    return {
      name: nameOf(table),
      kind: "table",
      parameters: [],
      columns: columns.map(({ name, type }) => ({ name, type: kindOf(type) })),
    };
  }
  const tvf = nodes?.resolvedCreateTableFunctionStmtNode;
  if (tvf) {
    const columns = (tvf.outputColumnList ?? []).map(({ name, column }) => ({
      name,
      type: kindOf(column.type),
    }));
    return { name: nameOf(tvf), kind: "table function", parameters: parameters(tvf), columns };
  }
  const scalar = nodes?.resolvedCreateFunctionStmtNode;
  if (scalar?.returnType)
    return {
      name: nameOf(scalar),
      kind: "function",
      parameters: parameters(scalar),
      columns: [{ name: "result", type: kindOf(scalar.returnType) }],
    };
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "localhost", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
