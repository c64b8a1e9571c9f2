import { ErosError, type FailureKind } from "../../domain/errors.js";
import { aborted } from "../abort.js";

/** What BigQuery says went wrong, in a request or in a job. */
export interface Complaint {
  /** HTTP status; absent where there was no answer. */
  readonly status: number | undefined;
  /** BigQuery's own word: notFound, accessDenied, rateLimitExceeded, invalidQuery …; "" where it gave none. */
  readonly reason: string;
  readonly message: string;
  /** The system's or the HTTP library's word: ECONNRESET, request-timeout …; "" where there is none. */
  readonly code: string;
}

/** A job that ran and failed: it has changed nothing that a transaction would have kept. */
export class JobFailure extends Error {
  override readonly name = "JobFailure";
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What a script's handler raises again is an invalidQuery, whatever it was: its reason is only in its words. Our transactions
 * end so.
 */
const RAISED: readonly (readonly [words: RegExp, reason: string])[] = [
  [/Access Denied:/, "accessDenied"],
  [/Billing has not been enabled/, "billingNotEnabled"],
  [/Quota exceeded/, "quotaExceeded"],
  [/Exceeded rate limits/, "rateLimitExceeded"],
  [/Resources exceeded/, "resourcesExceeded"],
  [/internal error occurred/, "jobInternalError"],
];
const reasonOf = (reason: string, message: string): string =>
  (reason === "invalidQuery" && RAISED.find(([words]) => words.test(message))?.[1]) || reason;

/** This is the one place that reads the client's errors. */
export function complaintOf(error: unknown): Complaint {
  if (error instanceof JobFailure) {
    const { reason, message } = error;
    return { status: undefined, reason: reasonOf(reason, message), message, code: "" };
  }
  const { code, errors, message, type } = (error ?? {}) as {
    readonly code?: unknown;
    readonly errors?: readonly { readonly reason?: unknown; readonly message?: unknown }[];
    readonly message?: unknown;
    readonly type?: unknown;
  };
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const words = String(first?.message ?? message ?? error);
  return {
    status: typeof code === "number" ? code : undefined,
    reason: typeof first?.reason === "string" ? reasonOf(first.reason, words) : "",
    message: words,
    code: typeof code === "string" ? code : typeof type === "string" ? type : "",
  };
}

/** Two transactions met: BigQuery's words, and those of its stand-in for tests. The whole transaction may be done again. */
const CLASH =
  /aborted due to concurrent update|too many DML statements outstanding|could not serialize access|concurrent (?:update|transaction)|Failed to commit/i;
export const isClash = (error: unknown): boolean => CLASH.test(complaintOf(error).message);

const PASSING_REASONS = new Set([
  "backendError",
  "internalError",
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "jobBackendError",
  "jobInternalError",
  "jobRateLimitExceeded",
  "tableUnavailable",
]);
const PASSING_CODES =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE|request-timeout|body-timeout|invalid-json|system|no-json)$/;
const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** The network's doing: it passes, or somebody mends it, and says nothing of what was asked. */
export function isPassing(error: unknown): boolean {
  const { status, code } = complaintOf(error);
  return (
    PASSING_CODES.test(code) || code === "ENOTFOUND" || (status !== undefined && PASSING_STATUS.has(status))
  );
}

/** Passes by itself: the same request, or the same job under another id, may be sent again. */
export function isTransient(error: unknown): boolean {
  const { status, reason, code } = complaintOf(error);
  if (isClash(error) || PASSING_REASONS.has(reason) || PASSING_CODES.test(code)) return true;
  return status !== undefined && PASSING_STATUS.has(status) && reason !== "quotaExceeded";
}

/** The answer that a job of this id is there already. */
export const isDuplicate = (error: unknown): boolean => {
  const { status, reason } = complaintOf(error);
  return status === 409 || reason === "duplicate";
};
/** The answer that there is no such job. */
export const isNoJob = (error: unknown): boolean => {
  const { status, reason, message } = complaintOf(error);
  return (status === 404 || reason === "notFound") && /\bjob\b/i.test(message);
};

