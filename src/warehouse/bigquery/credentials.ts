import { createRequire } from "node:module";
import type { AuthClient } from "google-auth-library";
import { isPassing } from "./failures.js";

/** Who asks. */
export interface Credentials {
  /** Where the jobs run; without it Google's library would ask the network for a project of the credentials. */
  readonly projectId: string;
  /** A key file; default: the application default credentials. */
  readonly keyFile?: string | undefined;
  /** The service account in whose name everything is asked. */
  readonly impersonate?: string | undefined;
}

const SCOPES = ["https://www.googleapis.com/auth/bigquery"];
/** Whoever asks for another's token does not ask BigQuery with their own: Google gives such tokens for this scope only. */
const SCOPES_TO_IMPERSONATE = ["https://www.googleapis.com/auth/cloud-platform"];

const library = () =>
  createRequire(import.meta.url)("google-auth-library") as typeof import("google-auth-library");

/**
 * Gives what makes tokens, and keeps them while they hold.
 * @param iam Google's address for tokens of others; another one in tests.
 * @throws {CredentialsError} where there are no credentials.
 */
export async function signIn(
  { projectId, keyFile, impersonate }: Credentials,
  iam?: string,
): Promise<AuthClient> {
  // Whether this is a machine of Google's is told by the machine itself: the library's own probe writes on the screen.
  process.env.METADATA_SERVER_DETECTION ??= "bios-only";
  const { GoogleAuth, Impersonated } = library();
  const scopes = impersonate === undefined ? SCOPES : SCOPES_TO_IMPERSONATE;
  const auth = new GoogleAuth({ projectId, scopes, ...(keyFile === undefined ? {} : { keyFile }) });
  const own = await known(() => auth.getClient());
  if (impersonate === undefined) return own;
  return new Impersonated({
    sourceClient: own,
    targetPrincipal: impersonate,
    targetScopes: SCOPES,
    ...(iam === undefined ? {} : { endpoint: iam }),
  });
}

/** For an emulator, which asks nobody who they are. */
export const nobody = (): AuthClient => new (library().PassThroughClient)();

/** Sees to it that there is a token. @throws {CredentialsError} where Google gives none; else what broke on the way. */
export async function prove(who: AuthClient): Promise<void> {
  await known(() => who.getAccessToken());
}

/** Google does not know who asks, or the credentials cannot be read. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
  readonly errors: readonly { readonly reason: string; readonly message: string }[];
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.errors = [{ reason: "authError", message: this.message }];
  }
}

/** Whatever goes wrong with credentials is theirs, but for what the network does. */
async function known<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? error : new CredentialsError(error);
  }
}
