import { randomUUID } from "node:crypto";
import type { AuthClient } from "google-auth-library";

/** Rows for a load job, as JSON lines: the one request that is no JSON. */
export interface Upload {
  /** The job: its reference and its configuration. */
  readonly job: object;
  readonly rows: Buffer;
}

/**
 * Sends a job with its rows in one request. Google's client would stream them, makes the job's id itself, and breaks where its
 * address is another one.
 * @param base the interface's address, `…/bigquery/v2`.
 * @returns what came back, whatever it is.
 * @throws in the shape of the client's errors, for failures.ts.
 */
export async function upload(
  who: AuthClient,
  base: string,
  projectId: string,
  { job, rows }: Upload,
  seconds: number,
): Promise<unknown> {
  const boundary = `eros-${randomUUID()}`;
  const part = (type: string): string => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(
      `${part("application/json; charset=UTF-8")}${JSON.stringify(job)}\r\n${part("application/octet-stream")}`,
    ),
    rows,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const url = `${base.replace("/bigquery/v2", "/upload/bigquery/v2")}/projects/${projectId}/jobs?uploadType=multipart`;
  try {
    const { data } = await who.request<unknown>({
      url,
      method: "POST",
      headers: { "content-type": `multipart/related; boundary=${boundary}` },
      data: body,
      responseType: "json",
      timeout: seconds * 1000,
      retry: false,
    });
    return data;
  } catch (error) {
    throw asClientError(error);
  }
}

/** The library gives the service's answer another place than the client does. */
function asClientError(error: unknown): unknown {
  const { response, message } = (error ?? {}) as {
    readonly response?: { readonly status?: number; readonly data?: { readonly error?: unknown } };
    readonly message?: string;
  };
  const told = response?.data?.error as { readonly message?: string; readonly errors?: unknown } | undefined;
  if (response?.status === undefined) return error;
  return Object.assign(new Error(told?.message ?? message ?? `HTTP ${response.status}`, { cause: error }), {
    code: response.status,
    errors: told?.errors,
  });
}