export interface Where {
  readonly projectId: string;
  readonly dataset: string;
  readonly location: string;
}

type Told = readonly [kind: FailureKind, message: string, remedy: string];

/** What the program says of the service's error, with what to do next; errors of our own pass unchanged. */
export function asFailure(error: unknown, where: Where, signal: AbortSignal): unknown {
  if (error instanceof ErosError) return error;
  if (signal.aborted && (error as Error | undefined)?.name === "AbortError") return aborted(signal);
  const told = toldOf(complaintOf(error), where);
  if (told === null) return error;
  const [kind, message, remedy] = told;
  return new ErosError(kind, message, remedy, { cause: error });
}

function toldOf(complaint: Complaint, where: Where): Told | null {
  const { status, reason, message, code } = complaint;
  const place = `${where.projectId}.${where.dataset}`;
  if (CREDENTIALS.test(message) || status === 401 || reason === "authError")
    return [
      "notPermitted",
      `Google does not know who asks for ${place}: ${brief(message)}`,
      /getAccessToken|impersonat/i.test(message)
        ? "ask for the role Service Account Token Creator on the account of `impersonate`, or leave that setting out"
        : "log in with `gcloud auth application-default login`, or name a key file: key_file in the config file",
    ];
  if (isClash(complaint) || PASSING_CODES.test(code) || code === "ENOTFOUND")
    return CLASH.test(message)
      ? [
          "unreachable",
          `${place} could not be written: others kept changing the same tables`,
          "nothing was written; run it again in a moment",
        ]
      : [
          "unreachable",
          `BigQuery could not be reached: ${brief(message)}`,
          "look at the network, then run it again; nothing is stored twice",
        ];
  return (
    byReason(complaint, where, place) ??
    (status !== undefined && PASSING_STATUS.has(status)
      ? [
          "unreachable",
          `BigQuery does not answer as it should (${status}): ${brief(message)}`,
          "run it again in a few minutes; nothing is stored twice",
        ]
      : null)
  );
}

function byReason({ status, reason, message }: Complaint, where: Where, place: string): Told | null {
  if (reason === "bytesBilledLimitExceeded" || /bytes billed/i.test(message))
    return [
      "unreachable",
      `the query would read more than is allowed: ${brief(message)}`,
      "raise maximum_bytes_billed in the config file, or remove it",
    ];
  if (/streaming buffer/i.test(message))
    return [
      "unreachable",
      `rows that were streamed into ${place} just now cannot be changed yet: ${brief(message)}`,
      "wait some minutes (BigQuery takes up to 90), then run it again; nothing was written",
    ];
  if (reason === "quotaExceeded" || (status === 403 && /quota/i.test(message)))
    return [
      "unreachable",
      `a quota of ${where.projectId} is used up: ${brief(message)}`,
      "wait until it is renewed, or ask for more in the console under IAM & Admin → Quotas",
    ];
  if (reason === "resourcesExceeded" || reason === "responseTooLarge")
    return [
      "unreachable",
      `BigQuery gives the query no more than it has used: ${brief(message)}`,
      "run it again; if it stays so, the project needs more slots, or the history fewer rows",
    ];
  if (reason === "billingNotEnabled")
    return [
      "notPermitted",
      `${where.projectId} has no billing account, without which nothing can be written: ${brief(message)}`,
      "link one in the console under Billing, or name another project with --project-id",
    ];
  if (PASSING_REASONS.has(reason))
    return [
      "unreachable",
      `BigQuery is too busy or has failed itself: ${brief(message)}`,
      "run it again in a few minutes; nothing is stored twice",
    ];
  if (reason === "stopped" || reason === "timeout")
    return [
      "unreachable",
      `the job was stopped before it was done: ${brief(message)}`,
      "run it again; a longer limit is timeout_seconds in the config file",
    ];
  if (reason === "accessNotConfigured" || /has not enabled BigQuery/i.test(message))
    return [
      "notPermitted",
      `BigQuery is not switched on in ${where.projectId}: ${brief(message)}`,
      "switch it on with `gcloud services enable bigquery.googleapis.com`, or name the right project with --project-id",
    ];
  if (reason === "accessDenied" || status === 403)
    return [
      "notPermitted",
      `you may not do this in ${place}: ${brief(message)}`,
      /jobs\.create|user does not have permission to (?:run|create)/i.test(message)
        ? `ask for the role BigQuery Job User on the project ${where.projectId}, or correct --project-id`
        : `ask for the role BigQuery Data Editor on the dataset ${where.dataset} (Data Viewer is enough for reading)`,
    ];
  return missing({ status, reason, message }, where, place);
}

