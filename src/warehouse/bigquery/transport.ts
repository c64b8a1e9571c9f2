import { client } from "./api.js";
import { type Credentials, nobody, prove, signIn } from "./credentials.js";
import { type Upload, upload } from "./upload.js";

/** One request of BigQuery's REST interface, below the project. */
export interface Request {
  readonly method: "GET" | "POST" | "DELETE" | "PATCH";
  /** `/jobs`, `/queries/ID`, `/datasets/NAME`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  /** Rows of a load job; then the job stands here as well. */
  readonly upload?: Upload;
  /** Seconds until it is given up; default 30. */
  readonly seconds?: number;
}
/** A JSON answer, as deep as it is read here. */
export type Reply = Readonly<Record<string, unknown>>;
/** Sends one request, once. @throws what the client throws: failures.ts reads it. */
export type Transport = (request: Request) => Promise<Reply>;

export interface TransportOptions extends Credentials {
  readonly location: string;
  /** An emulator's address; default `BIGQUERY_EMULATOR_HOST`, else Google. */
  readonly endpoint?: string | undefined;
  /** Address for tokens of others, and that an emulator wants tokens as well: for tests of that. */
  readonly iam?: string | undefined;
}

const PATH = "/bigquery/v2";
const REQUEST_SECONDS = 30;

type Client = InstanceType<ReturnType<typeof client>["BigQuery"]>;

/**
 * Google's client as far as it is of use: authorised requests. Its own retries are off, because nobody would see them; its jobs
 * are not used, because they make ids of their own and turn INT64 into numbers.
 */
export function openTransport(options: TransportOptions): Transport {
  let connected: ReturnType<typeof connect> | undefined;
  return async (request) => {
    connected ??= connect(options);
    const { bigquery, who } = await connected.catch((error: unknown) => {
      // Credentials may be there the next time.
      connected = undefined;
      throw error;
    });
    await prove(who);
    const { upload: rows, seconds = REQUEST_SECONDS } = request;
    if (rows === undefined) return send(bigquery, request);
    const reply = await upload(who, bigquery.baseUrl, options.projectId, rows, seconds);
    if (typeof reply === "object" && reply !== null) return reply as Reply;
    throw new NoJsonError(request.path);
  };
}

async function connect({ location, endpoint, iam, ...credentials }: TransportOptions) {
  const emulator = endpoint ?? process.env.BIGQUERY_EMULATOR_HOST;
  const address = emulator ? origin(emulator) : undefined;
  const who = address !== undefined && iam === undefined ? nobody() : await signIn(credentials, iam);
  const { BigQuery } = client();
  const bigquery = new BigQuery({
    projectId: credentials.projectId,
    location,
    retryOptions: { autoRetry: false },
    authClient: who,
    ...(address === undefined ? {} : { apiEndpoint: address }),
  });
  // The client takes the variable for a whole address, path included; people write host and port.
  if (address !== undefined) bigquery.baseUrl = `${address}${PATH}`;
  return { bigquery, who };
}

function send(bigquery: Client, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method, path, query, body, seconds = REQUEST_SECONDS } = request;
    // The client takes a limit and does nothing with it.
    const limit = setTimeout(() => reject(new SilenceError(path, seconds)), seconds * 1000);
    const options = {
      method,
      uri: path,
      ...(query === undefined ? {} : { qs: { ...query } }),
      ...(body === undefined ? {} : { json: body }),
    };
    bigquery.request(options as Parameters<typeof bigquery.request>[0], (error, reply: unknown) => {
      clearTimeout(limit);
      if (error) reject(error);
      else if (typeof reply === "object" && reply !== null) resolve(reply as Reply);
      else if (method === "DELETE" || reply === undefined || reply === "") resolve({});
      else reject(new NoJsonError(path));
    });
  });
}

/** No answer came in time. */
class SilenceError extends Error {
  override readonly name = "SilenceError";
  readonly code = "request-timeout";
  constructor(path: string, seconds: number) {
    super(`no answer to ${path} in ${seconds} s`);
  }
}

/** An answer that is none, as a proxy gives it, or one that was cut. */
class NoJsonError extends Error {
  override readonly name = "NoJsonError";
  readonly code = "no-json";
  constructor(path: string) {
    super(`the answer to ${path} is not JSON`);
  }
}

/** `127.0.0.1:9050`, with or without http:// and the interface's path. */
function origin(address: string): string {
  const bare = address.replace(/\/+$/, "").replace(new RegExp(`${PATH}$`), "");
  return /^https?:\/\//.test(bare) ? bare : `http://${bare}`;
}
