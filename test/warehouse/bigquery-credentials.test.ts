// Who asks: Google's library takes the credentials, against a server that gives tokens as Google does.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { asFailure } from "../../src/warehouse/bigquery/failures.js";
import { openTransport } from "../../src/warehouse/bigquery/transport.js";
import { builtProgram } from "../built.js";

const folder = mkdtempSync(join(tmpdir(), "eros-credentials-"));
const heard: { path: string; who: string | undefined }[] = [];
/** What each token was asked for. */
const scopes: (string | null)[] = [];
let address = "";
/** How the server of tokens answers. */
let tokens: { status: number; reason?: string } = { status: 200 };

const server = createServer((request, response) => {
  heard.push({ path: request.url ?? "", who: request.headers.authorization });
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.url?.startsWith("/bigquery/")) return answer(200, { kind: "bigquery#dataset" });
  if (tokens.status !== 200)
    return answer(tokens.status, { error: "denied", error_description: tokens.reason });
  if (request.url === "/sts") {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      scopes.push(new URLSearchParams(body).get("scope"));
      answer(200, {
        access_token: "mine",
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        token_type: "Bearer",
        expires_in: 3600,
      });
    });
    return;
  }
  answer(200, { accessToken: "another's", expireTime: new Date(Date.now() + 3_600_000).toISOString() });
});

/** A key file whose tokens come from the server here. */
function keyFile(name = "key.json", from = address): string {
  writeFileSync(join(folder, "subject"), "subject");
  return write(
    name,
    JSON.stringify({
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${from}/sts`,
      credential_source: { file: join(folder, "subject") },
    }),
  );
}
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  heard.length = 0;
  scopes.length = 0;
  tokens = { status: 200 };
  vi.unstubAllEnvs();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const PLANNER = "planner@proj-1.iam.gserviceaccount.com";
const where = { projectId: "proj-1", dataset: "brain", location: "US" };
const asking = (who: { keyFile?: string; impersonate?: string } = {}) => {
  const send = openTransport({ ...where, endpoint: address, iam: address, ...who });
  return () => send({ method: "GET", path: "/datasets/brain" });
};
const told = async (work: () => Promise<unknown>): Promise<unknown> =>
  asFailure(
    await work().then(
      () => "no error",
      (error: unknown) => error,
    ),
    where,
    new AbortController().signal,
  );

describe("requests carry the token", () => {
  it("of a key file that a setting names; one token serves many requests", async () => {
    const ask = asking({ keyFile: keyFile() });
    await ask();
    await ask();
    expect(heard.map(({ path }) => path.split("/")[1])).toEqual(["sts", "bigquery", "bigquery"]);
    expect(heard.slice(1).map(({ who }) => who)).toEqual(["Bearer mine", "Bearer mine"]);
  });

  it("of the application default credentials", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", keyFile("default.json"));
    await asking()();
    expect(heard.at(-1)?.who).toBe("Bearer mine");
  });

  it("of a service account that is impersonated", async () => {
    await asking({ keyFile: keyFile(), impersonate: PLANNER })();
    expect(heard.map(({ path }) => path.split("/")[1])).toEqual(["sts", "v1", "bigquery"]);
    expect(heard[1]).toMatchObject({
      path: expect.stringContaining(`${PLANNER}:generateAccessToken`),
      who: "Bearer mine",
    });
    expect(heard[2]?.who).toBe("Bearer another's");
  });

  it("of BigQuery's scope; to impersonate, of the one with which Google gives another's token", async () => {
    await asking({ keyFile: keyFile() })();
    await asking({ keyFile: keyFile(), impersonate: PLANNER })();
    expect(scopes).toEqual([
      "https://www.googleapis.com/auth/bigquery",
      "https://www.googleapis.com/auth/cloud-platform",
    ]);
  });

  it("of nobody to an emulator, whoever is logged in", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", keyFile("default.json"));
    await openTransport({ ...where, endpoint: address })({ method: "GET", path: "/datasets/brain" });
    expect(heard).toEqual([{ path: expect.stringMatching(/^\/bigquery\//), who: undefined }]);
  });
});

describe("credentials that do not do", () => {
  const login = {
    exitCode: 5,
    remedy: expect.stringMatching(/gcloud auth application-default login.*key_file/),
  };
  const good = JSON.stringify({
    type: "service_account",
    client_email: `${PLANNER}`,
    private_key: "nonsense",
  });

  it.each([
    ["a file that is not there", () => join(folder, "none.json")],
    ["a file that is no JSON", () => write("broken.json", "{")],
    ["a file that is not of Google", () => write("other.json", "{}")],
    ["a key that is none", () => write("key-of-nonsense.json", good)],
  ])("are told before anything is asked: %s", async (_, path) => {
    expect(await told(asking({ keyFile: path() }))).toMatchObject(login);
    expect(heard.filter(({ path: asked }) => asked.startsWith("/bigquery"))).toEqual([]);
  });

  it("are told where Google gives no token for them", async () => {
    tokens = { status: 400, reason: "invalid_grant: reauth related error (invalid_rapt)" };
    expect(await told(asking({ keyFile: keyFile() }))).toMatchObject(login);
  });

  it("are told with the role where another may not be impersonated", async () => {
    const ask = asking({ keyFile: keyFile(), impersonate: PLANNER });
    tokens = { status: 403, reason: "Permission 'iam.serviceAccounts.getAccessToken' denied" };
    // The file's own token comes first; here it is the one that is denied, with the words of the other.
    expect(await told(ask)).toMatchObject({
      exitCode: 5,
      remedy: expect.stringContaining("Service Account Token Creator"),
    });
  });

  it("are not blamed for the network", async () => {
    const path = keyFile("far.json", "http://127.0.0.1:9");
    expect(await told(asking({ keyFile: path }))).toMatchObject({ exitCode: 7 });
  });

  it("are asked for anew by the next request", async () => {
    const path = join(folder, "later.json");
    const ask = asking({ keyFile: path });
    expect(await told(ask)).toMatchObject(login);
    keyFile("later.json");
    await ask();
    expect(heard.at(-1)?.who).toBe("Bearer mine");
  });
});

it("without any, the program says how to log in, and nothing else stands on standard error", async () => {
  const program = await builtProgram();
  const home = join(folder, "home");
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, "analyze", "ana", "--warehouse", "bigquery", "--project-id", "proj-1"],
      { env: { PATH: process.env.PATH ?? "", HOME: home, XDG_STATE_HOME: home } },
      (error, _, stderr) => resolve({ code: error?.code, stderr }),
    );
  });
  expect(stderr).toMatch(
    /^eros-tui: Google does not know who asks for proj-1\.eros_scheduling_brain: .*\n {2}log in with `gcloud auth application-default login`.*\n {2}log: .*\n$/,
  );
  expect(code).toBe(5);
});