function missing(
  { status, reason, message }: Pick<Complaint, "status" | "reason" | "message">,
  where: Where,
  place: string,
): Told | null {
  const [, filtered] =
    /over table '(?:[^'.]*[.:])*?([^'.:]+\.[^'.:]+)' without a filter/i.exec(message) ?? [];
  if (filtered !== undefined)
    return [
      "incomplete",
      `${filtered} may only be read with a filter on its partitions, and eros-tui reads all of it: ${brief(message)}`,
      `its owner can allow it: \`ALTER TABLE ${filtered} SET OPTIONS (require_partition_filter = FALSE)\``,
    ];
  const deploy = `make it with \`eros-tui deploy --project-id ${where.projectId} --dataset ${where.dataset}\``;
  if (/not found: dataset|dataset \S+ (?:was )?not found|schema .* does not exist/i.test(message))
    return [
      "incomplete",
      `there is no dataset ${place} in the location ${where.location}: ${brief(message)}`,
      `look at the spelling of --dataset and at its location (location in the config file), or ${deploy}`,
    ];
  if (/not found: project|unknown project|invalid project/i.test(message))
    return [
      "incomplete",
      `there is no project ${where.projectId}: ${brief(message)}`,
      "correct --project-id; `gcloud projects list` shows yours",
    ];
  if (/(?:different|wrong|incorrect|specified) location|location .* (?:differ|mismatch)/i.test(message))
    return [
      "incomplete",
      `${place} does not lie in the location ${where.location}: ${brief(message)}`,
      "set location in the config file to the dataset's own; `bq show` tells it",
    ];
  if (
    reason === "notFound" ||
    status === 404 ||
    /\b(?:procedure|function|table|routine|table-valued function)\b[^:]{0,40}not found|not found: (?:table|routine|procedure|function|model)/i.test(
      message,
    )
  )
    return ["incomplete", `${place} lacks something: ${brief(message)}`, deploy];
  if (/unrecognized name|name .* not found inside|no matching signature|no such column/i.test(message))
    return [
      "incomplete",
      `${place} has tables or functions of another version: ${brief(message)}`,
      `bring them up to date with \`eros-tui deploy --project-id ${where.projectId} --dataset ${where.dataset}\``,
    ];
  return null;
}

const CREDENTIALS =
  /could not load the default credentials|invalid_grant|invalid_rapt|reauth|unable to (?:detect|impersonate)|no such file.*credential|invalid authentication credentials|refresh token/i;

/** The first line of what the service says. */
const brief = (message: string): string => (message.split("\n")[0] ?? "").slice(0, 300);

/** Failures by which a job surely changed nothing: it could not begin, or its transaction was rolled back by itself. */
const SURE = new Set([
  "invalidQuery",
  "accessDenied",
  "notFound",
  "invalid",
  "bytesBilledLimitExceeded",
  "quotaExceeded",
]);
export const leftNothing = (failure: JobFailure): boolean => SURE.has(failure.reason);
